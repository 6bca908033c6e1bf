"""Help pages in French: typer's own are in English and cannot be translated."""

from difflib import get_close_matches
from typing import Any

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup

from prompts import message


class UnknownCommand(typer.TyperException):
    """The user typed a command that does not exist."""

    def __init__(self, name: str, close: str | None, help_command: str) -> None:
        """`close`: the command that looks most like it; `None` when none does."""
        super().__init__(name)
        self.name = name
        self.close = close
        self.help_command = help_command


class Command(TyperCommand):
    """A command whose help page is French."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write usage, what the command does, then its arguments and options."""
        _write_head(self, ctx, formatter)
        _write_parameters(self, ctx, formatter)


class Group(TyperGroup):
    """A group of commands whose help page is French and which suggests a command for a slip."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write usage, what the group does, its options, then its commands."""
        _write_head(self, ctx, formatter)
        _write_parameters(self, ctx, formatter)
        commands = [(name, self.commands[name].help or "") for name in self.list_commands(ctx)]
        _write_section(formatter, "cli.heading_commands", commands)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command named first. Raises UnknownCommand, or what typer raises for an unknown option."""
        if args[0].startswith("-") or args[0] in self.commands:
            return super().resolve_command(ctx, args)
        close = get_close_matches(args[0], self.commands, n=1)
        raise UnknownCommand(args[0], close[0] if close else None, f"{ctx.command_path} --help")


def _write_head(command: TyperCommand | TyperGroup, ctx: Any, formatter: Any) -> None:
    pieces = [message("cli.usage_options")]
    pieces += [_argument_name(param) for param in command.params if isinstance(param, TyperArgument)]
    pieces += [message("cli.usage_command")] if isinstance(command, TyperGroup) else []
    formatter.write(f"{message('cli.usage')} {ctx.command_path} {' '.join(pieces)}\n\n  {command.help}\n")


def _write_parameters(command: TyperCommand | TyperGroup, ctx: Any, formatter: Any) -> None:
    arguments, options = [], []
    for param in command.get_params(ctx):
        if isinstance(param, TyperArgument):
            arguments.append((_argument_name(param), param.help or ""))
        elif param.name == "help":
            options.append((", ".join(param.opts), message("cli.help_help")))
        else:
            value = f" {param.metavar}" if param.metavar else ""
            options.append((", ".join(param.opts) + value, getattr(param, "help", None) or ""))
    _write_section(formatter, "cli.heading_arguments", arguments)
    _write_section(formatter, "cli.heading_options", options)


def _argument_name(param: TyperArgument) -> str:
    name = param.metavar or str(param.name).upper()
    return name if param.required else f"[{name}]"


def _write_section(formatter: Any, heading: str, rows: list[tuple[str, str]]) -> None:
    if rows:
        formatter.write(f"\n{message(heading)}\n")
        formatter.indent()
        formatter.write_dl(rows)
        formatter.dedent()
