"""Running headers, footers and page numbers: what stands at the same place of several pages."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ingestion.french.folding import fold
from ingestion.layout.lines import Line
from ingestion.layout.page import Page
from ingestion.layout.ruled import Zone

_PAGE_NUMBER = re.compile(
    r"(?:page|p\.)?\s*\d{1,4}\s*(?:/|sur|de)\s*\d{1,4}|(?:page|p\.)\s*\d{1,4}|[-–—|•]?\s*\d{1,4}\s*[-–—|•]?"
)
_MARGIN = 0.13
"""Share of the page's height, above and below, in which headers and footers stand."""
_SAME = 8.0
"""Points by which a running line may move from page to page."""
_SHARE = 0.5
"""A line of the margins runs when this share of the pages that could hold it does, two pages at least."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page's lines and ruled tables, before what runs is taken away."""

    page: Page
    lines: tuple[Line, ...]
    """Those that stand in no table, from top to bottom."""
    tables: tuple[Zone, ...] = ()


def without_running(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The sheets without running headers and footers, page numbers included; tables that run go too."""
    shapes = Counter(key for sheet in sheets for key in {_key(sheet, line) for line in sheet.lines})
    places = Counter(key for sheet in sheets for key in {_table_key(zone) for zone in sheet.tables})
    return [_bare(sheet, shapes, places, len(sheets)) for sheet in sheets]


_Key = tuple[str, int]
"""Folded text with its figures masked, and the place on the page."""


def _shape(text: str) -> str:
    return re.sub(r"\d+", "#", fold(text).strip())


def _key(sheet: Sheet, line: Line) -> _Key:
    """Lines of the upper half are placed from the top, the others from the bottom: pages may differ in height."""
    height = sheet.page.height
    return _shape(line.text), round((line.bottom if line.bottom < height / 2 else line.bottom - height) / _SAME)


def _table_key(zone: Zone) -> _Key:
    text = " ".join(line.text for row in zone.table.rows for cell in row for line in cell.lines)
    return _shape(text), round(zone.top / _SAME)


def _bare(sheet: Sheet, shapes: Counter[_Key], places: Counter[_Key], pages: int) -> Sheet:
    tables = tuple(
        zone
        for zone in sheet.tables
        if not (_in_margin(sheet, zone.top, zone.bottom) and _often(places, _table_key(zone), pages))
    )
    lines = list(sheet.lines)
    for end in (0, -1):
        while lines and _runs(sheet, lines[end], shapes, pages) and not _beyond_table(sheet, lines[end], tables, end):
            lines.pop(end)
    return Sheet(sheet.page, tuple(lines), tables)


def _runs(sheet: Sheet, line: Line, shapes: Counter[_Key], pages: int) -> bool:
    if not _in_margin(sheet, line.top, line.bottom):
        return False
    return _often(shapes, _key(sheet, line), pages) or bool(_PAGE_NUMBER.fullmatch(fold(line.text).strip()))


def _in_margin(sheet: Sheet, top: float, bottom: float) -> bool:
    height = sheet.page.height
    return bottom <= 2 * _MARGIN * height and top <= _MARGIN * height or bottom >= (1 - _MARGIN) * height


def _often(counts: Counter[_Key], key: _Key, pages: int) -> bool:
    """True for what enough pages hold at this place, or a hair above or below it."""
    text, place = key
    found = sum(counts[text, place + step] for step in (-1, 0, 1))
    return found >= max(2, min(3, round(_SHARE * pages)))


def _beyond_table(sheet: Sheet, line: Line, tables: Sequence[Zone], end: int) -> bool:
    """True when a table stands between the line and the page's edge: it belongs to the text."""
    return any(zone.bottom <= line.bottom if end == 0 else zone.top >= line.top for zone in tables)
