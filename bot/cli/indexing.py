"""`alinea index`: bring the index in line with the corpus, or build it anew."""

from typing import Annotated

import typer

from bot.cli.terminal import tell_refused, terminal_of
from prompts import message


def index(
    context: typer.Context,
    rebuild: Annotated[bool, typer.Option("--rebuild", help=message("cli.help_index_rebuild"))] = False,
) -> None:
    """Update the index; with `--rebuild`, throw it away first, cached vectors kept."""
    from index.build import update
    from index.embedder import open_embedder

    terminal = terminal_of(context)
    settings = terminal.settings()
    embedder = open_embedder(settings.embedder)
    with terminal.progress() as progress:
        report = update(
            settings.corpus,
            settings.index,
            embedder,
            progress,
            rebuild=rebuild,
            chroma_url=settings.chroma_address,
        )
    tell_refused(terminal, report.refused)
    if report.unreadable:
        count, first = len(report.unreadable), report.unreadable[0]
        terminal.complain(terminal.text("errors.corpus_unreadable", count=count, file=first))
        raise typer.Exit(1)
    terminal.say("doctor.index_good")
