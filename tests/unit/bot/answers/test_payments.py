"""Instalments, with their worth in euros."""

import pytest

from tests.made_register import AMOUNTS, INSTALMENTS, claimed


def test_a_share_is_told_in_euros_of_what_is_delegated() -> None:
    first, second = claimed("Quels sont les versements de Quai Ouvert ?", *AMOUNTS, *INSTALMENTS)
    assert first.values[0].value == "60" and first.values[0].unit == "percent"
    assert (first.values[1].value, first.values[1].how) == ("36000", "60 % × 60 000 € = 36 000 €")
    assert second.values[1].value == "24000"
    assert first.text.startswith("**60 %** — **36 000 €**")


def test_no_sum_no_euros() -> None:
    first, _ = claimed("Quels sont les versements de Quai Ouvert ?", *INSTALMENTS)
    assert [value.unit for value in first.values] == ["percent"] and "€" not in first.text


@pytest.mark.parametrize(
    ("question", "triggers"),
    [
        ("Quel est le premier versement de Quai Ouvert ?", ["à la signature"]),
        ("Quel versement après le bilan de Quai Ouvert ?", ["après le bilan"]),
        ("versements de Quai Ouvert", ["à la signature", "après le bilan"]),
    ],
)
def test_the_instalment_asked_for(question: str, triggers: list[str]) -> None:
    assert [claim.key for claim in claimed(question, *AMOUNTS, *INSTALMENTS)] == triggers


@pytest.mark.parametrize(
    "question", ["Quel est le deuxième versement de Quai Ouvert ?", "What is the second instalment of Quai Ouvert?"]
)
def test_the_second_instalment(question: str) -> None:
    assert [claim.key for claim in claimed(question, *AMOUNTS, *INSTALMENTS)] == ["après le bilan"]
