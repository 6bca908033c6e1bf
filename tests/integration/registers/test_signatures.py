"""Signatures of the five real conventions, stated by hand."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from ingestion.blocks import Block
from ingestion.facts.evidence import State
from ingestion.facts.parties import read_parties
from ingestion.facts.roles import read_roles
from ingestion.facts.signatures import read_signatures

BLANK, STATED = State.BLANK, State.STATED
# words that name the party, role, signatory, office, for whom, day, state
FACTS = [
    [
        ("Le SGDSN", "partenaire-délégataire", None, None, None, None, BLANK),
        ("La DINUM", "délégant", None, None, None, None, BLANK),
    ],
    [
        (
            "Le délégant",
            "délégant",
            "Anne JEANJEAN",
            "La Cheffe du Service du Numérique",
            None,
            date(2019, 12, 9),
            STATED,
        ),
        (
            "Le délégataire",
            "délégataire",
            "Nad BOUHANNA",
            "Directeur Inter-Ministère du Numérique",
            None,
            date(2019, 12, 9),
            STATED,
        ),
    ],
    [
        (
            "Le partenaire-déléataire",
            "partenaire-délégataire",
            "Xavier ALBOUY",
            "le chef du service du numérique",
            "Pour la Secrétaire Générale, et par délégation",
            None,
            STATED,
        ),
        ("La DINUM", "délégant", None, None, None, None, BLANK),
    ],
    [
        ("La DNUM", "délégataire", "Hélène BRISSET", "La Directrice du Numérique", None, date(2021, 6, 10), STATED),
        ("La DINUM", "délégant", None, None, None, date(2021, 6, 10), BLANK),
    ],
    [
        ("Le délégant", "délégant", "Bruno LUCAS", "Le Délégué général", None, date(2020, 3, 25), STATED),
        (
            "Le délégataire",
            "délégataire",
            "Nadi BOU HANNA",
            "Directeur Interministériel du Numérique",
            None,
            date(2020, 3, 25),
            STATED,
        ),
    ],
]


REGISTER = dict(zip(("3d62c197", "ffea78a1", "595f852e", "2c0d475b", "95bf845b"), FACTS, strict=True))


@pytest.mark.parametrize("document", REGISTER)
def test_signatures(conventions: Mapping[str, tuple[Block, ...]], compare: Any, document: str) -> None:
    blocks = conventions[document]
    found = read_signatures(blocks, read_roles(blocks, read_parties(blocks)))
    read = [
        (s.party.words, s.party.role, s.signatory, s.title, s.on_behalf_of, s.date, s.state) for s in found if s.party
    ]
    assert [(s.place, s.party is not None) for s in found] == [("Paris", True)] * len(found)
    compare("signature", read, REGISTER[document])
