"""The assistant: a question in, a checked answer out. Every surface calls this one."""

import time
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from bot.answer import Answer
from bot.answers import upcoming
from bot.composing import compose
from bot.grounding import grounded
from bot.library import Library
from bot.plan import Plan
from bot.question import Question, cleaned
from bot.settings import Settings
from bot.understanding import understand
from bot.vocabulary import vocabulary

if TYPE_CHECKING:
    from bot.state import TeamState


class Assistant:
    """Answers questions on the documents of an index. Synchronous; safe in several threads."""

    def __init__(
        self, library: Library, clock: Callable[[], date] = date.today, state: "TeamState | None" = None
    ) -> None:
        """`clock` tells the day on which values in force are asked for; `state`, the dates that the team recorded."""
        self._library = library
        self._clock = clock
        self._state = state

    @property
    def library(self) -> Library:
        """The documents that it answers from."""
        return self._library

    def ask(self, question: Question) -> Answer:
        """Answer; never raises on what somebody may type."""
        return self.understood(question)[1]

    def understood(self, question: Question) -> tuple[Plan, Answer]:
        """The answer, and how the question was understood; never raises on what somebody may type."""
        start = time.perf_counter()
        asked = cleaned(question)
        with self._library.steady():
            plan = self._understood(asked)
            answer = grounded(self._answered(asked, plan, self._clock()), asked)
        return plan, answer.model_copy(update={"elapsed_ms": round((time.perf_counter() - start) * 1000, 1)})

    def plan(self, question: Question) -> Plan:
        """What is understood of a question, before anything is looked up."""
        return self._understood(cleaned(question))

    def within(self, documents: frozenset[str]) -> "Assistant":
        """An assistant that knows these documents only, on the same index; the whole one is to be closed, not it."""
        return Assistant(self._library.within(documents), self._clock, self._state)

    def close(self) -> None:
        """Let go of the index."""
        self._library.close()

    def _answered(self, question: Question, plan: Plan, today: date) -> Answer:
        """What is to come, which rests on the team's dates too; anything else from the library alone."""
        found = upcoming.answered(question, plan, self._library, self._state, today)
        return found or compose(question, plan, self._library, vocabulary(), today)

    def _understood(self, question: Question) -> Plan:
        said = self._library.said(" ".join((question.text, *question.thread)))
        return understand(question, self._library.directory(), vocabulary(), said)


def open_assistant(settings: Settings) -> Assistant:
    """An assistant on the index of these settings. Raises the errors of `index.search.Search`."""
    from bot.state import open_state
    from index.search import Search

    library = Library(Search(settings.index, chroma_url=settings.chroma_address))
    return Assistant(library, state=open_state(settings.data))
