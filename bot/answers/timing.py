"""Time: end, duration, renewal, effect, signature, notice, deadlines and recurrences."""

from datetime import date
from decimal import Decimal

from bot.answer import Language
from bot.answers.claim import Claim, Value, day, duration
from bot.answers.matching import scores, spoken_of, text_of
from bot.plan import Ask, Plan, Stated
from bot.vocabulary import Subject
from ingestion.corpus import Entry
from ingestion.facts.dates import DateFact
from ingestion.facts.deadlines import Deadline
from ingestion.facts.evidence import State
from ingestion.facts.terms import Notice, Term
from ingestion.french.dates import format_date
from ingestion.french.durations import NotComputable, add_duration
from ingestion.lines import display
from prompts import message

_RULE = "règlement (CEE, Euratom) 1182/71, art. 3"
_SURE = 0.5
"""Part of the question's words that a deadline must hold to answer « quand »."""
_MOST_DEADLINES = 6


def end(entry: Entry, ask: Ask, plan: Plan, language: Language) -> tuple[Claim, ...]:
    """When it ends: the date stated, else computed from its duration and a date that is known, else what is missing."""
    terms = [fact for fact in entry.facts if isinstance(fact, Term) and fact.nature in ("end", "period", "duration")]
    dated = [term for term in terms if term.end is not None]
    if dated:
        return tuple(_end_claim(term, language) for term in dated[:2])
    lasting = [term for term in terms if term.duration is not None]
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
    if start is None:
        text = message("fact.end_unknown", language, duration=lasts.shown, event=since)
        return Claim(text, (*term.evidence[:1], *evidence), (lasts,), lasts.shown, f"{lasts.value} {lasts.unit}")
    last = add_duration(start, term.duration)
    how = f"{start.isoformat()} + {lasts.shown} = {last.isoformat()} ({_RULE})"
    value = day(message("fact.end", language), last, language, how)
    key = "fact.end_computed_user" if source == "user" else "fact.end_computed"
    shown = format_date(start, language)
    text = message(key, language, end=value.shown, start=shown, duration=lasts.shown, event=since, rule=_RULE)
    values = (value, lasts, day(since, start, language, how if source == "user" else None))
    return Claim(
        text, (*term.evidence[:1], *evidence), values, value.shown, value.value, None, Decimal(last.toordinal())
    )


def _effect_event(entry: Entry) -> str | None:
    return next((f.event for f in entry.facts if isinstance(f, DateFact) and f.nature == "effect" and f.event), None)


def _event_date(entry: Entry, event: str, stated: tuple[Stated, ...]):  # type: ignore[no-untyped-def]
    """Date of an event, whose it is (`user`, `text` or `none`), and its evidence: the text's date or its blank."""
    told = next((one.day for one in stated if one.event == event), None)
    facts = [f for f in entry.facts if isinstance(f, DateFact) and f.nature == event]
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
    return tuple(_until_claim(entry, term, language) for term in terms if term.end is not None)[:1]


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
    return Claim(text, term.evidence[:1], (value,), value.shown, f"{value.value} {value.unit}")


def _until_claim(entry: Entry, term: Term, language: Language) -> Claim:
    assert term.end is not None
    value = day(message("fact.end", language), term.end, language)
    effect = next((f for f in entry.facts if isinstance(f, DateFact) and f.nature == "effect"), None)
    if term.start:
        start = day(message("fact.effect", language), term.start, language)
        text = message("fact.from_to", language, start=start.shown, end=value.shown)
        return Claim(text, term.evidence[:1], (start, value), f"{start.shown} → {value.shown}", value.value)
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


def dates(entry: Entry, ask: Ask, subject: Subject, language: Language) -> tuple[Claim, ...]:
    """Signature, notification or effect."""
    nature = {"signature_date": "signature", "notification_date": "notification", "effect": "effect"}[subject.id]
    facts = [f for f in entry.facts if isinstance(f, DateFact) and f.nature == nature]
    if nature == "effect":
        facts = facts or [f for f in entry.facts if isinstance(f, DateFact) and f.nature == "start"]
    return tuple(_date_claim(fact, nature, language) for fact in facts[:2])


def _date_claim(fact: DateFact, nature: str, language: Language) -> Claim:
    label = message(f"fact.date_{nature}", language)
    if fact.state is State.BLANK:
        text = message("fact.date_blank", language, what=label)
        return Claim(text, fact.evidence[:1], cell=message("fact.blank", language), state="blank", warning=text)
    if fact.value is not None:
        value = day(label, fact.value, language)
        return Claim(
            f"**{value.shown}** — {label}",
            fact.evidence[:1],
            (value,),
            value.shown,
            value.value,
            None,
            Decimal(fact.value.toordinal()),
        )
    if fact.event:
        when = message(f"fact.event_{fact.event}", language)
        return Claim(
            f"**{message('fact.on_event', language, event=when)}** — {label}",
            fact.evidence[:1],
            cell=when,
            key=fact.event,
        )
    words = display(fact.words)
    return Claim(f"**{words}** — {label}", fact.evidence[:1], cell=words, key=words)


