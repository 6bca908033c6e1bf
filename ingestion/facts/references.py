"""References: laws, decrees, circulars, articles, annexes and addresses that the text cites."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from ingestion.facts.evidence import Evidence

ReferenceNature = Literal[
    "décret", "loi", "ordonnance", "arrêté", "circulaire", "règlement", "code", "article", "annexe", "convention", "avenant",
    "marché", "lettre", "url", "courriel",
]


@dataclass(frozen=True, slots=True)
class Reference:
    """One mention."""

    nature: ReferenceNature
    number: str | None
    """« 2004-1085 », « 5608/SG », the article's or annexe's number normalised as in blocks; `None` when none is given."""
    article: str | None
    """Article of the cited text, « article 5 du décret … »."""
    date: date | None
    """Date of the cited text where stated."""
    object: str | None
    """What it is about, as written: « relatif à la délégation de gestion… »; the address itself for an URL."""
    present: bool | None
    """For articles and annexes of the convention itself: whether the document holds them; `None` for others."""
    evidence: tuple[Evidence, ...]
    kind: Literal["reference"] = "reference"
