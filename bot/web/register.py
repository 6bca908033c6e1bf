"""The register beside the text: a document's facts by family, each with the spans that say it."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.answer import Language
from bot.fact_words import KINDS, kind_label, line
from bot.steps import cut
from bot.web.notes import spans_of
from bot.web.stretches import Span
from index.records_facts import KeptFact
from ingestion.corpus import Entry

_LONGEST = 120
"""Characters of a fact; the text that it links to has it whole."""


@dataclass(frozen=True, slots=True)
class Told:
    """A fact on one line."""

    text: str
    spans: tuple[Span, ...]
    """Never empty."""


@dataclass(frozen=True, slots=True)
class Family:
    """The facts of one kind."""

    kind: str
    label: str
    facts: tuple[Told, ...]
    """Never empty."""


MOST = 150
"""Facts that a page lists: more would weigh more than the text."""


def families(entry: Entry, language: Language) -> tuple[Family, ...]:
    """The families that have facts, in the order of the register."""
    held = [*entry.facts, *entry.amendments]
    by_kind = {kind: [fact for fact in held if fact.kind == kind] for kind in KINDS}
    return tuple(
        Family(kind, kind_label(kind, language), _told(facts, language)) for kind, facts in by_kind.items() if facts
    )


def _told(facts: Sequence[KeptFact], language: Language) -> tuple[Told, ...]:
    """The facts, each once: one may be read in several ways that are told alike."""
    told = (Told(cut(line(fact, language), _LONGEST), spans_of(fact.evidence)) for fact in facts)
    return tuple(dict.fromkeys(told))


def listed(found: Sequence[Family], asked: str) -> frozenset[str]:
    """The kinds whose facts a page lists: the one that is asked for, then the others as long as they fit."""
    kinds, left = set(), MOST
    for family in sorted(found, key=lambda one: one.kind != asked):
        if family.kind == asked or len(family.facts) <= left:
            kinds.add(family.kind)
            left -= len(family.facts)
    return frozenset(kinds)
