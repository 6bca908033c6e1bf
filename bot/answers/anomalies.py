"""Anomalies: what does not hold together in a convention, with the quotes that disagree."""

from bot.answer import Language
from bot.answers.claim import Claim, Value
from bot.citing import in_its_sentence
from bot.plan import Ask
from bot.vocabulary import Subject
from ingestion.anomaly.finding import Anomaly
from ingestion.anomaly.leftovers import find_leftovers
from ingestion.corpus import Entry
from ingestion.names import DocumentKind
from prompts import message

_RANK = {"grave": 0, "attention": 1, "info": 2}
_MOST = 8


def anomalies(entry: Entry, ask: Ask, subject: Subject, language: Language) -> tuple[Claim, ...]:
    """The gravest first; a sentence that says so when nothing was found."""
    found = sorted((*entry.anomalies, *_left(entry)), key=lambda one: _RANK[one.severity])
    if not found:
        return (Claim(message("answer.no_anomaly", language, name=entry.identity.short_name), ()),)
    claims = []
    for one in found[:_MOST]:
        told = one.told(language)
        values = tuple(
            Value(v.name, v.text, "EUR" if v.sort == "amount" else v.sort, v.told(language), told)
            for v in one.values
            if v.sort != "text"
        )
        claims.append(Claim(told, tuple(in_its_sentence(entry, quote) for quote in one.evidence), values, key=one.code))
    return tuple(claims)


def _left(entry: Entry) -> tuple[Anomaly, ...]:
    """What the avenants of a convention leave at odds with what they change."""
    if entry.identity.kind is not DocumentKind.CONVENTION or not entry.amendments:
        return ()
    return find_leftovers(entry.document.text, entry.blocks, entry.facts, entry.identity, entry.amendments)
