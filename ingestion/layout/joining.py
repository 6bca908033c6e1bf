"""Joining: what a page's end, or a column's, cut in two is put together again."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from ingestion.layout.elements import Cell, Element, Paragraph, Table
from ingestion.layout.lines import Line, fits
from ingestion.layout.notes import is_note

_SAME_COLUMN = 0.5
"""Share of the narrower of two columns that must stand under the other for them to be one."""
_ENDS = (".", ";", ":", "!", "?", "…")


def join_pages(pages: Sequence[Sequence[Element]]) -> list[Element]:
    """All elements in order. A page's footnotes come before its last element when that goes on over the page."""
    made: list[Element] = []
    notes: list[Element] = []
    for page in pages:
        text = [element for element in page if not is_note(element)]
        for index, element in enumerate(text):
            joined = _joined(made[-1], element) if made else None
            if joined is not None:
                made[-1] = joined
                made[-1:-1] = notes if index == 0 else []
            else:
                made += [*notes, element] if index == 0 else [element]
            notes = notes if index else []
        notes += [element for element in page if is_note(element)]
    return made + notes


def _joined(one: Element, other: Element) -> Element | None:
    """Both as one element, when a break cut it."""
    if isinstance(one, Paragraph) and isinstance(other, Paragraph):
        return _paragraph(one, other) if _broken(one.lines[-1], other.lines[0]) else None
    if isinstance(one, Table) and isinstance(other, Table) and one.page < other.page:
        return _table(one, other)
    return None


def _broken(above: Line, line: Line) -> bool:
    return above.page != line.page or line.bottom < above.bottom


def _paragraph(one: Paragraph, other: Paragraph) -> Paragraph | None:
    above, line = one.lines[-1], other.lines[0]
    if other.item or abs(above.size - line.size) > 0.12 * above.size or above.bold != line.bold:
        return None
    ended = above.text.rstrip('»") \u00a0\u202f').endswith(_ENDS)
    first = line.text.lstrip('«"( \u00a0\u202f')[:1]
    if ended or (fits(above, line) and not first.islower()):
        return None
    forced = one.forced | {len(one.lines) + index for index in other.forced}
    return replace(one, lines=one.lines + other.lines, forced=forced)


def _table(one: Table, other: Table) -> Table | None:
    """One table of two parts with the same columns; a header row that the second part repeats is left out."""
    if len(one.spans) != len(other.spans) or not all(map(_same_column, one.spans, other.spans)):
        return None
    rows = other.rows
    for header in one.rows[: max(one.headers, other.headers, 1)]:
        rows = rows[1:] if rows and _same(rows[0], header) else rows
    if rows and _cut(one.rows[-1], rows[0]):
        return replace(one, rows=(*one.rows[:-1], _together(one.rows[-1], rows[0]), *rows[1:]), page=other.page)
    return replace(one, rows=one.rows + rows, page=other.page)


def _same_column(one: tuple[float, float], other: tuple[float, float]) -> bool:
    """True for two columns that stand under one another; an empty one stands anywhere."""
    if (0.0, 0.0) in (one, other):
        return True
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared >= _SAME_COLUMN * min(one[1] - one[0], other[1] - other[0])


def _same(row: Sequence[Cell], other: Sequence[Cell]) -> bool:
    return [_text(cell) for cell in row] == [_text(cell) for cell in other]


def _text(cell: Cell) -> str:
    return " ".join(line.text for line in cell.lines)


def _cut(row: Sequence[Cell], other: Sequence[Cell]) -> bool:
    """True when each cell of a page's first row goes on, in lower case, the sentence of the cell above."""
    pairs = [(_text(a), _text(b)) for a, b in zip_longest(row, other, fillvalue=Cell()) if b.lines]
    return all(above and not above.endswith(_ENDS) and below[0].islower() for above, below in pairs)


def _together(row: Sequence[Cell], other: Sequence[Cell]) -> tuple[Cell, ...]:
    return tuple(replace(a, lines=a.lines + b.lines) for a, b in zip_longest(row, other, fillvalue=Cell()))
