"""A payment as it is read, before the payments of an article are numbered."""

from dataclasses import dataclass
from decimal import Decimal

from ingestion.facts.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Payment:
    """One payment; the fields are those of `Instalment`."""

    share: Decimal | None
    """In percent."""
    amount: Decimal | None
    """In euros."""
    trigger: str
    condition: str | None
    named: bool
    """Whether a word says that it is one payment of several: acompte, avance, solde, versement."""
    evidence: tuple[Evidence, ...]
