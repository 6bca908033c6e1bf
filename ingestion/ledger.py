"""The ledger: what each source was at the last run, so that an unchanged file costs one `stat`.

It is a shortcut, never the truth: it may be lost or late, and the entries of the corpus then tell.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from ingestion.corpus import Entry, digest_of, entry_path, file_stamp, save
from ingestion.documents import Document, Remark
from ingestion.editions import Likeness
from ingestion.names import Identity
from ingestion.reading_rules import ReadingRules

_NAME = ".ledger"


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a file was, told without opening it."""

    size: int
    """Bytes."""
    modified: int
    """Modification time, nanoseconds."""


@dataclass(frozen=True, slots=True)
class Line:
    """One document at the last run."""

    stamp: Stamp
    """Of its file, or of its container's."""
    reader: str
    """As in `Entry.reader`."""
    document_id: str
    identity: Identity
    """As read from the document alone, before names were told apart."""
    short_name: str
    """As written in the corpus, after they were."""
    likeness: Likeness
    """What its other editions are told by."""
    edition_of: str | None = None
    """As written in the corpus."""
    written: str = ""
    """`file_stamp` of the entry's file as it was written."""
    digest: str = ""
    """`digest_of` that file: an entry that is another was damaged, and its source is read again."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """One file that could not be read at the last run, and will not be before it or its readers change."""

    stamp: Stamp
    reader: str
    """`Versions.conditional` of the run."""
    reason: str
    detail: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Box:
    """One container at the last run."""

    stamp: Stamp
    reader: str
    """`Versions.conditional` of the run."""
    parts: Mapping[str, str]
    """Source of each part, to the id of its content."""
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Ledger:
    """All sources of the last run."""

    folder: str
    """Absolute path of the folder that was read; empty when nothing is known."""
    lines: Mapping[str, Line] = field(default_factory=dict)
    """By source."""
    refusals: Mapping[str, Refusal] = field(default_factory=dict)
    """By source."""
    boxes: Mapping[str, Box] = field(default_factory=dict)
    """By source."""


@dataclass(frozen=True, slots=True)
class Versions:
    """What an entry must have been made by to be kept."""

    sure: str
    """Of documents that hold all that their file says: the code's."""
    conditional: str
    """Of documents that the rules, or the lack of an engine, may have left without a page, and of what could not be
    read: the code's, the rules' and the engine's."""

    def of(self, document: Document) -> str:
        """What the entry of this document must bear."""
        return self.conditional if document.scanned or document.remarks else self.sure

    def __contains__(self, reader: str) -> bool:
        return reader in (self.sure, self.conditional)


_LEDGER = TypeAdapter(Ledger)


@cache
def reader_version() -> str:
    """Fingerprint of the code that reads documents: entries read by other code are read again."""
    digest = hashlib.sha256()
    package = Path(__file__).parent
    for path in sorted(package.rglob("*.py")):
        digest.update(path.read_bytes())
    digest.update((package.parent / "prompts" / "shared_names.txt").read_bytes())
    return digest.hexdigest()[:12]


def versions(rules: ReadingRules) -> Versions:
    """The versions of this run."""
    condition = hashlib.sha256(repr((rules, *_engine())).encode()).hexdigest()[:8]
    return Versions(reader_version(), f"{reader_version()}-{condition}")


def _engine() -> tuple[str, ...]:
    """The recogniser of scans that the system has, and its languages: what it leaves unread changes with them."""
    found = shutil.which("tesseract")
    if found is None:
        return ()
    given, shared = os.environ.get("TESSDATA_PREFIX"), Path(found).parent.parent / "share"
    folders = [Path(given)] if given else [shared / "tessdata", *shared.glob("tesseract-ocr/*/tessdata")]
    return (found, *sorted(str(path) for folder in folders for path in folder.glob("*.traineddata")))


def load_ledger(corpus: Path) -> Ledger:
    """The ledger of the last run; an empty one when there is none."""
    try:
        return _LEDGER.validate_json((corpus / _NAME).read_bytes())
    except (OSError, ValidationError):
        return Ledger("")


def save_ledger(corpus: Path, ledger: Ledger) -> None:
    """Write it whole or not at all."""
    handle, name = tempfile.mkstemp(dir=corpus, prefix=".", suffix=".tmp")
    with os.fdopen(handle, "wb") as file:
        file.write(_LEDGER.dump_json(ledger))
    os.replace(name, corpus / _NAME)


def drop_ledger(corpus: Path) -> None:
    """Forget the last run, before the first change that it would not know of."""
    (corpus / _NAME).unlink(missing_ok=True)


def sealed(corpus: Path, line: Line) -> Line:
    """The line of an entry that was just written. Raises OSError."""
    path = entry_path(corpus, line.document_id)
    return replace(line, written=file_stamp(path), digest=digest_of(path.read_bytes()))


def as_written(corpus: Path, line: Line) -> Line | None:
    """The line, with the entry's present stamp, when the entry is as it was written; else `None`."""
    path = entry_path(corpus, line.document_id)
    try:
        stamp = file_stamp(path)
        sound = stamp == line.written or digest_of(path.read_bytes()) == line.digest
    except OSError:
        return None
    return replace(line, written=stamp) if sound else None


class Writer:
    """Writes entries; the ledger, no longer true, goes before the first change."""

    def __init__(self, corpus: Path) -> None:
        self.corpus = corpus
        self.changed = False
        """Whether the corpus differs from what the ledger said."""

    def change(self) -> None:
        """Say that the corpus is about to change."""
        if not self.changed:
            drop_ledger(self.corpus)
        self.changed = True

    def write(self, entry: Entry) -> None:
        """Write an entry. Raises OSError."""
        self.change()
        save(self.corpus, entry)
