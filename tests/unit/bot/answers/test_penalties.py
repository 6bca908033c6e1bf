"""Penalties: a day's price, what a delay costs, their ceiling."""

from tests.made_register import AMOUNTS, claimed


def test_a_delay_is_counted_with_its_arithmetic() -> None:
    first = claimed("12 jours de retard dans Quai Ouvert : quelle pénalité ?", *AMOUNTS)[0]
    assert (first.values[0].value, first.values[0].how) == ("600", "12 × 50 € = 600 €")


def test_without_a_delay_the_days_price_comes_first() -> None:
    found = claimed("Quelle est la pénalité de Quai Ouvert ?", *AMOUNTS)
    assert found[0].values[0].value == "50" and found[0].values[0].how is None


def test_the_ceiling_is_a_share_of_what_is_delegated() -> None:
    first = claimed("Quel est le plafond des pénalités de Quai Ouvert ?", *AMOUNTS)[0]
    assert (first.values[0].value, first.values[0].how) == ("3000", "5 % × 60 000 € = 3 000 €")
    assert first.evidence[0].quote == "Le total des pénalités ne dépasse pas 5 % du montant délégué."


def test_no_sum_no_ceiling_in_euros() -> None:
    found = claimed("Quel est le plafond des pénalités de Quai Ouvert ?", AMOUNTS[4])
    assert [value.value for claim in found for value in claim.values] == ["50"]
    assert "5 %" in found[0].text
