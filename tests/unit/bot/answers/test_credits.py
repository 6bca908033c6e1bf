"""Credits by year."""

import pytest

from tests.made_register import CREDITS, cell, claimed, texts


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("Quelles AE en 2024 pour Quai Ouvert ?", ["40000"]),
        ("CP 2025 Quai Ouvert", ["15000"]),
        ("Quelles AE et quels CP en 2024 pour Quai Ouvert ?", ["40000", "25000"]),
    ],
)
def test_the_cells_asked_for(question: str, values: list[str]) -> None:
    found = claimed(question, *CREDITS)
    assert [value.value for claim in found for value in claim.values] == values


def test_a_blank_cell_is_told() -> None:
    (found,) = claimed("Quelles AE en 2025 pour Quai Ouvert ?", *CREDITS)
    assert found.state == "blank" and found.values == () and "case vide" in found.text


def test_the_whole_schedule_has_a_line_a_year_and_the_total() -> None:
    found = texts(claimed("l'échéancier de Quai Ouvert", *CREDITS))
    assert [text.split(" ")[0] for text in found] == ["2024", "2025", "Total"]
    assert "AE : **40 000 €** · CP : **25 000 €**" in found[0] and "CP : **15 000 €**" in found[1]


def test_a_total_never_adds_the_total_row_nor_ae_to_cp() -> None:
    (found,) = claimed("Quel est le total des CP de Quai Ouvert ?", *CREDITS)
    assert found.values[0].value == "40000" and found.values[0].how == "25 000 € + 15 000 € = 40 000 €"
    both = claimed("Total des AE et des CP de Quai Ouvert ?", *CREDITS)
    assert [claim.values[0].value for claim in both] == ["40000", "40000"]


def test_what_is_said_again_elsewhere_is_counted_once() -> None:
    again = cell("CP", 2025, 15_000, "Le reste, soit 60 000 €, est délégué à la DCX.")
    (found,) = claimed("Quel est le total des CP de Quai Ouvert ?", *CREDITS, again)
    assert found.values[0].value == "40000"
    rows = {"Équipe A": "60 % sont versés à la signature ;", "Équipe B": "40 % sont versés après le bilan ;"}
    teams = [cell("CP", 2024, 5_000, quote, label=label) for label, quote in rows.items()]
    (found,) = claimed("Quel est le total des CP de Quai Ouvert ?", *teams)
    assert found.values[0].value == "10000", "two rows of the same value are two"


def test_totals_of_years_stand_for_parts_that_are_not_there() -> None:
    totals = [cell("CP", year, 7_000, "Total : AE 40 000 €, CP 40 000 €", total=True) for year in (2024, 2025)]
    (found,) = claimed("Quel est le total des CP de Quai Ouvert ?", *totals)
    assert found.values[0].value == "14000"


def test_a_written_total_that_differs_is_a_warning() -> None:
    odd = cell("CP", None, 41_000, "Total : AE 40 000 €, CP 40 000 €")
    (found,) = claimed("Quel est le total des CP de Quai Ouvert ?", *CREDITS[:4], odd)
    assert found.values[0].value == "40000" and found.warning and "41 000 €" in found.warning
    (right,) = claimed("Quel est le total des CP de Quai Ouvert ?", *CREDITS)
    assert right.warning is None


def test_an_estimate_for_each_team_is_told_as_such() -> None:
    from decimal import Decimal

    line = cell("AE", 2024, 40_000, "2024 : AE 40 000 €, CP 25 000 €", per_team=Decimal(20_000), estimate=True)
    (found,) = claimed("AE 2024 Quai Ouvert", line)
    assert [value.value for value in found.values] == ["40000", "20000"] and "estimation" in found.text


def test_another_money_table_is_no_schedule() -> None:
    assert claimed("AE 2024 Quai Ouvert", cell("Montant TTC", 2024, 7, "2024 : AE 40 000 €, CP 25 000 €")) == ()
