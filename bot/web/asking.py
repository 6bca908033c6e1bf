"""Asking: a question of a page, its answer as the page shows it, and its pieces as they come."""

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass

from bot.answer import Answer, Checked, Citation, Language
from bot.assistant import Assistant, Piece
from bot.question import Question
from bot.web.stretches import Span, stretches
from prompts import message

MOST_EARLIER = 5
"""Earlier questions that a page sends back: a follow-up leans on the last ones."""
_LOOK = 0.3
"""Seconds between two looks at whether the reader is still there."""


@dataclass(frozen=True, slots=True)
class Source:
    """A citation as a page lists it."""

    number: int
    place: str
    """« Quai Ouvert, article 4 »."""
    quote: str
    """The passage without marks of Markdown, a row of a table with a bar between its cells."""
    document: str | None
    """Id of its document; `None` when it is no longer there to be shown."""
    spans: tuple[Span, ...]


def sources(found: tuple[Citation, ...], assistant: Assistant, language: Language) -> tuple[Source, ...]:
    """The citations of an answer, in their order."""
    documents = {row.source: row.id for row in assistant.library.documents()}
    return tuple(
        Source(
            number,
            place_of(one.convention, one.article, one.heading, language),
            plain(one.quote),
            documents.get(one.source),
            ((one.start, one.end),),
        )
        for number, one in enumerate(found, 1)
    )


def plain(quote: str) -> str:
    """A quote as a page shows it by itself.

    >>> plain("| **2024** | | 3 € |")
    '2024 | – | 3 €'
    """
    shown = "".join(run.text for one in stretches(quote, 0, len(quote)) for run in one.runs).strip()
    if not (shown.startswith("|") and shown.endswith("|") and "\n" not in shown):
        return shown
    return " | ".join(cell.strip() or "–" for cell in shown.strip("|").split("|"))


def place_of(name: str, article: str | None, heading: str | None, language: Language) -> str:
    """« Quai Ouvert, article 4 »; its heading where there is no article, else the convention alone."""
    if article:
        return message("web.place_article", language, name=name, article=article)
    return f"{name}, {heading}" if heading else name


def question_of(text: str, thread: list[str], about: str) -> Question:
    """The question that a page asks. `about`: id of a convention that was chosen, the empty string for none."""
    return Question("web", text, tuple(thread[-MOST_EARLIER:]), (about,) if about else ())


async def told(
    assistant: Assistant, question: Question, gone: Callable[[], Awaitable[bool]]
) -> AsyncIterator[Checked | Answer]:
    """The pieces of an answer as they come, made in a thread; when `gone` says so, the work is told to end.

    Raises whatever the assistant raises.
    """
    loop, stop = asyncio.get_running_loop(), threading.Event()
    queue: asyncio.Queue[Piece | Exception | None] = asyncio.Queue()

    def work() -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed: the server stopped meanwhile
            for piece in _all(assistant, question, stop):
                loop.call_soon_threadsafe(queue.put_nowait, piece)

    threading.Thread(target=work, name="ask", daemon=True).start()
    try:
        while (piece := await _next(queue, gone)) is not None:
            if isinstance(piece, Exception):
                raise piece
            yield piece
    finally:
        stop.set()


def _all(assistant: Assistant, question: Question, stop: threading.Event) -> Iterator[Piece | Exception | None]:
    """The pieces of an answer, then `None`, or what the assistant raised."""
    try:
        yield from assistant.stream(question, stop)
    except Exception as error:
        yield error
    yield None


async def _next(
    queue: "asyncio.Queue[Piece | Exception | None]", gone: Callable[[], Awaitable[bool]]
) -> Piece | Exception | None:
    """What comes next; `None` at the end, or when nobody reads any more."""
    while True:
        try:
            return await asyncio.wait_for(queue.get(), _LOOK)
        except TimeoutError:
            if await gone():
                return None
