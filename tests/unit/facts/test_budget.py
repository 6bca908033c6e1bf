from decimal import Decimal
from pathlib import Path

import pytest

from ingestion.facts.budget import BudgetLine, read_budget
from ingestion.facts.evidence import State
from ingestion.structure import read_blocks

LEAD = "Article 5 – Crédits\n\nLe calendrier est le suivant :\n\n"


def budget(text: str, lead: str = LEAD) -> tuple[BudgetLine, ...]:
    whole = lead + text
    lines = read_budget(read_blocks(whole))
    assert all(whole[place.start : place.end] == place.quote for line in lines for place in line.evidence)
    return lines


def cells(text: str, lead: str = LEAD) -> list[tuple[str, int | None, str | None, int | None]]:
    """Column, year, label, value in euros; `None` for a blank."""
    lines = budget(text, lead)
    return [(line.column, line.year, line.label, None if line.value is None else int(line.value)) for line in lines]


FOUR = [("AE", 2023, None, 90_000), ("CP", 2023, None, 40_000), ("AE", 2024, None, None), ("CP", 2024, None, 50_000)]


@pytest.mark.parametrize(
    "text",
    [
        "| | AE | CP |\n|---|---|---|\n| 2023 | 90 000 € | 40 000 € |\n| 2024 | | 50 000 € |\n",
        "\tAE\tCP\n2023\t90 000 €\t40 000 €\n2024\t\t50 000 €\n",
        "| Exercice | Autorisations d'engagement | Crédits de paiement |\n|---|---|---|\n"
        "| 2023 | 90.000 € | 40.000 € |\n| 2024 | | 50.000 € |\n",
        "| (en k€) | AE | CP |\n|---|---|---|\n| 2023 | 90 | 40 |\n| 2024 | | 50 |\n",
        "Année            AE               CP\n"
        "2023           90 000 €         40 000 €\n"
        "2024                            50 000 €\n",
        "| Année | Nature | Montant |\n|---|---|---|\n| 2023 | AE | 90 000 € |\n| | CP | 40 000 € |\n"
        "| 2024 | AE | |\n| | CP | 50 000 € |\n",
    ],
    ids=["pipes", "tabs", "spelt out", "thousands", "aligned", "one sum a row"],
)
def test_years_in_rows(text: str) -> None:
    assert cells(text) == FOUR


@pytest.mark.parametrize(
    "text",
    [
        "| | 2023 | 2024 |\n|---|---|---|\n| AE | 90 000 € | |\n| CP | 40 000 € | 50 000 € |\n",
        "Crédits\t2023\t2024\nAutorisations d'engagement (AE)\t90 000 €\t\n"
        "Crédits de paiement (CP)\t40 000 €\t50 000 €\n",
    ],
)
def test_years_in_columns(text: str) -> None:
    assert sorted(cells(text), key=str) == sorted(FOUR, key=str)


@pytest.mark.parametrize("header", ["| Équipe | 2024 | | 2025 | |", "| Équipe | 2024 | 2025 | | |"])
def test_two_header_rows(header: str) -> None:
    text = f"{header}\n| | AE | CP | AE | CP |\n|---|---|---|---|---|\n| Moulin | 10 000 € | 5 000 € | | 5 000 € |\n"
    assert cells(text) == [
        ("AE", 2024, "Moulin", 10_000),
        ("CP", 2024, "Moulin", 5_000),
        ("AE", 2025, "Moulin", None),
        ("CP", 2025, "Moulin", 5_000),
    ]


def test_year_and_kind_in_one_header() -> None:
    text = (
        "| Partenaire | AE 2024 | CP 2024 | CP 2025 |\n|---|---|---|---|\n| Commune | 9 000 € | 4 000 € | 5 000 € |\n"
    )
    assert cells(text) == [
        ("AE", 2024, "Commune", 9_000),
        ("CP", 2024, "Commune", 4_000),
        ("CP", 2025, "Commune", 5_000),
    ]


def test_blank_cells_have_their_state() -> None:
    states = [line.state for line in budget("\tAE\tCP\n2023\t90 000 €\t40 000 €\n2024\t…… €\t[montant]\n")]
    assert states == [State.STATED, State.STATED, State.BLANK, State.BLANK]


def test_a_sum_by_team_stands_beside_the_cell() -> None:
    first, second = budget(
        "\tAE\tCP\n2023\t90 000 €\nSoit (estimation) 30 000 € par équipe\t40 000 €\n2024\t\t50 000 €\n"
    )[:2]
    assert (first.value, first.per_team, first.estimate) == (Decimal(90_000), Decimal(30_000), True)
    assert (second.value, second.per_team, second.estimate) == (Decimal(40_000), None, False)


def test_an_indicative_schedule_holds_estimates() -> None:
    lead = "Article 5\n\nLes crédits sont ouverts selon l'échéancier prévisionnel suivant :\n\n"
    assert [line.estimate for line in budget("\tAE\tCP\n2023\t90 000 €\t\n", lead)] == [True, False]


@pytest.mark.parametrize("label", ["Total", "TOTAL GÉNÉRAL", ""])
def test_totals_are_marked(label: str) -> None:
    lines = budget(f"| Année | AE |\n|---|---|\n| 2023 | 90 000 € |\n| 2024 | 10 000 € |\n| {label} | 100 000 € |\n")
    assert [(line.year, line.total) for line in lines] == [(2023, False), (2024, False), (None, True)]


