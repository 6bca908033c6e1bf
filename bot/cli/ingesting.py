"""`alinea ingest`: read a folder, bring the index in line, tell what was done, or what would be."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.reporting import print_preview, print_run
from bot.cli.terminal import Terminal, tell_refused, terminal_of
from bot.settings import Settings
from prompts import message


def ingest(
    context: typer.Context,
    folder: Annotated[
        Path | None, typer.Argument(metavar="DOSSIER", help=message("cli.help_ingest_folder"), show_default=False)
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=message("cli.help_ingest_dry_run"))] = False,
) -> None:
    """Read the folder, update the index, print the report; or say what would change, writing nothing."""
    terminal = terminal_of(context)
    settings = terminal.settings()
    folder = folder or settings.conventions
    if dry_run:
        _foresee(terminal, settings, folder)
    else:
        _bring_in(terminal, settings, folder)


def _foresee(terminal: Terminal, settings: Settings, folder: Path) -> None:
    from bot.runs import grace_of
    from ingestion.preview import preview
    from ingestion.sandbox import Sandbox

    with terminal.progress() as progress, Sandbox(settings.reading_rules) as sandbox:
        grace = grace_of(settings)
        found = preview(folder, settings.corpus, reads=sandbox, grace=grace, progress=progress, but=settings.data)
    print_preview(terminal, str(folder), found)


def _bring_in(terminal: Terminal, settings: Settings, folder: Path) -> None:
    from bot.runs import run
    from index.embedder import open_embedder

    embedder = open_embedder(settings.embedder)
    with terminal.progress() as progress:
        told, refused = run(settings, folder, embedder, progress)
    print_run(terminal, told)
    tell_refused(terminal, refused)
    _print_summary(terminal, settings)


def _print_summary(terminal: Terminal, settings: Settings) -> None:
    from ingestion.corpus import entries
    from ingestion.names import DocumentKind

    conventions = documents = passages = editions = 0
    for entry in entries(settings.corpus):
        if entry.identity.edition_of:
            editions += 1
            continue
        conventions += entry.identity.kind is not DocumentKind.DOCUMENT
        documents += entry.identity.kind is DocumentKind.DOCUMENT
        passages += len(entry.passages)
    terminal.say("ingest.summary", conventions=conventions, documents=documents, passages=passages)
    if editions:
        terminal.say("ingest.summary_editions", count=editions)
