"""Content words: those of a sentence that say something, and which of them another text holds."""

import re
from collections.abc import Iterable
from functools import cache

from bot.extracts import related, synonyms, translations
from bot.vocabulary import vocabulary
from bot.written_words import writing_words
from index.words import stem, tokens
from ingestion.french.folding import fold

_CLAUSE = re.compile(r"[.;:!?,()]|\b(?:mais|toutefois|tandis que|alors que|but|however|whereas)\b")
_LETTERS = re.compile(r"[^\W\d_]+")


def content_words(text: str) -> frozenset[str]:
    """Stems of the words that say something: neither little ones nor figures, which are checked apart."""
    return frozenset(word for word in tokens(text) if word not in little_words() and not any(c.isdigit() for c in word))


@cache
def little_words() -> frozenset[str]:
    """Stems that say nothing by themselves, in French and in English."""
    words = writing_words()["little"]
    little = f"{words['fr']} {words['en']} {' '.join(vocabulary().little)} {' '.join(negations())}"
    numbers = writing_words()["numbers"]
    counted = (*numbers["units"], *numbers["tens"], *numbers["scales"])
    return frozenset(stem(word) for word in (*little.split(), *counted)) | frozenset("abcdefghijklmnopqrstuvwxyz")


def held(own: frozenset[str], stems: frozenset[str]) -> frozenset[str]:
    """Those of the words that stems hold: themselves, a word of the same root, a synonym, a translation."""
    return frozenset(
        word
        for word in own
        if word in stems
        or translations(word) & stems
        or any(wording <= stems for wording in synonyms(word))
        or related(word, stems)
    )


def clauses_of(text: str) -> list[str]:
    """The clauses of a text, folded, that hold a word."""
    return [clause for clause in _CLAUSE.split(fold(text)) if _LETTERS.search(clause)]


def nearest(clause: str, clauses: Iterable[str]) -> list[str]:
    """The clauses that share the most with one; none when none shares two words, or its only one."""
    own = content_words(clause)
    shared = {one: len(held(own, frozenset(tokens(one)))) for one in clauses}
    most = max(shared.values(), default=0)
    return [one for one, count in shared.items() if count == most] if most >= min(2, max(len(own), 1)) else []


@cache
def negations() -> frozenset[str]:
    """Folded words that say no, in French and in English."""
    # « n't » loses its apostrophe: « doesn't » is « doesn », « t ».
    contracted = "isn aren wasn weren doesn don didn won wouldn couldn shouldn mustn hasn haven can't".split()  # noqa: SIM905
    return frozenset(writing_words()["negations"]["words"].split()) | frozenset(contracted)
