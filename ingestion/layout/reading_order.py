"""Reading order: a page's lines and tables as elements, one after another as a person reads them."""

from collections.abc import Iterator, Sequence

from ingestion.layout.aligned import aligned_table, column_lines, is_prose
from ingestion.layout.columns import find_columns
from ingestion.layout.elements import Element
from ingestion.layout.lines import Line, lines_of, settled
from ingestion.layout.page import Page
from ingestion.layout.paragraphs import read_paragraphs, usual_leading
from ingestion.layout.ruled import ruled_tables
from ingestion.layout.running import Sheet, without_running

_DEEPEST = 3
"""Columns inside columns that are looked for."""
_OUTLIERS = 2
"""Lines that may stick out of a page's text on its right without moving its edge."""


def read_pages(pages: Sequence[Page]) -> list[list[Element]]:
    """The elements of each page, in reading order."""
    sheets = without_running([_sheet(page) for page in pages])
    edges = _edges(sheets)
    return [_elements(sheet, edges[round(sheet.page.width)]) for sheet in sheets]


def _sheet(page: Page) -> Sheet:
    words = settled(page.words)
    settled_page = Page(page.number, page.width, page.height, tuple(words), page.rules, page.recognised)
    tables = ruled_tables(settled_page)
    free = [word for word in words if not any(zone.holds(word) for zone in tables)]
    return Sheet(settled_page, tuple(lines_of(free, page.number)), tuple(tables))


def _edges(sheets: Sequence[Sheet]) -> dict[int, float]:
    """Right edge of the text on the pages of each width."""
    rights: dict[int, list[float]] = {}
    for sheet in sheets:
        rights.setdefault(round(sheet.page.width), []).extend(line.right for line in sheet.lines)
    return {
        width: sorted(found, reverse=True)[: _OUTLIERS + 1][-1] if found else 0.0 for width, found in rights.items()
    }


def _elements(sheet: Sheet, edge: float) -> list[Element]:
    made: list[Element] = []
    left = list(sheet.lines)
    leading = usual_leading([Line(line.words, line.page, max(edge, line.right)) for line in left]) if left else None
    for zone in sheet.tables:
        above = [line for line in left if (line.top + line.bottom) / 2 < zone.bottom]
        made += _in_columns(above, edge, leading, 0)
        made.append(zone.table)
        left = left[len(above) :]
    return made + list(_in_columns(left, edge, leading, 0))


def _in_columns(lines: Sequence[Line], edge: float, leading: float | None, depth: int) -> Iterator[Element]:
    """Elements of lines between two tables; columns of text are read one after another."""
    lines, start = [Line(line.words, line.page, edge) for line in lines], 0
    for columns in find_columns(lines) if depth < _DEEPEST else ():
        yield from read_paragraphs(lines[start : columns.first], leading)
        inside = lines[columns.first : columns.last + 1]
        parts = column_lines(inside, columns)
        if is_prose(parts):
            for part in parts:
                held = [line for line in part if line is not None]
                yield from _in_columns(held, max(line.right for line in held), leading, depth + 1)
        else:
            yield aligned_table(inside, columns)
        start = columns.last + 1
    yield from read_paragraphs(lines[start:], leading)
