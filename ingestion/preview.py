"""A preview: what ingesting a folder would change, fact by fact, without a byte written where the corpus is.

The ingestion is a real one, on a temporary folder of links to the entries: they are replaced and removed there, never
written to. What it tells is therefore what the next run will do.
"""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from ingestion.corpus import Entry, held
from ingestion.differences import Differences, differences
from ingestion.outcome import Change, Report
from ingestion.pipeline import ingest, silent
from ingestion.reading import Reads
from ingestion.taking import Progress


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What would become of one document."""

    change: Change
    short_name: str
    """Its name after the change; before it, for a document that would go."""
    differences: Differences
    """All its facts are new for a document that would be added, gone for one that would be removed."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a run would do."""

    report: Report
    documents: tuple[Foreseen, ...]
    """One a change of the report, in its order; a document read anew to the same facts is left out."""


def preview(
    folder: Path,
    corpus: Path,
    *,
    reads: Reads,
    grace: timedelta = timedelta(0),
    progress: Progress = silent,
    but: Path | None = None,
) -> Preview:
    """As `ingest`, which would do this. Raises what it raises."""
    with tempfile.TemporaryDirectory(prefix="alinea-") as place:
        there = Path(place)
        for path in corpus.iterdir() if corpus.is_dir() else ():
            if not path.name.endswith(".tmp"):
                (there / path.name).symlink_to(path.absolute())
        report = ingest(folder, there, reads=reads, grace=grace, progress=progress, but=but or corpus)
        return Preview(report, tuple(_foreseen(report, corpus, there)))


def _foreseen(report: Report, before: Path, after: Path) -> Iterator[Foreseen]:
    for change in report.changes:
        old, new = _entry(before, change.before), _entry(after, change.after)
        found = differences(old, new)
        entry = new or old
        if entry is not None and (found or change.sort != "again"):
            yield Foreseen(change, entry.identity.short_name, found)


def _entry(corpus: Path, document: str | None) -> Entry | None:
    return held(corpus, document) if document else None
