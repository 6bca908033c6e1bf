"""Instalments: shares or amounts paid at a trigger, under a condition."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from ingestion.facts.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Instalment:
    """One payment of several."""

    order: int
    """From 1, in the order of the text."""
    share: Decimal | None
    """Percentage of the whole, 0 to 100; `None` when an amount is given."""
    amount: Decimal | None
    """Euros; `None` when a share is given."""
    trigger: str
    """What releases it, verbatim: « dès la signature de la convention »."""
    condition: str | None
    """« sous réserve de … », verbatim."""
    evidence: tuple[Evidence, ...]
    kind: Literal["instalment"] = "instalment"
