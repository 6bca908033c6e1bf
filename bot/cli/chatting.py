"""`alinea chat`: questions one after the other, each understood with those before it."""

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rich.style import Style
from rich.text import Text

from bot.cli.asking import heard, place
from bot.cli.completing import complete_with
from bot.cli.terminal import Terminal, printable, terminal_of
from prompts import message

if TYPE_CHECKING:
    from bot.answer import Answer, Citation, Language
    from bot.question import Question

_HELP, _SOURCES, _NEW, _QUIT = "/aide", "/sources", "/nouveau", "/quitter"
_ENGLISH = {"/help": _HELP, "/new": _NEW, "/quit": _QUIT}
_COMPLETED = {"fr": (_HELP, _SOURCES, _NEW, _QUIT), "en": (*_ENGLISH, _SOURCES)}
"""Commands that Tab proposes; those of both languages are understood."""


@dataclass(frozen=True, slots=True)
class Talk:
    """Where a conversation stands."""

    language: "Language"
    """Of the last question, else of the settings."""
    thread: tuple[str, ...] = ()
    """Questions asked since the start or since /nouveau, oldest first."""
    cited: "tuple[Citation, ...]" = ()
    """Citations of the last answer."""
    over: bool = False
    """True once the user has asked to leave."""


Asking = Callable[["Question"], "Answer"]


def chat(context: typer.Context) -> None:
    """Converse until /quitter, Ctrl-C or the end of the input."""
    from bot.assistant import open_assistant
    from bot.cli.listing import open_records

    terminal = terminal_of(context)
    settings = terminal.settings()
    assistant = open_assistant(settings)
    names = [row.short_name for row in open_records(settings).documents()]
    talk = Talk(settings.language)
    ask = partial(heard, terminal, assistant) if settings.model else assistant.ask
    try:
        for line in _lines(terminal, names):
            talk = step(terminal, ask, settings.conventions, talk, line)
            if talk.over:
                break
    except KeyboardInterrupt:
        terminal.write("")
    finally:
        assistant.close()
    terminal.write(message("chat.bye", talk.language))


def _lines(terminal: Terminal, names: Sequence[str]) -> Iterator[str]:
    """What is typed, with completion; or the lines of a pipe, without any prompt. Ends with the input."""
    if not sys.stdin.isatty():
        yield from sys.stdin
        return
    terminal.say("chat.welcome")
    complete_with([*_COMPLETED[terminal.language], *names])
    while True:
        try:
            yield input(terminal.text("chat.prompt"))
        except EOFError:
            terminal.write("")
            return


def step(terminal: Terminal, ask: Asking, folder: Path, talk: Talk, line: str) -> Talk:
    """What becomes of a conversation after one line. `folder` is where links to documents lead."""
    # A pipe or a shell may pass bytes that are not UTF-8.
    typed = line.encode("utf-8", "replace").decode().strip()
    if not typed:
        return talk
    if typed.startswith("/"):
        return _obey(terminal, folder, talk, typed)
    return _answer(terminal, ask, folder, talk, typed)


def _answer(terminal: Terminal, ask: Asking, folder: Path, talk: Talk, typed: str) -> Talk:
    from bot.question import MAX_THREAD, Question

    answer = ask(Question(str(len(talk.thread) + 1), typed, talk.thread))
    after = replace(talk, language=answer.language, thread=(*talk.thread, typed)[-MAX_THREAD:], cited=answer.citations)
    terminal.write(answer.text)
    for warning in answer.warnings:
        terminal.write(f"⚠ {warning}", "yellow")
    for number, citation in enumerate(answer.citations, 1):
        _print_place(terminal, folder, after, number, citation)
    if answer.written_by:
        terminal.write(message("cli.answer_written_by", after.language, model=answer.written_by), "italic")
    terminal.write("")
    return after


def _obey(terminal: Terminal, folder: Path, talk: Talk, typed: str) -> Talk:
    command, _, rest = typed.partition(" ")
    command = _ENGLISH.get(command.lower(), command.lower())
    if command == _QUIT:
        return replace(talk, over=True)
    if command == _NEW:
        terminal.write(message("chat.fresh", talk.language))
        return Talk(talk.language)
    if command == _SOURCES:
        _print_sources(terminal, folder, talk, rest.strip())
    elif command == _HELP:
        terminal.write(message("chat.help", talk.language))
    else:
        terminal.write(message("chat.unknown", talk.language, command=command))
    return talk


def _print_sources(terminal: Terminal, folder: Path, talk: Talk, wanted: str) -> None:
    """The quote of one citation of the last answer, or of all."""
    count = len(talk.cited)
    known = {str(number) for number in range(1, count + 1)}
    if not known or (wanted and wanted.strip("[]") not in known):
        key = "chat.no_such_source" if known else "chat.no_source"
        return terminal.write(message(key, talk.language, number=wanted, count=count))
    for number, citation in enumerate(talk.cited, 1):
        if wanted.strip("[]") in ("", str(number)):
            _print_place(terminal, folder, talk, number, citation)
            terminal.write("\n".join(f"    {line}" for line in printable(citation.quote).splitlines()))


def _print_place(terminal: Terminal, folder: Path, talk: Talk, number: int, citation: "Citation") -> None:
    """Where a citation stands, a link to its file in terminals that know links (OSC 8, which rich writes)."""
    words = printable(f"[{number}] {place(citation, talk.language)}")
    style = Style(color="cyan", link=address(folder, citation.source))
    terminal.out.print(Text(words, style=style), soft_wrap=not terminal.out.is_terminal)


def address(folder: Path, source: str) -> str | None:
    """`file://` address of a document, `None` when its file is not in the folder any more."""
    path = (folder / source).resolve()
    return path.as_uri() if path.is_file() else None
