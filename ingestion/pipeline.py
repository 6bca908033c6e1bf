"""The order of the stages: file, document, blocks, names, passages, corpus."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from ingestion.amendments import read_amendments
from ingestion.anomalies import find_anomalies
from ingestion.corpus import Entry, entry_path, load, save
from ingestion.documents import Document, content_id
from ingestion.errors import CorpusUnwritable, EmptyFolder, NoFolder, UnreadableFile
from ingestion.facts.register import read_facts
from ingestion.ledger import Ledger, Line, load_ledger, reader_version, save_ledger
from ingestion.names import Identity
from ingestion.naming import distinguish, read_identity
from ingestion.passages import read_passages, rename
from ingestion.readers import READERS, read_canonical_text, suffix_of
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


@dataclass(frozen=True, slots=True)
class _Source:
    """A file of the folder that was read, now or before."""

    source: str
    line: Line
    entry: Entry | None
    """`None` when the corpus already holds it as it is."""


def read_entry(document: Document) -> Entry:
    """All the stages on one document."""
    blocks = read_blocks(document.text)
    identity = read_identity(document.text, blocks, document.source)
    passages = read_passages(document.text, blocks, identity.short_name)
    facts = read_facts(document.text, blocks)
    anomalies = find_anomalies(document.text, blocks, facts, identity)
    amendments = read_amendments(document.text, blocks, facts, identity)
    return Entry(reader_version(), document, identity, blocks, passages, facts, anomalies, amendments)


def ingest(folder: Path, corpus: Path, *, progress: Progress = lambda stage, done, total: None) -> Report:
    """Make the corpus hold the documents of a folder, and no other.

    Raises NoFolder, EmptyFolder (before anything is changed) and CorpusUnwritable.
    """
    paths = _paths(folder)
    try:
        corpus.mkdir(parents=True, exist_ok=True)
        return _ingest(folder, paths, corpus, progress)
    except PermissionError as error:
        raise CorpusUnwritable(path=str(error.filename or corpus)) from error


def _ingest(folder: Path, paths: Sequence[Path], corpus: Path, progress: Progress) -> Report:
    ledger = load_ledger(corpus, folder)
    kept: dict[str, _Source] = {}
    outcomes: list[Outcome] = []
    for done, path in enumerate(paths):
        progress("read", done, len(paths))
        outcomes.append(_take(folder, path, corpus, ledger, kept))
    progress("read", len(paths), len(paths))
    if not kept:
        raise EmptyFolder(folder=str(folder), known=", ".join(f".{s}" for s in READERS))
    names = _write(corpus, list(kept.values()))
    removed = _sweep(corpus, {source.line.document_id for source in kept.values()})
    lines = {s.source: replace(s.line, short_name=names[s.source]) for s in kept.values()}
    save_ledger(corpus, Ledger(reader_version(), ledger.folder, lines))
    return Report(tuple(replace(o, short_name=names.get(o.source)) for o in outcomes), removed)


def _paths(folder: Path) -> list[Path]:
    """Files of the folder and below, hidden ones left out, in the order of their paths."""
    if not folder.is_dir():
        raise NoFolder(folder=str(folder))
    inside = (p for p in folder.rglob("*") if not any(part.startswith(".") for part in p.relative_to(folder).parts))
    paths = sorted(p for p in inside if p.is_file())
    if not paths:
        raise EmptyFolder(folder=str(folder), known=", ".join(f".{s}" for s in READERS))
    return paths


def _take(folder: Path, path: Path, corpus: Path, ledger: Ledger, kept: dict[str, _Source]) -> Outcome:
    """Read one file unless the corpus already holds it; it joins `kept` unless it is a duplicate or unreadable."""
    source = path.relative_to(folder).as_posix()
    try:
        found, status = _read(source, path, corpus, ledger)
    except UnreadableFile as error:
        known = suffix_of(path) in READERS
        return Outcome(source, "unreadable" if known else "skipped", error.reason, error.detail)
    except OSError as error:
        return Outcome(source, "unreadable", "refused", {"why": error.strerror or type(error).__name__})
    same = next((s.source for s in kept.values() if s.line.document_id == found.line.document_id), None)
    if same:
        return Outcome(source, "duplicate", "duplicate", {"other": same})
    kept[source] = found
    return Outcome(source, status, kind=found.line.identity.kind.value)


def _read(source: str, path: Path, corpus: Path, ledger: Ledger) -> tuple[_Source, Status]:
    """The file as a document. Raises UnreadableFile, OSError."""
    stat = path.stat()
    line = ledger.lines.get(source)
    if (
        line
        and (line.size, line.modified) == (stat.st_size, stat.st_mtime_ns)
        and entry_path(corpus, line.document_id).exists()
    ):
        return _Source(source, line, None), "unchanged"
    if suffix_of(path) in READERS and stat.st_size > MAX_BYTES:
        raise UnreadableFile(path, "too_large", size=f"{stat.st_size / 1e6:.0f}", limit=f"{MAX_BYTES / 1e6:.0f}")
    content = path.read_bytes()
    entry = read_entry(Document(content_id(content), source, suffix_of(path), read_canonical_text(path, content)))
    line = Line(stat.st_size, stat.st_mtime_ns, entry.document.id, entry.identity, entry.identity.short_name)
    return _Source(source, line, entry), "read"


def _write(corpus: Path, sources: Sequence[_Source]) -> dict[str, str]:
    """Tell names apart and write the entries that changed; gives the short name of each source."""
    names = distinguish([source.line.identity for source in sources])
    for source, name in zip(sources, names, strict=True):
        if source.entry is not None or source.line.short_name != name:
            entry = source.entry or load(entry_path(corpus, source.line.document_id))
            save(corpus, _named(entry, source.line.identity, name))
    return {source.source: name for source, name in zip(sources, names, strict=True)}


def _named(entry: Entry, identity: Identity, name: str) -> Entry:
    return replace(entry, identity=replace(identity, short_name=name), passages=rename(entry.passages, name))


def _sweep(corpus: Path, kept: set[str]) -> tuple[str, ...]:
    """Remove the entries of documents that are gone, and what a killed run left half-written."""
    removed = []
    for path in _strays(corpus, kept):
        if path.suffix == ".json":
            removed.append(_source_of(path))
        path.unlink(missing_ok=True)
    return tuple(sorted(removed))


def _strays(corpus: Path, kept: set[str]) -> Iterator[Path]:
    yield from (path for path in list(corpus.glob("*.json")) if path.stem not in kept)
    yield from list(corpus.glob(".*.tmp"))


def _source_of(path: Path) -> str:
    try:
        return load(path).document.source
    except (OSError, ValueError):
        return path.name
