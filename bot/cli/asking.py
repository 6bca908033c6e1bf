"""`alinea ask`: one question for a person, or many for a program (answer contract, JSON lines)."""

import json
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from bot.cli.terminal import Terminal, printable, terminal_of
from prompts import message

if TYPE_CHECKING:
    from bot.answer import Answer, Citation
    from bot.question import Question


class NoQuestion(Exception):
    """The command holds no question; the user adds one."""


def ask(
    context: typer.Context,
    question: Annotated[str | None, typer.Argument(metavar="QUESTION", help=message("cli.help_ask_question"))] = None,
    as_json: Annotated[bool, typer.Option("--json", help=message("cli.help_ask_json"))] = False,
    as_lines: Annotated[bool, typer.Option("--jsonl", help=message("cli.help_ask_jsonl"))] = False,
) -> None:
    """Answer the question, or every question of standard input."""
    terminal = terminal_of(context)
    if as_lines:
        _ask_lines(terminal, sys.stdin)
    elif question is None:
        raise NoQuestion
    else:
        _ask_one(terminal, question, as_json=as_json)


def _ask_one(terminal: Terminal, text: str, *, as_json: bool) -> None:
    from bot.assistant import open_assistant
    from bot.question import Question

    clean = text.encode("utf-8", "replace").decode()  # the shell may pass bytes that are not UTF-8
    answer = open_assistant(terminal.settings()).ask(Question(id="1", text=clean, thread=()))
    if as_json:
        print(json.dumps(answer.model_dump(mode="json"), ensure_ascii=False, indent=2))
    else:
        print_answer(terminal, answer)


def _ask_lines(terminal: Terminal, lines: TextIO) -> None:
    """One answer a line, in order, flushed at once so that a program may converse. Bad lines end in exit code 1."""
    from bot.assistant import open_assistant

    assistant = open_assistant(terminal.settings())
    bad = False
    for number, question in _questions(lines):
        if question is None:
            terminal.complain(terminal.text("errors.bad_line", line=number))
            bad = True
        else:
            answer = assistant.ask(question).model_dump(mode="json")
            print(json.dumps(answer, ensure_ascii=False), flush=True)
    if bad:
        raise typer.Exit(1)


def _questions(lines: TextIO) -> "Iterator[tuple[int, Question | None]]":
    """Line number from 1 and its question; `None` when the line is not one. Empty lines are skipped."""
    from bot.question import parse

    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield number, parse(json.loads(line))
            except (ValueError, KeyError, TypeError, RecursionError):
                yield number, None


def print_answer(terminal: Terminal, answer: "Answer") -> None:
    """The answer's text, what to watch for, then each passage quoted with where it stands."""
    terminal.write(answer.text)
    if answer.warnings:
        terminal.write(f"\n{terminal.text('cli.answer_warnings')}", "bold")
        for warning in answer.warnings:
            terminal.write(f"- {warning}")
    if answer.citations:
        terminal.write(f"\n{terminal.text('cli.answer_passages')}", "bold")
    for number, citation in enumerate(answer.citations, 1):
        terminal.write(f"[{number}] {_place(terminal, citation)}", "cyan")
        terminal.write("\n".join(f"    {line}" for line in printable(citation.quote).splitlines()))


def _place(terminal: Terminal, citation: "Citation") -> str:
    """Convention, article, heading and file of a citation, those that it has."""
    article = terminal.text("cli.place_article", article=citation.article) if citation.article else None
    parts = (citation.convention, article, citation.heading, citation.source)
    return " · ".join(part for part in parts if part)
