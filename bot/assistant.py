"""The assistant: a question in, a checked answer out. Every surface calls this one."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from bot.answer import Answer, Checked
from bot.answers import in_force, upcoming
from bot.composing import compose
from bot.doubting import with_doubts
from bot.editions import warned
from bot.grounding import grounded
from bot.library import Library
from bot.openness import Composed, is_open
from bot.plan import Plan
from bot.question import Question, cleaned
from bot.settings import Settings
from bot.understanding import understand
from bot.vocabulary import vocabulary

if TYPE_CHECKING:
    from bot.state import TeamState
    from prompts.chat_model import ChatModel

Piece = Checked | Answer
"""What comes of a question while it is answered: checked sentences, then the answer, which counts even without them."""


@dataclass(frozen=True, slots=True)
class Uses:
    """What a model may be used for, when there is one."""

    writing: bool = True
    """Answer open questions in sentences."""
    rephrasing: bool = True
    """Say again, with the vocabulary's words, a question that was not understood."""
    seconds: float = 20.0
    """For all calls of one question together; after that the answer without the model goes out."""


class Assistant:
    """Answers questions on the documents of an index. Synchronous; safe in several threads."""

    def __init__(
        self,
        library: Library,
        clock: Callable[[], date] = date.today,
        state: "TeamState | None" = None,
        model: "ChatModel | None" = None,
        uses: Uses = Uses(),
    ) -> None:
        """`clock` tells the day on which values in force are asked for; `state`, the dates that the team recorded;
        `model` writes and rephrases as `uses` says, and nothing changes without one."""
        self._library = library
        self._clock = clock
        self._state = state
        self._model = model
        self._uses = uses

    @property
    def library(self) -> Library:
        """The documents that it answers from."""
        return self._library

    @property
    def model_name(self) -> str | None:
        """Name of the language model that writes some answers; `None` without one."""
        return self._model.name if self._model and self._uses.writing else None

    def ask(self, question: Question) -> Answer:
        """Answer; never raises on what somebody may type."""
        return self.understood(question)[1]

    def understood(self, question: Question) -> tuple[Plan, Answer]:
        """The answer, and how the question was understood; never raises on what somebody may type."""
        plan, pieces = self.told(question)
        return plan, next(piece for piece in pieces if isinstance(piece, Answer))

    def stream(self, question: Question, stop: threading.Event | None = None) -> Iterator[Piece]:
        """The checked sentences of a model as they come, if it writes any, then the answer; never raises either.

        The answer is the last piece and stands for all: it is the one without a model when the sentences did not do.
        `stop`: set by whoever leaves, it ends the model's call and the answer without it comes at once.
        """
        yield from self.told(question, stop)[1]

    def told(self, question: Question, stop: threading.Event | None = None) -> tuple[Plan, Iterator[Piece]]:
        """How the question was understood, and what `stream` gives: sentences are written as they are read."""
        start = time.perf_counter()
        asked = cleaned(question)
        with self._library.steady():
            plan = self._understood(asked)
            composed = self._composed(asked, plan)
        said, composed = self._rephrased(asked, composed, stop, start)
        writer = self._model if self._uses.writing and is_open(asked, composed) else None
        pieces = self._written(writer, said, composed, stop, start) if writer else iter((composed.answer,))
        return plan, (_timed(self._doubted(piece), start) for piece in pieces)

    def plan(self, question: Question) -> Plan:
        """What is understood of a question, before anything is looked up."""
        return self._understood(cleaned(question))

    def within(self, documents: frozenset[str]) -> "Assistant":
        """An assistant that knows these documents only, on the same index; the whole one is to be closed, not it."""
        return Assistant(self._library.within(documents), self._clock, self._state, self._model, self._uses)

    def close(self) -> None:
        """Let go of the index."""
        self._library.close()

    def _composed(self, question: Question, plan: Plan) -> Composed:
        """What is to come, which rests on the team's dates too; anything else from the library alone."""
        today = self._clock()
        found = upcoming.answered(question, plan, self._library, self._state, today)
        found = found or in_force.answered(question, plan, self._library, today)
        composed = Composed(found, plan) if found else compose(question, plan, self._library, vocabulary(), today)
        return replace(composed, answer=warned(grounded(composed.answer, question), self._library))

    def _rephrased(
        self, question: Question, composed: Composed, stop: threading.Event | None, start: float
    ) -> tuple[Question, Composed]:
        """The question in other words with its answer, when these words are answered; else those given."""
        if self._model is None or not self._uses.rephrasing:
            return question, composed
        from bot import rephrasing

        if not rephrasing.unsure(composed):
            return question, composed
        left = self._left(start)
        said = rephrasing.rephrased(question, composed.plan, self._model, seconds=left, stop=stop)
        if said is None:
            return question, composed
        with self._library.steady():
            other = self._composed(said, self._understood(said))
        if other.answer.status != "answered" or not rephrasing.same_scope(composed.plan, other.plan):
            return question, composed
        return said, replace(other, answer=rephrasing.told(other.answer, said))

    def _written(
        self, model: "ChatModel", question: Question, composed: Composed, stop: threading.Event | None, start: float
    ) -> Iterator[Piece]:
        from bot.synthesis import pieces

        plan, answer, left = composed.plan, composed.answer, self._left(start)
        return pieces(question, plan, answer, self._library, model, seconds=left, stop=stop)

    def _doubted(self, piece: Piece) -> Piece:
        return piece if isinstance(piece, Checked) else with_doubts(piece, self._library)

    def _left(self, start: float) -> float:
        """Seconds left for the model's calls of a question that was begun at `start`."""
        return max(0.0, self._uses.seconds - (time.perf_counter() - start))

    def _understood(self, question: Question) -> Plan:
        said = self._library.said(" ".join((question.text, *question.thread)))
        return understand(question, self._library.directory(), vocabulary(), said)


def _timed(piece: Piece, start: float) -> Piece:
    if isinstance(piece, Checked):
        return piece
    return piece.model_copy(update={"elapsed_ms": round((time.perf_counter() - start) * 1000, 1)})


def open_assistant(settings: Settings) -> Assistant:
    """An assistant on the index of these settings, and with their model. Raises the errors of `index.search.Search`."""
    from bot.state import open_state
    from index.search import Search

    library = Library(Search(settings.index, chroma_url=settings.chroma_address))
    allowed = settings.uses_of_model
    uses = Uses("write" in allowed, "understand" in allowed, settings.model_seconds)
    return Assistant(library, state=open_state(settings.data), model=_model(settings), uses=uses)


def _model(settings: Settings) -> "ChatModel | None":
    if settings.model_spec is None:
        return None
    from bot.late_model import LateModel

    return LateModel(settings.model_spec)
