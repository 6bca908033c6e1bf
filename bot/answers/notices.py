"""Notices: their length, and the last day to give them."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from bot.answer import Language
from bot.answers.claim import Claim, Value, day, duration
from bot.answers.lasting import RULE, end
from bot.answers.matching import spoken_of, text_of
from bot.plan import Ask, Plan
from ingestion.corpus import Entry
from ingestion.facts.terms import Notice
from ingestion.french.dates import format_date
from ingestion.french.durations import NotComputable, Unit, add_duration
from ingestion.french.folding import fold
from ingestion.lines import display
from prompts import message

_DAYS: Mapping[Unit, Decimal] = {
    "hour": Decimal(1) / 24, "day": Decimal(1), "clear_day": Decimal(1), "business_day": Decimal("1.17"),
    "working_day": Decimal("1.4"), "week": Decimal(7), "month": Decimal("30.44"), "year": Decimal("365.25"),
}  # fmt: skip
"""Calendar days of a unit, on average: only to rank notices of different units."""


_BY_ITSELF = re.compile(r"(?!.*\b(?:preavis|prevenir|conge)\b).*\bs'(?:arret|interromp).*", re.DOTALL)
"""« Quand s'arrête la convention »: its end, not the notice to stop it."""


def notices(entry: Entry, ask: Ask, plan: Plan, language: Language) -> tuple[Claim, ...]:
    """The notice to give, its form, and the last day to give it when the end is dated and the question asks when."""
    if "end" in ask.subjects and "latest_notice" not in ask.subjects and _BY_ITSELF.fullmatch(fold(ask.words)):
        return end(entry, ask, plan, language)
    facts = [fact for fact in entry.facts if isinstance(fact, Notice)]
    wanted = "reconduction" if "renewal" in ask.subjects else None
    facts = [f for f in facts if f.purpose == wanted] or facts
    words = ask.words_beside("notice", "latest_notice", "end", "right", "renewal")
    facts = spoken_of(facts, words, lambda fact: text_of(fact.evidence))
    claims = [_notice_claim(fact, language) for fact in facts[:3]]
    told = next((one.day for one in plan.stated if one.event == "other"), None)
    if facts and told and (ask.interrogative == "date" or ask.answer_type == "date"):
        counted = _counted_notice(facts[0], told, ask, language)
        claims = [counted, *claims] if counted else claims
    elif facts and ("latest_notice" in ask.subjects or ask.answer_type == "date"):
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
        text,
        fact.evidence[:1],
        (value,),
        value.shown,
        f"{value.value} {value.unit}",
        order=Decimal(fact.length.count) * _DAYS[fact.length.unit],
    )


def _counted_notice(notice: Notice, told: date, ask: Ask, language: Language) -> Claim | None:
    """A day that the user states, and the notice: given on it (« je résilie le… ») or to leave on it (« au… »)."""
    forward = bool({"effect", "end"} & set(ask.subjects))
    try:
        other = add_duration(told, notice.length, 1 if forward else -1)
    except NotComputable:
        return None
    length = duration("", notice.length, language, notice.evidence)
    sign = "+" if forward else "−"
    how = f"{told.isoformat()} {sign} {length.shown} = {other.isoformat()} ({RULE})"
    value = day(message("fact.notice_end" if forward else "fact.latest_notice", language), other, language, how)
    start = Value("", told.isoformat(), "date", format_date(told, language), how)
    text = message(
        "fact.deadline_computed",
        language,
        date=value.shown,
        start=start.shown,
        sign=sign,
        duration=length.shown,
        rule=RULE,
    )
    return Claim(f"{text} — {value.label}", notice.evidence[:1], (value, length, start), value.shown, value.value)


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
    how = f"{last.isoformat()} − {length.shown} = {latest.isoformat()} ({RULE})"
    value = day(message("fact.latest_notice", language), latest, language, how)
    told = day(message("fact.end", language), last, language)
    text = message("fact.latest_notice_how", language, date=value.shown, end=told.shown, length=length.shown, rule=RULE)
    return Claim(text, (*ends[0].evidence[:1], *notice.evidence[:1]), (value, told, length), value.shown, value.value)
