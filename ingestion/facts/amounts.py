"""Amounts of money said in sentences and items, with their nature, bearer, year and condition."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, cast

from ingestion.blocks import Block
from ingestion.facts.amount_payers import FindsActors, Sides, payers
from ingestion.facts.amount_reading import (
    Span,
    condition_of,
    is_ceiling,
    is_threshold,
    limits_a_thing,
    nature_of,
    per_of,
    spans,
    year_of,
)
from ingestion.facts.clauses import Clause, read_clauses
from ingestion.facts.evidence import Actor, Evidence, State
from ingestion.facts.placeholders import MARKS
from ingestion.french.amounts import AmountMention, find_amounts
from ingestion.french.folding import fold

Nature = Literal[
    "cofinancement",
    "enveloppe",
    "plafond",
    "délégué",
    "retenu",
    "subvention",
    "contribution",
    "par équipe",
    "pénalité",
    "avance",
    "solde",
    "coût",
    "participation",
    "autre",
]


@dataclass(frozen=True, slots=True)
class Amount:
    """One mention of an amount."""

    value: Decimal | None
    """Exact; `None` when the state is not STATED."""
    currency: str
    """ISO 4217, `EUR`."""
    tax: Literal["HT", "TTC"] | None
    """Tax basis where the text states it."""
    nature: Nature
    """`délégué`: what is handed over by the convention; `retenu`: the part that a party keeps or uses directly."""
    ceiling: bool
    """True for a maximum (« dans la limite de », « montant maximal »)."""
    per: str | None
    """« par équipe », « par jour de retard », « par an »: what the amount counts for; `None` for the whole."""
    year: int | None
    bearer: Actor | None
    """Who pays or gives."""
    beneficiary: Actor | None
    """Who receives."""
    condition: str | None
    """« sous la condition de … », verbatim."""
    words: Decimal | None
    """Value of the written-out form when the text gives one beside the digits."""
    state: State
    evidence: tuple[Evidence, ...]
    """The sentence or item; then its lead-in when it has one."""
    kind: Literal["amount"] = "amount"


Place = tuple[int, int, AmountMention | None]
"""Where a sum is, or is left to fill, in a clause."""
_UNIT = r"(?:k ?€|m ?€|€|euros?\b)"
_NOUN = (
    r"(?:montant|somme|subvention|cofinancement|enveloppe|plafond|participation|contribution|hauteur|"
    r"penalite|dotation)"
)
_BLANK = re.compile(
    rf"{MARKS}[ ]*{_UNIT}"
    rf"|\b{_NOUN}[^.;:€\d]{{0,40}}?(?:\bd[eu]|\ba|\bd'un montant de|:|=)[ ]+"
    rf"(?P<place>{MARKS}(?![ ]*[\w%])(?:[ ]*{_UNIT})?|{_UNIT})"
)
_LATE_UNIT = re.compile(rf"\s*{_UNIT}")
"""The unit after « …… », which ends a sentence for whoever looks for sentences."""


def read_amounts(blocks: Sequence[Block], roles: FindsActors) -> tuple[Amount, ...]:
    """Every sum of money said in a sentence or an item, and every place left for one, in the order of the text.

    Sums in tables are `budget`'s. `roles` says who is who (`roles.Roles`).
    """
    found: list[Amount] = []
    for clause in read_clauses(blocks):
        if clause.cell is None and not clause.heading and _worth(clause.folded):
            found += _clause(clause, roles)
    return tuple(found)


def _worth(folded: str) -> bool:
    return any(word in folded for word in ("€", "eur", "montant", "somme")) or folded.endswith(("…", ".."))


def _clause(clause: Clause, roles: FindsActors) -> Iterator[Amount]:
    stated: list[Place] = [(m.start, m.end, m) for m in find_amounts(clause.folded)]
    places = sorted([*stated, *_blanks(clause, stated)], key=lambda place: place[0])
    around = spans(clause.folded, [(start, end) for start, end, _ in places])
    if not places:
        return
    actors, evidence = roles.find_actors(clause.text), clause.with_intros()
    last: tuple[str | None, bool] = (None, False)
    for span, (_, _, mention) in zip(around, places, strict=True):
        own = limits_a_thing(clause.folded, span)
        told = nature_of(clause.folded, span) or last[0] or (None if own else _above(clause, span))
        ceiling = is_ceiling(clause.folded, span) or _ceiling_above(clause) or (span.again and last[1])
        last = (told or ("enveloppe" if span.whole else "plafond" if ceiling else None), ceiling)
        threshold = is_threshold(clause.folded, span)
        sides: Sides = (None, None) if threshold else payers(clause, span, actors, roles)
        yield _amount(clause, span, mention, (None if threshold else last[0], ceiling), sides, evidence)


def _blanks(clause: Clause, stated: Sequence[Place]) -> Iterator[Place]:
    """Places left for a sum."""
    taken = bytearray(len(clause.folded) + 1)
    for start, end, _ in stated:
        taken[start:end] = b"\1" * (end - start)
    for found in _BLANK.finditer(_raw(clause)):
        if not any(taken[found.start() : found.end()]):
            yield _place(found, clause)


def _place(found: re.Match[str], clause: Clause) -> tuple[int, int, None]:
    start = found.start("place") if found["place"] else found.start()
    return start, min(found.end(), len(clause.folded)), None


def _raw(clause: Clause) -> str:
    """The clause folded with its marks kept: « ____ » is Markdown's too."""
    block = clause.block
    first = clause.start - block.start
    raw = fold(block.text[first : first + len(clause.text)]).replace("\n", " ")
    unit = _LATE_UNIT.match(fold(block.text), first + len(raw)) if raw.endswith(("…", "..")) else None
    return raw + unit[0] if unit else raw


def _amount(
    clause: Clause,
    span: Span,
    mention: AmountMention | None,
    told: tuple[str | None, bool],
    sides: Sides,
    evidence: tuple[Evidence, ...],
) -> Amount:
    """The fact; `told` is the nature that words tell and whether the sum is a ceiling."""
    per, team = per_of(clause.folded, span, clause.text)
    nature = "par équipe" if team else told[0] or "autre"
    return Amount(
        value=mention.value if mention else None,
        currency="EUR",
        tax=mention.tax if mention else None,
        nature=cast(Nature, nature),
        ceiling=told[1],
        per=per,
        year=year_of(clause, span),
        bearer=sides[0],
        beneficiary=sides[1],
        condition=condition_of(clause, span),
        words=mention.words if mention and mention.agrees is not None else None,
        state=State.STATED if mention else State.BLANK,
        evidence=evidence,
    )


def _above(clause: Clause, span: Span) -> str | None:
    """The nature told by what introduces the clause, else by the heading above."""
    texts = [clause.intro.folded] if clause.intro else []
    texts += [fold(title) for title in clause.block.path[-1:]]
    for text in texts:
        end = len(text)
        nature = nature_of(text, Span(end, end, max(0, end - 200), end, None, span.whole, False, end))
        if nature:
            return nature
    return None


def _ceiling_above(clause: Clause) -> bool:
    """« … les montants maximums suivants : »."""
    if clause.intro is None:
        return False
    end = len(clause.intro.folded)
    return is_ceiling(clause.intro.folded, Span(end, end, max(0, end - 60), end, None, False, False, end))
