"""The vocabulary of money (prompts/natures.toml) as patterns for folded text."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from prompts import read


@dataclass(frozen=True, slots=True)
class NatureWords:
    """What tells one nature."""

    nature: str
    nouns: re.Pattern[str]
    verbs: re.Pattern[str]
    reach: int
    """Characters, at most, between the word and the sum."""
    weight: int
    """Characters added to the distance."""


def words_pattern(words: tuple[str, ...], *, around: str = r"\b(?:{})") -> re.Pattern[str]:
    """Any of these words: « * » ends a stem, a blank is any run of blanks, a plain word may be plural.

    >>> bool(words_pattern(("mis* a disposition",)).search("sont mises  a disposition"))
    True
    >>> bool(words_pattern(("avance",)).search("l'avancement"))
    False
    """
    joined = "|".join(_word(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(around.format(joined or "(?!)"))


def _word(word: str) -> str:
    parts = [re.escape(part[:-1]) + r"\w*" if part.endswith("*") else re.escape(part) for part in word.split(" ")]
    plural = r"s?(?!\w)" if word[-1].isalpha() else ""
    return r"\s+".join(parts) + plural


@cache
def table(name: str) -> dict[str, Any]:
    """One table of prompts/natures.toml. Raises KeyError."""
    found: dict[str, Any] = tomllib.loads(read("natures.toml"))[name]
    return found


@cache
def pattern(name: str, key: str) -> re.Pattern[str]:
    """The pattern of one list of words: `pattern("giving", "verbs")`."""
    return words_pattern(tuple(table(name)[key]))


@cache
def nature_words() -> tuple[NatureWords, ...]:
    """Every nature that words tell, in the order of the file."""
    whole = tomllib.loads(read("natures.toml"))
    named = {name: entry for name, entry in whole.items() if "weight" in entry}
    return tuple(
        NatureWords(
            name,
            words_pattern(tuple(entry["nouns"])),
            words_pattern(tuple(entry["verbs"])),
            entry["reach"],
            entry["weight"],
        )
        for name, entry in named.items()
    )


@cache
def per_pattern() -> re.Pattern[str]:
    """« par jour calendaire de retard », « / an », « pour chaque équipe », right after a sum."""
    units = "|".join(re.escape(unit) for unit in sorted(table("per")["units"], key=len, reverse=True))
    return re.compile(
        rf"[\s*,]{{0,3}}(?:\((?:ht|ttc)\)\s?)?(?P<per>(?:par|pour chaque|chaque|/)\s*(?P<unit>{units})s?\b"
        r"(?:\s+(?:calendaires?|ouvre(?:e?s)?|ouvrables?|entamee?s?|commencee?s?|supplementaires?|civile?s?|"
        r"franche?s?))*"
        r"(?:\s+(?:de retard|d'inexecution|de manquement|de travail|de prestation|constatee?s?))?"
        rf"(?:\s+et\s+par\s+(?:{units})\b)?)"
    )


@cache
def per_adjectives() -> tuple[tuple[re.Pattern[str], str], ...]:
    """« annuelle » and what it stands for, « par an »."""
    return tuple((words_pattern((word,)), per) for word, per in table("per")["adjectives"].items())
