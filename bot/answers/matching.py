"""Matching: which facts of a family a question's words speak of."""

import math
from collections import Counter
from collections.abc import Callable, Sequence
from typing import TypeVar

from bot.extracts import slip, synonyms, translations
from index.words import tokens
from ingestion.facts.evidence import Evidence

T = TypeVar("T")
_ENOUGH = 0.34
"""Part of the question's words, by weight, that a fact must hold to be what it speaks of."""
_CLOSE = 0.75
"""Facts this near to the best one are spoken of too."""


def text_of(evidence: Sequence[Evidence]) -> str:
    """What stands for a fact in the text: its quotes and the heading above."""
    heads = {one.heading for one in evidence if one.heading}
    return " ".join([*(one.quote for one in evidence), *sorted(heads)])


def spoken_of(
    facts: Sequence[T], words: Sequence[str], text: Callable[[T], str], essential: Sequence[str] = ()
) -> list[T]:
    """Facts that hold the words, the best first; all of them, in order, when there are no words to choose by.

    When no fact holds enough of the words: none if one of them is `essential`, else all. A word is held by its stem, by
    its French translation or, one slip forgiven, by a stem like it. Rare words weigh more.
    """
    if not words:
        return list(facts)
    scored = scores(facts, words, text)
    best = max((score for score, _ in scored), default=0.0)
    if best < _ENOUGH:
        return [] if set(words) & set(essential) else list(facts)
    kept = [(score, at) for at, (score, _) in enumerate(scored) if score >= max(_ENOUGH, best * _CLOSE)]
    return [facts[at] for score, at in sorted(kept, key=lambda pair: (-pair[0], pair[1]))]


def scores(facts: Sequence[T], words: Sequence[str], text: Callable[[T], str]) -> list[tuple[float, T]]:
    """Part of the words, by weight, that each fact holds, 0 to 1."""
    stems = [frozenset(tokens(text(fact))) for fact in facts]
    seen = Counter(word for word in words for held in stems if holds(word, held))
    weights = {word: math.log(1 + (len(facts) + 1) / (seen[word] + 0.5)) for word in words}
    total = sum(weights.values()) or 1.0
    return [
        (sum(weights[w] for w in words if holds(w, held)) / total, fact)
        for held, fact in zip(stems, facts, strict=True)
    ]


def holds(word: str, stems: frozenset[str]) -> bool:
    """Whether a set of stems holds a stem, another wording of it, its translation, or one like it."""
    return is_named(word, stems) or any(wording <= stems for wording in synonyms(word))


def is_named(word: str, stems: frozenset[str]) -> bool:
    """Whether a label of a few words holds a stem itself, its translation, or a slip of it: a synonym in a label names
    something else (« frais » is no « dépenses »)."""
    return word in stems or bool(translations(word) & stems) or slip(word, stems)
