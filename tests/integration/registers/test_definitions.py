"""Definitions of the five real conventions, stated by hand: terms, and the abbreviations' meanings."""

from collections.abc import Mapping
from typing import Any

import pytest

from ingestion.blocks import Block
from ingestion.facts.definitions import read_definitions

DINUM = "Direction Interministérielle du Numérique"
AFTER, SHORT, MEANT = "ci-après", "abréviation", "définition"
PHASES = ["phase d'investigation", "phase de construction", "phase d'accélération"]
WORDS = ["intrapreneur(s)", "approche Startup d'État", *PHASES]
FAST = "Fonds pour l'accélération du financement des start-up d'État"
CBCM = "contrôleur budgétaire et comptable ministériel"
# For « définition », the meaning is a clause of theirs: the term alone is stated.
FACTS = [
    [
        (AFTER, "le délégant", DINUM),
        (AFTER, "le partenaire-délégataire", "secrétariat général de la défense et de la sécurité nationale"),
    ]
    + [(AFTER, "les parties", "Direction Interministérielle du Numérique, … la sécurité nationale")]
    + [(SHORT, "DINUM", DINUM), (SHORT, "FAST", FAST)]
    + [(MEANT, term, None) for term in [*WORDS, "phase de pérennisation"]],
    [(AFTER, "délégrant", "Secrétariat général des ministères … les collectivités territoriales")]
    + [
        (AFTER, "DINUM", DINUM),
        (AFTER, "délégataire", DINUM),
        (AFTER, "incubateur partenaire", "La Fabrique Numérique"),
    ]
    + [(SHORT, "MTES", "Ministères de la Transition écologique et solidaire")]
    + [(SHORT, "CBCM", CBCM), (SHORT, "CBCM", f"{CBCM} des services")]
    + [(MEANT, term, None) for term in ["approche Startup d'État", *PHASES, "phase de consolidation", "incubateurs"]]
    + [(MEANT, term, None) for term in ["itérations", "approche Startup d'État"]],
    [(AFTER, "le déléguant", DINUM), (AFTER, "le partenaire-déléguataire", "Ministère de la Justice")]
    + [(AFTER, "les parties", f"{DINUM}, Ministère de la Justice")]
    + [(SHORT, "DINUM", DINUM), (SHORT, "FAST", FAST)]
    + [(MEANT, term, None) for term in [*WORDS, "phase de pérennisation", "programme Gamma"]],
    [(AFTER, "le délégataire", "Fabrique numérique des ministères sociaux")]
    + [(AFTER, "la DNUM", "Fabrique numérique des ministères sociaux")]
    + [(AFTER, "DINUM", DINUM), (AFTER, "le délégant", DINUM), (AFTER, "la DINUM", DINUM)]
    + [(SHORT, "UO", "unité opérationnelle")]
    + [(MEANT, term, None) for term in [*WORDS, "phase de consolidation", "phase de transfert"]],
    [(AFTER, "DGEFP", "Délégation générale à l'emploi et à la formation professionnelle")]
    + [(AFTER, "délégrant", "Délégation générale à l'emploi et à la formation professionnelle")]
    + [(AFTER, "DINUM", DINUM), (AFTER, "délégataire", DINUM)]
    + [(SHORT, "CBCM", CBCM), (SHORT, "CBCM", f"{CBCM} des services")]
    + [(MEANT, term, None) for term in [*WORDS, "phase de consolidation"]],
]


REGISTER = dict(zip(("3d62c197", "ffea78a1", "595f852e", "2c0d475b", "95bf845b"), FACTS, strict=True))


def shorten(words: str | None) -> str | None:
    """A long name by its first four words and its last three: no sentence of a convention is copied here."""
    parts = (words or "").split()
    return words if len(parts) <= 10 else " ".join([*parts[:4], "…", *parts[-3:]])


@pytest.mark.parametrize("document", REGISTER)
def test_definitions(conventions: Mapping[str, tuple[Block, ...]], compare: Any, document: str) -> None:
    found = read_definitions(conventions[document])
    read = [(d.sort, d.term, None if d.sort == MEANT else shorten(d.meaning)) for d in found]
    wanted = [(sort, term, shorten(meaning)) for sort, term, meaning in REGISTER[document]]
    compare("definition", read, wanted)
