"""`alinea web`: the reader's pages, until Ctrl-C."""

from typing import Annotated

import typer

from bot.cli.terminal import terminal_of
from prompts import message

_PORT = 8000
_ANYWHERE = ("0.0.0.0", "::")


class MissingWeb(Exception):
    """The packages that serve pages are not installed; the user installs them."""


def web(
    context: typer.Context,
    host: Annotated[str, typer.Option("--host", metavar="ADRESSE", help=message("cli.help_web_host"))] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", metavar="N", help=message("cli.help_web_port"))] = _PORT,
) -> None:
    """Serve the reader's pages until told to stop."""
    _need_web()
    from bot.assistant import open_assistant
    from bot.web.app import web_app
    from bot.web.logs import configure
    from bot.web.serving import serve

    terminal = terminal_of(context)
    settings = terminal.settings()
    configure(settings.log_format)
    assistant = open_assistant(settings)
    try:
        app = web_app(assistant, settings, hosts=() if host in _ANYWHERE else (host.lower(),))
        terminal.say("web.listening", address=f"http://{'[' + host + ']' if ':' in host else host}:{port}/")
        serve(app, host, port)
    finally:
        assistant.close()


def _need_web() -> None:
    """Raise MissingWeb where the extra that serves pages is not installed."""
    try:
        import fastapi  # noqa: F401
        import icalendar  # noqa: F401
        import jinja2  # noqa: F401
        import matplotlib  # noqa: F401
        import uvicorn  # noqa: F401
    except ImportError as error:
        raise MissingWeb from error
