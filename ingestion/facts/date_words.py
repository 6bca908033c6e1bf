"""The words that tell what a date is the date of, from prompts/dates.toml."""

import re
import tomllib
from functools import cache

import prompts
from ingestion.facts.clauses import spaced
from ingestion.french.folding import squash


@cache
def _table(name: str) -> dict[str, tuple[str, ...]]:
    tables = tomllib.loads(prompts.read("dates.toml"))[name]
    return {key: tuple(squash(word) for word in words.split(",")) for key, words in tables.items()}


@cache
def noun_pattern() -> re.Pattern[str]:
    """Any noun that a date goes with, singular or plural, one named group a nature."""
    groups = (rf"(?P<{nature}>(?:{'|'.join(words)})e?s?)" for nature, words in _table("nouns").items())
    return spaced(rf"\b(?:{'|'.join(groups)})\b")


@cache
def award_pattern() -> re.Pattern[str]:
    """Any verb of an award.

    >>> bool(award_pattern().search("l'equipe est laureate de l'appel"))
    True
    """
    return spaced(rf"\b(?:{'|'.join(_table('award')['verbs'])})\b")


@cache
def header_nature(header: str) -> str | None:
    """The nature that a folded header gives to the dates under it, by the word named first.

    >>> header_nature("date de fin des travaux"), header_nature("territoire")
    ('end', None)
    """
    found = [
        (place.start(), nature)
        for nature, words in _table("headers").items()
        if (place := spaced(rf"\b(?:{'|'.join(words)})\b").search(header))
    ]
    return min(found)[1] if found else None
