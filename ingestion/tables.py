"""Tables as OCR leaves them: pipes, tabs, or columns aligned with runs of spaces."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingestion.blocks import Cell, Row
from ingestion.lines import Line, display

_RULE = re.compile(r"[\s|+:=\-–—_]+")
_GAP = re.compile(r"[ \u00a0]{3,}")
_FIGURE = re.compile(r"\d")
ALIGNED = 4
"""Characters by which two rows' columns may be apart and still be one column: OCR shifts them."""
WIDEST = 60
"""Columns; the rows of a wider table, which no page holds, are not made equally long."""
Span = tuple[int, int]


def is_rule(line: Line) -> bool:
    """A line that only draws: `|---|---|`, `+====+`, `-----  ----`."""
    text = line.text.strip()
    return len(text) >= 3 and bool(_RULE.fullmatch(text)) and any(c in text for c in "-=–—_")


def sort_of(line: Line) -> str | None:
    """`pipes`, `tabs`, `columns`, or None for a line that is no table row by itself."""
    text = line.text
    stripped = text.strip()
    if stripped.count("|") >= 2 or (stripped.startswith("+") and is_rule(line)):
        return "pipes"
    if "\t" in text.strip(" \n") and any(cell.strip() for cell in text.split("\t")):
        return "tabs" if text.lstrip(" ") == text or "\t" in stripped else None
    if len(_GAP.split(stripped)) >= 2 and len(stripped) <= 200:
        return "columns"
    return None


def table_ends(lines: Sequence[Line]) -> tuple[int, ...]:
    """For each line, the index after the last line of the table that starts there; its own index when none does.

    Pipes and tabs make a table of one line or more; aligned columns need two rows that share a column, since a single
    gap in a line is only loose typing.
    """
    runs = dict.fromkeys(("pipes", "tabs", "columns"), len(lines))
    columns = _Columns()
    ends = [0] * len(lines)
    for index in range(len(lines) - 1, -1, -1):
        sort, rule = sort_of(lines[index]), is_rule(lines[index])
        columns = columns.above(lines[index], sort, rule)
        if sort is None or (sort == "tabs" and _lone_indent(lines, index)) or (sort == "columns" and not columns.table):
            ends[index] = index
        else:
            ends[index] = max(runs[sort], index + 1)
        runs = {name: end if rule or name == sort else index for name, end in runs.items()}
    return tuple(ends)


@dataclass(frozen=True, slots=True)
class _Columns:
    """A run of lines in aligned columns, read upwards from its last line."""

    starts: tuple[int, ...] = ()
    """Where the columns of its topmost row start, the first left out."""
    table: bool = False
    """True once two rows that follow each other share a column."""

    def above(self, line: Line, sort: str | None, rule: bool) -> "_Columns":
        """The run with one more line above it; rules are looked through, another sort of line ends it."""
        if rule:
            return self
        if sort != "columns":
            return _Columns()
        starts = tuple(span[0] for span in _column_spans(line.text)[1:])
        near = any(abs(one - other) <= ALIGNED for one in starts for other in self.starts)
        return _Columns(starts, self.table or near)


def _lone_indent(lines: Sequence[Line], start: int) -> bool:
    """A tab that only indents a paragraph or follows a list mark."""
    text = lines[start].text
    cells = [cell for cell in text.split("\t") if cell.strip()]
    after = lines[start + 1] if start + 1 < len(lines) else None
    alone = after is None or sort_of(after) != "tabs"
    if len(cells) < 2 and alone and not text.rstrip(" ").endswith("\t"):
        return True
    return bool(re.match(r"\s*(?:[-–•*]|\d+[.)])\t", text))


def read_rows(lines: Sequence[Line], inherited: Sequence[str | None] = ()) -> tuple[Row, ...]:
    """Rows and cells of a table's lines, each cell with its headers.

    `inherited` are the column headers of the table that a page break cut: used when this part has none of its own.
    """
    sort = sort_of(lines[0]) or "columns"
    kept = [_RawRow(line.start, line.text, line.ending) for line in lines if not is_rule(line)]
    if not kept:
        return ()
    if sort == "tabs":
        kept = _joined(kept, max([len(inherited), *(row.text.count("\t") + 1 for row in kept)]))
    spans = _grid([row.text for row in kept], sort)
    width = max(len(row) for row in spans)
    texts = [[display(raw.text[a:b]) for a, b in row] for raw, row in zip(kept, spans, strict=True)]
    goes_on = len(inherited) == width and bool(texts) and bool(texts[0][0])
    headers = 0 if goes_on else _header_count(texts, _above_rules(lines))
    names = list(inherited) if goes_on else _names(texts[:headers], width)
    return tuple(_row(raw, row, names, i < headers) for i, (raw, row) in enumerate(zip(kept, spans, strict=True)))


@dataclass(frozen=True, slots=True)
class _RawRow:
    """One row before its cells are known: where it starts, and its line or lines."""

    start: int
    text: str
    ending: str


def _joined(rows: Sequence[_RawRow], width: int) -> list[_RawRow]:
    """Put a row back together that a line end inside a cell cut in two."""
    if width > WIDEST:
        return list(rows)
    joined: list[_RawRow] = list(rows[:2])
    for row in rows[2:]:
        before = joined[-1]
        missing = width - before.text.count("\t") - 1
        follows = row.start == before.start + len(before.text) + len(before.ending)
        if follows and 1 <= row.text.count("\t") <= missing and row.text[:1].strip():
            joined[-1] = _RawRow(before.start, before.text + before.ending + row.text, row.ending)
        else:
            joined.append(row)
    return joined


