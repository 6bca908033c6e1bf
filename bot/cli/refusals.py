"""From a command line that typer refuses to a French sentence: typer's own are in English."""

import typer

from bot.cli.pages import UnknownCommand
from prompts import message

_KEYS = {
    "NoSuchOption": "no_such_option",
    "MissingParameter": "missing_parameter",
    "BadParameter": "bad_parameter",
    "BadOptionUsage": "option_value",
}
"""Message of each class of refusal; the classes are private to typer, so they are told by name."""


def refusal(error: typer.TyperException, language: str) -> str:
    """What is wrong with the command line, and where its help page is."""
    if isinstance(error, UnknownCommand):
        key = "errors.no_such_command_close" if error.close else "errors.no_such_command"
        return message(key, language, name=error.name, close=error.close, help=error.help_command)
    context = getattr(error, "ctx", None)
    help_command = f"{context.command_path if context else 'alinea'} --help"
    key = f"errors.{_KEYS.get(type(error).__name__, 'usage')}"
    return message(key, language, name=_parameter(error), help=help_command)


def _parameter(error: typer.TyperException) -> str:
    """How the user knows the parameter that was refused."""
    option = getattr(error, "option_name", None)
    param = getattr(error, "param", None)
    if option:
        return str(option)
    if param is None:
        return "?"
    is_option = bool(param.opts) and param.opts[0].startswith("-")
    return str(param.opts[0] if is_option else param.metavar or param.name.upper())
