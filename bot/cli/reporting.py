"""`alinea report`, and how runs are told: files, documents, what could not be read of them, what would change."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import typer

from bot.cli.terminal import Terminal, cell, terminal_of
from ingestion.documents import SURE_PAGE
from prompts import has_message

if TYPE_CHECKING:
    from bot.runs import Run
    from ingestion.documents import Remark, ScannedPage
    from ingestion.outcome import Change, Outcome
    from ingestion.preview import Foreseen, Preview

_FACTS_SHOWN = 40
"""Facts of one document that a preview lists: a new document has hundreds, which are counted."""


def report(context: typer.Context) -> None:
    """Print the report of the last run."""
    from bot.runs import last_run

    terminal = terminal_of(context)
    told = last_run(terminal.settings().reports)
    if told is None:
        return terminal.say("ingest.no_report")
    terminal.say("ingest.run_of", when=f"{told.begun.astimezone():%Y-%m-%d %H:%M:%S}", folder=told.folder)
    if told.fault is not None:
        return terminal.say("ingest.run_stopped", kind=told.fault)
    print_run(terminal, told)
    terminal.say("ingest.run_seconds", reading=f"{told.seconds_reading:.1f}", indexing=f"{told.seconds_indexing:.1f}")
    if told.misquoted:
        terminal.say("facts.refused", count=told.misquoted)


def print_run(terminal: Terminal, told: "Run") -> None:
    """What became of each file that is not as it was, of each document that is gone; the others are counted."""
    print_outcomes(terminal, told.folder, told.outcomes, told.changes)
    if told.unchanged:
        terminal.say("ingest.unchanged_count", count=told.unchanged)


def print_outcomes(terminal: Terminal, folder: str, outcomes: "Sequence[Outcome]", changes: "Sequence[Change]") -> None:
    """A table of files, then of documents without one."""
    columns = ("ingest.column_status", "ingest.column_file", "ingest.column_result")
    table = terminal.table(*columns, title=terminal.text("ingest.title", folder=folder))
    for outcome in outcomes:
        status = terminal.text(f"ingest.status_{outcome.status}")
        table.add_row(cell(status), cell(outcome.source), cell("\n".join(_result(terminal, outcome))))
    for change in changes:
        if change.sort in ("removed", "absent"):
            status = terminal.text(f"ingest.status_{change.sort}")
            table.add_row(cell(status), cell(change.source), cell(_kept(terminal, change)))
    if table.row_count:
        terminal.out.print(table)


def print_preview(terminal: Terminal, folder: str, found: "Preview") -> None:
    """What a run would change, document by document and fact by fact."""
    outcomes = [outcome for outcome in found.report.outcomes if outcome.status in ("unreadable", "skipped")]
    print_outcomes(terminal, folder, outcomes, ())
    for document in found.documents:
        name = f"{document.change.source} · {document.short_name}"
        terminal.write(f"{terminal.text(f'ingest.sort_{document.change.sort}')} · {name}", style="bold")
        for line in _foreseen(terminal, document):
            terminal.write(f"  {line}")
    terminal.say("ingest.foreseen" if found.documents else "ingest.foreseen_nothing", count=len(found.documents))


def remark_text(terminal: Terminal, remark: "Remark") -> str:
    """A remark in words; its key when it has none yet."""
    key = f"ingest.remark_{remark.key}"
    return terminal.text(key, **remark.detail) if has_message(key, terminal.language) else remark.key


def scans_text(terminal: Terminal, scanned: "Sequence[ScannedPage]") -> Iterator[str]:
    """How surely the pages that are pictures were read: all together, then those to be checked."""
    if scanned:
        mean = sum(page.confidence for page in scanned) / len(scanned)
        yield terminal.text("ingest.scanned", count=len(scanned), percent=f"{100 * mean:.0f}")
    poor = [f"{page.page} ({100 * page.confidence:.0f} %)" for page in scanned if page.confidence < SURE_PAGE]
    if poor:
        yield terminal.text("ingest.scanned_poorly", pages=", ".join(poor))


def date_text(when: datetime) -> str:
    """A day of the reader's own clock, as ISO writes it."""
    return f"{when.astimezone():%Y-%m-%d}"


def _result(terminal: Terminal, outcome: "Outcome") -> Iterator[str]:
    """What a file turned out to be, or why it was not read; then what was not read of it."""
    if outcome.reason is not None:
        yield _reason(terminal, outcome)
        return
    kind = terminal.text(f"cli.kind_{outcome.kind}") if outcome.kind else ""
    pages = terminal.text("ingest.pages", count=outcome.pages) if outcome.pages else ""
    named = " · ".join(part for part in (outcome.short_name, kind, pages) if part)
    yield from filter(None, (named,))
    yield from scans_text(terminal, outcome.scanned)
    yield from (remark_text(terminal, remark) for remark in outcome.remarks)


def _reason(terminal: Terminal, outcome: "Outcome") -> str:
    key = f"ingest.reason_{outcome.reason}"
    known = has_message(key, terminal.language)
    return terminal.text(key, **outcome.detail) if known else terminal.text("ingest.reason_unknown")


def _kept(terminal: Terminal, change: "Change") -> str:
    return terminal.text("ingest.kept_until", date=date_text(change.until)) if change.until else ""


def _foreseen(terminal: Terminal, document: "Foreseen") -> Iterator[str]:
    found = document.differences
    if document.change.sort == "absent":
        yield _kept(terminal, document.change)
    if document.change.sort in ("added", "removed"):
        yield terminal.text(f"ingest.facts_{document.change.sort}", count=len(found.facts))
    else:
        yield from _facts(terminal, document)
    for key, anomalies in (("anomaly_gone", found.anomalies_gone), ("anomaly_new", found.anomalies_new)):
        for one in anomalies:
            yield terminal.text(f"ingest.{key}", sentence=one.told(terminal.language))


def _facts(terminal: Terminal, document: "Foreseen") -> Iterator[str]:
    """The facts that differ, those of the new version first."""
    from bot.fact_words import kind_label, line

    facts = document.differences.facts
    for one in facts[:_FACTS_SHOWN]:
        fact = one.after or one.before
        assert fact is not None
        sort = "changed" if one.before and one.after else "new" if one.after else "gone"
        old, new = (line(side, terminal.language) if side else "" for side in (one.before, one.after))
        kind = kind_label(fact.kind, terminal.language)
        yield terminal.text(f"ingest.fact_{sort}", kind=kind, old=old, new=new)
    if len(facts) > _FACTS_SHOWN:
        yield terminal.text("ingest.facts_more", count=len(facts) - _FACTS_SHOWN)
