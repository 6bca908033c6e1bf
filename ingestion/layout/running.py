"""Running headers, footers and page numbers: what stands at the same place of several pages."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingestion.french.folding import fold
from ingestion.layout.lines import Line
from ingestion.layout.page import Page
from ingestion.layout.ruled import Zone

_PAGE_NUMBER = re.compile(
    r"(?:page|p\.)?\s*\d{1,4}\s*(?:/|sur|de)\s*\d{1,4}|(?:page|p\.)\s*\d{1,4}|[-–—|•]?\s*\d{1,4}\s*[-–—|•]?"
)
_MARGIN = 0.14
"""Share of the page's height, above and below, in which headers and footers stand."""
_PAGES = 3
"""A line of the margins runs when as many pages have it, or half of the pages of a short document, two at least."""
_APART = 1.6
"""Room between the baselines of a running line and of the text, in sizes, at least."""
_NUMBER = re.compile(r"\d+")
_MANY_NUMBERS = 4
"""Figures of a line that may be the page's number."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page's lines and ruled tables, before what runs is taken away."""

    page: Page
    lines: tuple[Line, ...]
    """Those that stand in no table, from top to bottom."""
    tables: tuple[Zone, ...] = ()


def without_running(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The sheets without running headers and footers, page numbers included; tables that run go too."""
    counts = Counter(key for sheet in sheets for key in {key for text in _margins(sheet) for key in _keys(text, sheet)})
    least = max(2, min(_PAGES, round(len(sheets) / 2)))
    running = frozenset(key for key, count in counts.items() if count >= least)
    return [_bare(sheet, running) for sheet in sheets]


def _margins(sheet: Sheet) -> Iterator[str]:
    """Texts of what stands in the margins."""
    yield from (line.text for line in sheet.lines if _in_margin(sheet, line.top, line.bottom))
    yield from (_text(zone) for zone in sheet.tables if _in_margin(sheet, zone.top, zone.bottom))


def _text(zone: Zone) -> str:
    return " ".join(line.text for row in zone.table.rows for cell in row for line in cell.lines)


def _keys(text: str, sheet: Sheet) -> Iterator[str]:
    """What two pages' running lines share: the text, or the text in which one figure grows with the page."""
    folded = fold(text).strip()
    yield folded
    for match in list(_NUMBER.finditer(folded))[:_MANY_NUMBERS]:
        if match.end() - match.start() <= 4:
            yield f"{folded[: match.start()]}{{{int(match[0]) - sheet.page.number}}}{folded[match.end() :]}"


def _bare(sheet: Sheet, running: frozenset[str]) -> Sheet:
    def runs(text: str, top: float, bottom: float) -> bool:
        return _in_margin(sheet, top, bottom) and any(key in running for key in _keys(text, sheet))

    tables = tuple(zone for zone in sheet.tables if not runs(_text(zone), zone.top, zone.bottom))
    lines = list(sheet.lines)
    for end in (0, -1):
        outward = lines[:: 1 if end == 0 else -1]
        running_lines = [runs(line.text, line.top, line.bottom) or _is_number(sheet, line) for line in outward]
        stop = next((i for i, one in enumerate(running_lines) if not one), len(outward))
        while stop and (_beyond_table(outward[stop - 1], tables, end) or not _is_apart(sheet, outward, stop)):
            stop -= 1
        lines = [line for line in lines if line not in outward[:stop]]
    return Sheet(sheet.page, tuple(lines), tables)


def _is_apart(sheet: Sheet, outward: Sequence[Line], stop: int) -> bool:
    """True when room parts lines of a margin from the text; text that two pages repeat by chance has none."""
    if stop == len(outward) or _is_number(sheet, outward[stop - 1]):
        return True
    return abs(outward[stop].bottom - outward[stop - 1].bottom) > _APART * outward[stop].size


def _is_number(sheet: Sheet, line: Line) -> bool:
    return _in_margin(sheet, line.top, line.bottom) and bool(_PAGE_NUMBER.fullmatch(fold(line.text).strip()))


def _in_margin(sheet: Sheet, top: float, bottom: float) -> bool:
    return bottom <= _MARGIN * sheet.page.height or top >= (1 - _MARGIN) * sheet.page.height


def _beyond_table(line: Line, tables: Sequence[Zone], end: int) -> bool:
    """True when a table stands between the line and the page's edge: it belongs to the text."""
    return any(zone.bottom <= line.bottom if end == 0 else zone.top >= line.top for zone in tables)
