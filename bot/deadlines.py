"""Deadlines: the facts of a convention turned into a calendar, with the rule, the sum and what is missing."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

from bot.anchors import Anchor, RecordedDate, Source, anchors
from bot.calendar_words import arithmetic, calendar_words, rule_of
from bot.occurrences import occurrences
from ingestion.facts.deadlines import Deadline
from ingestion.facts.events import Event
from ingestion.facts.evidence import Actor, Evidence
from ingestion.facts.terms import Notice, Term
from ingestion.french.durations import Duration, NotComputable, add_duration
from ingestion.french.numbers import Language
from ingestion.french.working_days import is_working_day

__all__ = ["DueDate", "RecordedDate", "schedule"]

_Day = date  # the field `date` hides the type below it
DueNature = Literal[
    "signature", "notification", "publication", "effect", "end", "renewal", "notice", "deadline", "recurrence"
]


@dataclass(frozen=True, slots=True)
class DueDate:
    """One line of a convention's calendar."""

    nature: DueNature
    what: str
    """What is due, verbatim; for an event of the convention or a notice, its nature or purpose."""
    who: Actor | None
    date: _Day | None
    """`None` when it cannot be known: then `missing` says why, or the duty is without a day (« sans délai »)."""
    rule: str | None
    """The rule applied, in the reader's language; `None` for a date that stands as it is in the text."""
    arithmetic: str | None
    """« 2024-12-31 − 3 mois »; `None` when nothing was computed."""
    missing: str | None
    """The event whose date is missing, normalised as in `Deadline.event`, or `year`; `None` when `date` is known."""
    missing_words: str | None
    """The same in the reader's language, or the event as the text writes it."""
    source: Source
    recorded: RecordedDate | None
    """The team's date that it rests on, with who and when; `None` when it rests on the text alone."""
    past: bool
    """Whether the date is before the day asked about."""
    next_working_day: _Day | None
    """For a computed end of a period that falls on a Saturday, a Sunday or a public holiday, the next working day, to
    which règlement 1182/71, art. 3 § 4, puts it off; else `None`."""
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class _Case:
    """What every line is made with."""

    on: date
    known: Mapping[Event, Anchor]
    language: Language


def schedule(
    facts: Iterable[object], on: date, recorded: Mapping[str, RecordedDate], language: Language = "fr"
) -> tuple[DueDate, ...]:
    """The calendar of a convention as of a day: its own dates, then notices, deadlines and recurrences, by date.

    `facts` are an entry's, of any family; `recorded` are the team's dates by event (`signature`, `notification`…),
    used only where the text is blank or silent and named where they are. Lines without a date come last.
    """
    facts = tuple(facts)
    case = _Case(on, anchors(facts, recorded, language), language)
    lines = [*_events(case, recorded), *_renewals(facts, case)]
    for fact in facts:
        if isinstance(fact, Notice):
            lines.append(_notice(fact, case))
        elif isinstance(fact, Deadline):
            lines += _deadline(fact, case)
    return tuple(sorted(lines, key=lambda line: (line.date is None, line.date or on)))


def _line(
    case: _Case,
    nature: DueNature,
    what: str,
    anchor: Anchor,
    who: Actor | None = None,
    put_off: bool = False,
    words: str | None = None,
) -> DueDate:
    day, language = anchor.value, case.language
    late = day if put_off and day and not is_working_day(day) else None
    missing = anchor.missing if day is None else None
    told = words or (calendar_words(missing, language) if missing else None)
    return DueDate(
        nature=nature,
        what=what,
        who=who,
        date=day,
        rule=calendar_words(anchor.rule, language) if anchor.rule else None,
        arithmetic=anchor.arithmetic,
        missing=missing,
        missing_words=told if missing else None,
        source=anchor.source,
        recorded=anchor.recorded,
        past=day is not None and day < case.on,
        next_working_day=_next_working_day(late) if late else None,
        evidence=anchor.evidence,
    )


def _next_working_day(day: date) -> date:
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def _events(case: _Case, recorded: Mapping[str, RecordedDate]) -> Iterator[DueDate]:
    """The convention's own dates; a blank one too; the team's beside the text's when both are there."""
    for event, anchor in case.known.items():
        nature = next((nature for nature in get_args(DueNature) if nature == event), None)
        if nature and (anchor.value or anchor.evidence or event == "end"):
            yield _line(case, nature, event, anchor)
            mark = recorded.get(event)
            if mark and anchor.recorded is None:
                yield _line(case, nature, event, Anchor(mark.value, "recorded", mark, None, None, None, ()))


