"""The glossary: words of the field in our own words, with the clause of the convention named that uses them."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import prompts
from bot.answer import Language
from bot.plan import Ask
from bot.units import Unit
from index.words import tokens


@dataclass(frozen=True, slots=True)
class Entry:
    """One word of the field."""

    names: tuple[tuple[str, ...], ...]
    """Each thing that people write for it, as stems."""
    text: Mapping[str, str]
    """The explanation, by language."""


@cache
def glossary() -> tuple[Entry, ...]:
    """All entries, from prompts/glossary.toml."""
    terms = tomllib.loads(prompts.read("glossary.toml"))["term"]
    return tuple(
        Entry(tuple(tuple(tokens(name)) for name in t["names"]), {"fr": t["fr"], "en": t["en"]}) for t in terms
    )


def asked(ask: Ask) -> tuple[Entry, ...]:
    """The entries that a question about words names, the longest names first; none when it asks about no word."""
    explains = "definition" in ask.subjects or (
        ask.operation == "compare" and set(ask.subjects) <= {"ae", "cp", "definition"}
    )
    if not explains:
        return ()
    stems = tokens(ask.words)
    found = [(len(name), entry) for entry in glossary() for name in entry.names if name and _stands(name, stems)]
    said = {stem for _, entry in found for name in entry.names for stem in name}
    if any(word not in said for word in ask.words_beside("definition", "ae", "cp") if word in stems):
        return ()
    longest = max((length for length, _ in found), default=0)
    return tuple(entry for entry in glossary() if any(other is entry and length == longest for length, other in found))


def _stands(name: tuple[str, ...], stems: list[str]) -> bool:
    return any(tuple(stems[at : at + len(name)]) == name for at in range(len(stems) - len(name) + 1))


def clause(entries: tuple[Entry, ...], units: Sequence[Unit]) -> Unit | None:
    """The first sentence or row of a convention that uses one of the words; `None` when none does."""
    names = [frozenset(name) for entry in entries for name in entry.names if name]
    return next((unit for unit in units if any(name <= unit.stems for name in names)), None)


def explained(entries: tuple[Entry, ...], language: Language) -> str:
    """The explanations, one a line."""
    return "\n".join(entry.text[language] for entry in entries)
