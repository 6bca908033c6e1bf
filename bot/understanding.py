"""From a question to a plan: conventions first, then what is asked of them, then what the thread adds."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.asking import asks_of, merged, with_thread
from bot.language import language_of
from bot.mentions import Directory
from bot.plan import Ask, Event, Plan, Stated
from bot.question import Question
from bot.reading import Reading, read
from bot.scoping import scope_of
from bot.strangers import unknown_names
from bot.vocabulary import Vocabulary
from ingestion.french.dates import find_dates
from ingestion.french.folding import fold

_TOLD = {
    "signature": "signature_date",
    "notification": "notification_date",
    "publication": "publication",
    "effect": "effect",
}

_EVENTS: tuple[tuple[re.Pattern[str], Event], ...] = (
    (re.compile(r"\bsign(?:e|ee|es|ees|er|ed|ing|ons|ature)\b"), "signature"),
    (re.compile(r"\bnotif"), "notification"),
    (re.compile(r"\bpubli"), "publication"),
    (re.compile(r"\b(?:effet|effect|en vigueur|force)\b"), "effect"),
)
"""How a question names the event whose day it states."""


def understand(
    question: Question, directory: Directory, vocabulary: Vocabulary, said: frozenset[str] = frozenset()
) -> Plan:
    """The plan of a cleaned question. Pure: the same question gives the same plan.

    `said`: stems of its words, and of the thread's, that the documents hold: never taken for slips.
    """
    reading = read(question.text, directory, vocabulary, said)
    earlier = [read(text, directory, vocabulary, said) for text in question.thread]
    scope, took_scope = scope_of(reading, earlier, directory, question.assumed)
    asks = merged(tuple(asks_of(reading, vocabulary)), reading, vocabulary)
    asks, took_subject = with_thread(reading, asks, earlier, vocabulary)
    unknown = () if reading.mentions else unknown_names(reading, vocabulary)
    language = language_of(question.text)
    stated = _stated(question.text)
    asks = tuple(_beyond(ask, stated) for ask in asks)
    return Plan(
        language, scope, asks, stated, unknown, _is_idle(reading, asks), _off_topic(reading), took_scope or took_subject
    )


def _beyond(ask: Ask, stated: Sequence[Stated]) -> Ask:
    """« signée le 15 mars, elle finit quand ? » states the signature and asks the end."""
    told = {_TOLD.get(one.event) for one in stated}
    kept = tuple(subject for subject in ask.subjects if subject not in told)
    if kept == ask.subjects or (not kept and ask.interrogative is None and not ask.terms):
        return ask
    content = tuple((stem, cues) for stem, cues in ask.content if not cues or cues - told)
    return replace(ask, subjects=kept, answer_type=None if not kept else ask.answer_type, content=content)


def _is_idle(reading: Reading, asks: Sequence[Ask]) -> bool:
    """No convention, no subject, no word that carries a meaning: « bonjour », « merci ! »."""
    return not reading.mentions and not any(ask.subjects or ask.terms or ask.years or ask.content for ask in asks)


def _off_topic(reading: Reading) -> bool:
    return any(cue.subject == "off_topic" for cue in reading.cues) and not reading.mentions


def _stated(text: str) -> tuple[Stated, ...]:
    """« si elle est signée le 15 mars 2024 »."""
    found = []
    folded = fold(text)
    for mention in find_dates(text):
        if mention.value is None:
            continue
        before = folded[max(0, mention.start - 60) : mention.start]
        events = [(last.start(), event) for words, event in _EVENTS for last in words.finditer(before)]
        found.append(Stated(max(events)[1] if events else "other", mention.value))
    return tuple(found)
