"""What is next: « prochaines échéances », « quelles conventions finissent cette année ? », across conventions."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bot.answer import Answer
from bot.coming import Coming, answer, coming, ending, soonest, undated
from bot.library import Library
from bot.plan import Ask, Plan
from bot.question import Question
from ingestion.french.durations import Duration, NotComputable, Unit, add_duration
from ingestion.french.folding import fold

if TYPE_CHECKING:
    from bot.state import TeamState

_CUE, _DATES = "operation:upcoming", "operation:dates"
_OF_DATES = frozenset(("definition", "signature_date", "effect", "end", "notice", "deadline", "renewal"))
"""Subjects that « dates clés » and what stands beside it may seem to ask."""
_DUE = frozenset(("deadline", "end", "notice", "latest_notice", "renewal", "duration"))
"""Subjects that are asked of time alone; any other asks for something else too."""
_PERIOD_WORDS = frozenset(("anne", "an", "mois", "semain", "jour", "year", "month", "week", "day", "fin", "ici", "qu"))
"""Stems that tell the period, and nothing of what is due."""
_NOTICES = frozenset(("notice", "latest_notice"))
_OPERATIONS = ("look up", "list")
_COUNTS = (
    "un une one", "deux two", "trois three", "quatre four", "cinq five", "six", "sept seven", "huit eight",
    "neuf nine", "dix ten", "onze eleven", "douze twelve",
)  # fmt: skip
_NUMBERS = {word: number for number, words in enumerate(_COUNTS, 1) for word in words.split()}
_UNITS: dict[str, Unit] = {
    "jour": "day", "day": "day", "semaine": "week", "week": "week", "mois": "month", "month": "month",
    "an": "year", "annee": "year", "year": "year",
}  # fmt: skip
_NUMBER = rf"(?:\d{{1,3}}|{'|'.join(_NUMBERS)})"
_UNIT = rf"(?:{'|'.join(sorted(_UNITS, key=len, reverse=True))})s?\b"
_LENGTH = re.compile(
    rf"\b(?:(?P<count>{_NUMBER}) (?:prochaine?s? |a venir |following |coming )?(?P<unit>{_UNIT})"
    rf"|(?:next|coming|following|prochaine?s?) (?:(?P<after>{_NUMBER}) )?(?P<units>{_UNIT}))"
)
_YEAR = re.compile(r"\b(?:cette annee|this year|fin de l'annee|end of the year|annee en cours)\b")
_NEXT_YEAR = re.compile(r"\b(?:l'annee prochaine|l'an prochain|(?<!the )next year|annee qui vient)\b")
_MONTH = re.compile(r"\b(?:ce mois|fin du mois|this month|end of the month)\b")
_NEXT_MONTH = re.compile(r"\b(?:mois prochain|next month)\b")
_Window = tuple[date | None, date | None]


def answered(question: Question, plan: Plan, library: Library, state: "TeamState | None", today: date) -> Answer | None:
    """The lines to come, when that is what the question asks; `None` for any other question. Raises StateFault.

    Of conventions that it names, only their deadlines: when one ends is told as any other fact.
    """
    ask = plan.asks[0]
    named = plan.scope.documents if plan.scope.kind == "named" else None
    if named and _asks_dates(ask, plan):
        return _every_date(question, plan, library, state, today)
    if not _asks(ask, plan) or (named and _ends(ask, plan)):
        return None
    since, until = window(question.text, today)
    until = until or next((one.day for one in plan.stated if one.event == "other" and one.day >= today), None)
    if _ends(ask, plan):
        ends = ending(library, state, today, plan.language, until, since=since)
        return answer(_told(ends, ask), question.id, plan.language)
    lines = coming(library, state, max(since or today, today), plan.language, until, named)
    if named and not lines:
        return None
    left = undated(library, state, today, plan.language, named)
    return answer(lines if until else soonest(lines), question.id, plan.language, left)


def _asks_dates(ask: Ask, plan: Plan) -> bool:
    """Whether every date of a convention is asked for: « dates clés », « calendrier », and nothing else."""
    cued = {stem for stem, cues in ask.content if _DATES in cues}
    beside = [term for term in ask.terms if term not in cued]
    return bool(cued) and not beside and not set(ask.subjects) - _OF_DATES and len(plan.asks) == 1 and not ask.years


def _every_date(
    question: Question, plan: Plan, library: Library, state: "TeamState | None", today: date
) -> Answer | None:
    """Past days too, and the next time only of what comes back; `None` for a convention without any date."""
    named = plan.scope.documents
    lines = coming(library, state, today, plan.language, documents=named, since=date.min)
    kept = soonest([line for line in lines if line.nature != "recurrence" or line.day >= today])
    left = undated(library, state, today, plan.language, named)
    return answer(kept, question.id, plan.language, left) if kept else None


def _told(ends: Sequence[Coming], ask: Ask) -> list[Coming]:
    """Only the notices when they are asked for; else those of the conventions whose end is in the period too."""
    if _NOTICES & set(ask.subjects):
        return [line for line in ends if line.nature == "notice"]
    over = {line.document for line in ends if line.nature != "notice"}
    return [line for line in ends if line.document in over]


def _asks(ask: Ask, plan: Plan) -> bool:
    """Whether what is due soon is asked, and nothing else."""
    others = set(ask.subjects) - _DUE
    cued = {stem for stem, cues in ask.content if _CUE in cues}
    beside = [term for term in ask.terms if term not in cued and term not in _PERIOD_WORDS]
    clear = not plan.scope.alternatives and not plan.unknown and len(plan.asks) == 1 and not plan.off_topic
    return bool(cued) and clear and bool(ask.subjects) and not others and not beside and ask.operation in _OPERATIONS


def _ends(ask: Ask, plan: Plan) -> bool:
    """Whether conventions that end are asked for; « ce qui arrive à échéance » is anything due."""
    due = "deadline" in ask.subjects or (plan.scope.kind != "all" and "echeanc" in fold(ask.words))
    return not due


def window(text: str, today: date) -> _Window:
    """First and last day of the period that a question tells, each `None` when it does not.

    >>> window("dans les 6 prochains mois", date(2026, 8, 31))
    (None, datetime.date(2027, 2, 28))
    >>> window("cette année", date(2026, 8, 31))
    (datetime.date(2026, 1, 1), datetime.date(2026, 12, 31))
    """
    folded = fold(text)
    year, month = date(today.year, 1, 1), today.replace(day=1)
    if _NEXT_YEAR.search(folded):
        return date(today.year + 1, 1, 1), date(today.year + 1, 12, 31)
    if _YEAR.search(folded):
        return year, date(today.year, 12, 31)
    if _NEXT_MONTH.search(folded):
        return _month_after(month), _month_after(_month_after(month)) - timedelta(days=1)
    if _MONTH.search(folded):
        return month, _month_after(month) - timedelta(days=1)
    return None, _within(folded, today)


def _month_after(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def _within(folded: str, today: date) -> date | None:
    """The last day of « dans les 6 prochains mois », « d'ici trois semaines », « next 6 months »."""
    found = _LENGTH.search(folded)
    if found is None:
        return None
    words = found["count"] or found["after"] or "1"
    count = int(words) if words.isdigit() else _NUMBERS[words]
    try:
        return add_duration(today, Duration(count, _UNITS[_singular(found["unit"] or found["units"])]))
    except NotComputable:
        return None


def _singular(unit: str) -> str:
    return unit if unit in _UNITS else unit.removesuffix("s")
