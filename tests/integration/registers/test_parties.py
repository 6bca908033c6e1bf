"""Parties of the five real conventions, stated by hand."""

from collections.abc import Mapping
from typing import Any

import pytest

from ingestion.blocks import Block
from ingestion.facts.parties import read_parties

DINUM = "Direction Interministérielle du Numérique"
SEGUR = "20 avenue de Ségur – TSA 30719 - 75334 PARIS Cedex 07"
SCHAER = ("Stéphanie Schaer", "Directrice interministérielle du numérique")
BOU_HANNA = ("Nadi Bou Hanna", "Directeur interministériel du numérique")
MINISTRIES = "Secrétariat général des ministères … les collectivités territoriales"
DGEFP_FIELD = "à l'emploi et à la formation professionnelle"

STATED = [
    [
        ("DINUM", DINUM, "délégant", ("DINUM", "le délégant"), SEGUR, *SCHAER, True),
        (
            "SGDSN",
            "secrétariat général de la défense et de la sécurité nationale",
            "partenaire-délégataire",
            ("le partenaire-délégataire", "SGDSN"),
            "51 boulevard de la Tour Maubourg, 75007 Paris",
            None,
            "cheffe du service de l'administration générale",
            False,
        ),
    ],
    [
        (
            MINISTRIES,
            MINISTRIES,
            "délégant",
            ("délégrant",),
            None,
            "Emilie Piette",
            "Secrétaire générale des ministères … les collectivités territoriales",
            False,
        ),
        (
            "DINUM",
            DINUM,
            "délégataire",
            ("DINUM", "délégataire"),
            "20 avenue de Ségur - TSA 30719, 75334 PARIS Cedex 07",
            *BOU_HANNA,
            True,
        ),
    ],
    [
        ("DINUM", DINUM, "délégant", ("DINUM", "le déléguant"), SEGUR, *SCHAER, True),
        (
            "Ministère de la Justice",
            "Ministère de la Justice",
            "partenaire-délégataire",
            ("le partenaire-déléguataire",),
            "13 place Vendôme, 75001 Paris",
            "Xavier Albouy",
            "Chef de Service Numérique",
            False,
        ),
    ],
    [
        (
            "DNUM",
            "Fabrique numérique des ministères sociaux",
            "délégataire",
            ("le délégataire", "la DNUM"),
            "39-40 quai André Citroën, 79902 Paris Cedex 15",
            "Hélène Brisset",
            "directrice du numérique",
            False,
        ),
        (
            "DINUM",
            DINUM,
            "délégant",
            ("DINUM", "le délégant", "la DINUM"),
            "20 avenue de Ségur – TSA 30 719 … PARIS Cedex 07",
            *BOU_HANNA,
            True,
        ),
    ],
    [
        (
            "DGEFP",
            f"Délégation générale {DGEFP_FIELD}",
            "délégant",
            ("DGEFP", "délégrant"),
            "14 avenue Duquesne, 75350 Paris",
            "Bruno LUCAS",
            f"Délégué général {DGEFP_FIELD}",
            False,
        ),
        (
            "DINUM",
            DINUM,
            "délégataire",
            ("DINUM", "délégataire"),
            "20 avenue de Ségur, 75007 Paris",
            "Nadi BOU HANNA",
            "Directeur interministériel du numérique",
            True,
        ),
    ],
]


REGISTER = dict(zip(("3d62c197", "ffea78a1", "595f852e", "2c0d475b", "95bf845b"), STATED, strict=True))


def shorten(words: str | None) -> str | None:
    """A long name by its first four words and its last three: no sentence of a convention is copied here."""
    parts = (words or "").split()
    return words if len(parts) <= 10 else " ".join([*parts[:4], "…", *parts[-3:]])


@pytest.mark.parametrize("document", REGISTER)
def test_parties(conventions: Mapping[str, tuple[Block, ...]], compare: Any, document: str) -> None:
    def flat(value: Any) -> Any:
        return shorten(value) if isinstance(value, str) else value

    fields = ("label", "name", "role", "short_names", "address", "representative", "representative_title", "is_dinum")
    found = read_parties(conventions[document])
    read = [tuple(flat(getattr(party, field)) for field in fields) for party in found]
    compare("party", read, [tuple(flat(value) for value in party) for party in REGISTER[document]])
    assert [party.blanks for party in found] == [(), ()]
