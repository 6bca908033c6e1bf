"""Sums: the amounts of a convention, the most telling first, and how one is told."""

import re
from collections.abc import Sequence
from decimal import Decimal

from bot.answer import Language
from bot.answers.claim import Claim, money
from ingestion.corpus import Entry
from ingestion.facts.amounts import Amount
from ingestion.facts.evidence import State
from ingestion.french.folding import fold
from ingestion.lines import display
from prompts import message

_YEARLY = re.compile(r"\ban(?:s|nee|nuel\w*)?\b")
_MAIN = (
    "cofinancement",
    "subvention",
    "enveloppe",
    "délégué",
    "plafond",
    "contribution",
    "participation",
    "coût",
    "par équipe",
    "retenu",
)
"""Natures by how well they answer « how much », the best first."""
_GIVEN = ("cofinancement", "subvention", "enveloppe", "délégué", "contribution", "participation")


def by_value(facts: Sequence[Amount]) -> list[list[Amount]]:
    """Facts that state the same money together, in the order of the text."""
    groups: dict[tuple[Decimal | None, str | None], list[Amount]] = {}
    for fact in facts:
        groups.setdefault((fact.value, fact.per), []).append(fact)
    return list(groups.values())


def weight(group: Sequence[Amount]) -> tuple[int, int]:
    """Rank of a group: the most telling nature first, then the order of the text."""
    ranks = [_MAIN.index(fact.nature) if fact.nature in _MAIN else len(_MAIN) for fact in group]
    return min(ranks), group[0].evidence[0].start


def amount_claim(group: Sequence[Amount], language: Language) -> Claim:
    """One line for facts that state the same money, told by the most telling of them."""
    fact = min(group, key=lambda f: _MAIN.index(f.nature) if f.nature in _MAIN else len(_MAIN))
    quoted = tuple(other.evidence[0] for other in [fact, *(f for f in group if f is not fact)][:2])
    nature = message(f"fact.nature_{_plain(fact.nature)}", language)
    if fact.value is None:
        blank = message("fact.blank", language)
        return Claim(f"{nature} : {blank}", quoted, cell=blank, state="blank")
    value = money(nature, fact.value, language)
    ceiling = message("fact.ceiling", language) + " " if fact.ceiling else ""
    details = [display(fact.per) if fact.per else None, str(fact.year) if fact.year else None]
    if fact.bearer and fact.bearer.party:
        details.append(message("fact.paid_by", language, who=fact.bearer.party))
    told = ", ".join(part for part in (nature, *details) if part)
    text = f"**{value.shown}** — {ceiling}{told}"
    if fact.condition:
        text += f" ({display(fact.condition)})"
    warning = None
    if fact.words is not None and fact.words != fact.value:
        warning = message("fact.words_disagree", language, quote=display(fact.evidence[0].quote)[:200])
    cell = f"{value.shown} {display(fact.per)}" if fact.per else value.shown
    return Claim(text, quoted, (value,), cell, value.value, warning, fact.value)


def _plain(nature: str) -> str:
    return nature.replace("é", "e").replace("û", "u").replace(" ", "_")


def whole_amounts(entry: Entry, *, yearly: bool = False) -> list[Amount]:
    """The main amounts that stand for the convention: not by team or by day, nor the part that a party keeps.

    `yearly`: those paid each year too.
    """
    return [
        fact
        for fact in main_amounts(entry)
        if fact.nature != "retenu" and (not fact.per or (yearly and _a_year(fact.per)))
    ]


def _a_year(per: str) -> bool:
    """Whether an amount is told by the year: « par an », « annuelle »."""
    return bool(_YEARLY.search(fold(per)))


def main_amounts(entry: Entry) -> list[Amount]:
    """Stated amounts that are no penalty, the most telling first."""
    facts = [f for f in entry.facts if isinstance(f, Amount) and f.state is State.STATED and f.nature != "pénalité"]
    return [group[0] for group in by_telling(facts)]


def by_telling(facts: Sequence[Amount]) -> list[list[Amount]]:
    """Facts that state the same money together, the most telling first.

    A ceiling below what is contributed is that of a part of it, and tells least.
    """
    given = max((f.value for f in facts if f.nature in _GIVEN and f.value is not None), default=Decimal(0))
    return sorted(by_value(facts), key=lambda group: (_is_part(group[0], given), weight(group)))


def _is_part(fact: Amount, given: Decimal) -> bool:
    return fact.nature == "plafond" and fact.value is not None and fact.value < given
