"""Sheets: the cells of a workbook or of a text table as headings, paragraphs and tables of the common form."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ingestion.written import Heading, Paragraph, Piece, Table, clean

_UNNAMED = re.compile(r"(?:feuil(?:le)?|sheet|tabelle|hoja|foglio|page|table)[ _]?\d{0,4}", re.IGNORECASE)
"""What programs call a sheet that nobody named."""
_FIGURE = re.compile(r"[-+(]?\s*(?:€\s*)?(?!0\d)\d[\d\s.,]*(?:€|euros?|eur|k€|m€|%|ht|ttc|\s|\))*", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
_NEUTRAL = re.compile(r"(?:19|20)\d\d|[-–—/]")
_HEADERS = 3
"""Rows of headers at most: year, kind of credits, unit."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that shows something, or would if its formula had been computed."""

    text: str
    """Empty for a formula without a value."""
    figure: bool = False
    """True for a number, a date or a truth value: what a row of headers does not hold, years left out."""


Row = Mapping[int, Cell]
"""The cells of a row that show something, by column from 0."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a person sees of a sheet."""

    name: str | None
    rows: Mapping[int, Row]
    """By their place from 0, those that show something; hidden ones are neither there nor counted."""


@dataclass(frozen=True, slots=True)
class _Area:
    """Rows that follow one another without an empty one between."""

    rows: Sequence[Row]

    @property
    def columns(self) -> tuple[int, ...]:
        return tuple(sorted({column for row in self.rows for column in row}))


def typed(text: str) -> Cell:
    """A cell of a text, which says by itself whether it is a figure.

    >>> [typed(text).figure for text in ("120 000,50 €", "12,5 %", "2025", "AE 2025", "0352")]
    [True, True, False, False, False]
    """
    bare = text.strip()
    return Cell(text, bool(_FIGURE.fullmatch(bare)) and not _YEAR.fullmatch(bare))


def pieces_of(sheet: Sheet) -> Iterator[Piece]:
    """Its name, unless a program gave it; then its tables, the lines above and below each as paragraphs."""
    if sheet.name and not _UNNAMED.fullmatch(clean(sheet.name)):
        yield Heading(sheet.name, 1)
    for area in _joined(_areas(sheet.rows)):
        yield from _area(area)


def _areas(rows: Mapping[int, Row]) -> Iterator[_Area]:
    run: list[Row] = []
    before = -1
    for place in sorted(rows):
        if run and place > before + 1:
            yield _Area(run)
            run = []
        run.append(rows[place])
        before = place
    if run:
        yield _Area(run)


def _joined(areas: Iterator[_Area]) -> Iterator[_Area]:
    """Areas, those that go on the table above put back to it: an empty row above a total only gives room."""
    held: list[Row] = []
    figures: set[int] = set()
    columns: set[int] = set()
    headed = False
    for area in areas:
        first = {column for column, cell in area.rows[0].items() if cell.figure}
        known = headed and len(area.rows[0]) > 1 and first <= figures and columns.issuperset(area.columns)
        if held and not (first and known):
            yield _Area(held)
            held, figures, columns, headed = [], set(), set(), False
        held.extend(area.rows)
        figures.update(column for row in area.rows for column, cell in row.items() if cell.figure)
        columns.update(area.columns)
        headed = headed or any(len(row) > 1 and not any(c.figure for c in row.values()) for row in area.rows)
    if held:
        yield _Area(held)


def _area(area: _Area) -> Iterator[Piece]:
    rows = list(area.rows)
    if len(area.columns) < 2:
        yield from (Paragraph(cell.text) for row in rows for cell in row.values())
        return
    first = next((i for i, row in enumerate(rows) if len(row) > 1), len(rows))
    last = max((i for i, row in enumerate(rows) if len(row) > 1 or _lone_figure(row)), default=len(rows) - 1)
    yield from (Paragraph(cell.text) for row in rows[:first] for cell in row.values())
    yield from _tables(rows[first : last + 1])
    yield from (Paragraph(cell.text) for row in rows[max(first, last + 1) :] for cell in row.values())


def _lone_figure(row: Row) -> bool:
    return any(cell.figure for cell in row.values())


def _tables(rows: Sequence[Row]) -> Iterator[Piece]:
    """The table, after one of its own for what stands above its header, « Service | Quai Ouvert »."""
    start, headers = _header(rows)
    for part, count in ((rows[:start], 0), (rows[start:], headers)):
        columns = _Area(part).columns
        if part:
            yield Table([[row[c].text if c in row else "" for c in columns] for row in part], count)


def _header(rows: Sequence[Row]) -> tuple[int, int]:
    """Index of the first row of headers and how many there are; 0 and 0 when nothing tells.

    It is the first row that stands over half of the columns of figures, unless it has figures itself.
    """
    columns = _figure_columns(rows)
    first = next((i for i, row in enumerate(rows) if 2 * len(columns & set(row)) >= len(columns) > 0), 0)
    if not columns or first + 1 == len(rows) or any(cell.figure for cell in rows[first].values()):
        return 0, 0
    start = min(min(row, default=0) for row in rows)
    count = 1
    while count < _HEADERS and first + count + 1 < len(rows):
        row = rows[first + count]
        if start in row or any(cell.figure for cell in row.values()):
            break
        count += 1
    return first, count


def _figure_columns(rows: Sequence[Row]) -> frozenset[int]:
    """Columns where words are no more than figures; years and dashes, which stand among both, do not count."""
    weights: dict[int, int] = {}
    figures: set[int] = set()
    for row in rows:
        for column, cell in row.items():
            if cell.figure:
                figures.add(column)
            words = not cell.figure and not _NEUTRAL.fullmatch(cell.text.strip())
            weights[column] = weights.get(column, 0) + cell.figure - words
    return frozenset(column for column in figures if weights[column] >= 0)
