"""How long a convention lasts: its end, its duration, its renewal."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from bot.anchors import RecordedDate, anchors
from bot.answer import Language
from bot.answers.claim import Claim, day, duration
from bot.answers.matching import scores, text_of
from bot.plan import Ask, Plan, Stated
from ingestion.corpus import Entry
from ingestion.facts.dates import DateFact
from ingestion.facts.terms import Term
from ingestion.french.dates import format_date
from ingestion.french.durations import Unit, add_duration
from ingestion.lines import display
from prompts import message

_SPOKEN = 0.5
"""Part of the question's words that a clause must hold to be the one that outlives."""
_QUOTED = 260
_DAYS: dict[Unit, int] = {
    "hour": 0, "day": 1, "working_day": 1, "business_day": 1, "clear_day": 1, "week": 7, "month": 30, "year": 365,
}  # fmt: skip
"""About how many days a unit has, for terms to be ranked."""
RULE = "règlement (CEE, Euratom) 1182/71, art. 3"


def end(entry: Entry, ask: Ask, plan: Plan, language: Language) -> tuple[Claim, ...]:
    """When it ends: the date stated, else computed from its duration and a date that is known, else what is missing."""
    terms = [fact for fact in entry.facts if isinstance(fact, Term) and fact.nature in ("end", "period", "duration")]
    dated = [term for term in terms if term.end is not None]
    if dated:
        return tuple(_end_claim(term, language) for term in dated[:2])
    lasting = [term for term in terms if term.duration is not None]
    if not lasting:
        return _without_a_date(terms)
    return tuple(_computed_end(entry, term, plan, language) for term in lasting[:1])


def _end_claim(term: Term, language: Language) -> Claim:
    assert term.end is not None
    label = message("fact.end", language)
    value = day(label, term.end, language)
    text = f"**{value.shown}** — {label}"
    return Claim(text, term.evidence[:1], (value,), value.shown, value.value, None, Decimal(term.end.toordinal()))


def _computed_end(entry: Entry, term: Term, plan: Plan, language: Language) -> Claim:
    """« pour un an à compter de la signature »: needs the signature's date."""
    assert term.duration is not None
    label = message("fact.duration", language)
    lasts = duration(label, term.duration, language, term.evidence)
    event = term.starts_from or _effect_event(entry) or "signature"
    since = message(f"fact.event_{event}", language)
    start, source, evidence = _event_date(entry, event, plan.stated)
    if term.start:
        start, source, evidence = term.start, "text", term.evidence[:1]
        since = message("fact.event_effect", language)
    if start is not None and (later := _later_effect(entry, term, event, start, language)):
        start, source, evidence = later, "text", term.evidence[:1]
        since = message("fact.event_effect", language)
    if start is None:
        text = message("fact.end_unknown", language, duration=lasts.shown, event=since)
        return Claim(text, (*term.evidence[:1], *evidence), (lasts,), lasts.shown, f"{lasts.value} {lasts.unit}")
    last = add_duration(start, term.duration)
    how = f"{start.isoformat()} + {lasts.shown} = {last.isoformat()} ({RULE})"
    value = day(message("fact.end", language), last, language, how)
    key = "fact.end_computed_user" if source == "user" else "fact.end_computed"
    shown = format_date(start, language)
    text = message(key, language, end=value.shown, start=shown, duration=lasts.shown, event=since, rule=RULE)
    values = (value, lasts, day(since, start, language, how if source == "user" else None))
    return Claim(
        text, (*term.evidence[:1], *evidence), values, value.shown, value.value, None, Decimal(last.toordinal())
    )


def _later_effect(entry: Entry, term: Term, event: str, start: date, language: Language) -> date | None:
    """The day of effect when the term's clause puts it off, « le 1er du mois suivant sa signature »; else `None`."""
    effects = (f for f in entry.facts if isinstance(f, DateFact) and f.nature == "effect" and f.event == event)
    if not any(fact.evidence[0] in term.evidence for fact in effects):
        return None
    found = anchors(entry.facts, {event: RecordedDate(start, "", start)}, language)["effect"]
    return found.value if found.source == "computed" and found.value != start else None


def _effect_event(entry: Entry) -> str | None:
    return next((f.event for f in entry.facts if isinstance(f, DateFact) and f.nature == "effect" and f.event), None)


def surviving(entry: Entry, ask: Ask, plan: Plan) -> tuple[Claim, ...]:
    """How long a clause outlives the convention, and until when: « le contrôle reste possible quatre ans après »."""
    terms = [fact for fact in entry.facts if isinstance(fact, Term) and fact.nature == "survival" and fact.duration]
    words = ask.words_beside("end", "duration", "effect", "right", "obligation", "deadline")
    scored = scores(terms, words, lambda term: text_of(term.evidence)) if words else []
    return tuple(_surviving_claim(entry, term, plan) for score, term in scored if score >= _SPOKEN)[:1]


