"""`alinea ask`: one question for a person, or many for a program (answer contract, JSON lines)."""

import json
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer

from bot.cli.terminal import Terminal, interruptible, printable, terminal_of
from prompts import message

if TYPE_CHECKING:
    from bot.answer import Answer, Citation, Language
    from bot.assistant import Assistant
    from bot.question import Question


class NoQuestion(Exception):
    """The command holds no question; the user adds one."""


def ask(
    context: typer.Context,
    question: Annotated[str | None, typer.Argument(metavar="QUESTION", help=message("cli.help_ask_question"))] = None,
    as_json: Annotated[bool, typer.Option("--json", help=message("cli.help_ask_json"))] = False,
    as_lines: Annotated[bool, typer.Option("--jsonl", help=message("cli.help_ask_jsonl"))] = False,
    explain: Annotated[bool, typer.Option("--explain", help=message("plan.help_explain"))] = False,
    after: Annotated[
        list[str] | None, typer.Option("--after", metavar="QUESTION", help=message("plan.help_after"))
    ] = None,
) -> None:
    """Answer the question, or every question of standard input."""
    terminal = terminal_of(context)
    if as_lines:
        _ask_lines(terminal, sys.stdin, explain=explain)
    elif question is None:
        raise NoQuestion
    else:
        _ask_one(terminal, question, after or (), as_json=as_json, explain=explain)


def _ask_one(terminal: Terminal, text: str, after: Sequence[str], *, as_json: bool, explain: bool) -> None:
    from bot.assistant import open_assistant
    from bot.question import Question

    question = Question("1", _clean(text), tuple(map(_clean, after)))
    settings = terminal.settings()
    assistant = open_assistant(settings)
    if as_json:
        print(json.dumps(_fields(assistant, question, explain=explain), ensure_ascii=False, indent=2))
        return
    if explain:
        _print_plan(terminal, assistant, question)
    print_answer(terminal, heard(terminal, assistant, question) if settings.model else assistant.ask(question))


def heard(terminal: Terminal, assistant: "Assistant", question: "Question") -> "Answer":
    """The answer, once the sentences that a model writes have been shown as they come.

    Ctrl-C ends the model's call, and the answer without it comes.
    """
    from bot.answer import Answer

    said: list[str] = []
    with interruptible() as stop, terminal.passing() as show:
        for piece in assistant.stream(question, stop):
            if isinstance(piece, Answer):
                return piece
            said.append(piece.marked)
            show(" ".join(said))
    raise AssertionError("an assistant's last piece is its answer")


def _clean(text: str) -> str:
    """The shell may pass bytes that are not UTF-8."""
    return text.encode("utf-8", "replace").decode()


def _ask_lines(terminal: Terminal, lines: TextIO, *, explain: bool) -> None:
    """One answer a line, in order, flushed at once so that a program may converse. Bad lines end in exit code 1."""
    from bot.assistant import open_assistant

    assistant = open_assistant(terminal.settings())
    bad = False
    for number, question in _questions(lines):
        if question is None:
            terminal.complain(terminal.text("errors.bad_line", line=number))
            bad = True
        else:
            print(json.dumps(_fields(assistant, question, explain=explain), ensure_ascii=False), flush=True)
    if bad:
        raise typer.Exit(1)


def _fields(assistant: "Assistant", question: "Question", *, explain: bool) -> dict[str, Any]:
    """The answer as JSON has it, its plan under `plan` when it is asked for."""
    answer = assistant.ask(question).model_dump(mode="json")
    if not explain:
        return answer
    from bot.explaining import plain_values

    return {**answer, "plan": plain_values(assistant.plan(question))}


def _print_plan(terminal: Terminal, assistant: "Assistant", question: "Question") -> None:
    """What was understood, a line a thing, before the answer."""
    from dataclasses import replace

    from bot.cli.listing import open_records
    from bot.explaining import explained, taken

    plan = assistant.plan(question)
    owed = taken(plan, assistant.plan(replace(question, thread=())))
    names = {row.id: row.short_name for row in open_records(terminal.settings()).documents()}
    terminal.write(terminal.text("plan.title"), "bold")
    for label, value in explained(plan, owed, names, terminal.language):
        terminal.write(terminal.text("plan.line", label=label, value=value) if label else f"— {value} —")
    terminal.write("")


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
        terminal.write(f"[{number}] {place(citation, terminal.language)}", "cyan")
        terminal.write("\n".join(f"    {line}" for line in printable(citation.quote).splitlines()))
    if answer.written_by:
        terminal.write(f"\n{terminal.text('cli.answer_written_by', model=answer.written_by)}", "italic")


def place(citation: "Citation", language: "Language") -> str:
    """Convention, article, heading, page and file of a citation, those that it has."""
    article = message("cli.place_article", language, article=citation.article) if citation.article else None
    page = message("cli.place_page", language, page=citation.page) if citation.page is not None else None
    parts = (citation.convention, article, citation.heading, page, citation.source)
    return " · ".join(part for part in parts if part)
