"""Qualifiers: what limits a figure or a clause, « au plus », « HT », « sauf », « en cas de », and must not be left out.

A sentence may hold only words of its quotes and still say more than they do, by dropping the ones that restrict them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from bot.answer import Language
from bot.stated_figures import carried, stated
from bot.written_words import writing_words
from ingestion.french.folding import fold
from ingestion.lines import display

_CLAUSE = re.compile(r"[.;:!?,]+(?=\s|\Z)|\n")
_SENTENCE = re.compile(r"[.;!?]+(?=\s|\Z)")


def dropped_limit(phrase: str, quotes: Iterable[str], language: Language) -> str | None:
    """A word that limits a figure in the quotes and that the phrase leaves out; `None` when it keeps them all.

    Where the quotes say the figure twice, with and without a limit, it may be said without.
    """
    kept = _classes(phrase, "limits")
    said = stated(phrase, language)
    clauses = [clause for quote in quotes for clause in _merged(quote)]
    for figure in said:
        missing = [_missing(clause, "limits", kept) for clause in clauses if figure in carried(clause)]
        if missing and all(missing):
            return missing[0]
    return None


def dropped_condition(phrase: str, asked: str, sentences: Iterable[str]) -> str | None:
    """A word of condition or exception in the sentences that a phrase is nearest to, which it leaves out.

    What the question itself supposes (« en cas de résiliation, qui… ? ») need not be said again.
    """
    kept = _classes(phrase, "conditions") | _classes(asked, "conditions")
    missing = [_missing(one, "conditions", kept) for one in sentences]
    return missing[0] if missing and all(missing) else None


def sentences_of(quote: str) -> list[str]:
    """The sentences of a quote, as a person reads them."""
    return [one for one in _SENTENCE.split(display(quote)) if one.strip()]


def _merged(quote: str) -> Iterator[str]:
    """Clauses, each with those after it that hold no figure of their own: « 5 000 €, au maximum »."""
    held = ""
    for clause in _CLAUSE.split(display(quote)):
        if held and any(c.isdigit() for c in clause) and any(c.isdigit() for c in held):
            yield held
            held = ""
        held = f"{held}, {clause}" if held else clause
    if held:
        yield held


def _missing(text: str, table: str, kept: frozenset[str]) -> str | None:
    folded = fold(text)
    for name, pattern in _patterns(table).items():
        found = pattern.search(folded) if name not in kept else None
        if found:
            return found.group()
    return None


def _classes(text: str, table: str) -> frozenset[str]:
    folded = fold(text)
    return frozenset(name for name, pattern in _patterns(table).items() if pattern.search(folded))


@cache
def _patterns(table: str) -> Mapping[str, re.Pattern[str]]:
    """A class of words, in both languages at once: the quotes are French whatever the phrase is written in."""
    return {
        name: re.compile(rf"\b(?:{'|'.join(re.escape(fold(word)) for word in words)})(?!\w)")
        for name, words in writing_words()[table].items()
    }
