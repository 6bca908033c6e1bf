"""Editions: several files that hold one convention, its draft and its signed copy, its DOCX and its PDF.

They are told by what they say: one name, the same parties, most of the same words, and nothing that makes them two acts
(numbers, or dates of signature, that differ). Conventions of one template differ by their names; those of two years for
one service by their years.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from rapidfuzz import fuzz

from ingestion.corpus import Entry
from ingestion.facts.budget import BudgetLine
from ingestion.facts.signatures import Signature
from ingestion.facts.terms import Term
from ingestion.french.folding import fold
from ingestion.hyphens import joined
from ingestion.names import DocumentKind, Identity, name_key

_WORD = re.compile(r"[^\W_]+")
_SHINGLE = 4
"""Words of a shingle."""
_SKETCH = 192
"""Shingles kept of a text, those of the smallest hashes (bottom-k sketch, Broder 1997)."""
_ALIKE = 0.5
"""Share of shingles that two editions have in common at least: a clean text and its scan have more."""
_NAMES = ("title", "service", "number", "object")
"""Origins of the names by which editions are first brought together."""
_CROWD = 300
"""Documents of one name beyond which it is nobody's: a round of calls, « convention de délégation de gestion »."""
_SAME_PARTY = 90.0
"""rapidfuzz ratio, 0 to 100, of two spellings of a party, one of which may have been recognised in a picture."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """What is kept of a document to tell its other editions without reading them again."""

    sketch: tuple[int, ...]
    """Smallest hashes of its shingles, in order."""
    signed: date | None
    """Last day of signature; `None` while one who signs has not dated."""
    years: tuple[int, ...]
    """Years that its credits and its term name, in order."""
    recognised: bool
    """True when a page of it was recognised in a picture."""


@dataclass(frozen=True, slots=True)
class Known:
    """A document among the others."""

    id: str
    source: str
    identity: Identity
    likeness: Likeness


def likeness(entry: Entry) -> Likeness:
    """What an entry is compared by."""
    days = [fact.date for fact in entry.facts if isinstance(fact, Signature)]
    signed = max((day for day in days if day), default=None) if days and all(days) else None
    years = {fact.year for fact in entry.facts if isinstance(fact, BudgetLine) and fact.year}
    ends = [day for fact in entry.facts if isinstance(fact, Term) for day in (fact.start, fact.end) if day]
    return Likeness(
        _sketch(entry.document.text), signed, tuple(sorted(years | {day.year for day in ends})),
        bool(entry.document.scanned),
    )  # fmt: skip


def editions(known: Sequence[Known]) -> Mapping[str, str]:
    """For each document that is another edition of one, the id of that one: signed before drafts, text before scans.

    Neither avenants nor other documents have editions. The order of `known` decides between equals.
    """
    groups: dict[str, list[Known]] = {}
    place = {one.id: at for at, one in enumerate(known)}
    for one, other in _pairs(known):
        if _same(one, other):
            whole = groups.get(one.id, [one]) + groups.get(other.id, [other])
            merged = sorted({member.id: member for member in whole}.values(), key=lambda member: place[member.id])
            groups |= dict.fromkeys((member.id for member in merged), merged)
    return {
        member.id: first.id for group in groups.values() for first in [min(group, key=_rank)] for member in group
        if member is not first
    }  # fmt: skip


def edition_name(name: str, source: str) -> str:
    """« Carnet d'Escale (2025/projet.docx) », which no other document has."""
    return f"{name} ({source})"


def _pairs(known: Sequence[Known]) -> Iterator[tuple[Known, Known]]:
    """Conventions that share a name, each pair once."""
    named: dict[str, list[Known]] = defaultdict(list)
    for one in known:
        if one.identity.kind is DocumentKind.CONVENTION:
            names = {name_key(alias.name) for alias in one.identity.aliases if alias.origin in _NAMES}
            for name in sorted(names | {name_key(one.identity.short_name)} - {""}):
                named[name].append(one)
    seen: set[tuple[str, str]] = set()
    for group in named.values():
        for one, other in combinations(group, 2) if len(group) <= _CROWD else ():
            if (one.id, other.id) not in seen:
                seen.add((one.id, other.id))
                yield one, other


def _same(one: Known, other: Known) -> bool:
    first, second = one.likeness, other.likeness
    if first.signed and second.signed and first.signed != second.signed:
        return False
    if first.years and second.years and not set(first.years) & set(second.years):
        return False
    numbers = [{name_key(a.name) for a in each.identity.aliases if a.origin == "number"} for each in (one, other)]
    if all(numbers) and not numbers[0] & numbers[1]:
        return False
    slips = first.recognised or second.recognised
    return _same_parties(one.identity, other.identity, slips) and _shared(first.sketch, second.sketch) >= _ALIKE


def _same_parties(one: Identity, other: Identity, slips: bool) -> bool:
    """Whether each party of the shorter list is in the other; a document that names none says nothing against.

    `slips`: whether one of them was recognised in a picture, and may be misspelt.
    """
    few, many = sorted((one.parties, other.parties), key=len)
    least = _SAME_PARTY if slips else 100.0
    return all(any(fuzz.ratio(name_key(a), name_key(b)) >= least for b in many) for a in few)


def _shared(one: Sequence[int], other: Sequence[int]) -> float:
    """Share of the shingles of both that are in each, 0 to 1."""
    least = sorted({*one, *other})[:_SKETCH]
    both = set(one) & set(other)
    return sum(number in both for number in least) / len(least) if least else 0.0


def _rank(one: Known) -> tuple[bool, bool]:
    """Signed first, then what was not recognised in a picture."""
    return one.likeness.signed is None, one.likeness.recognised


def _sketch(text: str) -> tuple[int, ...]:
    words = _WORD.findall(fold(joined(text)))
    shingles = {" ".join(words[at : at + _SHINGLE]) for at in range(max(1, len(words) - _SHINGLE + 1))}
    hashes = sorted(int.from_bytes(hashlib.blake2b(one.encode(), digest_size=6).digest()) for one in shingles)
    return tuple(hashes[:_SKETCH])
