"""`alinea slack`: the bot itself, the check of its settings, and its simulation in the terminal."""

import asyncio
import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.terminal import Terminal, terminal_of
from prompts import message

if TYPE_CHECKING:
    from collections.abc import Callable


_PORT = 3000


def slack(
    context: typer.Context,
    http: Annotated[bool, typer.Option("--http", help=message("cli.help_slack_http"))] = False,
    port: Annotated[int, typer.Option("--port", metavar="N", help=message("cli.help_slack_port"))] = _PORT,
    host: Annotated[str, typer.Option("--host", metavar="ADRESSE", help=message("cli.help_slack_host"))] = "127.0.0.1",
    check: Annotated[bool, typer.Option("--check", help=message("cli.help_slack_check"))] = False,
    alive: Annotated[bool, typer.Option("--alive", help=message("cli.help_slack_alive"))] = False,
    simulate: Annotated[bool, typer.Option("--simulate", help=message("cli.help_slack_simulate"))] = False,
) -> None:
    """Run the bot until it is told to stop; or check, or look whether it runs, or simulate."""
    terminal = terminal_of(context)
    if alive:
        raise typer.Exit(_alive(terminal, host, port if http else None))
    need_slack()
    if check:
        raise typer.Exit(_check(terminal, http))
    if simulate:
        return _simulate(terminal)
    _run(terminal, http, host, port)


def need_slack() -> None:
    """Raise MissingSlack where the extra that talks to Slack is not installed."""
    try:
        import aiohttp  # noqa: F401
        import slack_bolt  # noqa: F401
        import structlog  # noqa: F401
    except ImportError as error:
        raise MissingSlack from error


class MissingSlack(Exception):
    """The packages that talk to Slack are not installed; the user installs them."""


def _run(terminal: Terminal, http: bool, host: str, port: int) -> None:
    from slack_sdk.errors import SlackApiError

    from bot.slack import logs
    from bot.slack.answering import open_answering
    from bot.slack.running import Transport, run
    from bot.slack.settings import SlackRefused, load_slack
    from bot.slack.workers import processes_for

    settings = terminal.settings()
    slack_settings = load_slack(terminal.environ, terminal.env_file, http=http)
    logs.configure(settings.log_format, settings.debug)
    # a model is waited for more than it computes, and streams: threads do that, and processes do not
    answering, count = open_answering(settings), 0 if settings.model else processes_for(os.cpu_count())
    try:
        asyncio.run(run(answering, settings, slack_settings, Transport(port if http else None, host), workers=count))
    except SlackApiError as error:
        raise SlackRefused(str(error.response.get("error", ""))) from error
    finally:
        answering.memory.close()
        answering.assistant.close()


def _check(terminal: Terminal, http: bool) -> int:
    from bot.slack.checking import examine

    found = asyncio.run(examine(terminal.environ, terminal.env_file, terminal.language, http=http))
    for one in found:
        mark = terminal.text("doctor.ok" if one.remedy is None else "doctor.failed")
        terminal.write(f"{mark:<12} {one.name} : {one.finding}", style="" if one.remedy is None else "red")
        if one.remedy:
            terminal.write(" " * 13 + terminal.text("doctor.remedy", remedy=one.remedy))
    failed = any(one.remedy for one in found)
    if not failed:
        terminal.say("slack_check.all_good")
    return 1 if failed else 0


def _alive(terminal: Terminal, host: str, port: int | None) -> int:
    from bot.slack import alive

    pulse = alive.beating(terminal.settings().data) if port is None else alive.serving(host, port)
    terminal.say(pulse.key, seconds=pulse.seconds)
    return 0 if pulse.alive else 1


def _simulate(terminal: Terminal) -> None:
    from bot.cli.completing import complete_with
    from bot.cli.listing import open_records
    from bot.slack.simulation import ORDERS, Front, simulate

    settings = terminal.settings()
    if sys.stdin.isatty():
        names = [row.short_name for row in open_records(settings).documents()]
        complete_with([*ORDERS[terminal.language], *names])
    simulate(settings, Front(terminal.write, _reader(terminal), terminal.language))


def _reader(terminal: Terminal) -> "Callable[[str], str | None]":
    """Reads a line behind a prompt, or from a pipe without any; `None` at the end of the input."""

    def piped(_prompt: str) -> str | None:
        # A pipe or a shell may pass bytes that are not UTF-8.
        return sys.stdin.readline().encode("utf-8", "replace").decode() or None

    def typed(prompt: str) -> str | None:
        try:
            return input(prompt).encode("utf-8", "replace").decode()
        except EOFError:
            terminal.write("")
            return None

    return typed if sys.stdin.isatty() else piped


def feedback(
    context: typer.Context,
    verdict: Annotated[
        str, typer.Option("--verdict", metavar="good|bad|all", help=message("cli.help_verdict"))
    ] = "bad",
) -> None:
    """Write what people thought of answers as JSON lines, on standard output."""
    from bot.conversations.database import FILE, open_database
    from bot.conversations.feedback import FeedbackStore, as_gold

    terminal = terminal_of(context)
    if verdict not in ("good", "bad", "all"):
        raise typer.BadParameter(verdict, param_hint="--verdict")
    data = terminal.settings().data
    if not (data / FILE).exists():
        return terminal.complain(terminal.text("slack.no_feedback"))
    database = open_database(data)
    try:
        lines = FeedbackStore(database).all(None if verdict == "all" else verdict)  # type: ignore[arg-type]
    finally:
        database.close()
    for line in as_gold(lines):
        typer.echo(line)
    if not lines:
        terminal.complain(terminal.text("slack.no_feedback"))
