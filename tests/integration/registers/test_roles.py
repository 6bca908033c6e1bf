"""Roles of the five real conventions: every spelling of a role leads to the party that bears it."""

from collections.abc import Mapping, Sequence

import pytest

from ingestion.blocks import Block
from ingestion.facts.definitions import read_definitions
from ingestion.facts.parties import read_parties
from ingestion.facts.roles import EVERYONE, Roles, read_roles


def roles(blocks: Sequence[Block]) -> Roles:
    parties = read_parties(blocks)
    return read_roles(blocks, parties, read_definitions(blocks, parties))


@pytest.mark.parametrize(
    ("document", "words", "party"),
    [
        ("3d62c197", "le délégant", "DINUM"),
        ("3d62c197", "le partenaire-délegataire", "SGDSN"),
        ("3d62c197", "le partenaire-déléataire", "SGDSN"),
        ("3d62c197", "le partenaire-délégué", "SGDSN"),
        ("3d62c197", "le délégataire", "SGDSN"),
        ("ffea78a1", "la DINUM", "DINUM"),
        ("ffea78a1", "le délégataire", "DINUM"),
        ("595f852e", "le partenaire-délégué", "Ministère de la Justice"),
        ("595f852e", "le partenaire-déléataire", "Ministère de la Justice"),
        ("2c0d475b", "la DNUM", "DNUM"),
        ("2c0d475b", "le délégataire", "DNUM"),
        ("95bf845b", "la DGEFP", "DGEFP"),
        ("95bf845b", "le délégant", "DGEFP"),
        ("95bf845b", "l'équipe", None),
    ],
)
def test_spellings(conventions: Mapping[str, tuple[Block, ...]], document: str, words: str, party: str | None) -> None:
    assert roles(conventions[document]).resolve(words).party == party


def test_the_delegue_of_the_second_is_the_one_who_delegates(conventions: Mapping[str, tuple[Block, ...]]) -> None:
    assert roles(conventions["ffea78a1"]).resolve("le délégué").role == "délégant"


@pytest.mark.parametrize("document", ["3d62c197", "ffea78a1", "595f852e", "2c0d475b", "95bf845b"])
def test_all_the_parties(conventions: Mapping[str, tuple[Block, ...]], document: str) -> None:
    known = roles(conventions[document])
    assert known.resolve("l'une des parties").role == EVERYONE
    assert len(known.meant(known.resolve("les parties"))) == 2