def _names(headers: Sequence[Sequence[str]], width: int) -> list[str | None]:
    names: list[str | None] = [None] * width
    for row in headers:
        for column, cell in enumerate(row):
            names[column] = " ".join(part for part in (names[column], cell) if part) or None
    return names


def column_headers(rows: Sequence[Row]) -> tuple[str | None, ...]:
    """Header of each column, for the part of the table after a page break."""
    return tuple(cell.column_header for cell in max(rows, key=lambda row: len(row.cells)).cells) if rows else ()


def _row(line: _RawRow, spans: Sequence[Span], names: Sequence[str | None], header: bool) -> Row:
    first = display(line.text[spans[0][0] : spans[0][1]]) if spans else ""
    cells = []
    for column, (a, b) in enumerate(spans):
        row_header = first if column and not header and first else None
        cells.append(Cell(line.start + a, line.start + b, line.text[a:b], row_header, names[column]))
    lead = len(line.text) - len(line.text.lstrip())
    start = line.start + lead
    return Row(start, max(start, line.start + len(line.text.rstrip())), tuple(cells), header)


def _above_rules(lines: Sequence[Line]) -> list[int]:
    """For each rule, how many rows stand above it."""
    above, rows = [], 0
    for line in lines:
        if is_rule(line):
            above.append(rows)
        else:
            rows += 1
    return above


def _header_count(texts: Sequence[Sequence[str]], above: Sequence[int]) -> int:
    """How many rows from the top are headers: those above a rule, else a first row that names what stands below.

    `above` gives, for each rule of the table, how many rows stand above it.
    """
    if len(texts) < 2:
        return 0
    ruled = next((count for count in above if 0 < count <= 3), 0)
    if ruled and ruled < len(texts):
        return ruled
    first, below = texts[0], texts[1:]
    filled = [cell for cell in first if cell]
    if len(filled) < 2 and (first[0] if first else True):
        return 0
    if any(cell.endswith(":") for cell in first) or any(_FIGURE.search(cell) and not _is_year(cell) for cell in filled):
        return 0
    figures = any(_FIGURE.search(cell) for row in below for cell in row[1:])
    return int(not first[0] or figures or len(filled) >= 3)


def _is_year(cell: str) -> bool:
    return bool(re.search(r"\b(?:19|20)\d\d\b", cell)) and "€" not in cell


def _grid(texts: Sequence[str], sort: str) -> list[list[Span]]:
    """Cell spans of each line, relative to the line, blanks around cells left out."""
    if sort == "columns":
        return _columns_grid(texts)
    rows = [_split(text, "|" if sort == "pipes" else "\t") for text in texts]
    width = min(max(len(row) for row in rows), WIDEST)
    return [row + [(len(text), len(text))] * (width - len(row)) for text, row in zip(texts, rows, strict=True)]


def _split(text: str, separator: str) -> list[Span]:
    start, end = 0, len(text)
    if separator == "|":
        start = len(text) - len(text.lstrip())
        end = len(text.rstrip())
        start += text.startswith("|", start)
        end -= end > start and text[end - 1] == "|"
    spans, at = [], start
    while True:
        cut = text.find(separator, at, end)
        spans.append(_trim(text, at, cut if cut >= 0 else end))
        if cut < 0:
            return spans
        at = cut + 1


def _trim(text: str, start: int, end: int) -> Span:
    inner = text[start:end]
    if not inner.strip():
        return (start, start)
    return (start + len(inner) - len(inner.lstrip()), start + len(inner.rstrip()))


def _column_spans(text: str) -> list[Span]:
    spans, at = [], len(text) - len(text.lstrip())
    for gap in _GAP.finditer(text, at):
        if gap.end() < len(text.rstrip()):
            spans.append((at, gap.start()))
            at = gap.end()
    return [*spans, (at, len(text.rstrip()))]


def _columns_grid(texts: Sequence[str]) -> list[list[Span]]:
    """Give each piece of each row the column that it overlaps or starts nearest to; missing ones are empty."""
    rows = [_column_spans(text) for text in texts]
    widest = max(range(len(rows)), key=lambda index: len(rows[index]))
    columns = list(rows[widest])
    for row in rows:
        for span in row:
            if not any(span[0] < b + 1 and a - 1 < span[1] for a, b in columns):
                columns.append(span)
    columns.sort()
    return [_place(row, columns, len(text)) for row, text in zip(rows, texts, strict=True)]


def _place(row: Sequence[Span], columns: Sequence[Span], length: int) -> list[Span]:
    placed: dict[int, Span] = {}
    last = -1
    for after, piece in zip(range(len(row) - 1, -1, -1), row, strict=True):
        free = range(last + 1, len(columns) - after)
        last = min(free, key=[_distance(piece, column) for column in columns].__getitem__)
        placed[last] = piece
    edge = 0
    cells: list[Span] = []
    for column in range(len(columns)):
        cells.append(placed.get(column, (min(edge, length),) * 2))
        edge = cells[-1][1]
    return cells


def _distance(one: Span, other: Span) -> int:
    if one[0] < other[1] and other[0] < one[1]:
        return min(abs(one[0] - other[0]), abs(one[1] - other[1]))
    return 1000 + min(abs(one[0] - other[1]), abs(one[1] - other[0]))
