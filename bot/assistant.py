"""The assistant: a question in, a checked answer out. Every surface calls this one."""

import time
from collections.abc import Callable
from datetime import date

from bot.answer import Answer
from bot.composing import compose
from bot.grounding import grounded
from bot.library import Library
from bot.plan import Plan
from bot.question import Question, cleaned
from bot.settings import Settings
from bot.understanding import understand
from bot.vocabulary import vocabulary


class Assistant:
    """Answers questions on the documents of an index. Synchronous; safe in several threads."""

    def __init__(self, library: Library, clock: Callable[[], date] = date.today) -> None:
        """`clock` tells the day on which values in force are asked for."""
        self._library = library
        self._clock = clock

    def ask(self, question: Question) -> Answer:
        """Answer; never raises on what somebody may type."""
        start = time.perf_counter()
        asked = cleaned(question)
        answer = grounded(compose(asked, self._understood(asked), self._library, vocabulary(), self._clock()), asked)
        return answer.model_copy(update={"elapsed_ms": round((time.perf_counter() - start) * 1000, 1)})

    def plan(self, question: Question) -> Plan:
        """What is understood of a question, before anything is looked up."""
        return self._understood(cleaned(question))

    def close(self) -> None:
        """Let go of the index."""
        self._library.close()

    def _understood(self, question: Question) -> Plan:
        said = self._library.said(" ".join((question.text, *question.thread)))
        return understand(question, self._library.directory(), vocabulary(), said)


def open_assistant(settings: Settings) -> Assistant:
    """An assistant on the index of these settings. Raises the errors of `index.search.Search`."""
    from index.search import Search

    return Assistant(Library(Search(settings.index, chroma_url=settings.chroma_address)))
