"""Page images: pages of originals drawn, and their words placed, by processes apart, and kept in memory."""

import time
import weakref
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from threading import BoundedSemaphore, Lock

from bot.web.stretches import Span
from ingestion.documents import Document
from ingestion.errors import SandboxFailed, UnreadableFile
from ingestion.layout.placing import Places, Point, outlines
from ingestion.page_words import PLACES
from ingestion.readers import SCANNABLE
from ingestion.reading import Job
from ingestion.reading_rules import ReadingRules
from ingestion.sandbox import Sandbox

_DRAWING_SECONDS, _PLACING_SECONDS = 15, 60
"""Time that one page may take: a page is drawn in a tenth of a second, a scan is recognised in some three."""
_KEPT_BYTES = 32_000_000
"""Bytes of pictures, and of words, that stay in memory: some hundred pages."""
_WAITING = 6
"""Requests that may wait for the one process of a kind; others are told to come again."""
_AGAIN = 60
"""Seconds after which a page that could not be drawn is tried again."""


class Busy(Exception):
    """Too many pages are asked for at once; the same request may succeed later."""


class NotDrawn(Exception):
    """The page cannot be drawn, or its words not placed."""


class PageImages:
    """Pictures of pages and the words on them. Safe in several threads; its processes end with it."""

    def __init__(self, rules: ReadingRules) -> None:
        """`rules`: those of ingestion, for scans to be recognised as they were."""
        self._pictures = _Desk("ingestion.page_pictures", replace(rules, seconds=_DRAWING_SECONDS))
        self._words = _Desk("ingestion.page_words", replace(rules, seconds=_PLACING_SECONDS))

    def picture(self, document: Document, content: bytes, page: int) -> bytes:
        """A page as a PNG file. `content`: the document's file. Raises NotDrawn, Busy."""
        return self._pictures.part(document, content, page)

    def places(self, document: Document, content: bytes, page: int) -> Places:
        """The words of a page. Raises NotDrawn, Busy."""
        return PLACES.validate_json(self._words.part(document, content, page))


class _Desk:
    """One process that does one thing, one page after the other."""

    def __init__(self, work: str, rules: ReadingRules) -> None:
        self._sandbox = Sandbox(rules, count=1, work=work)
        self._lock, self._places = Lock(), BoundedSemaphore(_WAITING)
        self._kept: OrderedDict[tuple[str, int], bytes] = OrderedDict()
        self._failed: dict[tuple[str, int], float] = {}
        weakref.finalize(self, self._sandbox.close)

    def part(self, document: Document, content: bytes, page: int) -> bytes:
        key = (document.id, page)
        found = self._known(key)
        if found is not None:
            return found
        if not self._places.acquire(blocking=False):
            raise Busy
        try:
            with self._lock:
                found = self._known(key)  # by whoever asked for the same page before
                return self._made(key, Job(f"page.{document.format}", content, page)) if found is None else found
        finally:
            self._places.release()

    def _known(self, key: tuple[str, int]) -> bytes | None:
        """What is kept of a page. Raises NotDrawn where it failed a moment ago."""
        if time.monotonic() < self._failed.get(key, 0):
            raise NotDrawn
        return self._kept.get(key)

    def _made(self, key: tuple[str, int], job: Job) -> bytes:
        try:
            (part,) = self._sandbox.open(job).parts
        except (UnreadableFile, SandboxFailed):
            self._failed = {one: end for one, end in self._failed.items() if time.monotonic() < end}
            self._failed[key] = time.monotonic() + _AGAIN
            raise NotDrawn from None
        self._kept[key] = part.content
        while sum(map(len, self._kept.values())) > _KEPT_BYTES and len(self._kept) > 1:
            self._kept.popitem(last=False)
        return part.content


def drawable(document: Document) -> bool:
    """Whether the pages of a document's format can be drawn."""
    return document.format in SCANNABLE and bool(document.pages)


def page_span(document: Document, page: int) -> Span:
    """The characters of a page, `page` from 1 to their number."""
    following = document.pages[page] if page < len(document.pages) else len(document.text)
    return document.pages[page - 1], following


def on_page(document: Document, page: int, spans: Sequence[Span]) -> tuple[Span, ...]:
    """The parts of spans that stand on a page, offsets from its first character; empty spans are left out."""
    first, end = page_span(document, page)
    cut = ((max(start, first) - first, min(last, end) - first) for start, last in spans)
    return tuple((start, last) for start, last in cut if start < last)


def boxes(
    document: Document, places: Places, page: int, spans: Sequence[Span]
) -> tuple[tuple[tuple[Point, ...], ...], ...]:
    """As `outlines`, of the parts of spans that stand on a page."""
    first, end = page_span(document, page)
    return outlines(places, document.text[first:end], on_page(document, page, spans))
