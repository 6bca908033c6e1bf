"""Originals: the file that a document was read from, while the conventions folder holds it unchanged."""

from functools import lru_cache
from pathlib import Path

from ingestion.documents import Document, content_id


def original(document: Document, folder: Path) -> Path | None:
    """The document's file; `None` when it is gone or changed, or is a part of an archive or of an e-mail.

    A page image, with a passage boxed on it, is drawn from this file and from nothing else.
    """
    path = folder / document.source
    try:
        if not path.resolve(strict=True).is_relative_to(folder.resolve(strict=True)) or not path.is_file():
            return None
        status = path.stat()
        same = _id_of(path, status.st_size, status.st_mtime_ns) == document.id
    except (OSError, ValueError):  # ValueError: a source with a null character names no file
        return None
    return path if same else None


@lru_cache(maxsize=256)
def _id_of(path: Path, size: int, modified: int) -> str:
    """The content of a file as it was at a time. Raises OSError."""
    return content_id(path.read_bytes())
