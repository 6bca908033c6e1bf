"""Lasting: from which day to which day a document applies, with the clause that says it."""

from dataclasses import dataclass
from datetime import date, timedelta

from ingestion.anomaly.reading import Reading
from ingestion.facts.dates import DateFact
from ingestion.facts.evidence import Evidence, State
from ingestion.facts.terms import Term
from ingestion.french.durations import Duration, NotComputable, add_duration

_DAYS = {
    "hour": 0.042,
    "day": 1.0,
    "week": 7.0,
    "month": 30.4,
    "year": 365.0,
    "working_day": 1.4,
    "business_day": 1.2,
    "clear_day": 1.0,
}
"""Length of a unit in days, to compare durations that are far apart, never to compute a date."""


@dataclass(frozen=True, slots=True)
class Bound:
    """The first or the last day of a document."""

    day: date
    words: str
    """As the text says it, « mars 2023 »; the day in ISO form when it is computed."""
    evidence: Evidence
    """Where it stands; for a computed day, the clause on the duration."""


def last_day(reading: Reading) -> Bound | None:
    """The document's last day, stated or computed from its duration; `None` when unknown or stated in two ways."""
    ends = [term for term in _main_terms(reading) if term.end]
    if ends:
        return (
            Bound(ends[0].end or date.max, "", ends[0].evidence[0]) if len({term.end for term in ends}) == 1 else None
        )
    lengths = [term for term in _main_terms(reading) if term.duration and term.nature == "duration"]
    start = _start(reading, lengths[0]) if len(lengths) == 1 else None
    if start is None or lengths[0].duration is None:
        return None
    day = after(start, lengths[0].duration)
    return Bound(day - timedelta(days=1), day.isoformat(), lengths[0].evidence[0]) if day else None


def first_day(reading: Reading) -> Bound | None:
    """The first day that the text states: a period's, a duration's or that of the effect; `None` for an event's."""
    for term in _main_terms(reading):
        if term.start and term.nature in ("period", "duration"):
            return Bound(term.start, _words(reading, "start", term.start), term.evidence[0])
    for fact in reading.of(DateFact):
        if fact.nature == "effect" and fact.value:
            return Bound(fact.value, fact.words, fact.evidence[0])
    return None


def _words(reading: Reading, nature: str, day: date) -> str:
    facts = [f for f in reading.of(DateFact) if f.nature == nature and (f.year, f.month) == (day.year, day.month)]
    return facts[0].words if facts else day.isoformat()


def _main_terms(reading: Reading) -> list[Term]:
    return [term for term in reading.of(Term) if term.nature in ("duration", "end", "period")]


def _start(reading: Reading, term: Term) -> date | None:
    if term.start or term.starts_from is None:
        return term.start
    if term.starts_from == "signature":
        signed = reading.signed()
        return signed.value if signed else None
    known = [
        f.value for f in reading.of(DateFact) if f.nature == term.starts_from and f.value and f.state is State.STATED
    ]
    return known[0] if len(set(known)) == 1 else None


def after(day: date, length: Duration) -> date | None:
    """The day and the duration added; `None` where they make no date."""
    try:
        return add_duration(day, length)
    except (NotComputable, ValueError, OverflowError):
        return None


def days(length: Duration) -> float:
    """About how many days a duration is.

    >>> days(Duration(3, "month")) > days(Duration(90, "day")), days(Duration(1, "year")) < days(Duration(24, "month"))
    (True, True)
    """
    return length.count * _DAYS[length.unit]