def _renewals(facts: tuple[object, ...], case: _Case) -> Iterator[DueDate]:
    """The end of the term as renewed, where a renewal and its length are told."""
    end = case.known["end"]
    for fact in facts:
        if not isinstance(fact, Term) or fact.nature != "renewal" or fact.renewal == "exclue" or not fact.duration:
            continue
        if end.value is None:
            yield _line(case, "renewal", fact.renewal or "", _missing(end.missing, fact.evidence))
        else:
            yield _line(case, "renewal", fact.renewal or "", _sum(end, fact.duration, 1, fact.evidence, case))


def _missing(event: Event | None, evidence: tuple[Evidence, ...], rule: str | None = None) -> Anchor:
    return Anchor(None, "text", None, rule, None, event or "other", evidence)


def _sum(
    anchor: Anchor, length: Duration, sign: Literal[1, -1], evidence: tuple[Evidence, ...], case: _Case, rule: str = ""
) -> Anchor:
    """A known event's date plus or minus a duration; missing where hours or far years make no date."""
    rule = rule or rule_of(length)
    if anchor.value is None:
        return _missing(anchor.missing, evidence, rule)
    try:
        day = add_duration(anchor.value, length, sign)
    except NotComputable:
        return _missing("other", evidence, rule)
    told = arithmetic(anchor.value, length, sign, case.language)
    return Anchor(day, "computed", anchor.recorded, rule, told, None, evidence + anchor.evidence)


def _notice(fact: Notice, case: _Case) -> DueDate:
    """The last day on which the notice can be given for the convention's end."""
    anchor = _sum(case.known["end"], fact.length, -1, fact.evidence, case, rule="notice")
    return _line(case, "notice", fact.purpose, anchor, fact.holder)


def _deadline(fact: Deadline, case: _Case) -> Iterator[DueDate]:
    if fact.date:
        stated = Anchor(fact.date, "text", None, None, None, None, fact.evidence)
        yield _line(case, "deadline", fact.what, stated, fact.who)
    elif fact.every or fact.months:
        yield from _recurring(fact, case)
    else:
        yield _once(fact, case)


def _once(fact: Deadline, case: _Case) -> DueDate:
    """A time from an event, or the event's own day; the text's words for an event that is not the convention's."""
    event = next((event for event in get_args(Event) if event == fact.event), None)
    anchor = case.known.get(event) if event else None
    words = None if anchor else fact.event_words
    sign: Literal[1, -1] = -1 if fact.direction == "before" else 1
    if fact.offset:
        start = anchor or _missing(event, fact.evidence)
        due = _sum(start, fact.offset, sign, fact.evidence, case)
    elif anchor is None:
        due = _missing(event, fact.evidence)
    else:
        due = Anchor(
            anchor.value,
            anchor.source,
            anchor.recorded,
            "same_day",
            anchor.arithmetic,
            anchor.missing,
            fact.evidence + anchor.evidence,
        )
    return _line(case, "deadline", fact.what, due, fact.who, put_off=bool(fact.offset) and sign > 0, words=words)


def _recurring(fact: Deadline, case: _Case) -> Iterator[DueDate]:
    """Every occurrence between the effect and the end; one line that says what is missing when either is unknown."""
    if not fact.every:
        yield _line(case, "recurrence", fact.what, _missing(None, fact.evidence), fact.who, words=fact.recurrence_words)
        return
    first, last = case.known["effect"], case.known["end"]
    unknown = next((anchor for anchor in (first, last) if anchor.value is None), None)
    if unknown or first.value is None or last.value is None:
        event = unknown.missing if unknown else None
        yield _line(
            case, "recurrence", fact.what, _missing(event, fact.evidence), fact.who, words=fact.recurrence_words
        )
        return
    counted = not (fact.months or fact.day_of_month)
    evidence = fact.evidence + first.evidence + last.evidence
    mark = first.recorded or last.recorded
    for number, day in enumerate(occurrences(fact, first.value, last.value), 1):
        told = arithmetic(first.value, _times(fact.every, number), 1, case.language) if counted else None
        rule = "period" if counted else "calendar"
        yield _line(case, "recurrence", fact.what, Anchor(day, "computed", mark, rule, told, None, evidence), fact.who)


def _times(every: Duration, number: int) -> Duration:
    return Duration(every.count * number, every.unit)
