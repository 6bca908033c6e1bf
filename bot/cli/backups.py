"""`alinea backup` and `alinea restore`: what nothing rebuilds, in one file, and back."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.terminal import Terminal, terminal_of
from prompts import message

if TYPE_CHECKING:
    from bot.restoring import Build
    from bot.settings import Settings


def backup(
    context: typer.Context,
    target: Annotated[Path, typer.Argument(metavar="FICHIER", help=message("cli.help_backup_target"))],
) -> None:
    """Write the backup, and tell where."""
    from bot.backup import back_up

    terminal = terminal_of(context)
    report = back_up(terminal.settings().data, target)
    megabytes = f"{report.size / 1e6:.1f}"
    terminal.say("backup.done", path=report.path, documents=report.documents, megabytes=megabytes)


def restore(
    context: typer.Context,
    archive: Annotated[Path, typer.Argument(metavar="FICHIER", help=message("cli.help_restore_archive"))],
    replace: Annotated[bool, typer.Option("--replace", help=message("cli.help_restore_replace"))] = False,
) -> None:
    """Put the backup in place of what the data folder holds, indexed."""
    from bot.restoring import restore as put_back

    terminal = terminal_of(context)
    settings = terminal.settings()
    manifest = put_back(archive, settings.data, _builder(terminal, settings), replace=replace)
    if settings.chroma_address:
        _builder(terminal, settings, settings.chroma_address)(settings.data)
    documents = sum(name.endswith(".json") for name in manifest.files)
    terminal.say("backup.restored", data=settings.data, documents=documents, made=manifest.made)


def _builder(terminal: Terminal, settings: "Settings", chroma_url: str | None = None) -> "Build":
    """Indexes a data folder. A server holds vectors of the former data: it is filled anew."""
    from index.build import update
    from index.embedder import open_embedder

    embedder = open_embedder(settings.embedder)

    def build(data: Path) -> None:
        with terminal.progress() as progress:
            report = update(
                data / "corpus", data / "index", embedder, progress, chroma_url=chroma_url, rebuild=bool(chroma_url)
            )
        if report.unreadable:
            count, first = len(report.unreadable), report.unreadable[0]
            terminal.complain(terminal.text("errors.corpus_unreadable", count=count, file=first))

    return build
