"""The `alinea` program: its commands, and what becomes of their errors."""

import io
import logging
import os
import sys
import traceback
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.main import get_command

from bot.cli import (
    anomalies,
    asking,
    backups,
    benches,
    chatting,
    checking,
    deadlines,
    evaluating,
    exporting,
    facts,
    indexing,
    ingesting,
    listing,
    recording,
    reporting,
    searching,
    slacking,
    watching,
    webbing,
)
from bot.cli.pages import Command, Group
from bot.cli.refusals import refusal
from bot.cli.terminal import Terminal
from bot.faults import sentences
from bot.settings import SettingsError, variables
from prompts import message

_HELP_NAMES = {"help_option_names": ["-h", "--help"]}
_PACKAGES = ("prompts", "ingestion", "index", "bot")
_SILENT = logging.NullHandler()
"""With a handler of its own, a logger does not fall back on standard error."""
_INTERRUPTED = 130
"""What a shell gives a program that Ctrl-C ended: 128 + SIGINT."""


def run(arguments: Sequence[str], environ: Mapping[str, str] | None = None, env_file: Path = Path(".env")) -> int:
    """Run one command and give its exit code: 0, 1 for an error, 2 for a command badly written, 130 after Ctrl-C."""
    _speak_utf8()
    terminal = Terminal(_variables(os.environ if environ is None else environ, env_file), env_file)
    debug = "--debug" in arguments or terminal.environ.get("ALINEA_DEBUG", "0").lower() not in ("", "0", "false")
    _quieten(debug=debug)
    try:
        code = get_command(build()).main(list(arguments), "alinea", standalone_mode=False, obj=terminal)
        sys.stdout.flush()
        return _closing(terminal, code if isinstance(code, int) else 0)
    except BrokenPipeError:
        return _silence()
    except KeyboardInterrupt:
        return _closing(terminal, _INTERRUPTED)
    except Exception as error:
        return _report(terminal, error, debug=debug)


def build() -> typer.Typer:
    """All the commands. Their modules import the heavy libraries only when they run."""
    app = _group("cli.about")
    app.callback()(_options)
    _add(app, "ingest", ingesting.ingest)
    _add(app, "watch", watching.watch)
    _add(app, "report", reporting.report)
    _add(app, "list", listing.list_conventions)
    _add(app, "show", listing.show)
    _add(app, "ask", asking.ask)
    _add(app, "chat", chatting.chat)
    _add(app, "eval", evaluating.evaluate)
    _add(app, "search", searching.search)
    _add(app, "facts", facts.facts)
    _add(app, "deadlines", deadlines.deadlines)
    _add(app, "anomalies", anomalies.anomalies)
    _add(app, "check", checking.check)
    _add(app, "record", recording.record)
    _add(app, "export", exporting.export)
    _add(app, "index", indexing.index)
    _add(app, "backup", backups.backup)
    _add(app, "restore", backups.restore)
    _add(app, "doctor", checking.doctor)
    _add(app, "slack", slacking.slack)
    _add(app, "web", webbing.web)
    feedback = _group("cli.help_feedback")
    feedback.callback()(_nothing)
    feedback.command("export", cls=Command, help=message("cli.help_feedback_export"))(slacking.feedback)
    app.add_typer(feedback, name="feedback")
    bench = _group("cli.help_bench", bare=True)
    bench.callback()(benches.bench)
    bench.command("ingest", cls=Command, help=message("cli.help_bench_ingest"))(benches.ingest)
    bench.command("retrieval", cls=Command, help=message("cli.help_bench_retrieval"))(benches.retrieval)
    bench.command("slack", cls=Command, help=message("cli.help_bench_slack"))(benches.slack)
    app.add_typer(bench, name="bench")
    return app


def _group(key: str, *, bare: bool = False) -> typer.Typer:
    """A group of commands; `bare` runs its callback when no command is named, else its help page is shown."""
    return typer.Typer(
        cls=Group,
        help=message(key),
        invoke_without_command=bare,
        no_args_is_help=not bare,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings=_HELP_NAMES,
    )


def _add(app: typer.Typer, name: str, function: Any) -> None:
    app.command(name, cls=Command, help=message(f"cli.help_{name}"), context_settings=_HELP_NAMES)(function)


def _nothing() -> None:
    """A group does nothing by itself."""


def _options(
    context: typer.Context,
    data: Annotated[str | None, typer.Option("--data", metavar="DOSSIER", help=message("cli.help_data"))] = None,
    debug: Annotated[bool, typer.Option("--debug", help=message("cli.help_debug"))] = False,
    show_version: Annotated[
        bool,
        typer.Option("--version", help=message("cli.help_version"), is_eager=True, callback=lambda on: _version(on)),
    ] = False,
) -> None:
    terminal: Terminal = context.obj
    laid = {"ALINEA_DATA": data} if data else {}
    laid |= {"ALINEA_DEBUG": "1"} if debug else {}
    context.obj = Terminal({**terminal.environ, **laid}, terminal.env_file, terminal.out, terminal.err)


def _version(asked: bool) -> None:
    if asked:
        try:
            print(f"alinea {version('alinea')}")
        except PackageNotFoundError:
            print("alinea 0.1.0")
        raise typer.Exit


def _closing(terminal: Terminal, code: int) -> int:
    if code == _INTERRUPTED:
        terminal.complain(terminal.text("cli.interrupted"))
    return code


def _report(terminal: Terminal, error: Exception, *, debug: bool) -> int:
    """Tell what happened in a sentence, with the traceback for whoever asked for it."""
    if type(error).__name__ == "NoArgsIsHelpError":
        print(error)
        return 2
    if isinstance(error, typer.TyperException):
        terminal.complain(refusal(error, terminal.language))
        return 2
    if debug:
        traceback.print_exception(error)
    for sentence in sentences(error, terminal.language):
        terminal.complain(sentence)
    return 1


def _variables(environ: Mapping[str, str], env_file: Path) -> Mapping[str, str]:
    """With those of the `.env` file; a file that cannot be read is told by the command that needs its settings."""
    try:
        return variables(environ, env_file)
    except SettingsError:
        return environ


def _quieten(*, debug: bool) -> None:
    """Keep the alerts of our packages, which are for the logs of servers, off the terminal of whoever asks."""
    for name in _PACKAGES:
        logger = logging.getLogger(name)
        logger.removeHandler(_SILENT)
        if not debug:
            logger.addHandler(_SILENT)


def _speak_utf8() -> None:
    """Read and write UTF-8 whatever the locale: answers are French, and the JSON contract is UTF-8."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _silence() -> int:
    """The reader of our output left (`alinea list | head`): stop without a word, even when Python flushes at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 1
