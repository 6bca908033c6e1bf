"""Layout: columns of one table under one header or under none, and a page that is missing."""

import re
from collections import Counter
from collections.abc import Iterator

from ingestion.anomaly.finding import Anomaly, anomaly
from ingestion.anomaly.reading import Reading
from ingestion.blocks import Block, BlockKind
from ingestion.facts.evidence import evidence
from ingestion.french.folding import fold, squash

_PAGE = re.compile(r"\b(?:page|p\.?)?[ ]*(?P<page>\d{1,3})[ ]*(?:/|sur|de)[ ]*(?P<last>\d{1,3})\s*$", re.MULTILINE)
_LEAST_SEEN = 3
"""Page numbers below which their absence tells nothing."""


def find_bad_headers(reading: Reading) -> Iterator[Anomaly]:
    """Two columns under the same header; a filled column under an empty one. Label and value are no columns."""
    for block in reading.blocks:
        for row in block.rows:
            if row.header and len(row.cells) > 2:
                texts = [squash(cell.text) for cell in row.cells]
                whole = evidence(block, row.start, row.end)
                for text, count in Counter(texts).items():
                    if text and count > 1:
                        name = next(cell.text.strip() for cell in row.cells if squash(cell.text) == text)
                        yield anomaly("same_header", "info", (whole,), header=" ".join(name.split()))
                empty = [place for place, text in enumerate(texts) if not text and place]
                if any(texts) and any(_filled(block, place) for place in empty):
                    numbers = ", ".join(str(place + 1) for place in empty if _filled(block, place))
                    yield anomaly("empty_header", "info", (whole,), columns=numbers)


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
