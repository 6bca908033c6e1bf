"""`alinea slack`: the bot itself, the check of its settings, and its simulation in the terminal."""

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.terminal import Terminal, terminal_of
from prompts import message

if TYPE_CHECKING:
    from bot.settings import Settings
    from bot.slack.answering import Answering

_PORT = 3000


def slack(
    context: typer.Context,
    http: Annotated[bool, typer.Option("--http", help=message("cli.help_slack_http"))] = False,
    port: Annotated[int, typer.Option("--port", metavar="N", help=message("cli.help_slack_port"))] = _PORT,
    host: Annotated[str, typer.Option("--host", metavar="ADRESSE", help=message("cli.help_slack_host"))] = "127.0.0.1",
    check: Annotated[bool, typer.Option("--check", help=message("cli.help_slack_check"))] = False,
    simulate: Annotated[bool, typer.Option("--simulate", help=message("cli.help_slack_simulate"))] = False,
) -> None:
    """Run the bot until it is told to stop; or check, or simulate."""
    terminal = terminal_of(context)
    _installed()
    if check:
        raise typer.Exit(_check(terminal, http))
    if simulate:
        return _simulate(terminal)
    _run(terminal, http, host, port)


def _installed() -> None:
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
    from bot.slack.running import Transport, run
    from bot.slack.settings import SlackRefused, load_slack

    settings = terminal.settings()
    slack_settings = load_slack(terminal.environ, terminal.env_file, http=http)
    logs.configure(settings.log_format, settings.debug)
    answering = open_answering(settings)
    try:
        asyncio.run(run(answering, settings, slack_settings, Transport(port if http else None, host)))
    except SlackApiError as error:
        raise SlackRefused(str(error.response.get("error", ""))) from error
    finally:
        answering.memory.close()
        answering.assistant.close()


def open_answering(settings: "Settings") -> "Answering":
    """All that answers, on the data of these settings.

    Raises AccessError, UnknownNames, StateFault, and the errors of `index.search.Search`.
    """
    from bot.access import load_access
    from bot.assistant import open_assistant
    from bot.conversations.memory import open_memory
    from bot.slack.answering import Answering, UnknownNames
    from bot.state import open_state

    access = load_access(settings.access)
    assistant = open_assistant(settings)
    unknown = access.unknown(assistant.library)
    if unknown:
        raise UnknownNames(unknown, str(settings.access))
    return Answering(assistant, access, open_memory(settings), open_state(settings.data))


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


def _simulate(terminal: Terminal) -> None:
    from bot.slack.simulation import simulate

    simulate(terminal.settings(), open_answering, terminal.write)


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
