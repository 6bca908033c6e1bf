"""The order of the stages: the files of a folder, their entries, their names, the corpus."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ingestion.absences import Absence, load_absences, save_absences
from ingestion.corpus import Entry, entry_path, held, load, only_writer
from ingestion.editions import Known, edition_name, editions
from ingestion.errors import CorpusUnwritable
from ingestion.folder import empty, files, place_of
from ingestion.ledger import (
    Ledger,
    Line,
    Stamp,
    Writer,
    as_written,
    load_ledger,
    save_ledger,
    sealed,
    versions,
)
from ingestion.names import Identity
from ingestion.naming import distinguish
from ingestion.outcome import Change, Outcome, Report
from ingestion.passages import rename
from ingestion.reading import InProcess, Reads
from ingestion.reading_rules import ReadingRules
from ingestion.taking import Progress, Taking, line_of

__all__ = ["Outcome", "Progress", "Report", "ingest"]


def silent(_stage: str, _done: int, _total: int) -> None:
    """Progress for nobody."""


def ingest(
    folder: Path,
    corpus: Path,
    *,
    progress: Progress = silent,
    reads: Reads | None = None,
    grace: timedelta = timedelta(0),
    now: datetime | None = None,
    but: Path | None = None,
) -> Report:
    """Make the corpus hold the documents of a folder, and no other but those whose file left it less than `grace` ago.

    `reads`: who reads, under its rules; by default this process, which trusts the files. `now`: in UTC.
    `but`: a folder below that is not read, the corpus unless it is given.
    Each document is written as soon as it is read, so that a killed run leaves its work to the next one. Raises
    NoFolder, EmptyFolder (nothing is changed then), CorpusUnwritable, CorpusBusy and SandboxFailed.
    """
    paths = files(folder, but or corpus)
    reads = reads or InProcess(ReadingRules())
    try:
        corpus.mkdir(parents=True, exist_ok=True)
        with only_writer(corpus):
            known, writer = load_ledger(corpus), Writer(corpus)
            here = Ledger(str(folder.resolve()))
            taking = Taking(folder, reads, versions(reads.rules), _of_folder(known, here), writer, progress)
            return _Run(folder, corpus, known, taking, writer).over(paths, grace, now or datetime.now(UTC))
    except OSError as error:
        raise CorpusUnwritable(path=str(error.filename or corpus)) from error


def _of_folder(known: Ledger, here: Ledger) -> Ledger:
    return known if known.folder == here.folder else here


@dataclass(slots=True)
class _Run:
    """What follows once the files are taken in."""

    folder: Path
    corpus: Path
    known: Ledger
    """Of the last run, on whatever folder."""
    taking: Taking
    writer: Writer
    absent: dict[str, Absence] = field(default_factory=dict)
    """By document id."""

    def over(self, paths: tuple[Path, ...], grace: timedelta, now: datetime) -> Report:
        there = {path.stem for path in self.corpus.glob("*.json")}
        known = self.known.lines.values()
        self.taking.damaged = frozenset(line.document_id for line in known if as_written(self.corpus, line) is None)
        self.taking.over(paths)
        if not self.taking.lines:
            raise empty(self.folder)
        self.keep_absent(there, grace, now)
        lines = dict(sorted(self.taking.lines.items(), key=lambda item: place_of(item[0])))
        self.tell_apart(lines)
        gone = self.sweep(there)
        self.write_down(lines)
        changes = sorted((*self.brought(there, gone), *self.left(gone, grace)), key=_place)
        return Report(self.outcomes(lines), tuple(changes))

    def keep_absent(self, there: set[str], grace: timedelta, now: datetime) -> None:
        """Keep documents whose file has been missed for less than their grace, unless another took its place.

        Those of another folder are not missed: somebody chose this one.
        """
        if not grace or self.known.folder not in ("", str(self.folder.resolve())):
            return
        missed = load_absences(self.corpus)
        for document in sorted(there - self.taking.taken.keys()):
            entry = None if document in self.taking.damaged else held(self.corpus, document)
            if entry is None or (source := entry.document.source) in self.taking.lines:
                continue
            absence = missed.get(document, Absence(source, now))
            if now < absence.since + grace:
                self.absent[document] = absence
                self.taking.taken[document] = source
                line = self.known.lines.get(source)
                kept = line is not None and line.document_id == document
                found = line if line is not None and kept else line_of(Stamp(0, 0), entry)
                self.taking.lines[source] = sealed(self.corpus, found)

    def tell_apart(self, lines: dict[str, Line]) -> None:
        """Give each document its name among the others, and write those whose name, or edition, is another."""
        known = [Known(line.document_id, source, line.identity, line.likeness) for source, line in lines.items()]
        behind = editions(known)
        own = [line for line in lines.values() if line.document_id not in behind]
        names = dict(zip((line.document_id for line in own), distinguish([one.identity for one in own]), strict=True))
        for source, line in list(lines.items()):
            edition = behind.get(line.document_id)
            name = edition_name(names[edition], source) if edition else names[line.document_id]
            if (line.short_name, line.edition_of) != (name, edition):
                identity = replace(line.identity, edition_of=edition)
                self.writer.write(_named(self.entry(source, line), identity, name))
                lines[source] = sealed(self.corpus, replace(line, short_name=name, edition_of=edition))

    def entry(self, source: str, line: Line) -> Entry:
        """An entry of the corpus, read again from its file when what was written is damaged."""
        try:
            return load(entry_path(self.corpus, line.document_id))
        except ValueError:
            return self.taking.read_again(source)

    def sweep(self, there: set[str]) -> dict[str, str]:
        """Remove the entries of documents that are gone, and what a killed run left half-written; ids, by source."""
        gone = {}
        for document in sorted(there - self.taking.taken.keys()):
            entry = held(self.corpus, document)
            gone[entry.document.source if entry else f"{document}.json"] = document
            self.writer.change()
            entry_path(self.corpus, document).unlink(missing_ok=True)
        for path in self.corpus.glob(".*.tmp"):
            path.unlink(missing_ok=True)
        return gone

    def write_down(self, lines: dict[str, Line]) -> None:
        """Write what the next run will want to know."""
        taking = self.taking
        save_absences(self.corpus, self.absent)
        ledger = Ledger(str(self.folder.resolve()), lines, taking.refusals, taking.boxes)
        if self.writer.changed or ledger != self.known:
            save_ledger(self.corpus, ledger)

    def outcomes(self, lines: dict[str, Line]) -> tuple[Outcome, ...]:
        names = {source: line.short_name for source, line in lines.items()}
        told = (replace(outcome, short_name=names.get(outcome.source)) for outcome in self.taking.outcomes)
        return tuple(sorted(told, key=lambda outcome: place_of(outcome.source)))

    def brought(self, there: set[str], gone: dict[str, str]) -> Iterator[Change]:
        """The documents that were read."""
        for source in [outcome.source for outcome in self.taking.outcomes if outcome.status == "read"]:
            document = self.taking.lines[source].document_id
            if document in there:
                moved = self.taking.before.get(document, source) != source
                yield Change("moved" if moved else "again", source, document, document)
            elif source in gone:
                yield Change("changed", source, gone[source], document)
            else:
                yield Change("added", source, None, document)

    def left(self, gone: dict[str, str], grace: timedelta) -> Iterator[Change]:
        """The documents that no file holds any more."""
        read = {outcome.source for outcome in self.taking.outcomes if outcome.status == "read"}
        for source, document in gone.items():
            if source not in read:
                yield Change("removed", source, document)
        for document, absence in self.absent.items():
            yield Change("absent", absence.source, document, document, absence.since + grace)


def _named(entry: Entry, identity: Identity, name: str) -> Entry:
    return replace(entry, identity=replace(identity, short_name=name), passages=rename(entry.passages, name))


def _place(change: Change) -> tuple[str, ...]:
    return place_of(change.source)
