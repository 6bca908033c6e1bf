"""Who gives a sum and who gets it, from the verb that governs it."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from ingestion.facts.amount_reading import Span
from ingestion.facts.amount_words import pattern
from ingestion.facts.clauses import Clause
from ingestion.facts.evidence import Actor

Mention = tuple[int, int, Actor]
Sides = tuple[Actor | None, Actor | None]
"""Who gives, who gets."""
_REACH = 600
"""Characters, at most, between a verb and the sum it governs."""
_OBLIQUE = re.compile(r"(?:\b(?:a|au|aux|par|pour|avec|de|du|des|chez|entre|sur|que|envers|aupres)|\bd'|\bqu')\s*\Z")
_TO = re.compile(
    r"(?:\b(?:a|au|aux|envers)|\b(?:au (?:profit|benefice)|a (?:la )?disposition)\s+(?:de|du|des)|"
    r"\bd')\s*\Z"
)
_MELTED = re.compile(r"(?:\b(?:au|aux)|(?:disposition|profit|benefice)\s+(?:du|des|de))\s*\Z")
_BY = re.compile(r"\bpar\s*\Z")
_PARTICIPLE = re.compile(r"[éu]e?s?\b|\bmise?s?\b", re.IGNORECASE)
_NOUN = re.compile(r"\w*(?:ments?|tions?|teurs?|trices?|ances?|ports?|ferts?)")
"""Ends of the nouns that share a verb's stem: « participation », « remboursement », « supports »."""
_PURPOSE = re.compile(r"\b(?:pour|afin d[e']|afin de les|de|d'|en vue de)\s*(?:l[ae']s?\s*)?\Z")
_ALLOWS = re.compile(r"autoris\w*\s*\Z")
_FROM = re.compile(r"\b(?:du|des|de la part (?:de|du|des)|de|d'|aupres (?:de|du|des))\s*\Z")
_SHARE = re.compile(r"[\s,:(]*(?:(?:pour|a hauteur de|a concurrence de)\s+(?:un montant de\s+)?)?[\s*]*")
_AGENT = re.compile(r"[\s*]{0,4}(?:(?:ht|ttc)\s)?par\s")
"""« 10 000 € par la Région »."""
_APART = re.compile(r"[,;]| et ")
_AGENT_REACH = 50
"""Characters between a verb and « par » its agent: « utilisés directement par »."""


class FindsActors(Protocol):
    """What is needed of `roles.Roles`."""

    def find_actors(self, text: str, sentence: str | None = None) -> tuple[Mention, ...]:
        """Mentions in order."""


@dataclass(frozen=True, slots=True)
class _Verb:
    start: int
    end: int
    gives: bool
    """Whether its subject gives; otherwise its subject gets."""


def payers(clause: Clause, span: Span, actors: Sequence[Mention], roles: FindsActors) -> Sides:
    """Bearer and beneficiary of a sum; `None` for each that the clause and its introduction do not tell.

    `actors` are the clause's mentions, from `roles`.
    """
    folded = clause.folded
    verbs = _verbs(folded)
    first = span.skip[1] if span.skip else span.end
    near = [verb for verb in verbs[_from(verbs, span.start - _REACH) :] if verb.start < span.until]
    actors = [mention for mention in actors if span.start - 2 * _REACH < mention[0] < span.until]
    before = [verb for verb in near if verb.end <= span.start and not _cut(folded, verb.end, span.start)]
    after = [verb for verb in near if first <= verb.start and not _cut(folded, first, verb.start)]
    passive = (
        [] if span.whole else [verb for verb in after[:1] if _PARTICIPLE.search(clause.text, verb.start, verb.end)]
    )
    bearer = next(
        (m[2] for m in actors if (m[2].role or m[2].party) and _AGENT.fullmatch(folded, span.end, m[0])), None
    )
    if bearer:
        return bearer, None
    beneficiary: Actor | None = None
    for verb in [*passive, *reversed(before)]:
        bearer, beneficiary = _governed(folded, verb, span, actors)
        if bearer or beneficiary:
            break
    above: Sides = (None, None) if bearer else _introduced(clause, span, actors, verbs, roles)
    if beneficiary is None or beneficiary != above[0]:
        return bearer or above[0], beneficiary or above[1]
    return bearer, beneficiary


def _from(verbs: Sequence[_Verb], start: int) -> int:
    """Index of the first verb at or after an offset."""
    return bisect_left(verbs, start, key=lambda verb: verb.start)


