"""The words by which deadlines are read, from prompts/deadlines.toml."""

import re
import tomllib
from functools import cache

import prompts
from ingestion.facts.clauses import spaced
from ingestion.french.folding import squash


@cache
def choice(name: str) -> str:
    """The words of a table as one pattern for folded text, longest first, plurals and feminines allowed.

    >>> bool(re.fullmatch(choice("timely").replace(" ", "[ ]"), "en temps utile"))
    True
    """
    table = tomllib.loads(prompts.read("deadlines.toml"))[name]
    words = sorted((squash(word) for word in table.split(",")), key=len, reverse=True)
    return rf"(?:{'|'.join(map(re.escape, words))})".replace("\\ ", " ").replace("\\-", "-")


@cache
def listed(name: str, before: str = "", after: str = "") -> re.Pattern[str]:
    """A pattern for the words of a table, as whole words, between two other patterns."""
    return spaced(rf"{before}\b{choice(name)}(?:e?s)?\b{after}")
