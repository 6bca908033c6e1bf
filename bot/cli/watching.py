"""`alinea watch`: keep the index in line with a folder, until Ctrl-C."""

import json
import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import Event
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.terminal import Terminal, terminal_of
from bot.settings import Settings
from prompts import message

if TYPE_CHECKING:
    from bot.runs import Run
    from index.embedder import Embedder

_TOLD = ("read", "opened", "duplicate", "skipped", "unreadable")
"""Statuses of files that a line counts, besides those that are unchanged."""


def watch(
    context: typer.Context,
    folder: Annotated[
        Path | None, typer.Argument(metavar="DOSSIER", help=message("cli.help_ingest_folder"), show_default=False)
    ] = None,
) -> None:
    """Ingest at each change of the folder, one line a run."""
    from bot.watching import watch as watch_folder
    from index.embedder import open_embedder

    terminal = terminal_of(context)
    settings = terminal.settings()
    folder = folder or settings.conventions
    embedder = open_embedder(settings.embedder)
    terminal.say("watch.begun", folder=folder)
    try:
        with _terminated():
            watch_folder(folder, settings.data, lambda: _once(terminal, settings, folder, embedder), Event())
    except KeyboardInterrupt:
        terminal.say("watch.ended")


def _once(terminal: Terminal, settings: Settings, folder: Path, embedder: "Embedder") -> bool:
    """One run, told on one line; False when it is to be tried again, the folder being as it is."""
    from bot.faults import sentences
    from bot.runs import run
    from ingestion.errors import EmptyFolder, NoFolder

    try:
        with terminal.progress() as progress:
            told, _ = run(settings, folder, embedder, progress)
    except Exception as error:  # whatever a run meets, the next change deserves another
        _tell(terminal, settings, "error", " ".join(sentences(error, terminal.language)))
        return isinstance(error, NoFolder | EmptyFolder)
    _tell(terminal, settings, "run", _counted(terminal, told))
    return True


def _tell(terminal: Terminal, settings: Settings, event: str, text: str) -> None:
    now = datetime.now().astimezone()
    if settings.log_format == "json":
        line = {"timestamp": now.isoformat(timespec="seconds"), "event": event, "text": text}
        terminal.write(json.dumps(line, ensure_ascii=False))
    else:
        terminal.write(f"{now:%Y-%m-%d %H:%M:%S} · {text}")


def _counted(terminal: Terminal, told: "Run") -> str:
    """« 2 lus, 1 retiré, 97 inchangés · 3,4 s »."""
    statuses = Counter[str](outcome.status for outcome in told.outcomes)
    sorts = Counter[str](change.sort for change in told.changes)
    counts = [(status, statuses[status]) for status in _TOLD]
    counts += [(sort, sorts[sort]) for sort in ("removed", "absent")]
    counts.append(("unchanged", told.unchanged))
    parts = [terminal.text(f"watch.{name}", count=count) for name, count in counts if count]
    seconds = f"{told.seconds_reading + told.seconds_indexing:.1f}"
    return terminal.text("watch.run", what=", ".join(parts), seconds=seconds)


@contextmanager
def _terminated() -> Iterator[None]:
    """Let a service that is asked to end do it as Ctrl-C does: files being written are whole or absent either way."""

    def end(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    former = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, former)
