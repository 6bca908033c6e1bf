"""Feedback: what people think of an answer, with all that is needed to make a gold question of it."""

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa

from bot.answer import Answer
from bot.conversations.database import FEEDBACK, Database
from bot.conversations.turns import Turn

Verdict = Literal["good", "bad"]
Reason = Literal["wrong", "elsewhere", "incomplete", "refused", "unclear", "other"]


@dataclass(frozen=True, slots=True)
class Feedback:
    """One person's word on one answer."""

    turn: str
    verdict: Verdict
    reasons: tuple[str, ...]
    comment: str
    question: str
    thread: tuple[str, ...]
    plan: str
    answer: Answer
    at: float
    """Seconds since 1970."""


class FeedbackStore:
    """Reads and writes feedback. Every method is one transaction, and raises StateFault."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def give(self, turn: Turn, thread: Sequence[str], person: str, verdict: Verdict) -> None:
        """Keep a person's verdict, in place of their former one; nothing for a turn without an answer."""
        if turn.answer is None:
            return
        row = {
            "turn": turn.id, "person": person, "verdict": verdict, "reasons": "[]", "comment": "",
            "question": turn.question, "thread": json.dumps(list(thread), ensure_ascii=False), "plan": turn.plan,
            "answer": turn.answer.model_dump_json(), "at": time.time(),
        }  # fmt: skip
        with self._database.transaction() as connection:
            connection.execute(sa.delete(FEEDBACK).where(FEEDBACK.c.turn == turn.id, FEEDBACK.c.person == person))
            connection.execute(sa.insert(FEEDBACK), row)

    def explain(self, turn_id: str, person: str, reasons: Sequence[str], comment: str) -> bool:
        """Add why; False when the verdict itself is gone."""
        mine = sa.and_(FEEDBACK.c.turn == turn_id, FEEDBACK.c.person == person)
        values = {"reasons": json.dumps(list(reasons)), "comment": comment}
        with self._database.transaction() as connection:
            return connection.execute(sa.update(FEEDBACK).where(mine).values(values)).rowcount > 0

    def all(self, verdict: Verdict | None = None) -> tuple[Feedback, ...]:
        """All feedback, or one verdict's, oldest first."""
        query = sa.select(FEEDBACK).order_by(FEEDBACK.c.at)
        if verdict:
            query = query.where(FEEDBACK.c.verdict == verdict)
        with self._database.reading() as connection:
            return tuple(_feedback(row) for row in connection.execute(query))

    def purge(self, before: float) -> int:
        """Erase what is older than a time; how many lines."""
        with self._database.transaction() as connection:
            return connection.execute(sa.delete(FEEDBACK).where(FEEDBACK.c.at < before)).rowcount


def as_gold(lines: Sequence[Feedback]) -> Iterator[str]:
    """JSON lines for whoever completes them into gold questions: what was asked, what was answered, why it was bad.

    `expected` is left empty on purpose: only a person knows what the answer should have been.
    """
    for number, one in enumerate(lines, 1):
        fields = {
            "id": f"f{number}",
            "question": one.question,
            "thread": list(one.thread),
            "verdict": one.verdict,
            "reasons": list(one.reasons),
            "comment": one.comment,
            "plan": one.plan,
            "answered": one.answer.model_dump(mode="json", include={"status", "text", "citations", "figures"}),
            "expected": None,
        }
        yield json.dumps(fields, ensure_ascii=False)


def _feedback(row: sa.Row[tuple[object, ...]]) -> Feedback:
    held = row._mapping
    return Feedback(
        turn=held["turn"], verdict=held["verdict"], reasons=tuple(json.loads(held["reasons"])),
        comment=held["comment"], question=held["question"], thread=tuple(json.loads(held["thread"])),
        plan=held["plan"], answer=Answer.model_validate_json(held["answer"]), at=held["at"],
    )  # fmt: skip