@lru_cache(maxsize=8)  # the sums of a clause, and of the items under it, read the same verbs
def _verbs(folded: str) -> tuple[_Verb, ...]:
    """Verbs of giving and getting, in order; of two at one place, the getting one (« se voit confier »)."""
    gets = [_Verb(*found.span(), False) for found in pattern("receiving", "verbs").finditer(folded)]
    gives = [_Verb(*found.span(), True) for found in pattern("giving", "verbs").finditer(folded)]
    gives = [verb for verb in gives if not any(g.start <= verb.start < g.end for g in gets)]
    found = [verb for verb in [*gets, *gives] if not _NOUN.fullmatch(folded[verb.start : verb.end])]
    kept = [verb for verb in found if not _PURPOSE.search(folded, max(0, verb.start - 20), verb.start)]
    return tuple(sorted(kept, key=lambda verb: verb.start))


def _cut(folded: str, start: int, end: int) -> bool:
    return ";" in folded[start:end]


def _governed(folded: str, verb: _Verb, span: Span, actors: Sequence[Mention]) -> Sides:
    """Bearer and beneficiary around one verb."""
    beyond = [m for m in actors if verb.end <= m[0] < max(span.until, verb.end) and not _cut(folded, verb.end, m[0])]
    named = [m for m in beyond if m[2].party or m[2].role]
    agent = next((m[2] for m in named if _is_agent(folded, verb.end, m[0])), None)
    target = next((m[2] for m in beyond if _TO.search(folded, max(0, m[0] - 40), m[0]) or _melted(folded, m[0])), None)
    if target is None and beyond and _ALLOWS.search(folded, max(0, beyond[0][0] - 40), beyond[0][0]):
        target = beyond[0][2]
    subject = None if verb.start >= span.end or agent else _subject(folded, verb.start, actors)
    if verb.gives:
        return agent or _share_holder(folded, span, actors) or subject, target
    source = next((m[2] for m in named if m[0] - verb.end < 20 and _FROM.search(folded, max(0, m[0] - 40), m[0])), None)
    return agent or source, subject


def _share_holder(folded: str, span: Span, actors: Sequence[Mention]) -> Actor | None:
    """Whoever stands just before the sum: « … financent : la Région pour 10 € et la Ville pour 5 € »."""
    for start, end, actor in actors:
        just = span.since <= start and _SHARE.fullmatch(folded, end, span.start)
        if just and not _OBLIQUE.search(folded, max(0, start - 40), start):
            return actor
    return None


def _is_agent(folded: str, verb: int, start: int) -> bool:
    near = start - verb <= _AGENT_REACH and not _APART.search(folded, verb, start)
    return near and _BY.search(folded, max(0, start - 40), start) is not None


def _melted(folded: str, start: int) -> bool:
    """« au », « aux » stand before the mention, « du » after « à disposition »."""
    return _MELTED.search(folded, max(0, start - 40), start) is not None


def _subject(folded: str, before: int, actors: Sequence[Mention]) -> Actor | None:
    """The last actor before the verb that no preposition governs."""
    for start, end, actor in reversed(actors):
        if end <= before and not _cut(folded, end, before) and not _OBLIQUE.search(folded, max(0, start - 40), start):
            return actor
    return None


def _introduced(
    clause: Clause, span: Span, actors: Sequence[Mention], verbs: Sequence[_Verb], roles: FindsActors
) -> Sides:
    """« Les partenaires apportent : - l'Agence, 10 € », « Le délégant s'engage à : - verser 10 € »."""
    intro = clause.intro
    if intro is None:
        return None, None
    opens = next((m for m in actors if m[1] <= span.start and not clause.folded[: m[0]].strip()), None)
    above = _verbs(intro.folded)
    if opens and not (verbs and verbs[0].start < span.start):
        gives = above[-1].gives if above else pattern("sharing", "words").search(intro.folded) is not None
        return (opens[2] if gives else None, opens[2] if above and not gives else None)
    own = verbs[0] if verbs and not clause.folded[: verbs[0].start].strip() else None
    if own is None or own.start > span.start:
        return None, None
    named = roles.find_actors(intro.text)
    subject = _subject(intro.folded, len(intro.folded), named)
    if subject is None:
        return None, None
    target = next(
        (m[2] for m in actors if _TO.search(clause.folded, max(0, m[0] - 40), m[0]) or _melted(clause.folded, m[0])),
        None,
    )
    return (subject, target) if own.gives else (None, subject)
