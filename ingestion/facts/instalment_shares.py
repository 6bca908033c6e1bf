"""The shares and sums of a clause that may be instalments, with the words before and after each."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ingestion.facts.amount_words import pattern, table, words_pattern
from ingestion.french.amounts import find_amounts
from ingestion.french.percentages import find_percentages

_LIMIT = re.compile(
    r"(?:jusqu'a|limite de|limite a|depass\w*|exced\w*|plus de|moins de|au moins|au plus|maximum|"
    r"maximal\w*|minimum|objectif\w*|taux|"
    r"plafon\w*|penalit\w*|ecart|inferieure?s? a|superieure?s? a|a raison de|majore\w*|reduction|"
    r"retenue?|reten\w*|refaction|abattement|minor\w*|amput\w*)\s*(?:\w+\s+){0,2}(?:de\s+)?\**\Z"
)
_RATE = re.compile(
    r"[\s*]*(?:au moins|au plus|de conformite|des voix|de retard|par jour|de penalite|des suffrages|"
    r"de disponibilite|d'interet)"
)
_HALF = re.compile(r"\b(?:par |pour |la |une )?(?P<half>(?:premiere |seconde |autre )?moitie)s?\b(?! prix)")
_SAME = re.compile(
    r"[^;.%]{0,60}?(?:\(|\bsoit\b|\bc'est-a-dire\b|\brepresentant\b|\bcorrespondant a\b|"
    r"\bd'un montant de\b|=|:)\s*(?:un montant (?:de )?|la somme de )?[\s*]*"
)
_BASE = re.compile(r"[\s*]*(?:de|du|d'|de la|des)\b(?:\s+[\w']+){0,7}\s*(?:\(|:|,|de|a)?\s*\**")
_BRACKET = re.compile(r"[\s*]{0,4}\((?:soit )?[\s*]{0,4}")
_THAT_IS = re.compile(r"[^;.]{0,90},?\s+soit\s+(?:environ\s+)?[\s*]{0,4}")
"""« 10 000 € à la signature, soit 40 % »: one payment, said in two ways."""
_LATER = re.compile(r"[\s*,:(]{0,4}(?:egal a |soit |de |\()?\s*\**")
_LEAD = (
    r"(?:[,;]|\bet\b|\bpuis\b|\benfin\b|\bpour\b|\ble\b|\bla\b|\bles\b|\bun\b|\bune\b|\bl'|\bd'|"
    r"\bautres?\b|\b\d(?:er|e|eme)\b|\bpremiere?\b|\bdeuxieme\b|\bseconde?\b|\btroisieme\b|"
    r"\bintermediaire\b|\bfinale?\b|\bdernier\b|\s)*"
)


@dataclass(frozen=True, slots=True)
class Share:
    """One share or sum, and where its own words start and end in the folded clause."""

    start: int
    """Start of the words that name it: « un acompte de 30 % »."""
    end: int
    share: Decimal | None
    """In percent."""
    amount: Decimal | None
    """In euros."""
    named: bool
    """Whether a word says that it is one payment: acompte, avance, solde, versement."""


def read_shares(folded: str) -> tuple[Share, ...]:
    """Shares and sums of a clause in order; limits, rates and what a share is taken of are left out."""
    found = [*_percentages(folded), *_halves(folded)]
    for amount in find_amounts(folded):
        found.append(Share(amount.start, amount.end, None, amount.value, False))
    joined = _joined(folded, sorted(found, key=lambda share: share.start))
    whole = [*joined, *_balances(folded, joined)]
    return tuple(_named(folded, share, whole) for share in sorted(whole, key=lambda share: share.start))


def _percentages(folded: str) -> list[Share]:
    return [
        Share(found.start, found.end, found.value, None, False)
        for found in find_percentages(folded)
        if not _LIMIT.search(folded, max(0, found.start - 45), found.start) and not _RATE.match(folded, found.end)
    ]


def _halves(folded: str) -> list[Share]:
    """« moitié à la signature, moitié au bilan »: two halves at least."""
    halves = list(_HALF.finditer(folded))
    return [Share(*half.span("half"), Decimal(50), None, False) for half in halves] if len(halves) > 1 else []


def _joined(folded: str, found: Sequence[Share]) -> list[Share]:
    """« 50 %, soit 10 € » is one payment; in « 30 % de 10 € » the sum is only what the share is taken of."""
    joined: list[Share] = []
    for share in found:
        before = joined[-1] if joined else None
        gap = (before.end, share.start) if before else (0, 0)
        if before and before.share is not None and share.amount is not None and before.amount is None:
            if _SAME.fullmatch(folded, *gap) and not pattern("trigger", "words").search(folded, *gap):
                joined[-1] = replace(before, end=share.end, amount=share.amount)
                continue
            if _BASE.fullmatch(folded, *gap):
                joined[-1] = replace(before, end=share.end)
                continue
        if before and before.share is None and share.share is not None and _BRACKET.fullmatch(folded, *gap):
            joined[-1] = replace(before, end=share.end, share=share.share)
            continue
        if before and before.share is None and share.share is not None and _THAT_IS.fullmatch(folded, *gap):
            joined[-1] = replace(before, share=share.share)
            continue
        joined.append(share)
    return joined


def _balances(folded: str, joined: Sequence[Share]) -> list[Share]:
    """« le solde » with no figure beside it."""
    form = words_pattern(tuple(table("payment")["whole"]), around=r"\b(?:le|du|ce)\s+(?:{})")
    balances = []
    for found in form.finditer(folded):
        figure = next((share for share in joined if share.start >= found.end()), None)
        near = figure is not None and _LATER.fullmatch(folded, found.end(), figure.start)
        inside = any(share.start <= found.start() < share.end for share in joined)
        if not near and not inside:
            balances.append(Share(found.start(), found.end(), None, None, True))
    return balances


def _named(folded: str, share: Share, found: Sequence[Share]) -> Share:
    """The share with the words that name it and the article before them taken in."""
    since = max((other.end for other in found if other.end <= share.start), default=0)
    parts = words_pattern(
        tuple(table("payment")["parts"]),
        around=_LEAD + r"\b(?:{})(?:[ \n]\w+)?[\s,:(]*(?:de|d'un montant de|a hauteur de|egale? a|soit|representant|"
        r"correspondant a|est|sera|:|\()?[\s*(]*\Z",
    )
    name = next((m for m in parts.finditer(folded, max(since, share.start - 70), share.start)), None)
    if name is None:
        return share
    return replace(share, start=name.start(), named=True)