def _surviving_claim(entry: Entry, term: Term, plan: Plan) -> Claim:
    assert term.duration is not None
    language = plan.language
    lasts = duration(message("fact.duration", language), term.duration, language, term.evidence)
    quote = display(term.evidence[0].quote)
    ended = next((f for f in entry.facts if isinstance(f, Term) and f.end and f.nature in ("end", "period")), None)
    if ended is None or ended.end is None:
        return Claim(f"**{lasts.shown}** — « {quote[:_QUOTED]} »", term.evidence[:1], (lasts,), lasts.shown)
    last = add_duration(ended.end, term.duration)
    how = f"{ended.end.isoformat()} + {lasts.shown} = {last.isoformat()} ({RULE})"
    value = day(message("fact.deadline", language), last, language, how)
    since = day(message("fact.end", language), ended.end, language, how)
    computed = message(
        "fact.deadline_computed",
        language,
        date=value.shown,
        start=since.shown,
        sign="+",
        duration=lasts.shown,
        rule=RULE,
    )
    text = f"{computed} — « {quote[:_QUOTED]} »"
    return Claim(text, (*term.evidence[:1], *ended.evidence[:1]), (value, lasts, since), value.shown, value.value)


def _event_date(entry: Entry, event: str, stated: tuple[Stated, ...]):  # type: ignore[no-untyped-def]
    """Date of an event, whose it is (`user`, `text` or `none`), and its evidence: the text's date or its blank."""
    told = next((one.day for one in stated if one.event == event), None)
    facts = [f for f in entry.facts if isinstance(f, DateFact) and f.nature == event and event != "other"]
    evidence = facts[0].evidence[:1] if facts else ()
    if told:
        return told, "user", evidence
    known = next((f for f in facts if f.value is not None), None)
    return (known.value, "text", known.evidence[:1]) if known else (None, "none", evidence)


def duration_of(entry: Entry, ask: Ask, plan: Plan, language: Language) -> tuple[Claim, ...]:
    """How long it lasts, in the text's words, or from when to when."""
    terms = [fact for fact in entry.facts if isinstance(fact, Term)]
    lasting = [term for term in terms if term.nature in ("duration", "period") and term.duration is not None]
    if lasting:
        return tuple(_duration_claim(term, language) for term in lasting[:1]) + (
            renewal(entry, ask, plan, language)[:1] if _renews(entry) else ()
        )
    dated = tuple(_until_claim(entry, term, language) for term in terms if term.end is not None)[:1]
    return dated or _without_a_date(terms)


def _without_a_date(terms: Sequence[Term]) -> tuple[Claim, ...]:
    """What ends it where no date does: « l'expiration de l'accord-cadre », or nothing, « une durée indéterminée »."""
    told = (term for term in terms if term.until)
    return tuple(
        Claim(
            f"**{term.until}** — « {display(term.evidence[0].quote)[:_QUOTED]} »",
            term.evidence[:1],
            cell=term.until or "",
        )
        for term in told
    )[:1]


def _renews(entry: Entry) -> bool:
    return any(
        isinstance(f, Term) and f.nature == "renewal" and f.renewal in ("tacite", "expresse") for f in entry.facts
    )


def _duration_claim(term: Term, language: Language) -> Claim:
    assert term.duration is not None
    label = message("fact.duration", language)
    value = duration(label, term.duration, language, term.evidence)
    since = (
        f", {message('fact.from', language, event=message(f'fact.event_{term.starts_from}', language))}"
        if term.starts_from
        else ""
    )
    text = f"**{value.shown}**{since} — {label}"
    days = Decimal(term.duration.count * _DAYS[term.duration.unit])
    return Claim(text, term.evidence[:1], (value,), value.shown, f"{value.value} {value.unit}", order=days)


def _until_claim(entry: Entry, term: Term, language: Language) -> Claim:
    assert term.end is not None
    value = day(message("fact.end", language), term.end, language)
    effect = next((f for f in entry.facts if isinstance(f, DateFact) and f.nature == "effect"), None)
    if term.start:
        start = day(message("fact.effect", language), term.start, language)
        text = message("fact.from_to", language, start=start.shown, end=value.shown)
        days = Decimal((term.end - term.start).days)
        return Claim(text, term.evidence[:1], (start, value), f"{start.shown} → {value.shown}", value.value, order=days)
    text = message("fact.until", language, end=value.shown)
    evidence = (*term.evidence[:1], *(effect.evidence[:1] if effect else ()))
    if effect and effect.event:
        text += message("fact.since_event", language, event=message(f"fact.event_{effect.event}", language))
    return Claim(text, evidence, (value,), value.shown, value.value)


def renewal(entry: Entry, ask: Ask, plan: Plan, language: Language) -> tuple[Claim, ...]:
    """Whether and how it is renewed."""
    claims = []
    for term in (fact for fact in entry.facts if isinstance(fact, Term) and fact.nature == "renewal"):
        head = message(f"fact.renewal_{term.renewal}" if term.renewal else "fact.renewal", language)
        quote = display(term.evidence[0].quote)
        claims.append(Claim(f"**{head}** : « {quote[:300]} »", term.evidence[:1], cell=head, key=term.renewal or ""))
    return tuple(claims)
