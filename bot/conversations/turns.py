"""Turns: one question each, from its reception to the delivery of its answer, kept so that none is lost or doubled."""

import json
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Literal

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict, Field

from bot.answer import Answer
from bot.conversations.database import SEEN, TURNS, Database

Kind = Literal["message", "mention", "follow_up", "command", "shortcut", "choice", "share"]
State = Literal["received", "answered", "delivered", "stopped", "failed"]
_OPEN = ("received", "answered")
_SAID: tuple[Kind, ...] = ("message", "mention", "follow_up", "choice")
"""Kinds of what is said in a conversation; commands and shortcuts stand alone."""
_MOST_EARLIER = 20
_SHORTLY = 600
"""Seconds for which a direct conversation goes on without its thread."""
_SEEN_SECONDS = 7 * 86_400
"""Slack delivers an event again for six minutes at most; a week also covers a long stop of ours."""


class Route(BaseModel):
    """Where an answer goes. Names a person and a place in clear, and is erased with the delivery."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    team: str
    channel: str
    """Slack's id; the empty string where only `response_url` leads back."""
    user: str
    thread_ts: str | None = None
    """Thread to answer in; `None` for an answer that is not in a thread."""
    response_url: str | None = None
    """Slack's address for answering a command or a shortcut: five uses, thirty minutes."""
    private: bool = False
    """True when only `user` reads the answer."""
    opens: bool = False
    """True for a message that begins a thread: in a direct conversation, what was said shortly before still counts."""
    notice_url: str | None = None
    """A `response_url` by which the person can be told that a message for others could not be posted."""
    stream_ts: str | None = None
    """Message in which the answer is being streamed, if any."""
    streamed: bool = False
    """Whether sentences of the answer stand in that message already."""


class Turn(BaseModel):
    """One question and what became of it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    place: str
    """Keyed hash of the team and the channel."""
    thread: str
    person: str
    """Keyed hash of the team and the user."""
    kind: Kind
    question: str
    about: tuple[str, str] | None = None
    """Id and short name of the convention that a click chose; `None` when none was."""
    state: State = "received"
    route: Route | None = None
    plan: str = ""
    """How the question was understood; empty until it is answered."""
    answer: Answer | None = None
    posted: tuple[str, ...] = ()
    """ts of the messages that carry the answer, in order."""
    reference: str | None = None
    """Of the error that stopped it, as the log and the person know it."""
    attempts: int = 0
    """Sends begun for the next message: above 0, one of them may have arrived."""
    at: float = Field(default_factory=time.time)
    """Seconds since 1970."""


def new_id() -> str:
    """A turn's id: 16 hexadecimal digits drawn at random."""
    return secrets.token_hex(8)