def test_a_total_column_has_no_year() -> None:
    lines = budget("| | 2023 | 2024 | Total |\n|---|---|---|---|\n| AE | 90 000 € | 1 000 € | 91 000 € |\n")
    assert [(line.column, line.year, line.total) for line in lines] == [
        ("AE", 2023, False),
        ("AE", 2024, False),
        ("AE", None, True),
    ]


def test_a_last_row_that_does_not_add_up_is_no_total() -> None:
    text = "| Poste | Montant |\n|---|---|\n| Pain | 10 € |\n| Sel | 20 € |\n| Eau | 5 € |\n| Divers | 36 € |\n"
    assert not any(line.total for line in budget(text))
    assert budget(text.replace("36", "35"))[-1].total


def test_other_tables_of_money_keep_their_header() -> None:
    text = (
        "Poste de dépense              Montant TTC        Part prise en charge\n"
        "Meules et tamis                12.000 €                60 %\n"
        "Sacs                            4.500 €                40 %\n"
        "TOTAL                          16.500 €\n"
    )
    assert cells(text) == [
        ("Montant TTC", None, "Meules et tamis", 12_000),
        ("Montant TTC", None, "Sacs", 4_500),
        ("Montant TTC", None, "TOTAL", 16_500),
    ]


def test_contributions_in_a_unit_of_the_header() -> None:
    text = "| Partenaire | Contribution (en euros) |\n|---|---|\n| Commune | 12 000 |\n| Région | 8 000 |\n"
    assert [(label, value) for _, _, label, value in cells(text)] == [("Commune", 12_000), ("Région", 8_000)]


def test_the_lead_in_states_the_unit() -> None:
    lead = "Article 5\n\nLes crédits, en M€, sont répartis comme suit :\n\n"
    assert [value for *_, value in cells("Année\tAE\tCP\n2024\t1,2\t0,75\n", lead)] == [1_200_000, 750_000]


def test_a_unit_is_never_guessed() -> None:
    lines = budget("| | AE | CP |\n|---|---|---|\n| 2024 | 120 000 | 80 000 |\n")
    assert [(line.value, line.state) for line in lines] == [(None, State.UNREAD)] * 2


def test_a_range_is_not_read_by_its_end() -> None:
    (line,) = budget("| Poste | Montant |\n|---|---|\n| Sel | 5 à 10 € |\n")
    assert (line.value, line.state) == (None, State.UNREAD)


def test_two_kinds_in_one_cell() -> None:
    assert cells("| Année | Crédits |\n|---|---|\n| 2024 | 90 000 € en AE, 40 000 € en CP |\n") == FOUR_IN_2024


FOUR_IN_2024 = [("AE", 2024, None, 90_000), ("CP", 2024, None, 40_000)]


@pytest.mark.parametrize(
    "text",
    [
        "Le délégant ouvre 90 000 € en AE et 40 000 € en CP au titre de 2024.",
        "En 2024, les autorisations d'engagement s'élèvent à 90 000 € et les crédits de paiement à 40 000 €.",
        "Au titre de 2024 :\n\n- AE : 90 000 € ;\n- CP : 40 000 €.",
        "Sont ouverts 90 k€ d'autorisations d'engagement et 40 k€ de crédits de paiement pour l'année 2024.",
    ],
)
def test_said_in_sentences(text: str) -> None:
    assert cells(text, "Article 5 – Crédits\n\n") == FOUR_IN_2024


def test_each_sum_has_the_nearest_year() -> None:
    text = "Il met à disposition 90 000 € en AE et en CP en 2024, puis 5 000 € en CP en 2025."
    assert cells(text, "Article 5\n\n") == [
        ("AE", 2024, None, 90_000),
        ("CP", 2024, None, 90_000),
        ("CP", 2025, None, 5_000),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "| Objectif | 2024 | 2025 |\n|---|---|---|\n| Sacs livrés | 40 | 1 500 |\n",
        "| Tâche | Agence | Commune |\n|---|---|---|\n| Mention | rédige | relit |\n",
        "| Domaine fonctionnel : | 0911-02 |\n| Centre de coût : | LAVOIRS088 |\n",
        "Il met à disposition 12 000 € par équipe en AE. La subvention est de 5 000 €.",
    ],
)
def test_what_is_no_budget(text: str) -> None:
    assert cells(text) == []


def test_a_table_broken_by_a_page(root: Path) -> None:
    whole = (root / "tests/data/table_broken_by_page.txt").read_text(encoding="utf-8")
    lines = read_budget(read_blocks(whole))
    assert [(line.column, line.year, line.value) for line in lines] == [
        ("AE", 2022, Decimal(10_000)),
        ("CP", 2022, Decimal(5_000)),
        ("AE", 2023, Decimal(10_000)),
        ("CP", 2023, Decimal(8_000)),
        ("AE", 2024, None),
        ("CP", 2024, Decimal(7_000)),
    ]
    assert {line.evidence[1].quote for line in lines} == {"| Année | AE | CP |"}


def test_evidence_is_row_then_header_then_lead_in() -> None:
    line = budget("\tAE\tCP\n2023\t90 000 €\t40 000 €\n")[0]
    assert [place.quote for place in line.evidence] == [
        "2023\t90 000 €\t40 000 €",
        "AE\tCP",
        "Le calendrier est le suivant :",
    ]
