"""Instalments: shares or amounts paid at a trigger, under a condition."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Literal

from ingestion.blocks import Block
from ingestion.facts.amount_words import pattern
from ingestion.facts.clauses import Clause, read_clauses
from ingestion.facts.evidence import Evidence
from ingestion.facts.instalment_payments import Payment
from ingestion.facts.instalment_shares import Share, read_shares
from ingestion.facts.instalment_tables import read_schedule
from ingestion.facts.instalment_triggers import Trigger, read_trigger


@dataclass(frozen=True, slots=True)
class Instalment:
    """One payment of several."""

    order: int
    """From 1, in the order of the text, for each article."""
    share: Decimal | None
    """Percentage of the whole, 0 to 100; `None` when only an amount is given, and for « le solde » without a figure."""
    amount: Decimal | None
    """Euros; `None` when only a share is given, and for « le solde » without a figure."""
    trigger: str
    """What releases it, verbatim: « dès la signature de la convention »."""
    condition: str | None
    """« sous réserve de … », verbatim."""
    evidence: tuple[Evidence, ...]
    kind: Literal["instalment"] = "instalment"


_EQUAL = re.compile(
    r"\bpar (?P<by>moitie|quart|dixieme)s?\b|\ben (?P<count>deux|quatre|cinq|dix) (?:versements?|fois|"
    r"echeances|fractions|parts|tranches|"
    r"termes|annuites)(?:\s+\w+)?\s*,?\s*(?:a parts |de montants? )?(?:egales|egaux|identiques)"
)
_PARTS = {"moitie": 2, "quart": 4, "dixieme": 10, "deux": 2, "quatre": 4, "cinq": 5, "dix": 10}
_ORDINALS = re.compile(
    r"\b(?:la |le |l'|les )?(?:premiere?|1ere?|1er|seconde?|deuxieme|2e(?:me)?|2nde?|troisieme|"
    r"3e(?:me)?|quatrieme|4e(?:me)?|"
    r"cinquieme|5e(?:me)?|dernier|derniere|l'une|l'autre)\b(?!\s+(?:janv|fevr|mars\b|avril|mai\b|juin|"
    r"juil|aout|sept|octo|nove|dece|rapport|bilan|annee|reunion|comite|"
    r"version|semestre|trimestre))"
)
_JOINT = re.compile(r"\s*(?:,\s*puis|,\s*et|\bet|\bpuis|,)\s+(?=(?:a|au|des|apres|sur|dans|le|lors)\b)")


def read_instalments(blocks: Sequence[Block]) -> tuple[Instalment, ...]:
    """Every payment of several, in the order of the text: lists, sentences, tables, « par moitié ».

    A share or a sum is one when words say that it is paid and when. A lone sum is one only when it is called so
    (acompte, avance, solde, versement).
    """
    found = [*_said(read_clauses(blocks)), *read_schedule(blocks)]
    found.sort(key=lambda one: one.evidence[0].start)
    numbered = []
    for _, group in groupby(found, key=lambda one: (one.evidence[0].article, one.evidence[0].annexe)):
        payments = list(group)
        if len(payments) == 1 and payments[0].share is None and not payments[0].named:
            continue
        numbered += [_instalment(order, one) for order, one in enumerate(payments, start=1)]
    return tuple(numbered)


def _instalment(order: int, one: Payment) -> Instalment:
    return Instalment(order, one.share, one.amount, one.trigger, one.condition, one.evidence)


def _said(clauses: Sequence[Clause]) -> Iterator[Payment]:
    for clause in clauses:
        if clause.cell is None and not clause.heading and not clause.opening and _is_paid(clause):
            equal = _EQUAL.search(clause.folded)
            yield from _equal(clause, equal) if equal else _shares(clause)


def _is_paid(clause: Clause) -> bool:
    """Whether the clause, what introduces it or the heading above speaks of paying."""
    paying = pattern("payment", "words")
    texts = [clause.folded, *([clause.intro.folded] if clause.intro else []), clause.under]
    return any(paying.search(text) for text in texts)


def _shares(clause: Clause) -> Iterator[Payment]:
    shares = read_shares(clause.folded)
    if not shares:
        return
    triggers = _triggers(clause, shares)
    kept = [(share, trigger) for share, trigger in zip(shares, triggers, strict=True) if trigger]
    own = pattern("payment", "words").search(clause.folded) is not None
    for share, trigger in kept:
        if _counts(clause, share, len(kept), own):
            yield _payment(clause, share, trigger)


def _counts(clause: Clause, share: Share, together: int, own: bool) -> bool:
    """Whether a share with its trigger is a payment of several; `own`: its own clause speaks of paying."""
    if share.share is None and share.amount is None:
        paid = pattern("payment", "words").search(clause.folded, share.end, share.end + 60) is not None
        return paid or together > 1 or clause.intro is not None
    return share.share is not None or share.named or (together > 1 and own) or clause.intro is not None


def _triggers(clause: Clause, shares: Sequence[Share]) -> list[Trigger | None]:
    """The trigger of each share: said after it, or before it throughout (« à la signature, 30 % ; au terme, 70 % »)."""
    ends = [share.start for share in shares[1:]] + [len(clause.folded)]
    after = [read_trigger(clause, share.end, end) for share, end in zip(shares, ends, strict=True)]
    if after[-1] is not None:
        return after
    since = [0, *(share.end for share in shares[:-1])]
    starts = [
        max(start, clause.folded.rfind(";", start, share.start) + 1) for start, share in zip(since, shares, strict=True)
    ]
    before = [read_trigger(clause, start, share.start) for share, start in zip(shares, starts, strict=True)]
    return before if before[0] is not None else after


def _payment(clause: Clause, share: Share, trigger: Trigger) -> Payment:
    named = share.named
    return Payment(share.share, share.amount, trigger.words, trigger.condition, named, clause.with_intros())


def _equal(clause: Clause, equal: re.Match[str]) -> Iterator[Payment]:
    """« par moitié : la première …, la seconde … », « en deux versements égaux, à la signature et au terme »."""
    count = _PARTS[equal["by"] or equal["count"]]
    places = [found.end() for found in _ORDINALS.finditer(clause.folded, equal.end())]
    if len(places) != count:
        first = read_trigger(clause, equal.end(), len(clause.folded))
        joints = [found.end() for found in _JOINT.finditer(clause.folded, first.start if first else equal.end())]
        places = [first.start, *joints] if first else []
    if len(places) != count:
        return
    ends = [*places[1:], len(clause.folded)]
    spans = [(start, _trimmed(clause.folded, start, end)) for start, end in zip(places, ends, strict=True)]
    triggers = [read_trigger(clause, *span) for span in spans]
    if None in triggers:
        return
    share = Share(0, 0, Decimal(100) / count, None, True)
    for trigger in triggers:
        if trigger:
            yield _payment(clause, share, trigger)


def _trimmed(folded: str, start: int, end: int) -> int:
    """The end without the ordinal that opens the next part."""
    ordinal = None
    for found in _ORDINALS.finditer(folded, start, end):
        ordinal = found
    return ordinal.start() if ordinal and ordinal.end() == end else end