class Turns:
    """Reads and writes turns. Every method is one transaction, and raises StateFault."""

    def __init__(self, database: Database, owner: str) -> None:
        """`owner`: name of this process, as `Ownership` gives it."""
        self._database = database
        self._owner = owner

    def receive(self, keys: Sequence[str], turn: Turn | None) -> bool:
        """Keep a turn unless one of its keys was seen before; False when it was. All keys are seen from then on.

        With `None`, only the keys are remembered.
        """
        now = time.time()
        with self._database.transaction() as connection:
            seen = set(connection.scalars(sa.select(SEEN.c.key).where(SEEN.c.key.in_(keys))))
            for key in dict.fromkeys(keys):
                if key not in seen:
                    connection.execute(sa.insert(SEEN), {"key": key, "at": now})
            if not seen and turn is not None:
                connection.execute(sa.insert(TURNS), self._row(turn))
        return not seen

    def _row(self, turn: Turn) -> dict[str, object]:
        about = json.dumps(turn.about) if turn.about else None
        return {
            "id": turn.id, "place": turn.place, "thread": turn.thread, "person": turn.person, "kind": turn.kind,
            "question": turn.question, "about": about, "state": turn.state, "plan": turn.plan,
            "route": turn.route.model_dump_json() if turn.route else None,
            "answer": turn.answer.model_dump_json() if turn.answer else None,
            "attempts": 0, "owner": self._owner, "at": turn.at,
        }  # fmt: skip

    def turn(self, turn_id: str) -> Turn | None:
        """One turn; `None` when it was purged or forgotten."""
        with self._database.reading() as connection:
            row = connection.execute(sa.select(TURNS).where(TURNS.c.id == turn_id)).first()
            return None if row is None else _turn(row)

    def is_in(self, place: str, thread: str) -> bool:
        """Whether a thread holds a question put to the bot."""
        query = sa.select(TURNS.c.id).where(TURNS.c.place == place, TURNS.c.thread == thread).limit(1)
        with self._database.reading() as connection:
            return connection.execute(query).first() is not None

    def earlier(self, turn: Turn) -> tuple[str, ...]:
        """Questions before this one, oldest first; a clicked convention stands after its question.

        Those of its thread; for a direct message that begins one, those of the last minutes: on a phone, people write
        below an answer and not in its thread.
        """
        direct = turn.kind == "message" and turn.route is not None and turn.route.opens
        near = TURNS.c.at >= turn.at - _SHORTLY if direct else TURNS.c.thread == turn.thread
        query = (
            sa.select(TURNS.c.question, TURNS.c.about)
            .where(TURNS.c.place == turn.place, near, TURNS.c.id != turn.id)
            .where(TURNS.c.at <= turn.at, TURNS.c.kind.in_(_SAID))
            .order_by(TURNS.c.at.desc())
            .limit(_MOST_EARLIER)
        )
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        return tuple(f"{q} — {json.loads(about)[1]}" if about else q for q, about in reversed(rows))

    def answered(self, turn_id: str, answer: Answer, plan: str, reference: str | None = None) -> bool:
        """The answer is computed, and its first send begins; False when the turn was stopped meanwhile.

        `reference`: of the error that it tells.
        """
        told = {
            "state": "answered",
            "answer": answer.model_dump_json(),
            "plan": plan,
            "reference": reference,
            "attempts": 1,
        }
        return self._update(turn_id, told, open_only=True)

    def attempt(self, turn_id: str) -> None:
        """One more send begins."""
        self._update(turn_id, {"attempts": TURNS.c.attempts + 1})

    def asks(self, turn_id: str, question: str) -> None:
        """The question that a message turns out to mean."""
        self._update(turn_id, {"question": question})

    def posted(self, turn_id: str, posted: Sequence[str], *, last: bool) -> None:
        """One more message of the answer has arrived; the last one ends the turn."""
        ended: dict[str, object] = {"state": "delivered", "route": None} if last else {}
        self._update(turn_id, {"posted": json.dumps(list(posted)), "attempts": 0, **ended})

    def rerouted(self, turn_id: str, route: Route) -> None:
        """The answer goes elsewhere, or is being streamed."""
        self._update(turn_id, {"route": route.model_dump_json()})

    def ended(self, turn_id: str, state: State, reference: str | None = None) -> None:
        """Nothing is left to do: delivered, stopped or failed. The route is erased."""
        told = {"reference": reference} if reference else {}
        self._update(turn_id, {"state": state, "route": None, **told})

    def drop(self, turn_id: str) -> None:
        """Forget a message that was not for the bot."""
        with self._database.transaction() as connection:
            connection.execute(sa.delete(TURNS).where(TURNS.c.id == turn_id))

    def open_in(self, place: str, thread: str) -> tuple[Turn, ...]:
        """Turns of a thread that are not ended."""
        return self._open(TURNS.c.place == place, TURNS.c.thread == thread)

    def adopt(self, is_dead: Callable[[str], bool]) -> tuple[Turn, ...]:
        """Take over the turns that ended processes left undone; oldest first."""
        with self._database.transaction() as connection:
            open_turns = TURNS.c.state.in_(_OPEN)
            owners = connection.scalars(sa.select(TURNS.c.owner).where(open_turns).distinct())
            dead = [owner for owner in owners if owner != self._owner and is_dead(owner)]
            query = sa.select(TURNS).where(open_turns, TURNS.c.owner.in_(dead)).order_by(TURNS.c.at)
            rows = connection.execute(query).all()
            connection.execute(sa.update(TURNS).where(open_turns, TURNS.c.owner.in_(dead)).values(owner=self._owner))
        return tuple(map(_turn, rows))

    def purge(self, before: float) -> int:
        """Erase ended turns older than a time, and keys that no delivery can repeat; how many turns were erased."""
        with self._database.transaction() as connection:
            connection.execute(sa.delete(SEEN).where(SEEN.c.at < time.time() - _SEEN_SECONDS))
            old = sa.delete(TURNS).where(TURNS.c.at < before, TURNS.c.state.not_in(_OPEN))
            return connection.execute(old).rowcount

    def _open(self, *conditions: sa.ColumnElement[bool]) -> tuple[Turn, ...]:
        query = sa.select(TURNS).where(TURNS.c.state.in_(_OPEN), *conditions).order_by(TURNS.c.at)
        with self._database.reading() as connection:
            return tuple(map(_turn, connection.execute(query)))

    def _update(self, turn_id: str, values: Mapping[str, object], *, open_only: bool = False) -> bool:
        change = sa.update(TURNS).where(TURNS.c.id == turn_id).values(**values)
        if open_only:
            change = change.where(TURNS.c.state.in_(_OPEN))
        with self._database.transaction() as connection:
            return connection.execute(change).rowcount > 0


def _turn(row: sa.Row[tuple[object, ...]]) -> Turn:
    held = row._mapping
    kept = ("id", "place", "thread", "person", "kind", "question", "state", "reference", "attempts", "at")
    return Turn(
        **{name: held[name] for name in kept},
        about=tuple(json.loads(held["about"])) if held["about"] else None,
        route=Route.model_validate_json(held["route"]) if held["route"] else None,
        plan=held["plan"] or "",
        answer=Answer.model_validate_json(held["answer"]) if held["answer"] else None,
        posted=tuple(json.loads(held["posted"])) if held["posted"] else (),
    )
