"""Openness: whether a question may be answered in a model's sentences. An exact one never is."""

import re
from dataclasses import dataclass
from functools import cache

from bot.answer import Answer
from bot.answers.codes import asked_codes
from bot.plan import Ask, Plan
from bot.question import Question
from bot.written_words import writing_words
from index.words import tokens
from ingestion.french.folding import fold

_EXACT = frozenset(("amount", "date", "duration", "code", "person", "address", "count", "percent", "frequency"))
"""Types of answer that are one value: it is shown as the text has it."""
_WHO = re.compile(
    r"(?:\A|[,.:;?!] ?|\bet )\s*(?:(?:a|de|par|avec|pour|chez) )?qui\b|\bc'est qui\b|\bqui (?:est|sont)\b"
)
"""Who, and not the relative pronoun."""
_WHERE = re.compile(r"\boù\b", re.IGNORECASE)
_WHICH = re.compile(
    r"\b(?:quel|quelle|which|what (?:is|are|was)|what's)(?: (?:est|sont|etait|sera|the|le|la))*(?: l')? ?(?P<noun>\w+)"
)
_OPEN_OPERATIONS = ("look up", "list")


@dataclass(frozen=True, slots=True)
class Composed:
    """An answer with what it rests on, as `bot.composing` makes it."""

    answer: Answer
    plan: Plan
    """As it was answered: a proper name that one document only holds has said which one is meant."""
    quoted: bool = False
    """True when passages alone answer: no fact, list or explanation of ours speaks in it."""


def is_open(question: Question, composed: Composed) -> bool:
    """Whether a model may write the answer: passages alone answer, or a plain explanation is asked for."""
    answer, asks = composed.answer, composed.plan.asks
    if answer.status != "answered" or not answer.citations or any(map(_exact, asks)):
        return False
    return explains(question.text) or (composed.quoted and not _asks_value(question.text))


def explains(text: str) -> bool:
    """Whether a question asks to be told simply.

    >>> explains("Explique-moi simplement l'article 5"), explains("Quel est le montant ?")
    (True, False)
    """
    return _simply().search(fold(text)) is not None


def how_told() -> frozenset[str]:
    """Stems of the words that ask for an explanation: they say how to answer, not about what."""
    words = writing_words()["simply"]
    return frozenset(tokens(" ".join((*words["fr"], *words["en"]))))


def _exact(ask: Ask) -> bool:
    valued = ask.answer_type in _EXACT or ask.interrogative in ("person", "date")
    return valued or ask.operation not in _OPEN_OPERATIONS or bool(asked_codes(ask)) or "parties" in ask.subjects


def _asks_value(text: str) -> bool:
    """« Quel est le SIRET ? » and « qui préside ? » ask for one thing, « dans quel cas ? » and « comment ? » do not."""
    folded = fold(text)
    if _WHO.search(folded) or _WHERE.search(text) or _words().search(folded):
        return True
    nouns = writing_words()["exact"]["open_nouns"].split()
    return any(found["noun"] not in nouns for found in _WHICH.finditer(folded))


@cache
def _words() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, writing_words()['exact']['words']))})\b")


@cache
def _simply() -> re.Pattern[str]:
    words = writing_words()["simply"]
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, (*words['fr'], *words['en'])))})\b")
