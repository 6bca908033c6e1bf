"""A document: one file's canonical text, and who it is by its content."""

import hashlib
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

SURE_PAGE = 0.85
"""Confidence of a recognised page under which all that it says is to be checked: a clean scan gives 0.93 and more."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A word that an engine recognised without being sure of it."""

    start: int
    end: int
    """Character span in the canonical text."""
    confidence: float
    """What the engine says of it, 0 to 1."""


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """A page whose text was recognised in a picture."""

    page: int
    """From 1."""
    confidence: float
    """Mean of its words', weighed by their length, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What a reader could not do with a part of a file, the rest being read."""

    key: str
    """End of a message key, `ingest.remark_<key>`."""
    detail: Mapping[str, str] = field(default_factory=dict)
    """Values of that message."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader makes of a file's bytes: the same from run to run, for every citation points into its text."""

    text: str
    """Canonical text, as docs/formats.md defines it for the format."""
    pages: tuple[int, ...] = ()
    """Offset at which each page starts, the first page first; empty for a format without pages."""
    scanned: tuple[ScannedPage, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    """In the order of the text, apart from one another."""
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One file, decoded once; everything later points into `text` by character offsets."""

    id: str
    """First 16 hexadecimal digits of the SHA-256 of the file's bytes: the same content is the same document."""
    source: str
    """Path relative to the ingested folder, with `/`; what a citation names. A part of an archive or of an e-mail has
    its container's path before its own: `envoi.zip/convention.pdf`."""
    format: str
    """Suffix in lower case without its dot, `txt` for instance."""
    text: str
    """Canonical text. For `.txt` and `.md`: the file decoded as UTF-8, unchanged."""
    pages: tuple[int, ...] = ()
    """As in `Reading.pages`."""
    scanned: tuple[ScannedPage, ...] = ()
    """As in `Reading.scanned`."""
    doubts: tuple[Doubt, ...] = ()
    """As in `Reading.doubts`."""
    remarks: tuple[Remark, ...] = ()
    """As in `Reading.remarks`."""

    def page_at(self, offset: int) -> int | None:
        """The page, from 1, on which a character stands; `None` for a format without pages."""
        return max(1, bisect_right(self.pages, offset)) if self.pages else None

    def doubts_in(self, start: int, end: int) -> Sequence[Doubt]:
        """The doubtful words that a span touches."""
        return [doubt for doubt in self.doubts if doubt.start < end and start < doubt.end]

    def scanned_at(self, offset: int) -> ScannedPage | None:
        """The recognised page on which a character stands; `None` where the file itself holds the text."""
        page = self.page_at(offset)
        return next((scanned for scanned in self.scanned if scanned.page == page), None)


def content_id(content: bytes) -> str:
    """Identify a content, whatever the file's name.

    >>> content_id(b"convention")
    '37806e80c15b9140'
    """
    return hashlib.sha256(content).hexdigest()[:16]


def document_of(source: str, suffix: str, content: bytes, reading: Reading) -> Document:
    """The document that a reader's result makes."""
    made = (reading.text, reading.pages, reading.scanned, reading.doubts, reading.remarks)
    return Document(content_id(content), source, suffix, *made)
