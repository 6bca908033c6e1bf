"""Usage: how many questions each week and what became of them, without a word or a name of anybody."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from bot.conversations.database import FEEDBACK, FILE, TURNS, Database

FEWEST = 3
"""People below whom nothing of a week is told: with one or two, figures speak of somebody."""
_ASKED = ("message", "mention", "follow_up", "command", "shortcut")
"""Kinds of turns that are questions: a choice completes one, and sharing an answer asks nothing."""


@dataclass(frozen=True, slots=True)
class Week:
    """The questions of a week."""

    monday: date
    """Its first day (UTC)."""
    questions: int | None
    """`None` when fewer than `FEWEST` people asked, and for all that follows."""
    answered: int | None
    refused: int | None
    """Told that no text says it, or that it is no question on conventions."""
    asked_back: int | None
    """Which convention is meant was asked back."""
    good: int | None
    bad: int | None
    """Feedback; `None` too when fewer than `FEWEST` people gave any."""


def weeks(data: Path) -> tuple[Week, ...]:
    """The weeks in which something was asked, the last one first; none without a database. Raises StateFault."""
    path = data / FILE
    if not path.exists():
        return ()
    database = Database(path)
    try:
        with database.reading() as connection:
            status = sa.func.json_extract(TURNS.c.answer, "$.status")
            query = sa.select(TURNS.c.at, TURNS.c.person, status).where(TURNS.c.kind.in_(_ASKED))
            turns = [(monday(at), person, said) for at, person, said in connection.execute(query)]
        with database.reading() as connection:
            given = sa.select(FEEDBACK.c.at, FEEDBACK.c.person, FEEDBACK.c.verdict)
            verdicts = [(monday(at), person, said) for at, person, said in connection.execute(given)]
    finally:
        database.close()
    found = sorted({first for first, _, _ in turns}, reverse=True)
    return tuple(_week(first, _of(turns, first), _of(verdicts, first)) for first in found)


def monday(at: float) -> date:
    """The first day of the week of a time.

    >>> monday(1_700_000_000.0)
    datetime.date(2023, 11, 13)
    """
    day = datetime.fromtimestamp(at, UTC).date()
    return day - timedelta(days=day.weekday())


_Line = tuple[date, str, str | None]


def _of(lines: Iterable[_Line], first: date) -> list[_Line]:
    return [line for line in lines if line[0] == first]


def _week(first: date, turns: Sequence[_Line], verdicts: Sequence[_Line]) -> Week:
    if len({person for _, person, _ in turns}) < FEWEST:
        return Week(first, None, None, None, None, None, None)
    said = Counter(status for _, _, status in turns)  # None for what is under way, was stopped or failed
    counts = (len(turns), said["answered"], said["not_found"], said["clarify"])
    if len({person for _, person, _ in verdicts}) < FEWEST:
        return Week(first, *counts, None, None)
    given = Counter(verdict for _, _, verdict in verdicts)
    return Week(first, *counts, given["good"], given["bad"])