def notices(entry: Entry, ask: Ask, plan: Plan, language: Language) -> tuple[Claim, ...]:
    """The notice to give, its form, and the last day to give it when the end is dated and the question asks when."""
    facts = [fact for fact in entry.facts if isinstance(fact, Notice)]
    wanted = "reconduction" if "renewal" in ask.subjects else None
    facts = [f for f in facts if f.purpose == wanted] or facts
    claims = [_notice_claim(fact, language) for fact in facts[:3]]
    if facts and ("latest_notice" in ask.subjects or ask.answer_type == "date"):
        latest = _latest_notice(entry, facts[0], ask, plan, language)
        claims = [latest, *claims] if latest else claims
    return tuple(claims)


def _notice_claim(fact: Notice, language: Language) -> Claim:
    label = message(f"fact.notice_{fact.purpose.replace('é', 'e')}", language)
    value = duration(label, fact.length, language, fact.evidence)
    form = f", {display(fact.form)}" if fact.form else ""
    holder = f" ({display(fact.holder.words)})" if fact.holder and fact.holder.party else ""
    text = f"**{value.shown}** — {label}{holder}{form}"
    return Claim(
        text, fact.evidence[:1], (value,), value.shown, f"{value.value} {value.unit}", order=Decimal(fact.length.count)
    )


def _latest_notice(entry: Entry, notice: Notice, ask: Ask, plan: Plan, language: Language) -> Claim | None:
    ends = end(entry, ask, plan, language)
    iso = next((v.value for claim in ends for v in claim.values if v.unit == "date"), None)
    if iso is None:
        return None
    last = date.fromisoformat(iso)
    try:
        latest = add_duration(last, notice.length, -1)
    except NotComputable:
        return None
    length = duration("", notice.length, language, notice.evidence)
    how = f"{last.isoformat()} − {length.shown} = {latest.isoformat()} ({_RULE})"
    value = day(message("fact.latest_notice", language), latest, language, how)
    told = day(message("fact.end", language), last, language)
    text = message(
        "fact.latest_notice_how", language, date=value.shown, end=told.shown, length=length.shown, rule=_RULE
    )
    return Claim(text, (*ends[0].evidence[:1], *notice.evidence[:1]), (value, told, length), value.shown, value.value)


def deadlines(entry: Entry, ask: Ask, subject: Subject, plan: Plan, language: Language) -> tuple[Claim, ...]:
    """What is due by when, or how often, for what the question speaks of; computed when the event's date is known."""
    facts = [fact for fact in entry.facts if isinstance(fact, Deadline)]
    words = ask.words_beside("deadline", "frequency")
    if subject.id == "frequency":
        facts = [fact for fact in facts if fact.every is not None or fact.recurrence_words]
    timed = [fact for fact in facts if fact.offset or fact.date or fact.every]
    chosen = spoken_of(timed, words, _said, words) if words else []
    chosen = chosen or spoken_of(facts, words, _said, ask.essential)
    return tuple(_deadline_claim(entry, fact, plan, language) for fact in chosen[:_MOST_DEADLINES])


def _said(fact: Deadline) -> str:
    return f"{fact.what} {text_of(fact.evidence[:2])}"


def when(entry: Entry, ask: Ask, plan: Plan, language: Language, sure: float = _SURE) -> tuple[Claim, ...]:
    """« Quand… ? » on something that is no term of the convention: the deadlines that its words speak of, and only those."""
    facts = [fact for fact in entry.facts if isinstance(fact, Deadline)]
    words = ask.words_beside("deadline", "frequency", "end", "duration", "effect", "obligation")
    scored = scores(facts, words, lambda fact: f"{fact.what} {text_of(fact.evidence[:2])}") if words else []
    best = max((score for score, _ in scored), default=0.0)
    chosen = [fact for score, fact in scored if score >= max(sure, best * 0.9)]
    return tuple(_deadline_claim(entry, fact, plan, language) for fact in chosen[:3])


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
    how = f"{start.isoformat()} {sign} {length.shown} = {last.isoformat()} ({_RULE})"
    value = day(message("fact.deadline", language), last, language, how)
    begun = format_date(start, language)
    text = message(
        "fact.deadline_computed", language, date=value.shown, start=begun, sign=sign, duration=length.shown, rule=_RULE
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
        side = message(
            f"fact.{fact.direction}", language, duration=value.shown, event=display(fact.event_words or "").strip()
        )
        return side.strip(), (value,)
    return display(fact.event_words or "") if not fact.immediate else message("fact.immediate", language), ()
