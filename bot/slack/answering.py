"""Answering a turn: who reads, what they may see, what is assumed, then the one Assistant. Blocking."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Event

from bot.access import Access, Viewer, load_access
from bot.answer import Answer
from bot.assistant import Assistant, Piece, open_assistant
from bot.conversations.memory import Memory, open_memory
from bot.conversations.turns import Route, Turn
from bot.explaining import plain_values
from bot.picturing import picture_of
from bot.plots import NoPlots, draw
from bot.question import Question, clean
from bot.settings import Settings
from bot.slack.addressed import is_question
from bot.slack.mrkdwn import cut, escaped, harmless
from bot.state import TeamState, open_state
from index.records import DocumentRow
from ingestion.french.folding import fold
from prompts import message


class UnknownNames(Exception):
    """The file of access names conventions that do not exist: a slip would leave one open, so nothing starts."""

    def __init__(self, names: tuple[str, ...], path: str) -> None:
        super().__init__(", ".join(names))
        self.key = "access_unknown"
        self.values = {"names": ", ".join(names), "path": path}


_UNNAMED = re.compile(r"[^a-z0-9]+")
_LONGEST_ALT = 1_000
"""Characters of a picture's description: as much as one listens to. The figures stand in the answer, whole."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A picture on its way to Slack."""

    name: str
    """File name."""
    title: str
    alt: str
    """What it shows, for whoever does not see it."""
    comment: str
    """mrkdwn above it."""
    png: bytes


@dataclass(frozen=True, slots=True)
class Reply:
    """What answers a turn."""

    answer: Answer
    plan: str
    """JSON of how the question was understood, with what was assumed."""
    assumed: tuple[str, ...]
    """Short names of the conventions that were meant without being named, by the thread, the channel or the person;
    empty when the question names its own."""

    @classmethod
    def kept(cls, answer: Answer, plan: str) -> "Reply":
        """A reply computed before, from what was kept of it."""
        return cls(answer, plan, tuple(json.loads(plan).get("assumed", ())) if plan else ())


@dataclass(frozen=True, slots=True)
class Sight:
    """What somebody may read, somewhere."""

    assistant: Assistant
    """On the documents that they may see, and no other."""
    documents: tuple[DocumentRow, ...]
    """These documents, by short name."""

    @property
    def by_source(self) -> dict[str, str]:
        """Document ids by source, as citations name documents."""
        return {row.source: row.id for row in self.documents}


@dataclass(frozen=True, slots=True)
class Answering:
    """The answering side of one process."""

    assistant: Assistant
    access: Access
    memory: Memory
    state: TeamState
    clock: Callable[[], date] = date.today

    def sight(self, route: Route) -> Sight:
        """What may be shown where a route leads; asked again at each display, for rights may have changed since."""
        if self.access.open:
            return Sight(self.assistant, tuple(self.assistant.library.documents()))
        direct = route.channel.startswith("D")
        viewer = Viewer(route.user, route.channel or None, public=not (route.private or direct))
        visible = self.access.visible(viewer, self.assistant.library)
        assistant = self.assistant.within(visible)
        return Sight(assistant, tuple(assistant.library.documents()))

    def listens(self, turn: Turn) -> bool:
        """Whether a message of a thread, which does not name the bot, asks it something."""
        assert turn.route is not None
        question = Question(turn.id, turn.question, self.memory.turns.earlier(turn))
        assistant = self.sight(turn.route).assistant
        plan = assistant.plan(question)
        words = {stem for ask in plan.asks for stem in ask.essential}
        held = bool(words & assistant.library.said(turn.question))
        return is_question(clean(turn.question), plan, held)

    def reply(self, turn: Turn, said: Callable[[str], None] | None = None, stop: Event | None = None) -> Reply:
        """Answer a turn. Raises StateFault, and the errors of `index.search.Search`.

        `said`: called with each checked sentence of a language model as it comes; `stop`: once set, ends its work.
        """
        assert turn.route is not None
        sight = self.sight(turn.route)
        assumed = self._assumed(turn, sight)
        thread = self.memory.turns.earlier(turn)
        if turn.about:
            thread = (*thread, turn.about[1])  # what was clicked is the last that was named
        question = Question(turn.id, turn.question, thread, tuple(row.id for row in assumed))
        plan, pieces = sight.assistant.told(question, stop)
        answer = _last(pieces, said)
        alone = question.thread or assumed
        own = sight.assistant.plan(Question(turn.id, turn.question)) if alone else plan
        named = plan.scope.documents if own.scope.documents != plan.scope.documents else ()
        meant = [row.short_name for row in sight.documents if row.id in named] if not plan.idle else []
        understood = {**plain_values(plan), "assumed": meant}
        return Reply(answer, json.dumps(understood, ensure_ascii=False), tuple(meant))

    def picture(self, turn: Turn) -> Attachment | None:
        """The picture of a turn's answer, as far as it may be shown where its route leads; `None` where it makes none,
        and where matplotlib is not installed. Raises the errors of `index.search.Search`."""
        answer = turn.answer
        if answer is None or turn.route is None:
            return None
        found = picture_of(answer, self.sight(turn.route).assistant.library, self.clock())
        if found is None:
            return None
        try:
            png = draw(found.chart, "png")
        except NoPlots:
            return None
        title, alt = found.chart.title, found.described(answer.language)
        comment = escaped(message("slack.picture", answer.language, title=title))
        name = _UNNAMED.sub("-", fold(title)).strip("-") or "image"
        return Attachment(f"{name}.png", harmless(title), cut(harmless(alt), _LONGEST_ALT), comment, png)

    def _assumed(self, turn: Turn, sight: Sight) -> tuple[DocumentRow, ...]:
        """The conventions meant when none is named: the one clicked, else the channel's, else the person's own."""
        people, direct = self.memory.people, bool(turn.route and turn.route.channel.startswith("D"))
        if turn.about:
            return tuple(row for row in sight.documents if row.id == turn.about[0])
        named = people.ties(turn.place)
        if not named and direct and (own := people.chosen(turn.person)):
            named = (own,)
        found = (one.among(sight.documents) for one in named)
        return tuple(row for row in found if row is not None)


def _last(pieces: Iterator[Piece], said: Callable[[str], None] | None) -> Answer:
    """The answer at the end of its pieces; the sentences before it go to `said`."""
    for piece in pieces:
        if isinstance(piece, Answer):
            return piece
        if said:
            said(piece.marked)
    raise AssertionError("an assistant's last piece is its answer")


def open_answering(settings: Settings, memory: Path | None = None) -> Answering:
    """All that answers, on the data of these settings; `memory`: a folder of its own for the conversations.

    Raises AccessError, UnknownNames, StateFault, and the errors of `index.search.Search`.
    """
    access = load_access(settings.access)
    assistant = open_assistant(settings)
    unknown = access.unknown(assistant.library)
    if unknown:
        raise UnknownNames(unknown, str(settings.access))
    return Answering(assistant, access, open_memory(settings, memory), open_state(settings.data))
