"""Every Chorus code of the real conventions: field, code, label, article, number of places that state it."""

from collections.abc import Mapping
from typing import Any

import pytest

from ingestion.blocks import Block
from ingestion.facts.chorus import read_chorus

INNOVATION = "innovation et transformations numériques"
REGISTER = {
    "3d62c197": [
        ("domaine_fonctionnel", "0352-01", None, "4", 1),
        ("centre_financier", "0352-CFSE-CFIN", None, "4", 2),
        ("activité", "035200010101", None, "4", 1),
        ("centre_de_coût", "SPMANSI075", None, "4", 1),
        ("bop", "352", INNOVATION, "4", 1),
    ],
    "ffea78a1": [
        ("axe_ministériel", None, "(sans objet)", "5", 1),
        ("domaine_fonctionnel", "0217-04-03", None, "5", 1),
        ("centre_financier", "0217-FACS-ELAB", None, "5", 5),
        ("activité", "021701010163", None, "5", 1),
        ("centre_de_coût", "DININCUB75", None, "5", 1),
        ("bop", "FACS", None, "1", 1),
        ("programme", "217", "conduite et pilotage…", "1", 1),
    ],
    "595f852e": [
        ("domaine_fonctionnel", "0352-01", None, "4", 1),
        ("centre_financier", "0352-CFSE-CFIN", None, "4", 2),
        ("activité", "035200010101", None, "4", 1),
        ("centre_de_coût", "SEGSSMM075", None, "4", 1),
        ("programme", "352", "innovations et transformations numériques", "4", 1),
    ],
    "2c0d475b": [
        ("domaine_fonctionnel", "0352-01", None, "5", 1),
        ("centre_financier", "0352-CFSE-CFIN", None, "5", 4),
        ("activité", "035200010101", "Domaine appli métier", "5", 1),
        ("centre_de_coût", "SGSIFAB075", None, "5", 1),
    ],
    "95bf845b": [
        ("axe_ministériel", "36", None, "5", 1),
        ("domaine_fonctionnel", "0103-01-01", None, "5", 1),
        ("centre_financier", "0103-CEFP-C003", None, "5", 5),
        ("activité", "010300000112", None, "5", 4),
        ("centre_de_coût", "EMPEF00075", None, "5", 2),
    ],
}


@pytest.mark.parametrize("document", REGISTER)
def test_chorus(conventions: Mapping[str, tuple[Block, ...]], compare: Any, document: str) -> None:
    found = [
        (fact.field, fact.code, _short(fact.label), fact.evidence[0].article, len(fact.evidence))
        for fact in read_chorus(conventions[document])
    ]
    compare("chorus", found, REGISTER[document])


def _short(label: str | None) -> str | None:
    """A long label by its first words."""
    words = (label or "").split()
    return label if len(words) < 8 else " ".join(words[:3]) + "…"
