"""Committees: those that a convention names, how often each meets where that is told, and where it is said."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.amended import Amended
from ingestion.corpus import Entry
from ingestion.facts.deadlines import Deadline
from ingestion.facts.evidence import Evidence, evidence
from ingestion.french.folding import fold
from ingestion.lines import display

_NAMED = re.compile(
    r"\bcomités?(?P<rest>\s+(?:(?:d['’]|de\s+|des\s+|du\s+)[\w-]{4,}|\w+(?:if|al|ique|aire|oire|el)s?\b))",
    re.IGNORECASE,
)
"""« comité de pilotage », « comité exécutif »; not « comité se réunit » nor « comité de la »."""


@dataclass(frozen=True, slots=True)
class Committee:
    """A committee of a convention."""

    name: str
    """« comité de pilotage », in lower case."""
    often: str | None
    """« deux fois par an », as written; `None` when the text does not tell how often it meets."""
    evidence: tuple[Evidence, ...]
    """Where its rhythm is told, else where it is first named; never empty."""


def committees(view: Amended) -> tuple[Committee, ...]:
    """The committees of a convention and of its avenants, in the order of the text."""
    met = [fact for fact in view.current.facts if isinstance(fact, Deadline) and fact.recurrence_words]
    first: dict[str, tuple[str, Evidence]] = {}
    for entry in view.sources:
        for name, one in _named(entry):
            first.setdefault(_key(name), (name, one))
    return tuple(_committee(name, one, met) for name, one in first.values())


def speaks_of_committee(words: str) -> bool:
    """Whether some words name a committee.

    >>> speaks_of_committee("Le comité de pilotage se réunit"), speaks_of_committee("un comité se réunit")
    (True, False)
    """
    return _NAMED.search(display(words)) is not None


def _named(entry: Entry) -> Iterator[tuple[str, Evidence]]:
    for block in entry.blocks:
        for found in _NAMED.finditer(block.text):
            yield _name(found), evidence(block, block.start + found.start(), block.start + found.end())


def _name(found: re.Match[str]) -> str:
    return f"comité {' '.join(found['rest'].split()).lower()}".replace("’", "'")


def _key(name: str) -> str:
    """One form for « comité d'investissement » and « comité d'investissements »."""
    return fold(name).removesuffix("s")


def _committee(name: str, one: Evidence, met: Sequence[Deadline]) -> Committee:
    told = next((fact for fact in met if _key(name) in _words(fact)), None)
    if told is None:
        return Committee(name, None, (one,))
    return Committee(name, display(told.recurrence_words or ""), told.evidence[:1])


def _words(fact: Deadline) -> str:
    said = " ".join((fact.what, fact.who.words if fact.who else "", *(one.quote for one in fact.evidence[:2])))
    return " ".join(fold(display(said)).split())
