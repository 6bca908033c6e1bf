"""Tables with merged cells, as word processors and web pages have them, brought to plain rows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from ingestion.written import Heading, Item, Paragraph, Piece, Table, clean

WIDEST = 60
"""Columns; a span that goes beyond is its file's fault, or an attack."""
_LONG = 600
"""Characters; a table of one row with a longer cell sets text in columns."""
_SUM = re.compile(r"[€%]|\d[\d\s.,]{3,}\d")
"""A figure longer than a year."""
_NAME = 60
"""Characters; a longer cell is no column's name."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as the file has it."""

    pieces: Sequence[Piece] = ()
    across: int = 1
    """Columns that it takes."""
    down: int = 1
    """Rows that it takes."""
    header: bool = False
    """True in a row that the file marks as column headers."""
    covered: bool = False
    """True for one that the cell above it covers, in a file that has it all the same."""

    @property
    def text(self) -> str:
        """Its pieces, a line each or more."""
        return "\n".join(filter(None, (_lines(piece) for piece in self.pieces)))


def _lines(piece: Piece) -> str:
    if isinstance(piece, Table):
        return "\n".join(" ".join(row) for row in piece.rows)
    return clean(f"{piece.mark} {piece.text}" if isinstance(piece, Item) else piece.text)


def spread(rows: Sequence[Sequence[Cell]], named: range = range(0)) -> tuple[tuple[str, ...], ...]:
    """Rows of equal length: a merged cell's text stands at its top left, and the rest of it is empty.

    Once, because a sum read twice would be two. But it names each of its columns in the rows of headers, `named`, and
    below them each of its rows in the first column, unless it holds a sum.

    >>> year, ae, cp = (Cell([Paragraph(word)]) for word in ("2024", "AE", "CP"))
    >>> spread([[Cell(down=2), Cell(year.pieces, across=2)], [ae, cp]], range(1))
    (('', '2024', '2024'), ('', 'AE', 'CP'))
    """
    below: dict[int, int] = {}
    lines: list[dict[int, str]] = []
    for rank, row in enumerate(rows):
        above = lines[-1].get(0, "") if lines and named.stop < rank else ""
        first = "" if _SUM.search(above) else above
        line = {column: first if column == 0 else "" for column in below}
        below = {column: left - 1 for column, left in below.items() if left > 1}
        column = 0
        for cell in row:
            while column in line:
                column += 1
            across = range(column, column + max(min(cell.across, WIDEST - column), 1))
            text = first if cell.covered and column == 0 else cell.text
            line |= dict.fromkeys(across, text if rank in named else "") | {column: text}
            below |= {inside: cell.down - 1 for inside in across if cell.down > 1}
        lines.append(line)
    width = max((max(line, default=-1) + 1 for line in lines), default=0)
    return tuple(tuple(line.get(column, "") for column in range(width)) for line in lines)


def table_pieces(rows: Sequence[Sequence[Cell]]) -> list[Piece]:
    """A table as pieces, empty rows left out.

    What only sets the page is no table: cells with nothing beside them, one row of long texts, or a table in a cell
    give their contents one after the other. A first row of one cell across all columns is a caption: a paragraph.
    """
    lines = spread(rows)
    filled = [rank for rank, line in enumerate(lines) if any(line)]
    if _sets_the_page([rows[rank] for rank in filled], [lines[rank] for rank in filled]):
        return [piece for rank in filled for cell in rows[rank] for piece in cell.pieces]
    pieces: list[Piece] = []
    while len(filled) > 1 and len(rows[filled[0]]) == 1 and rows[filled[0]][0].across > 1:
        pieces += [Paragraph(_lines(piece)) for piece in rows[filled.pop(0)][0].pieces]
    headers = _headers([rows[rank] for rank in filled], [lines[rank] for rank in filled])
    lines = spread(rows, range(filled[0], filled[headers - 1] + 1) if headers else range(0))
    body = [part for rank in filled[headers:] for part in _unstacked(lines[rank], len(filled) == 1)]
    return [*pieces, Table([*(lines[rank] for rank in filled[:headers]), *body], headers)]


def _headers(rows: Sequence[Sequence[Cell]], lines: Sequence[Sequence[str]]) -> int:
    """Rows from the top that name the columns: those marked so, and one below merged names."""
    headers = 0
    while headers < len(rows) and all(cell.header for cell in rows[headers]):
        headers += 1
    return 2 if headers < 2 < len(rows) and _covers(rows, lines[1]) else headers


def _sets_the_page(rows: Sequence[Sequence[Cell]], lines: Sequence[Sequence[str]]) -> bool:
    beside = any(sum(bool(text) for text in line) > 1 for line in lines)
    inner = any(isinstance(piece, Table) for row in rows for cell in row for piece in cell.pieces)
    marked = any(isinstance(piece, Heading) for row in rows[1:] for cell in row for piece in cell.pieces)
    return not beside or inner or (len(lines) == 1 and (marked or any(len(text) > _LONG for text in lines[0])))


def _covers(rows: Sequence[Sequence[Cell]], second: Sequence[str]) -> bool:
    """Whether the first row names groups of columns that the second one names in turn: « 2024 » over « AE | CP »."""
    grouped = any(cell.across > 1 and cell.text for cell in rows[0]) and all(cell.across == 1 for cell in rows[1])
    return grouped and not any(_SUM.search(text) or len(text) > _NAME for text in second)


def _unstacked(line: Sequence[str], alone: bool) -> list[tuple[str, ...]]:
    """One row, or several where people sign side by side: each line of a cell then faces one of the next cell.

    That is so where all filled cells have several lines: as many of them, or no figure, or no other row.
    """
    stacks = [text.split("\n") if text else [] for text in line]
    heights = {len(stack) for stack in stacks if stack}
    several = sum(bool(stack) for stack in stacks) > 1 and min(heights) > 1
    if several and (len(heights) == 1 or alone or not any(re.search(r"\d", text) for text in line)):
        return list(zip_longest(*stacks, fillvalue=""))
    return [tuple(line)]
