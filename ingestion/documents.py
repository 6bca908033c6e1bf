"""A document: one file's canonical text, and who it is by its content."""

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Document:
    """One file, decoded once; everything later points into `text` by character offsets."""

    id: str
    """First 16 hexadecimal digits of the SHA-256 of the file's bytes: the same content is the same document."""
    source: str
    """Path relative to the ingested folder, with `/`; what a citation names."""
    format: str
    """Suffix in lower case without its dot, `txt` for instance."""
    text: str
    """Canonical text. For `.txt` and `.md`: the file decoded as UTF-8, unchanged."""


def content_id(content: bytes) -> str:
    """Identify a content, whatever the file's name.

    >>> content_id(b"convention")
    '37806e80c15b9140'
    """
    return hashlib.sha256(content).hexdigest()[:16]
