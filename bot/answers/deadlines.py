"""Deadlines: what is due by when or how often, computed where the event's date is known."""

import re
from collections.abc import Callable, Sequence

from bot.answer import Language
from bot.answers.claim import Claim, Value, day, duration
from bot.answers.lasting import RULE
from bot.answers.matching import scores, spoken_of, text_of
from bot.plan import Ask, Plan
from bot.vocabulary import Subject
from ingestion.corpus import Entry
from ingestion.facts.dates import DateFact
from ingestion.facts.deadlines import Deadline
from ingestion.facts.evidence import Evidence
from ingestion.facts.terms import Term
from ingestion.french.dates import format_date
from ingestion.french.durations import NotComputable, add_duration
from ingestion.french.folding import fold
from ingestion.lines import display
from prompts import message

_SURE = 0.5
"""Part of the question's words that a deadline must hold to answer « quand »."""

_COUNTED = 0.34
"""The same among the delays counted from the event whose day the question states: few, so less is enough."""
_MOST_DEADLINES = 6
_AHEAD = re.compile(r"a l'avance|auparavant|plus tot")
_NO_NOUN = ("le", "la", "l")


def deadlines(entry: Entry, ask: Ask, subject: Subject, plan: Plan, language: Language) -> tuple[Claim, ...]:
    """What is due by when, or how often, for what the question speaks of; computed when the event's date is known."""
    facts = [fact for fact in entry.facts if isinstance(fact, Deadline)]
    words = ask.words_beside("deadline", "frequency")
    if subject.id == "frequency":
        facts = [fact for fact in facts if fact.every is not None or fact.recurrence_words]
    timed = [fact for fact in facts if fact.offset or fact.date or fact.every]
    said = _saying(entry)
    chosen = spoken_of(timed, words, said, words) if words else []
    chosen = chosen or spoken_of(facts, words, said, ask.essential)
    return tuple(_deadline_claim(entry, fact, plan, language) for fact in _own(chosen, words)[:_MOST_DEADLINES])


def _saying(entry: Entry) -> Callable[[Deadline], str]:
    """The words of a deadline, the items that it introduces included: « fournit sous six mois : – le bilan »."""
    opening = {i: block for i, block in enumerate(entry.blocks) if block.body.rstrip("*_ ").endswith(":")}
    items = {i: " ".join(b.body for b in entry.blocks if b.lead_in == i) for i in opening}

    def said(fact: Deadline) -> str:
        at = fact.evidence[0].end
        listed = next((items[i] for i, block in opening.items() if block.body_end == at), "")
        return f"{_said(fact)} {listed}"

    return said


def _own(chosen: Sequence[Deadline], words: Sequence[str]) -> list[Deadline]:
    """Of two delays of one sentence, the one whose own part the words speak of."""
    if not words:
        return list(chosen)
    told = dict(
        zip(map(id, chosen), (score for score, _ in scores(chosen, words, lambda fact: fact.what)), strict=True)
    )
    best: dict[Evidence, float] = {}
    for fact in chosen:
        best[fact.evidence[0]] = max(best.get(fact.evidence[0], 0.0), told[id(fact)])
    return [fact for fact in chosen if told[id(fact)] >= best[fact.evidence[0]]]


def _worked(fact: Deadline, shown: str) -> str:
    """« ouvrées » after hours: the word that the unit does not hold."""
    for one in fact.evidence[:1]:
        if found := re.search(rf"{re.escape(shown)}(\s+ouvr[ée]e?s?\b)", display(one.quote)):
            return found[1]
    return ""


def _said(fact: Deadline) -> str:
    return f"{fact.what} {text_of(fact.evidence[:2])}"


def when(entry: Entry, ask: Ask, plan: Plan, language: Language, sure: float = _SURE) -> tuple[Claim, ...]:
    """« Quand… ? » on what is no term of the convention: the deadlines that its words speak of, and only those."""
    facts = [fact for fact in entry.facts if isinstance(fact, Deadline)]
    if sure > _SURE:
        facts = [fact for fact in facts if fact.offset or fact.date or fact.every]
    words = ask.words_beside("deadline", "right", "frequency", "end", "duration", "effect", "obligation")
    scored = scores(facts, words, lambda fact: f"{fact.what} {text_of(fact.evidence[:2])}") if words else []
    best = max((score for score, _ in scored), default=0.0)
    chosen = [fact for score, fact in scored if score >= max(sure, best * 0.9)]
    return tuple(_deadline_claim(entry, fact, plan, language) for fact in _own(chosen, words)[:3])


