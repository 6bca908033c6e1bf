"""`.txt` and `.md`: the canonical text is the file decoded as UTF-8, unchanged."""

from pathlib import Path

from ingestion.documents import Reading
from ingestion.errors import UnreadableFile
from ingestion.reading_rules import ReadingRules

_BINARY_MARKS = {
    b"%PDF": "PDF",
    b"PK\x03\x04": "ZIP, DOCX, ODT",
    b"\xff\xd8\xff": "JPEG",
    b"\x89PNG": "PNG",
    b"{\\rtf": "RTF",
    b"\xd0\xcf\x11\xe0": "DOC, XLS",
}
"""First bytes of formats that people rename to .txt."""


def disguised(content: bytes) -> str | None:
    """The format that a file named as text is in by its first bytes; `None` when it may be text.

    >>> disguised(b"%PDF-1.7"), disguised(b"<p>") is None
    ('PDF', True)
    """
    return next((name for mark, name in _BINARY_MARKS.items() if content.startswith(mark)), None)


def read_plain_text(path: Path, content: bytes, _rules: ReadingRules) -> Reading:
    """Decode a text file. Raises UnreadableFile when it is empty, binary or not UTF-8."""
    name = disguised(content)
    if name or b"\x00" in content:
        raise UnreadableFile(path, "binary", format=name or "?")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UnreadableFile(path, "encoding", offset=str(error.start)) from None
    if not text.strip("\ufeff \t\r\n\f"):
        raise UnreadableFile(path, "empty")
    return Reading(text)
