"""Chorus codes, kept whole."""

import pytest

from bot.answers.codes import asked_codes, holding
from tests.made_plans import ask_of
from tests.made_register import CODES, claimed, quai, texts


def test_the_code_of_the_field_asked_for() -> None:
    (found,) = claimed("Quelle est l'UO de Quai Ouvert ?", *CODES)
    assert found.values[0].value == "0999-ABCD-EFGH" and found.values[0].unit == "code"
    assert texts((found,)) == ["Centre financier (UO) : **0999-ABCD-EFGH** (canaux)"]


def test_all_the_codes_in_the_order_of_chorus() -> None:
    found = claimed("Donne toutes les références Chorus de Quai Ouvert", *CODES)
    assert [text.split(" :")[0] for text in texts(found)] == ["Centre financier (UO)", "Activité", "Centre de coût"]


def test_a_blank_code_is_told_and_an_absent_one_is_not() -> None:
    (found,) = claimed("Quel est le centre de coût de Quai Ouvert ?", *CODES)
    assert found.state == "blank" and not found.values and "laissé en blanc" in found.text
    assert claimed("Quel est le domaine fonctionnel de Quai Ouvert ?", *CODES) == ()


@pytest.mark.parametrize("typed", ["0999-ABCD-EFGH", "0999-abcd-efgh", "099900010203"])
def test_a_code_typed_in_any_case_is_placed(typed: str) -> None:
    codes = asked_codes(ask_of(f"à quoi correspond {typed} ?"))
    assert len(codes) == 1
    (found,) = holding(quai(*CODES), codes, "fr")
    assert found.values[0].value.lower() == typed.lower()


@pytest.mark.parametrize("typed", ["0999-ABCD-EFGI", "0999-ABCD", "09990001020"])
def test_a_code_is_never_a_slip_of_another(typed: str) -> None:
    assert holding(quai(*CODES), asked_codes(ask_of(f"à quoi correspond {typed} ?")), "fr") == ()


@pytest.mark.parametrize("text", ["en 2024 ?", "le décret 2004", "30 000 €", "rien"])
def test_years_and_sums_are_no_codes(text: str) -> None:
    assert asked_codes(ask_of(text)) == ()
