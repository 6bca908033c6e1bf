"""Parties, roles, representatives, addresses, signatories."""

import pytest

from tests.made_register import PARTIES, SIGNATURES, SIGNED, claimed, texts

FACTS = (*PARTIES, *SIGNATURES, SIGNED)


def test_every_party_with_its_role() -> None:
    found = texts(claimed("Quelles sont les parties de Quai Ouvert ?", *FACTS))
    assert found == ["**Direction du numérique** (DINUM) — délégant", "**Direction des canaux** (DCX) — délégataire"]


@pytest.mark.parametrize(
    ("question", "party"),
    [
        ("Qui est délégant dans Quai Ouvert ?", "DINUM"),
        ("Qui est le délégataire de Quai Ouvert ?", "DCX"),
        ("Quel est le rôle de la DCX dans Quai Ouvert ?", "DCX"),
        ("Who is the delegator in Quai Ouvert?", "DINUM"),
    ],
)
def test_roles(question: str, party: str) -> None:
    (found,) = claimed(question, *FACTS)
    assert found.key == party and found.evidence


def test_a_role_that_nobody_holds() -> None:
    assert claimed("Qui est le bénéficiaire de Quai Ouvert ?", *FACTS) == ()


def test_the_representative_of_the_party_meant() -> None:
    (found,) = claimed("Qui représente la DINUM dans Quai Ouvert ?", *FACTS)
    assert found.text.startswith("**Ida Lormel**, directrice") and found.cell == "Ida Lormel"


def test_a_blank_representative_is_told() -> None:
    (found,) = claimed("Qui représente la DCX ?", *FACTS)
    assert found.state == "blank" and "n'est pas indiqué" in found.text


def test_addresses_of_those_that_have_one() -> None:
    (found,) = claimed("Quelle est l'adresse de la DINUM dans Quai Ouvert ?", *FACTS)
    assert found.text == "**8 quai des Cordiers, 75020 Paris** — DINUM"
    (absent,) = claimed("Quelle est l'adresse de la DCX ?", *FACTS)
    assert (absent.state, absent.text) == ("absent", "L'adresse de DCX n'est pas donnée.")


def test_signatories_with_their_date_and_the_blank() -> None:
    signed, blank = claimed("Qui a signé Quai Ouvert ?", *FACTS)
    assert texts((signed,)) == ["**Ida Lormel**, directrice — pour DINUM, le 15 mars 2024"]
    assert signed.values[0].value == "2024-03-15"
    assert blank.state == "blank" and "DCX" in blank.text


def test_the_signatory_of_the_party_meant() -> None:
    (found,) = claimed("Qui a signé Quai Ouvert pour le délégant ?", *FACTS)
    assert found.cell == "Ida Lormel"
