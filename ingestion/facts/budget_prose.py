"""Commitments and payments said in sentences: « 120 000 € en AE et 80 000 € en CP au titre de 2024 »."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ingestion.blocks import Block
from ingestion.facts.budget_cells import COMMITMENTS, ESTIMATE, PAYMENTS
from ingestion.facts.evidence import Evidence, evidence
from ingestion.french.amounts import AmountMention, find_amounts
from ingestion.french.folding import fold
from ingestion.french.sentences import sentences
from ingestion.lines import mask

_EITHER = rf"(?:{COMMITMENTS}|{PAYMENTS})"
_KINDS = re.compile(
    rf"(?P<first>{_EITHER})(?:\s*(?:,|/|=|et|comme|ou|ainsi qu')\s*(?:en |les |des |aux |de |"
    rf"d')?(?P<second>{_EITHER}))?"
)
_AE = re.compile(COMMITMENTS)
_AFTER = re.compile(
    rf"[\s*]{{0,3}}(?:\(?(?:en|d'|de|des|au titre des|sous forme d'|,)?\s*(?:tant en\s+)?)(?={_EITHER})"
)
_BEFORE = re.compile(
    r"(?:\s*\(?(?:en )?(?:20\d\d)\)?)?\s*(?:[:=,-]|s'eleve(?:nt)? a|d'un montant (?:maximal |maximum |"
    r"total )?de|a hauteur de|"
    r"pour(?: un montant de)?|de|est de|sont de|est fixee? a|sont fixe[e]?s a|a)?\s*\*{0,2}\Z"
)
_YEAR = re.compile(
    r"(?:\ben|\bau titre d[eu]|\bpour|\bannees?|\bexercices?|\()[ \n](?:l'annee |l'exercice |"
    r"l'an )?(?P<year>20\d\d)\b|(?:\A|[-:;(,] ?|\b(?:ae|cp) )(?P<bare>20\d\d)(?= ?[:),=])"
)
_PER = re.compile(r"[\s*]{0,3}(?:ttc|ht)?\s?(?:par|/) ?(?:equipe|startup|service|projet|produit|an\b|mois)")


@dataclass(frozen=True, slots=True)
class ProseLine:
    """One sum of AE or of CP."""

    column: str
    """`AE` or `CP`."""
    year: int | None
    """`None` when the sentence tells none."""
    value: Decimal
    """In euros."""
    estimate: bool
    sentence: Evidence


def read_sentences(block: Block, lead: Block | None) -> Iterator[ProseLine]:
    """Sums of AE and CP in a block's sentences; the year may stand in the lead-in of its list."""
    folded = fold(mask(block.text))
    if "€" not in folded and "eur" not in folded:
        return
    if not _KINDS.search(folded):
        return
    above = _years(fold(mask(lead.text))[-200:]) if lead else ()
    for start, end in sentences(block.text):
        yield from _sentence(block, folded[start:end], evidence(block, block.start + start, block.start + end), above)


def kinds_inside(text: str) -> tuple[tuple[str, Decimal], ...]:
    """AE and CP that one cell of a table tells apart: « 10 000 € en AE, 5 000 € en CP »; nothing for any other cell."""
    folded = fold(mask(text))
    amounts = find_amounts(folded) if _KINDS.search(folded) else ()
    ends = (0, *(amount.end for amount in amounts))
    pairs = zip(amounts, ends, strict=False)
    return tuple((kind, amount.value) for amount, since in pairs for kind in _kinds(folded, amount, since))


def _sentence(block: Block, folded: str, where: Evidence, above: Sequence[tuple[int, int]]) -> Iterator[ProseLine]:
    amounts = find_amounts(folded)
    estimate = ESTIMATE.search(folded) is not None
    years = _years(folded)
    for index, amount in enumerate(amounts):
        if _PER.match(folded, amount.end):
            continue
        since = amounts[index - 1].end if index else 0
        for kind in _kinds(folded, amount, since):
            year = _year(amount, amounts, years) or (above[-1][1] if above and not years else None)
            yield ProseLine(kind, year, amount.value, estimate, where)


def _kinds(folded: str, amount: AmountMention, since: int) -> tuple[str, ...]:
    """AE, CP or both: said just after the sum, else just before it."""
    after = _AFTER.match(folded, amount.end)
    found = _KINDS.match(folded, after.end()) if after else None
    if found is None:
        before = list(_KINDS.finditer(folded, since, amount.start))
        found = before[-1] if before and _BEFORE.fullmatch(folded, before[-1].end(), amount.start) else None
    if found is None:
        return ()
    said = [found["first"], *([found["second"]] if found["second"] else [])]
    return tuple(dict.fromkeys("AE" if _AE.fullmatch(word.strip()) else "CP" for word in said))


def _years(folded: str) -> tuple[tuple[int, int], ...]:
    """Where each year is told, and which."""
    return tuple((found.start(), int(found["year"] or found["bare"])) for found in _YEAR.finditer(folded))


def _year(amount: AmountMention, amounts: Sequence[AmountMention], years: Sequence[tuple[int, int]]) -> int | None:
    """The one year of the sentence; of several, the last before the sum when years come first, else the next one."""
    if len({year for _, year in years}) < 2:
        return years[0][1] if years else None
    if years[0][0] < amounts[0].start:
        return [year for at, year in years if at < amount.start][-1]
    return next((year for at, year in years if at > amount.start), None)
