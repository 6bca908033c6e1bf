"""`alinea ingest`: read a folder, bring the index in line, tell what was done."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.terminal import Terminal, cell, tell_refused, terminal_of
from bot.settings import Settings
from ingestion.documents import SURE_PAGE
from prompts import message

if TYPE_CHECKING:
    from index.records_facts import RefusedFact
    from ingestion.pipeline import Outcome, Report

_QUIET_STATUSES = {"unchanged"}
"""Counted rather than listed: a folder of ten thousand conventions has one that is new."""


def ingest(
    context: typer.Context,
    folder: Annotated[
        Path | None, typer.Argument(metavar="DOSSIER", help=message("cli.help_ingest_folder"), show_default=False)
    ] = None,
) -> None:
    """Read the folder, update the index, print the report."""
    terminal = terminal_of(context)
    settings = terminal.settings()
    folder = folder or settings.conventions
    report, refused = _bring_in(terminal, settings, folder)
    _print_report(terminal, folder, report)
    tell_refused(terminal, refused)
    _print_summary(terminal, settings)


def _bring_in(terminal: Terminal, settings: Settings, folder: Path) -> "tuple[Report, tuple[RefusedFact, ...]]":
    """Read the folder and index it; what was read, and the facts that the index refused."""
    from index.build import update
    from index.embedder import open_embedder
    from ingestion.pipeline import ingest as read_folder

    embedder = open_embedder(settings.embedder)
    with terminal.progress() as progress:
        report = read_folder(folder, settings.corpus, progress=progress)
        built = update(settings.corpus, settings.index, embedder, progress, chroma_url=settings.chroma_address)
    return report, built.refused


def _print_report(terminal: Terminal, folder: Path, report: "Report") -> None:
    columns = ("ingest.column_status", "ingest.column_file", "ingest.column_result")
    table = terminal.table(*columns, title=terminal.text("ingest.title", folder=folder))
    for outcome in report.outcomes:
        if outcome.status not in _QUIET_STATUSES:
            status = terminal.text(f"ingest.status_{outcome.status}")
            table.add_row(cell(status), cell(outcome.source), cell(_result(terminal, outcome)))
    for source in report.removed:
        table.add_row(cell(terminal.text("ingest.status_removed")), cell(source), "")
    if table.row_count:
        terminal.out.print(table)
    unchanged = sum(outcome.status in _QUIET_STATUSES for outcome in report.outcomes)
    if unchanged:
        terminal.say("ingest.unchanged_count", count=unchanged)


def _result(terminal: Terminal, outcome: "Outcome") -> str:
    """What a file turned out to be, or why it was not read."""
    if outcome.reason is not None:
        return terminal.text(f"ingest.reason_{outcome.reason}", **outcome.detail)
    kind = terminal.text(f"cli.kind_{outcome.kind}") if outcome.kind else ""
    named = " · ".join(part for part in (outcome.short_name, kind) if part)
    return "\n".join([named, *_scans(terminal, outcome), *_remarks(terminal, outcome)])


def _scans(terminal: Terminal, outcome: "Outcome") -> list[str]:
    """How surely the pages that are pictures were read: all together, then those to be checked."""
    if not outcome.scanned:
        return []
    mean = sum(page.confidence for page in outcome.scanned) / len(outcome.scanned)
    told = [terminal.text("ingest.scanned", count=len(outcome.scanned), percent=f"{100 * mean:.0f}")]
    poor = [page for page in outcome.scanned if page.confidence < SURE_PAGE]
    shown = ", ".join(f"{page.page} ({100 * page.confidence:.0f} %)" for page in poor)
    return [*told, terminal.text("ingest.scanned_poorly", pages=shown)] if poor else told


def _remarks(terminal: Terminal, outcome: "Outcome") -> list[str]:
    return [terminal.text(f"ingest.remark_{remark.key}", **remark.detail) for remark in outcome.remarks]


def _print_summary(terminal: Terminal, settings: Settings) -> None:
    from ingestion.corpus import entries
    from ingestion.names import DocumentKind

    conventions = documents = passages = 0
    for entry in entries(settings.corpus):
        conventions += entry.identity.kind is not DocumentKind.DOCUMENT
        documents += entry.identity.kind is DocumentKind.DOCUMENT
        passages += len(entry.passages)
    terminal.say("ingest.summary", conventions=conventions, documents=documents, passages=passages)
