"""Layout: columns of one table under one header or under none, and a page that is missing."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from ingestion.anomaly.finding import Anomaly, anomaly
from ingestion.anomaly.reading import Reading
from ingestion.blocks import Block, BlockKind, Row
from ingestion.facts.evidence import evidence
from ingestion.french.folding import fold, squash
from ingestion.lines import display

_PAIR = 2
_PAGE = re.compile(r"\b(?:page|p\.?)?[ ]*(?P<page>\d{1,3})[ ]*(?:/|sur|de)[ ]*(?P<last>\d{1,3})\s*$", re.MULTILINE)
_LEAST_SEEN = 3
"""Page numbers below which their absence tells nothing."""


def find_bad_headers(reading: Reading) -> Iterator[Anomaly]:
    """Two columns under the same header; a filled column under an empty one. Label and value are no columns.

    Where headers stand on several rows, a column's header is all of them.
    """
    for block in reading.blocks:
        rows = _header_rows(block)
        if not rows or len(rows[0].cells) <= _PAIR:
            continue
        columns = [" ".join(parts).strip() for parts in zip(*_stacked(rows), strict=True)]
        whole = [evidence(block, row.start, row.end) for row in rows]
        for header in (header for header, count in Counter(columns).items() if header and count > 1):
            at = columns.index(header)
            name = " ".join(row.cells[at].text for row in rows if at < len(row.cells))
            yield anomaly("same_header", "info", whole, header=display(name))
        empty = [str(at + 1) for at, header in enumerate(columns) if at and not header and _filled(block, at)]
        if any(columns) and empty:
            yield anomaly("empty_header", "info", whole, columns=", ".join(empty))


def _header_rows(block: Block) -> list[Row]:
    """The rows of headers, and the row below them that goes on with them: it has no label of its own."""
    rows = [row for row in block.rows if row.header]
    body = [row for row in block.rows if not row.header]
    goes_on = body and body[0].cells and not body[0].cells[0].text.strip()
    return [*rows, body[0]] if rows and goes_on else rows


def _stacked(rows: Sequence[Row]) -> list[list[str]]:
    """Texts of the rows of headers, as long as the longest; a merged cell of one above another goes on to its right."""
    width = max(len(row.cells) for row in rows)
    texts = [[squash(cell.text) for cell in row.cells] + [""] * (width - len(row.cells)) for row in rows]
    for above in texts[:-1]:
        for at in range(2, width):
            above[at] = above[at] or above[at - 1]
    return texts


def _filled(block: Block, place: int) -> bool:
    """Whether most rows have something in that column."""
    rows = [row for row in block.rows if not row.header]
    filled = sum(1 for row in rows if len(row.cells) > place and row.cells[place].text.strip())
    return len(rows) > 1 and 2 * filled > len(rows)


def find_missing_page(reading: Reading) -> Iterator[Anomaly]:
    """The only page inside the document whose number no header bears, where all the others do but the first."""
    pages: dict[int, Block] = {}
    lasts: set[int] = set()
    for block in reading.blocks:
        found = _PAGE.search(fold(block.body)) if block.kind is BlockKind.NOISE else None
        if found:
            pages.setdefault(int(found["page"]), block)
            lasts.add(int(found["last"]))
    last = lasts.pop() if len(lasts) == 1 else 0
    missing = [page for page in range(2, last) if page not in pages]
    if len(missing) == 1 and len(pages) >= _LEAST_SEEN and last in pages:
        seen = [evidence(pages[page]) for page in (missing[0] - 1, missing[0] + 1) if page in pages]
        yield anomaly("missing_page", "info", seen, page=missing[0], last=last)
