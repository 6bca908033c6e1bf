"""Amounts claimed from hand-made facts."""

import pytest

from tests.made_register import AMOUNTS, INSTALMENTS, PARTIES, amount, claimed, texts

FACTS = (*PARTIES, *AMOUNTS)


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("Quel est le montant de Quai Ouvert ?", "**80 000 €** — cofinancement"),
        ("Quel est le cofinancement de Quai Ouvert ?", "**80 000 €** — cofinancement"),
        ("Combien la DINUM garde-t-elle dans Quai Ouvert ?", "**20 000 €**"),
        ("Quel est le montant délégué de Quai Ouvert ?", "**60 000 €** — montant délégué"),
        ("Quel montant par équipe pour Quai Ouvert ?", "**30 000 €** — au maximum"),
        ("Quelle est la pénalité de retard de Quai Ouvert ?", "**50 €** — pénalité"),
        ("How much does Quai Ouvert get?", "**€80,000**"),
    ],
)
def test_the_amount_spoken_of_comes_first(question: str, first: str) -> None:
    assert texts(claimed(question, *FACTS))[0].startswith(first)


def test_a_penalty_is_no_answer_to_how_much() -> None:
    assert not any("pénalité" in text for text in texts(claimed("Quel est le montant de Quai Ouvert ?", *FACTS)))


def test_no_amount_no_claim() -> None:
    assert claimed("Quel est le montant de Quai Ouvert ?", *PARTIES) == ()
    assert claimed("Combien pour les pirogues de Quai Ouvert ?", *FACTS) == ()


def test_each_claim_has_its_value_and_its_evidence() -> None:
    for claim in claimed("Quel est le montant de Quai Ouvert ?", *FACTS):
        assert claim.evidence and claim.values and claim.values[0].unit == "EUR"
        assert claim.values[0].shown in claim.text and claim.values[0].shown in claim.evidence[0].quote


def test_the_same_money_said_twice_is_told_once_with_both_places() -> None:
    again = amount(80_000, "enveloppe", "Le cofinancement est de 80 000 €.")
    found = claimed("Quel est le cofinancement de Quai Ouvert ?", AMOUNTS[0], again)
    assert len(found) == 1 and len(found[0].evidence) == 2


def test_a_blank_is_told_and_is_no_value() -> None:
    (found,) = claimed("Quel est le montant de Quai Ouvert ?", amount(None, "subvention", "Fait à Paris, le"))
    assert found.state == "blank" and not found.values and "laissé en blanc" in found.text


def test_words_that_disagree_are_a_warning() -> None:
    from decimal import Decimal

    odd = amount(80_000, "cofinancement", "Le cofinancement est de 80 000 €.", words=Decimal(90_000))
    (found,) = claimed("Quel est le montant de Quai Ouvert ?", odd)
    assert found.warning and "Le cofinancement est de 80 000 €." in found.warning
    (same,) = claimed("Quel est le montant de Quai Ouvert ?", AMOUNTS[0])
    assert same.warning is None


def test_a_year_leaves_out_the_amounts_of_the_others() -> None:
    dated = [
        amount(n, "subvention", "Le cofinancement est de 80 000 €.", year=y) for n, y in ((1_000, 2024), (2_000, 2025))
    ]
    (found,) = claimed("Quelle subvention en 2025 pour Quai Ouvert ?", *dated)
    assert found.values[0].value == "2000"


@pytest.mark.parametrize(
    ("question", "value", "how"),
    [
        ("Combien font 10 % du cofinancement de Quai Ouvert ?", "8000", "10 % × 80 000 € = 8 000 €"),
        ("Quelle est la moitié du cofinancement de Quai Ouvert ?", "40000", "50 % × 80 000 € = 40 000 €"),
        ("Combien font 2,5 % du montant délégué de Quai Ouvert ?", "1500", "2.5 % × 60 000 € = 1 500 €"),
    ],
)
def test_a_share_shows_its_arithmetic(question: str, value: str, how: str) -> None:
    (found,) = claimed(question, *FACTS)
    assert (found.values[0].value, found.values[0].how) == (value, how)


def test_a_share_that_an_instalment_states_is_that_instalment() -> None:
    (found,) = claimed("Combien représentent les 40 % de Quai Ouvert en euros ?", *FACTS, *INSTALMENTS)
    assert found.values[-1].value == "24000" and found.key == "après le bilan"
