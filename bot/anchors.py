"""Anchors: the dates of a convention's own events, from which its other dates are computed."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from bot.calendar_words import arithmetic
from ingestion.facts.dates import DateFact
from ingestion.facts.events import Event
from ingestion.facts.evidence import Evidence, State
from ingestion.facts.terms import Term
from ingestion.french.durations import Duration, NotComputable, add_duration
from ingestion.french.folding import fold
from ingestion.french.numbers import Language

Source = Literal["text", "computed", "recorded"]
_NEXT_MONTH = re.compile(r"(?:premier|1 ?er)(?: jour)? (?:du|de) (?:mois|ce mois)")
"""« le premier jour du mois suivant », « le 1er du mois qui suit »."""
_EVENTS: tuple[Event, ...] = ("signature", "notification", "publication")


@dataclass(frozen=True, slots=True)
class RecordedDate:
    """A date that a team gives for an event that the text leaves blank."""

    value: date
    by: str
    """Who recorded it."""
    on: date
    """When they did."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """One event of the convention, with its date where it is known."""

    value: date | None
    """`None` when the date is missing."""
    source: Source
    """`computed` as soon as any arithmetic is made, whatever it starts from."""
    recorded: RecordedDate | None
    """The team's date that it rests on; `None` when it rests on the text alone."""
    rule: str | None
    """Key of prompts/calendar.toml; `None` for a date that stands as it is."""
    arithmetic: str | None
    """« 2024-03-04 + 24 mois »; `None` when nothing was computed."""
    missing: Event | None
    """The event whose date is missing; `None` when `value` is known."""
    evidence: tuple[Evidence, ...]
    """Where the text says it or leaves it blank; empty when it does not speak of it."""


def anchors(facts: Iterable[object], recorded: Mapping[str, RecordedDate], language: Language) -> dict[Event, Anchor]:
    """The events `signature`, `notification`, `publication`, `effect` and `end`, known or not.

    A team's date serves only where the text gives none. With several signatures the last one counts: the
    convention is signed when all have signed.
    """
    facts = tuple(facts)
    dates = [fact for fact in facts if isinstance(fact, DateFact)]
    terms = [fact for fact in facts if isinstance(fact, Term)]
    known: dict[Event, Anchor] = {event: _event(event, dates, recorded) for event in _EVENTS}
    known["effect"] = _effect(dates, terms, known, recorded)
    known["end"] = _end(dates, terms, known, recorded, language)
    return known


def _event(event: Event, dates: list[DateFact], recorded: Mapping[str, RecordedDate]) -> Anchor:
    named = [fact for fact in dates if fact.nature == event]
    evidence = tuple(found for fact in named for found in fact.evidence)
    stated = [fact.value for fact in named if fact.state is State.STATED and fact.value]
    blank = any(fact.state is State.BLANK for fact in named)
    unsigned = blank and event == "signature"  # one party's date is not the convention's while another's is blank
    if stated and not unsigned:
        return Anchor(max(stated), "text", None, None, None, None, evidence)
    return _recorded(event, recorded, evidence)


def _recorded(event: Event, recorded: Mapping[str, RecordedDate], evidence: tuple[Evidence, ...]) -> Anchor:
    if mark := recorded.get(event):
        return Anchor(mark.value, "recorded", mark, None, None, None, evidence)
    return Anchor(None, "text", None, None, None, event, evidence)


def _effect(
    dates: list[DateFact], terms: list[Term], known: Mapping[Event, Anchor], recorded: Mapping[str, RecordedDate]
) -> Anchor:
    named = [fact for fact in dates if fact.nature == "effect"]
    for fact in named:
        if fact.value:
            return Anchor(fact.value, "text", None, None, None, None, fact.evidence)
    for fact in named:
        event = next((event for event in _EVENTS if event == fact.event), None)
        if event:
            return _following(fact, known[event])
    for term in terms:
        if term.nature == "period" and term.start:
            return Anchor(term.start, "text", None, None, None, None, term.evidence)
    return _recorded("effect", recorded, tuple(found for fact in named for found in fact.evidence))


def _following(fact: DateFact, anchor: Anchor) -> Anchor:
    """The effect on the day of an event, on the day after (« au lendemain de ») or on the next month's first day."""
    told = replace(anchor, rule="same_day", evidence=fact.evidence + anchor.evidence)
    words = fold(fact.words)
    if anchor.value is None:
        return told
    if "lendemain" in words:
        day = anchor.value + timedelta(days=1)
        return replace(told, value=day, source="computed", rule="next_day", arithmetic=f"{anchor.value} + 1")
    if _NEXT_MONTH.search(words):
        day = add_duration(anchor.value.replace(day=1), Duration(1, "month"))
        return replace(told, value=day, source="computed", rule="next_month", arithmetic=f"{anchor.value} → {day}")
    return told


def _end(
    dates: list[DateFact],
    terms: list[Term],
    known: Mapping[Event, Anchor],
    recorded: Mapping[str, RecordedDate],
    language: Language,
) -> Anchor:
    for term in terms:
        if term.nature in ("end", "period") and term.end:
            return Anchor(term.end, "text", None, None, None, None, term.evidence)
    for term in terms:
        if term.nature == "duration" and term.duration:
            return _lasting(term, known, recorded, language)
    blank = tuple(found for fact in dates if fact.nature == "end" for found in fact.evidence)
    return _recorded("end", recorded, blank)


def _lasting(
    term: Term, known: Mapping[Event, Anchor], recorded: Mapping[str, RecordedDate], language: Language
) -> Anchor:
    """The end of a term told as a duration, from its start."""
    event = next((event for event in (*_EVENTS, "effect") if event == term.starts_from), "effect")
    start = Anchor(term.start, "text", None, None, None, None, term.evidence) if term.start else known[event]  # type: ignore[index]
    if start.value is None or term.duration is None:
        return (
            _recorded("end", recorded, term.evidence) if "end" in recorded else replace(start, evidence=term.evidence)
        )
    try:
        value = add_duration(start.value, term.duration)
    except NotComputable:
        return Anchor(None, "text", None, None, None, "end", term.evidence)
    sum_ = arithmetic(start.value, term.duration, 1, language)
    return Anchor(value, "computed", start.recorded, "period", sum_, None, term.evidence + start.evidence)
