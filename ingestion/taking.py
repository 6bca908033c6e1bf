"""Taking in: file by file, what the corpus holds already, what must be read, what is another's copy, what is refused.

The first source of a content, in the order of paths, is its document. While it is being read, the others wait: they are
copies once it is read, and the next of them is read when it cannot be.
"""

import os
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ingestion.containers import CONTAINERS
from ingestion.corpus import Entry, held
from ingestion.documents import content_id
from ingestion.editions import likeness
from ingestion.errors import UnreadableFile
from ingestion.folder import source_of
from ingestion.ledger import Box, Ledger, Line, Refusal, Stamp, Versions, Writer, as_written, sealed
from ingestion.outcome import Outcome, Status
from ingestion.readers import READERS, reader_of, suffix_of
from ingestion.reading import Job, Reads
from ingestion.reading_rules import ReadingRules

Progress = Callable[[str, int, int], None]
"""Called with the stage's name, how many are done and how many there are."""
Waiting = dict[Path, dict[str, str]]
"""Files to be looked at; when again, with the sources that wait in each and the ids of their content."""


@dataclass(slots=True)
class Taking:
    """The files of a folder, being taken in."""

    folder: Path
    reads: Reads
    versions: Versions
    ledger: Ledger
    """Of the last run on this folder, or an empty one."""
    writer: Writer
    progress: Progress
    taken: dict[str, str] = field(default_factory=dict)
    """Source of each document, by its id."""
    before: dict[str, str] = field(default_factory=dict)
    """Where documents stood in the corpus, by id: those that no line of the ledger knows."""
    lines: dict[str, Line] = field(default_factory=dict)
    """By source, as are the others below."""
    refusals: dict[str, Refusal] = field(default_factory=dict)
    boxes: dict[str, Box] = field(default_factory=dict)
    outcomes: list[Outcome] = field(default_factory=list)
    damaged: frozenset[str] = frozenset()
    """Documents whose entry is not what the last run wrote, by id."""
    _stamps: dict[str, Stamp] = field(default_factory=dict)
    _claims: dict[str, str] = field(default_factory=dict)
    """Source of each content that is being read, by id."""
    _waiting: Waiting = field(default_factory=dict)
    _total: int = 0
    """Files and parts to account for, as far as is known."""

    def over(self, paths: Sequence[Path]) -> None:
        """Take in all of them. Raises OSError when the corpus cannot be written, SandboxFailed."""
        self._total = len(paths)
        self.progress("read", 0, self._total)
        left: Waiting = {path: {} for path in paths}
        while left:
            self._waiting = {}
            for done in self.reads.read(self._jobs(left)):
                self._settle(done.job, done.result, done.seconds)
            left = self._waiting

    def read_again(self, source: str) -> Entry:
        """The entry of a document that was taken, from its file. Raises OSError, UnreadableFile."""
        path = self.folder / source
        outer = next((box for box in self.boxes if source.startswith(f"{box}/")), None)
        if outer is None:
            job = Job(source, path.read_bytes())
        else:
            parts = self.reads.open(Job(outer, (self.folder / outer).read_bytes())).parts
            job = next(Job(source, part.content) for part in parts if f"{outer}/{part.name}" == source)
        entry = next(done.result for done in self.reads.read(iter([job])))
        if isinstance(entry, UnreadableFile):
            raise entry
        return replace(entry, reader=self.versions.of(entry.document))

    def _jobs(self, left: Waiting) -> Iterator[Job]:
        """What has to be read of some files; what needs no reading is settled on the way."""
        for path, only in left.items():
            source = source_of(self.folder, path)
            try:
                yield from self._looked_at(source, path, only)
            except UnreadableFile as error:
                self._refuse(source, error)
            except OSError as error:
                self._tell(Outcome(source, "unreadable", "refused", {"why": error.strerror or type(error).__name__}))

    def _looked_at(self, source: str, path: Path, only: Mapping[str, str]) -> Iterator[Job]:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            list(os.scandir(path))
        self._stamps[source] = stamp = Stamp(found.st_size, found.st_mtime_ns)
        if not only and self._refused_before(source, stamp):
            return
        if suffix_of(path) in CONTAINERS:
            yield from self._container(source, path, stamp, only)
        else:
            yield from self._file(source, path, stamp)

    def _file(self, source: str, path: Path, stamp: Stamp) -> Iterator[Job]:
        reader_of(path)
        line = self._known(source, stamp)
        if line is not None:
            yield from self._document(source, path, line.document_id, None)
        else:
            content = self._content(path, stamp)
            yield from self._document(source, path, content_id(content), content)

    def _container(self, source: str, path: Path, stamp: Stamp, only: Mapping[str, str]) -> Iterator[Job]:
        if only and all(document in self.taken for document in only.values()):
            for part, document in only.items():
                yield from self._document(part, path, document, None)
            return
        box = self.ledger.boxes.get(source)
        if not only and box is not None and self._whole(box, stamp):
            yield from self._unopened(source, path, box)
        else:
            yield from self._opened(source, path, stamp, only)

    def _unopened(self, source: str, path: Path, box: Box) -> Iterator[Job]:
        self._total += len(box.parts)
        self.boxes[source] = box
        self._tell(Outcome(source, "unchanged", remarks=box.remarks))
        for part, document in box.parts.items():
            self._stamps[part] = box.stamp
            if not self._refused_before(part, box.stamp):
                yield from self._document(part, path, document, None)

    def _opened(self, source: str, path: Path, stamp: Stamp, only: Mapping[str, str]) -> Iterator[Job]:
        found = self.reads.open(Job(source, self._content(path, stamp)))
        parts = {f"{source}/{part.name}": part.content for part in found.parts}
        if not only:
            ids = {part: content_id(content) for part, content in parts.items()}
            self._total += len(ids)
            self.boxes[source] = Box(stamp, self.versions.conditional, ids, found.remarks)
            self._tell(Outcome(source, "opened", remarks=found.remarks))
        for part in [part for part in parts if not only or part in only]:
            self._stamps[part] = stamp
            try:
                yield from self._part(part, path, parts.pop(part))
            except UnreadableFile as error:
                self._refuse(part, error)

    def _part(self, part: str, path: Path, content: bytes) -> Iterator[Job]:
        reader_of(Path(part))
        _bounded(Path(part), len(content), self.reads.rules)
        yield from self._document(part, path, content_id(content), content)

    def _document(self, source: str, path: Path, document: str, content: bytes | None) -> Iterator[Job]:
        """One content: somebody else's, held already, or to be read; without its bytes, looked at again later."""
        if document in self.taken:
            self._tell(Outcome(source, "duplicate", "duplicate", {"other": self.taken[document]}))
        elif document in self._claims:
            self._waiting.setdefault(path, {})[source] = document
        elif (line := self._line(source, document)) is not None:
            self.taken[document] = source
            self.lines[source] = line
            self._tell(Outcome(source, "unchanged", kind=line.identity.kind.value))
        elif content is None:
            self._waiting.setdefault(path, {})[source] = document
        else:
            self._claims[document] = source
            yield Job(source, content)

    def _line(self, source: str, document: str) -> Line | None:
        """The line of a document that the corpus holds as it is, by the ledger or by its entry; else `None`.

        The entry tells after a killed run, or when only the date of the file is another.
        """
        stamp = self._stamps[source]
        line = self._known(source, stamp)
        if line is not None and line.document_id == document:
            return line
        entry = held(self.writer.corpus, document)
        if entry is None or document in self.damaged:
            return None
        self.before[document] = entry.document.source
        same = entry.document.source == source and entry.reader == self.versions.of(entry.document)
        return sealed(self.writer.corpus, line_of(stamp, entry)) if same else None

    def _known(self, source: str, stamp: Stamp) -> Line | None:
        """The ledger's line when the corpus holds this file as it is, told without opening it; else `None`."""
        line = self.ledger.lines.get(source)
        if line is None or line.stamp != stamp or line.reader not in self.versions:
            return None
        return as_written(self.writer.corpus, line)

    def _whole(self, box: Box, stamp: Stamp) -> bool:
        """Whether all that a container holds is known unopened: read, refused, or a copy of what came before."""
        if (box.stamp, box.reader) != (stamp, self.versions.conditional):
            return False
        seen = self.taken.keys() | self._claims.keys()
        for part, document in box.parts.items():
            if not (part in self.ledger.refusals or self._known(part, stamp) or document in seen):
                return False
            seen.add(document)
        return True

    def _refused_before(self, source: str, stamp: Stamp) -> bool:
        """Whether this very file was refused by these very readers; it then is again, unopened."""
        refusal = self.ledger.refusals.get(source)
        if refusal is None or (refusal.stamp, refusal.reader) != (stamp, self.versions.conditional):
            return False
        self.refusals[source] = refusal
        self._tell(Outcome(source, _status(source), refusal.reason, refusal.detail))
        return True

    def _content(self, path: Path, stamp: Stamp) -> bytes:
        """Bytes of a file. Raises UnreadableFile, OSError."""
        _bounded(path, stamp.size, self.reads.rules)
        return path.read_bytes()

    def _settle(self, job: Job, result: Entry | UnreadableFile, seconds: float) -> None:
        """Bring in what was read."""
        document, source = content_id(job.content), job.source
        del self._claims[document]
        if isinstance(result, UnreadableFile):
            self._refuse(source, result, seconds)
            return
        entry = replace(result, reader=self.versions.of(result.document))
        self.writer.write(entry)
        self.taken[document] = source
        self.lines[source] = sealed(self.writer.corpus, line_of(self._stamps[source], entry))
        read, kind = entry.document, entry.identity.kind.value
        told = Outcome(source, "read", kind=kind, pages=len(read.pages), scanned=read.scanned, remarks=read.remarks)
        self._tell(replace(told, seconds=seconds))

    def _refuse(self, source: str, error: UnreadableFile, seconds: float | None = None) -> None:
        """Remember why a file was not read, for it not to be tried in vain at each run."""
        stamp = self._stamps.get(source)
        if stamp is not None:
            self.refusals[source] = Refusal(stamp, self.versions.conditional, error.reason, error.detail)
        self._tell(Outcome(source, _status(source), error.reason, error.detail, seconds=seconds))

    def _tell(self, outcome: Outcome) -> None:
        self.outcomes.append(outcome)
        self.progress("read", len(self.outcomes), max(self._total, len(self.outcomes)))


def line_of(stamp: Stamp, entry: Entry) -> Line:
    """What the ledger says of a document."""
    identity = entry.identity
    bare = replace(identity, short_name=identity.aliases[0].name, edition_of=None)
    return Line(stamp, entry.reader, entry.document.id, bare, identity.short_name, likeness(entry), identity.edition_of)


def _bounded(path: Path, size: int, rules: ReadingRules) -> None:
    """Raises UnreadableFile for a file larger than the rules allow."""
    if size > rules.bytes:
        raise UnreadableFile(path, "too_large", size=f"{size / 1e6:.0f}", limit=f"{rules.bytes / 1e6:.0f}")


def _status(source: str) -> Status:
    return "unreadable" if suffix_of(Path(source)) in {*READERS, *CONTAINERS} else "skipped"