def counted(entry: Entry, ask: Ask, plan: Plan, language: Language) -> tuple[Claim, ...]:
    """« Si elle est signée le 31 octobre, quand faut-il… ? »: the day, for the delay counted from the event stated."""
    events = {one.event for one in plan.stated}
    facts = [
        fact
        for fact in entry.facts
        if isinstance(fact, Deadline)
        and fact.offset
        and (fact.event in events or ("other" in events and not _told(fact)))
    ]
    words = [stem for stem in ask.words_beside("deadline", "frequency", "duration") if stem not in _NO_NOUN]
    scored = scores(facts, words, _said) if words else []
    best = max((score for score, _ in scored), default=0.0)
    chosen = [fact for score, fact in scored if score >= max(_COUNTED, best * 0.9)]
    return tuple(_deadline_claim(entry, fact, plan, language) for fact in chosen[:1])


def _told(fact: Deadline) -> bool:
    """Whether it is counted from an event whose date a convention gives."""
    return fact.event in ("signature", "notification", "publication", "effect")


def _deadline_claim(entry: Entry, fact: Deadline, plan: Plan, language: Language) -> Claim:
    computed = _computed(entry, fact, plan, language)
    when, values = computed or _when(fact, language)
    what = display(fact.what).strip(" ;.,-–•")
    who = f"{display(fact.who.words)} : " if fact.who and fact.who.words else ""
    text = (f"{when}" if computed else f"**{when}**") + f" — {who}{what[:260]}" if when else f"{who}{what[:260]}"
    return Claim(text, fact.evidence[:2], values, when, when)


def _computed(entry: Entry, fact: Deadline, plan: Plan, language: Language) -> tuple[str, tuple[Value, ...]] | None:
    """The day itself, when the text or the user gives the event's date."""
    if fact.offset is None or fact.offset.unit == "hour":
        return None
    told = next((one.day for one in plan.stated if one.event == fact.event), None)
    other = (
        next((one.day for one in plan.stated if one.event == "other"), None)
        if fact.event not in ("signature", "notification")
        else None
    )
    start = told or other
    if start is None and fact.event in ("signature", "notification", "publication", "effect"):
        start = next(
            (f.value for f in entry.facts if isinstance(f, DateFact) and f.nature == fact.event and f.value), None
        )
    if start is None and fact.event == "end":
        start = next((f.end for f in entry.facts if isinstance(f, Term) and f.end), None)
    if start is None:
        return None
    try:
        last = add_duration(start, fact.offset, 1 if fact.direction == "after" else -1)
    except NotComputable:
        return None
    length = duration(message("fact.deadline", language), fact.offset, language, fact.evidence)
    sign = "+" if fact.direction == "after" else "−"
    how = f"{start.isoformat()} {sign} {length.shown} = {last.isoformat()} ({RULE})"
    value = day(message("fact.deadline", language), last, language, how)
    begun = format_date(start, language)
    text = message(
        "fact.deadline_computed", language, date=value.shown, start=begun, sign=sign, duration=length.shown, rule=RULE
    )
    return text, (value, length, Value("", start.isoformat(), "date", begun, how))


def _when(fact: Deadline, language: Language) -> tuple[str, tuple[Value, ...]]:
    """When it is due, in the text's words, and its values."""
    if fact.recurrence_words:
        return display(fact.recurrence_words), ()
    if fact.date is not None:
        value = day(message("fact.deadline", language), fact.date, language)
        return message("fact.by", language, date=value.shown), (value,)
    if fact.offset is not None:
        value = duration(message("fact.deadline", language), fact.offset, language, fact.evidence)
        event = display(fact.event_words or "").strip()
        shown = value.shown + _worked(fact, value.shown)
        if not event or _AHEAD.match(fold(event)):
            return f"{shown} {event}".strip(), (value,)
        return message(f"fact.{fact.direction}", language, duration=shown, event=event).strip(), (value,)
    return display(fact.event_words or "") if not fact.immediate else message("fact.immediate", language), ()
