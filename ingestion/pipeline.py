"""The order of the stages: file, document, blocks, names, passages, corpus."""

import os
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from ingestion.amendments import read_amendments
from ingestion.anomalies import find_anomalies
from ingestion.corpus import Entry, digest_of, entry_path, file_stamp, load, save
from ingestion.documents import Document, document_of
from ingestion.errors import CorpusUnwritable, UnreadableFile
from ingestion.facts.register import read_facts
from ingestion.folder import empty, files, source_of
from ingestion.ledger import Ledger, Line, drop_ledger, load_ledger, reader_version, save_ledger
from ingestion.names import Identity
from ingestion.naming import distinguish, read_identity
from ingestion.passages import read_passages, rename
from ingestion.readers import READERS, reader_of, suffix_of
from ingestion.reading_rules import ReadingRules
from ingestion.structure import read_blocks

Status = Literal["read", "unchanged", "duplicate", "skipped", "unreadable"]
Progress = Callable[[str, int, int], None]
"""Called with the stage's name, how many are done and how many there are."""
MAX_BYTES = 20_000_000
"""A text file above this is no convention: the longest known has some 300 pages, under 2 MB."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file."""

    source: str
    status: Status
    reason: str | None = None
    """End of a message key, `ingest.reason_<reason>`; `None` when the file was read."""
    detail: Mapping[str, str] = field(default_factory=dict)
    """Values of that message."""
    short_name: str | None = None
    kind: str | None = None
    """A DocumentKind's value; `None` when the file was not read."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did, one outcome a file in the order of their paths."""

    outcomes: tuple[Outcome, ...]
    removed: tuple[str, ...]
    """Sources that were in the corpus and no longer in the folder."""


def read_entry(document: Document) -> Entry:
    """All the stages on one document."""
    blocks = tuple(replace(block, page=document.page_at(block.body_start)) for block in read_blocks(document.text))
    identity = read_identity(document.text, blocks, document.source)
    passages = read_passages(document.text, blocks, identity.short_name)
    facts = read_facts(document.text, blocks)
    anomalies = find_anomalies(document.text, blocks, facts, identity)
    amendments = read_amendments(document.text, blocks, facts, identity)
    return Entry(reader_version(), document, identity, blocks, passages, facts, anomalies, amendments)


def ingest(folder: Path, corpus: Path, *, progress: Progress = lambda stage, done, total: None) -> Report:
    """Make the corpus hold the documents of a folder, and no other.

    Each document is written as soon as it is read, so that a killed run leaves its work to the next one. Raises
    NoFolder, EmptyFolder (nothing is changed then) and CorpusUnwritable.
    """
    paths = files(folder, corpus)
    try:
        corpus.mkdir(parents=True, exist_ok=True)
        return _Run(folder, corpus, load_ledger(corpus, folder)).over(paths, progress)
    except OSError as error:
        raise CorpusUnwritable(path=str(error.filename or corpus)) from error


