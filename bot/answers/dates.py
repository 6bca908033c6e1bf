"""Dates of signature, notification and effect; a blank is told."""

import re
from decimal import Decimal

from bot.answer import Language
from bot.answers.claim import Claim, day
from bot.plan import Ask
from bot.vocabulary import Subject
from ingestion.corpus import Entry
from ingestion.facts.dates import DateFact
from ingestion.facts.evidence import Evidence, State
from ingestion.french.folding import fold
from ingestion.lines import display
from prompts import message

_LATER = re.compile(r"\b(?:lendemain|premier|1 ?er|mois suivant|mois qui suit|semaines?|jours?(?! de (?:la|sa) ))\b")
"""Not on the event's own day, « le 1er du mois suivant sa signature »: the words tell it."""


def dates(entry: Entry, ask: Ask, subject: Subject, language: Language) -> tuple[Claim, ...]:
    """Signature, notification or effect."""
    nature = {"signature_date": "signature", "notification_date": "notification", "effect": "effect"}[subject.id]
    facts = [f for f in entry.facts if isinstance(f, DateFact) and f.nature == nature]
    if nature == "effect":
        facts = facts or [f for f in entry.facts if isinstance(f, DateFact) and f.nature == "start"]
    return tuple(_date_claim(fact, nature, language) for fact in facts[:2])


def dated_by(fact: DateFact) -> tuple[Evidence, ...]:
    """The evidence that holds the date itself, not only the words before it."""
    return tuple(one for one in fact.evidence if fact.words and fact.words in one.quote)[:1] or fact.evidence[:1]


def _date_claim(fact: DateFact, nature: str, language: Language) -> Claim:
    label = message(f"fact.date_{nature}", language)
    if fact.state is State.BLANK:
        text = message("fact.date_blank", language, what=label)
        return Claim(text, fact.evidence[:1], cell=message("fact.blank", language), state="blank", warning=text)
    if fact.value is not None:
        value = day(label, fact.value, language)
        return Claim(
            f"**{value.shown}** — {label}",
            dated_by(fact),
            (value,),
            value.shown,
            value.value,
            None,
            Decimal(fact.value.toordinal()),
        )
    if fact.event and _LATER.search(fold(fact.words)):
        words = display(fact.words)
        return Claim(f"**{words}** — {label}", fact.evidence[:1], cell=words, key=words)
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
