"""The corpus: one JSON file a document, written atomically, so that a killed run leaves whole files only."""

import fcntl
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from ingestion.amending.change import Amendment
from ingestion.anomaly.finding import Anomaly
from ingestion.blocks import Block
from ingestion.documents import Document
from ingestion.errors import CorpusBusy
from ingestion.facts.register import Fact
from ingestion.names import Identity
from ingestion.passages import Passage


@dataclass(frozen=True, slots=True)
class Entry:
    """All that ingestion read of one document."""

    reader: str
    """Version of the reading code; an entry made by another version is read again."""
    document: Document
    identity: Identity
    blocks: tuple[Block, ...]
    passages: tuple[Passage, ...]
    facts: tuple[Fact, ...] = ()
    """Every fact read, family by family in the order of `ingestion.facts.register`, each with its evidence."""
    anomalies: tuple[Anomaly, ...] = ()
    """What does not hold together in it, in the order of the detectors."""
    amendments: tuple[Amendment, ...] = ()
    """What it changes in another convention; empty unless it is an avenant."""


_ENTRY = TypeAdapter(Entry)


def entry_path(corpus: Path, document_id: str) -> Path:
    """Where the entry of a document is kept."""
    return corpus / f"{document_id}.json"


def file_stamp(path: Path) -> str:
    """Size, time and inode: entries are replaced by renaming, so that a new content is always a new inode. OSError."""
    found = path.stat()
    return f"{found.st_size}-{found.st_mtime_ns}-{found.st_ino}"


def digest_of(content: bytes) -> str:
    """SHA-256 of an entry's file, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def save(corpus: Path, entry: Entry) -> Path:
    """Write an entry whole or not at all (temporary file, fsync, rename). Raises OSError when that cannot be done."""
    corpus.mkdir(parents=True, exist_ok=True)
    target = entry_path(corpus, entry.document.id)
    handle, name = tempfile.mkstemp(dir=corpus, prefix=".", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(dump(entry))
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return target


def dump(entry: Entry) -> bytes:
    """An entry as JSON, the same bytes for the same entry."""
    return _ENTRY.dump_json(entry)


def load(path: Path) -> Entry:
    """Read one entry. Raises OSError, or pydantic.ValidationError when the file is not an entry of this version."""
    return _ENTRY.validate_json(path.read_bytes())


def held(corpus: Path, document_id: str) -> Entry | None:
    """The entry of a document; `None` when there is none, or when its file is damaged."""
    try:
        return load(entry_path(corpus, document_id))
    except (OSError, ValueError):
        return None


def parse(content: bytes | str) -> Entry:
    """Read an entry from its JSON. Raises pydantic.ValidationError."""
    return _ENTRY.validate_json(content)


def entries(corpus: Path) -> Iterator[Entry]:
    """The entries of the corpus, in the order of their file names."""
    for path in sorted(corpus.glob("*.json")):
        yield load(path)


@contextmanager
def only_writer(corpus: Path) -> Iterator[None]:
    """Hold the corpus for one ingestion; the system lets go of it when the process ends, however it ends.

    Raises CorpusBusy when another is at work, OSError when the folder cannot be opened.
    """
    folder = os.open(corpus, os.O_RDONLY)
    try:
        _lock(folder, corpus)
        yield
    finally:
        os.close(folder)


def _lock(folder: int, corpus: Path) -> None:
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise CorpusBusy(path=str(corpus)) from error
    except OSError:
        return  # some network file systems lock no folder