@dataclass(slots=True)
class _Run:
    """One pass over a folder."""

    folder: Path
    corpus: Path
    ledger: Ledger
    """Of the run before."""
    lines: dict[str, Line] = field(default_factory=dict)
    """What the corpus holds, by source."""
    taken: dict[str, str] = field(default_factory=dict)
    """The source of each document, by its id."""
    changed: bool = False
    former: dict[str, Line] = field(init=False)
    """Lines of the run before, by document id."""

    def __post_init__(self) -> None:
        self.former = {line.document_id: line for line in self.ledger.lines.values()}

    def over(self, paths: Sequence[Path], progress: Progress) -> Report:
        outcomes = []
        for done, path in enumerate(paths):
            progress("read", done, len(paths))
            outcomes.append(self.take(path))
        progress("read", len(paths), len(paths))
        if not self.lines:
            raise empty(self.folder)
        self.tell_apart()
        removed = self.sweep()
        if self.changed or self.lines != self.ledger.lines:
            save_ledger(self.corpus, Ledger(reader_version(), self.ledger.folder, self.lines))
        names = {source: line.short_name for source, line in self.lines.items()}
        return Report(tuple(replace(outcome, short_name=names.get(outcome.source)) for outcome in outcomes), removed)

    def take(self, path: Path) -> Outcome:
        """Read one file unless the corpus already holds it."""
        source = source_of(self.folder, path)
        try:
            status = path.stat()
            known = self.known(source, status)
            found = known or _document(source, path, _content(path, status))
        except UnreadableFile as error:
            result: Status = "unreadable" if suffix_of(path) in READERS else "skipped"
            return Outcome(source, result, error.reason, error.detail)
        except OSError as error:
            return Outcome(source, "unreadable", "refused", {"why": error.strerror or type(error).__name__})
        document_id = found.id if isinstance(found, Document) else found.document_id
        if document_id in self.taken:
            return Outcome(source, "duplicate", "duplicate", {"other": self.taken[document_id]})
        self.taken[document_id] = source
        line, result = self.bring_in(found, status) if isinstance(found, Document) else (found, "unchanged")
        self.lines[source] = line
        return Outcome(source, result, kind=line.identity.kind.value)

    def known(self, source: str, status: os.stat_result) -> Line | None:
        """The ledger's line when the corpus holds this file as it is, told without opening it; else None."""
        line = self.ledger.lines.get(source)
        if line is None or (line.size, line.modified) != (status.st_size, status.st_mtime_ns):
            return None
        return self.as_written(line)

    def as_written(self, line: Line) -> Line | None:
        """The line, with the entry's present stamp, when the entry is as it was written; else None."""
        path = entry_path(self.corpus, line.document_id)
        try:
            stamp = file_stamp(path)
            sound = stamp == line.stamp or digest_of(path.read_bytes()) == line.digest
        except OSError:
            return None
        return replace(line, stamp=stamp) if sound else None

    def bring_in(self, document: Document, status: os.stat_result) -> tuple[Line, Status]:
        """Write a document's entry unless it stands in the corpus; its line in the ledger."""
        former = self.former.get(document.id)
        held = self.held(document) if former is None or self.as_written(former) else None
        entry = held or self.write(read_entry(document))
        bare = replace(entry.identity, short_name=entry.identity.aliases[0].name)
        line = Line(status.st_size, status.st_mtime_ns, document.id, bare, entry.identity.short_name)
        return _sealed(self.corpus, line), "unchanged" if held else "read"

    def held(self, document: Document) -> Entry | None:
        """The entry of this very document, if this code wrote it: by a killed run, or before a date was touched."""
        try:
            entry = load(entry_path(self.corpus, document.id))
        except (OSError, ValueError):
            return None
        return entry if (entry.reader, entry.document) == (reader_version(), document) else None

    def write(self, entry: Entry) -> Entry:
        """Write an entry; the ledger, no longer true, goes first."""
        self.change()
        save(self.corpus, entry)
        return entry

    def change(self) -> None:
        if not self.changed:
            drop_ledger(self.corpus)
        self.changed = True

    def tell_apart(self) -> None:
        """Give each document its name among the others, and write those whose name is another."""
        names = distinguish([line.identity for line in self.lines.values()])
        for (source, line), name in zip(list(self.lines.items()), names, strict=True):
            if line.short_name != name:
                self.write(_named(self.entry(source, line), line.identity, name))
                self.lines[source] = _sealed(self.corpus, replace(line, short_name=name))

    def entry(self, source: str, line: Line) -> Entry:
        """An entry of the corpus, read again from its file when what was written is damaged."""
        try:
            return load(entry_path(self.corpus, line.document_id))
        except ValueError:
            path = self.folder / source
            return read_entry(_document(source, path, path.read_bytes()))

    def sweep(self) -> tuple[str, ...]:
        """Remove the entries of documents that are gone, and what a killed run left half-written."""
        removed = []
        for path in list(_strays(self.corpus, self.taken)):
            self.change()
            if path.suffix == ".json":
                removed.append(_source_of(path))
            path.unlink(missing_ok=True)
        return tuple(sorted(removed))


def _content(path: Path, status: os.stat_result) -> bytes:
    """Bytes of a file that a reader may read. Raises UnreadableFile, OSError."""
    if stat.S_ISDIR(status.st_mode):
        list(os.scandir(path))
    reader_of(path)
    if status.st_size > MAX_BYTES:
        size, limit = f"{status.st_size / 1e6:.0f}", f"{MAX_BYTES / 1e6:.0f}"
        raise UnreadableFile(path, "too_large", size=size, limit=limit)
    return path.read_bytes()


def _document(source: str, path: Path, content: bytes) -> Document:
    """Raises UnreadableFile."""
    return document_of(source, suffix_of(path), content, reader_of(path)(path, content, ReadingRules()))


def _sealed(corpus: Path, line: Line) -> Line:
    """The line of an entry that was just written."""
    path = entry_path(corpus, line.document_id)
    return replace(line, stamp=file_stamp(path), digest=digest_of(path.read_bytes()))


def _named(entry: Entry, identity: Identity, name: str) -> Entry:
    return replace(entry, identity=replace(identity, short_name=name), passages=rename(entry.passages, name))


def _strays(corpus: Path, kept: Mapping[str, str]) -> Iterator[Path]:
    yield from (path for path in corpus.glob("*.json") if path.stem not in kept)
    yield from corpus.glob(".*.tmp")


def _source_of(path: Path) -> str:
    try:
        return load(path).document.source
    except (OSError, ValueError):
        return path.name
