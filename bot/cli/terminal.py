"""What every command needs of the terminal: its settings, its words, its tables and its progress bars."""

import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.settings import Settings, load
from prompts import has_message, message

if TYPE_CHECKING:
    from threading import Event
    from types import FrameType

    from bot.answer import Language
    from index.records_facts import RefusedFact

Progress = Callable[[str, int, int], None]
"""Called with a stage's name, what is done of it and its total."""

# A document may hold escape sequences that would move the cursor or change the title of the reader's terminal.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


_FILE_WIDTH = 160
"""Columns of a table written to a file or a pipe, which have no width of their own."""


def _console() -> Console:
    wide = sys.stdout.isatty() or "COLUMNS" in os.environ
    return Console(highlight=False, width=None if wide else _FILE_WIDTH)


def _error_console() -> Console:
    return Console(stderr=True, highlight=False)


@dataclass(frozen=True, slots=True)
class Terminal:
    """Where a command reads its settings and writes its words."""

    environ: Mapping[str, str]
    """The environment; options of the command line are laid over it."""
    env_file: Path
    """The `.env` file, which may be absent."""
    out: Console = field(default_factory=_console)
    """Standard output: answers and tables."""
    err: Console = field(default_factory=_error_console)
    """Standard error: progress and errors."""

    def settings(self) -> Settings:
        """Settings of this run; a killed restore is ended first. Raises SettingsError, RestoreUnderWay, OSError."""
        settings = load(self.environ, self.env_file)
        if (settings.data / ".restore").exists():
            from bot.data_swap import finish

            finish(settings.data)
        return settings

    @property
    def language(self) -> "Language":
        """Language of messages; French while the settings cannot be read."""
        return "en" if self.environ.get("ALINEA_LANGUAGE") == "en" else "fr"

    def text(self, key: str, /, **values: object) -> str:
        """The message of this key in the language of the run."""
        return message(key, self.language, **values)

    def say(self, key: str, /, **values: object) -> None:
        """Print a message on standard output."""
        self.write(self.text(key, **values))

    def write(self, text: str, style: str = "") -> None:
        """Print a text as it is: no markup read in it, no control character let through."""
        self.out.print(Text(printable(text), style=style), soft_wrap=not self.out.is_terminal)

    @contextmanager
    def passing(self) -> Iterator[Callable[[str], None]]:
        """Shows a text in the place of the one before, on a terminal only; gone when the work ends."""
        if not self.out.is_terminal:
            yield lambda text: None
            return
        from rich.live import Live

        with Live(console=self.out, auto_refresh=False, transient=True) as live:
            yield lambda text: live.update(Text(printable(text)), refresh=True)

    def complain(self, sentence: str) -> None:
        """Print an error on standard error, on one line however long."""
        self.err.print(Text(printable(sentence), style="red"), soft_wrap=True)

    def table(self, *columns: str, title: str | None = None) -> Table:
        """An empty table whose columns bear the messages of these keys."""
        table = Table(title=title, title_justify="left", header_style="bold", show_edge=False, pad_edge=False)
        for column in columns:
            table.add_column(self.text(column), overflow="fold")
        return table

    @contextmanager
    def progress(self) -> Iterator[Progress]:
        """A progress bar a stage on standard error, with the time left; nothing where that is no terminal."""
        if not self.err.is_terminal:
            yield lambda stage, done, total: None
            return
        from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bars

        tasks: dict[str, TaskID] = {}
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Bars(*columns, console=self.err) as bars:

            def report(stage: str, done: int, total: int) -> None:
                if stage not in tasks:
                    tasks[stage] = bars.add_task(self._stage(stage))
                bars.update(tasks[stage], completed=done, total=total)

            yield report

    def _stage(self, stage: str) -> str:
        key = f"cli.stage_{stage}"
        return self.text(key) if has_message(key, self.language) else stage


@contextmanager
def interruptible() -> Iterator["Event"]:
    """An event that the first Ctrl-C sets, in place of an interruption; the second one interrupts."""
    import signal
    from threading import Event, current_thread, main_thread

    stop = Event()
    if current_thread() is not main_thread():
        yield stop
        return

    def pressed(number: int, frame: "FrameType | None") -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    former = signal.signal(signal.SIGINT, pressed)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, former)


def printable(text: str) -> str:
    """The text without control characters, tabs and line ends kept; lone surrogates become question marks.

    >>> printable("a" + chr(27) + "[31mb")
    'a[31mb'
    """
    return _CONTROLS.sub("", text).encode("utf-8", "replace").decode()


def cell(text: object) -> Text:
    """A table cell that shows a text as it is."""
    return Text(printable(str(text)))


def tell_refused(terminal: Terminal, refused: "Sequence[RefusedFact]") -> None:
    """Tell which facts the index refused, on standard error: a fault of ours, to be reported."""
    if refused:
        terminal.complain(terminal.text("facts.refused", count=len(refused)))
    for one in refused:
        values = {"source": one.source, "kind": one.kind, "start": one.start, "end": one.end}
        terminal.complain(terminal.text("facts.refused_line", **values, quote=" ".join(one.quote.split())[:80]))


def terminal_of(context: typer.Context) -> Terminal:
    """The terminal that `run` gave to the commands."""
    found = context.find_object(Terminal)
    return found if found is not None else Terminal(os.environ, Path(".env"))
