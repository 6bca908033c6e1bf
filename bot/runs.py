"""Runs: one ingestion with the index that follows it, and the report that it leaves in the data folder."""

import os
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from bot.settings import Settings
from ingestion.outcome import Change, Outcome, Report

if TYPE_CHECKING:
    from index.embedder import Embedder
    from index.records_facts import RefusedFact

Progress = Callable[[str, int, int], None]
"""Called with a stage's name, what is done of it and its total."""
_KEPT = 50
"""Reports that are kept: those of a day for a folder that changes twice an hour."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run, as its report tells it."""

    begun: datetime
    """In UTC."""
    folder: str
    outcomes: tuple[Outcome, ...] = ()
    """Of the files that were not unchanged."""
    unchanged: int = 0
    """Number of the others."""
    changes: tuple[Change, ...] = ()
    seconds_reading: float = 0.0
    seconds_indexing: float = 0.0
    misquoted: int = 0
    """Facts that the index refused."""
    fault: str | None = None
    """Class of the error that stopped it; `None` for a run that ended."""


_RUN = TypeAdapter(Run)


def grace_of(settings: Settings) -> timedelta:
    """How long a document without a file stays."""
    return timedelta(days=settings.grace_days)


def run(
    settings: Settings, folder: Path, embedder: "Embedder", progress: Progress
) -> tuple[Run, "Sequence[RefusedFact]"]:
    """Read a folder, bring the index in line, write the report; the facts that the index refused besides.

    Raises what ingestion and the index raise, once that is in the report.
    """
    begun, started = datetime.now(UTC), time.monotonic()
    told = Run(begun, str(folder))
    try:
        told = _with_report(told, _read(settings, folder, progress), time.monotonic() - started)
        refused = _index(settings, embedder, progress)
    except Exception as error:
        with suppress(OSError):  # a full disk, which is what is being told
            save_run(settings.reports, replace(told, fault=type(error).__name__))
        raise
    seconds = time.monotonic() - started - told.seconds_reading
    told = replace(told, seconds_indexing=round(seconds, 3), misquoted=len(refused))
    save_run(settings.reports, told)
    return told, refused


def _read(settings: Settings, folder: Path, progress: Progress) -> Report:
    from ingestion.pipeline import ingest
    from ingestion.sandbox import Sandbox

    with Sandbox(settings.reading_rules) as sandbox:
        grace = grace_of(settings)
        return ingest(folder, settings.corpus, progress=progress, reads=sandbox, grace=grace, but=settings.data)


def _index(settings: Settings, embedder: "Embedder", progress: Progress) -> "Sequence[RefusedFact]":
    from index.build import update

    return update(settings.corpus, settings.index, embedder, progress, chroma_url=settings.chroma_address).refused


def _with_report(told: Run, report: Report, seconds: float) -> Run:
    outcomes = tuple(outcome for outcome in report.outcomes if outcome.status != "unchanged")
    unchanged = len(report.outcomes) - len(outcomes)
    return replace(
        told, outcomes=outcomes, unchanged=unchanged, changes=report.changes, seconds_reading=round(seconds, 3)
    )


def save_run(reports: Path, told: Run) -> Path:
    """Write a report whole or not at all, and remove the oldest ones. Raises OSError."""
    reports.mkdir(parents=True, exist_ok=True)
    target = reports / f"{told.begun:%Y%m%dT%H%M%S.%fZ}.json"
    handle, name = tempfile.mkstemp(dir=reports, prefix=".", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(_RUN.dump_json(told, indent=1))
        os.replace(name, target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    for old in sorted(reports.glob("*.json"))[:-_KEPT]:
        old.unlink(missing_ok=True)
    return target


def last_run(reports: Path) -> Run | None:
    """The report of the last run, of those that can be read; `None` when there is none."""
    for path in sorted(reports.glob("*.json"), reverse=True):
        try:
            return _RUN.validate_json(path.read_bytes())
        except (OSError, ValidationError):
            continue
    return None
