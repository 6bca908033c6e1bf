"""Columns without rules: a table when their lines answer each other, else text to be read one column after another."""

from collections.abc import Sequence
from itertools import pairwise

from ingestion.layout.columns import Columns
from ingestion.layout.elements import Cell, Table
from ingestion.layout.lines import FIGURE, Line, ends_in_hyphen, fits

_PROSE_LINES = 3
"""Lines that a column has at least when it holds text rather than cells."""
_ENDS = ".,;:!?"
"""What ends a cell's text, when no lower case follows."""
_LONG, _SHARE = 12, 0.4
"""Lines of a column of a page set in columns, at least; and those of the shortest, in those of the longest."""
_LINE = 1.8
"""Room between the baselines of two lines of one cell, in sizes, at most."""
_BAND = 1.25
"""A row of cells of several lines stands apart by this many times the room between its lines."""


def column_lines(lines: Sequence[Line], columns: Columns) -> list[list[Line | None]]:
    """For each column, its part of each line; `None` where it has none."""
    parts = [columns.split(line) for line in lines]
    made: list[list[Line | None]] = []
    for column in range(len(columns.corridors) + 1):
        words = [part[column] for part in parts]
        edge = max((word.right for part in words for word in part), default=0.0)
        made.append(
            [Line(tuple(part), line.page, edge) if part else None for part, line in zip(words, lines, strict=True)]
        )
    return made


def is_prose(columns: Sequence[Sequence[Line | None]]) -> bool:
    """True when two columns at least, of three at most, hold text that was wrapped to their width.

    One is enough when all are long: a label beside a text has fewer lines.
    """
    if len(columns) > 3:
        return False
    counts = [sum(line is not None for line in column) for column in columns]
    long = max(counts) >= _LONG and min(counts) >= _SHARE * max(counts)
    return sum(_wrapped(column) for column in columns) >= (1 if long else 2)


def _wrapped(column: Sequence[Line | None]) -> bool:
    """True for a column of which most lines end because the next word had no room."""
    lines = [line for line in column if line is not None]
    steps = [not fits(a, b) and len(a.words) > 1 for a, b in pairwise(lines)]
    figures = sum(bool(FIGURE.fullmatch(line.text)) for line in lines)
    words = sum(len(line.words) for line in lines)
    return len(lines) >= _PROSE_LINES and 2 * sum(steps) >= len(steps) and words >= 3 * len(lines) and not figures


def aligned_table(lines: Sequence[Line], columns: Columns) -> Table:
    """The lines as a table: a row each, those that go on the cells above put together with them."""
    parts = column_lines(lines, columns)
    cells = _rows(list(zip(*parts, strict=True)), [line.bottom for line in lines], lines[0].size)
    spans = tuple(_span(part) for part in parts)
    return Table(cells, spans, lines[0].page, _headers(cells))


def _span(column: Sequence[Line | None]) -> tuple[float, float]:
    lines = [line for line in column if line]
    return min((line.left for line in lines), default=0.0), max((line.right for line in lines), default=0.0)


def unruled_rows(row: Sequence[Cell]) -> list[tuple[Cell, ...]]:
    """A row between two rules that holds several: figures stand under one another, each on the line of its label."""
    lines = sorted((line for cell in row for line in cell.lines), key=lambda line: line.bottom)
    figured = any(len(c.lines) > 1 and all(FIGURE.fullmatch(line.text) for line in c.lines) for c in row[1:])
    if not figured or any(cell.covered or cell.columns > 1 for cell in row):
        return [tuple(row)]
    bottoms: list[float] = []
    for line in lines:
        if not bottoms or line.bottom - bottoms[-1] > 0.5 * line.size:
            bottoms.append(line.bottom)
    parts = [[_at(cell, bottom) for cell in row] for bottom in bottoms]
    labelled = sum(part[0] is not None and any(part[1:]) for part in parts)
    return list(_rows(parts, bottoms, lines[0].size)) if labelled > 1 else [tuple(row)]


def _at(cell: Cell, bottom: float) -> Line | None:
    return next((line for line in cell.lines if 0 <= line.bottom - bottom <= 0.5 * line.size), None)


def _rows(rows: Sequence[Sequence[Line | None]], bottoms: Sequence[float], size: float) -> tuple[tuple[Cell, ...], ...]:
    """Rows of cells, of lines given by their columns."""
    steps = [b - a for a, b in pairwise(bottoms)]
    least = min(steps, default=0.0)
    banded = least <= 1.5 * size and any(step > _BAND * least for step in steps)
    bands = [[rows[0]]]
    for row, step in zip(rows[1:], steps, strict=True):
        if step <= min(_BAND * max(least, size), _LINE * size) and _goes_on(bands[-1], row, banded):
            bands[-1].append(row)
        else:
            bands.append([row])
    return tuple(
        tuple(Cell(tuple(line for line in cell if line)) for cell in zip(*band, strict=True)) for band in bands
    )


def _goes_on(band: Sequence[Sequence[Line | None]], row: Sequence[Line | None], banded: bool) -> bool:
    """True when each cell of a line was cut from the cell above for want of room."""
    pairs = [(band[-1][column], line) for column, line in enumerate(row) if line]
    if any(above is not None and ends_in_hyphen(above) for above, _ in pairs):
        return all(above is not None for above, _ in pairs)
    if not banded and row[0] and len(pairs) > 1:
        return False
    return all(_cut(above, below) for above, below in pairs)


def _cut(above: Line | None, below: Line) -> bool:
    if above is None or fits(above, below) or (above.text[-1] in _ENDS and not below.text[0].islower()):
        return False
    return not any(FIGURE.fullmatch(line.text) for line in (above, below))


def _headers(rows: Sequence[Sequence[Cell]]) -> int:
    bold = [all(line.bold for cell in row for line in cell.lines) for row in rows]
    return int(len(rows) > 1 and bold[0] and not all(bold))
