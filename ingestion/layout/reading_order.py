"""Reading order: a page's lines and tables as elements, one after another as a person reads them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from ingestion.layout.aligned import aligned_table, column_lines, is_prose
from ingestion.layout.columns import Columns, Span, cuts, find_columns
from ingestion.layout.elements import Element
from ingestion.layout.lines import Line, lines_of, settled
from ingestion.layout.page import Page
from ingestion.layout.paragraphs import read_paragraphs, usual_leading
from ingestion.layout.ruled import ruled_tables
from ingestion.layout.running import Sheet, without_running

_DEEPEST = 3
"""Columns inside columns that are looked for."""
_ENOUGH = 12
"""Lines from which a few of them say nothing."""
_OUTLIERS = 2
"""Lines that may stick out of a page's text on its right without moving its edge."""


def read_pages(pages: Sequence[Page]) -> list[list[Element]]:
    """The elements of each page, in reading order."""
    sheets = without_running([_sheet(page) for page in pages])
    edges = _edges(sheets)
    made: list[list[Element]] = []
    before: _PageReader | None = None
    for sheet in sheets:
        before = _PageReader(edges[round(sheet.page.width)], _leading(sheet, edges), before)
        made.append(before.read(sheet))
        before.before = None
    return made


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
    return {width: _edge(sorted(found, reverse=True)) for width, found in rights.items()}


def _edge(rights: Sequence[float]) -> float:
    """The largest right end that no few lines alone have; 0 without lines."""
    return rights[_OUTLIERS if len(rights) >= _ENOUGH else 0] if rights else 0.0


def _leading(sheet: Sheet, edges: Mapping[int, float]) -> float | None:
    edge = edges[round(sheet.page.width)]
    lines = [Line(line.words, line.page, max(edge, line.right)) for line in sheet.lines]
    return usual_leading(lines) if lines else None


@dataclass(slots=True)
class _PageReader:
    edge: float
    """Right edge of the page's text."""
    leading: float | None
    before: "_PageReader | None"
    """Who read the page before; `None` on the first."""
    corridors: list[Span] = field(default_factory=list)
    """Those between the columns of text of this page."""
    last: tuple[Span, ...] = ()
    """Those of the table without rules that ends this page; empty when another thing ends it."""
    begun: bool = False
    """True once something of this page was read."""

    def read(self, sheet: Sheet) -> list[Element]:
        """Elements above each table, the table, then what is left."""
        made: list[Element] = []
        left = list(sheet.lines)
        for zone in sheet.tables:
            above = [line for line in left if (line.top + line.bottom) / 2 < zone.bottom]
            made += [*self.in_columns(above, self.edge, 0), zone.table]
            self.begun, self.last = True, ()
            left = left[len(above) :]
        return made + list(self.in_columns(left, self.edge, 0))

    def in_columns(self, lines: Sequence[Line], edge: float, depth: int) -> Iterator[Element]:
        """Elements of lines between two tables; columns of text are read one after another."""
        lines, start = [Line(line.words, line.page, edge) for line in lines], 0
        flowing = self.before.corridors if self.before else []
        known = (*flowing, *(self.before.last if self.before else ()))
        for found in find_columns(lines, known) if depth < _DEEPEST else ():
            yield from self.paragraphs(lines[start : found.first])
            inside = lines[found.first : found.last + 1]
            columns = self.continued(inside, found)
            parts = column_lines(inside, columns)
            if is_prose(parts) or (found.near(flowing) and not depth):
                self.corridors += columns.corridors
                for part in parts:
                    held = [line for line in part if line is not None]
                    yield from self.in_columns(held, max((line.right for line in held), default=0.0), depth + 1)
            else:
                self.begun, self.last = True, columns.corridors
                yield aligned_table(inside, columns)
            start = found.last + 1
        yield from self.paragraphs(lines[start:])

    def paragraphs(self, lines: Sequence[Line]) -> Sequence[Element]:
        """Elements of lines in one column."""
        if lines:
            self.begun, self.last = True, ()
        return read_paragraphs(lines, self.leading)

    def continued(self, lines: Sequence[Line], found: Columns) -> Columns:
        """The columns as found, or those of the table that ends the page before when these lines go on with it."""
        last = self.before.last if self.before and not self.begun else ()
        return replace(found, corridors=last) if last and not any(map(partial(cuts, corridors=last), lines)) else found
