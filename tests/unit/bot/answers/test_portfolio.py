"""Lists, comparisons, rankings, totals and filters across conventions."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bot.answers.portfolio import written
from bot.vocabulary import vocabulary
from bot.writing import Draft
from ingestion.french.durations import Duration
from tests.made_plans import plan_of
from tests.made_register import AMOUNTS, ENDS, NOTICE, PARTIES, quai, shelf

RICH = quai(*PARTIES, AMOUNTS[0], AMOUNTS[1], ENDS, NOTICE)
POOR = quai(
    replace(AMOUNTS[0], value=Decimal(5_000)), replace(ENDS, end=date(2024, 6, 30)),
    replace(NOTICE, length=Duration(45, "day")),
    name="Verger Commun",
)  # type: ignore[type-var]  # fmt: skip
MUTE = quai(*PARTIES, name="Alto Bus")
LIBRARY = shelf(RICH, POOR, MUTE)


def told(question: str) -> tuple[str, Draft]:
    plan, draft = plan_of(question), Draft()
    assert plan.scope.kind == "all" and len(plan.asks) == 1
    return (written(draft, plan.asks[0], plan, LIBRARY, vocabulary(), date(2026, 1, 15)) or "").replace(
        "\u00a0", " "
    ), draft


def test_all_conventions_are_listed_with_their_number() -> None:
    text, _ = told("Combien de conventions avez-vous ?")
    assert text.startswith("3 conventions") and all(
        name in text for name in ("Quai Ouvert", "Verger Commun", "Alto Bus")
    )


def test_a_filter_by_year_tells_who_has_no_date() -> None:
    text, draft = told("Quelles conventions se terminent en 2025 ?")
    assert text.startswith("**1** convention sur 3") and "**Quai Ouvert** : **31 décembre 2025**" in text
    assert "Alto Bus" in text.splitlines()[-1] and "Verger Commun" not in text, "its date is another year's"
    assert [c.convention for c in draft.citations.found] == ["Quai Ouvert"]


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Quelles conventions ont un montant de plus de 10 000 € ?", "Quai Ouvert"),
        ("Quelles conventions ont un montant inférieur à 10 000 € ?", "Verger Commun"),
    ],
)
def test_a_filter_by_amount(question: str, name: str) -> None:
    text, _ = told(question)
    assert f"- **{name}**" in text and text.count("\n- ") == 1


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Quelle convention a le plus gros budget ?", "Quai Ouvert"),
        ("Quelle convention a le plus petit budget ?", "Verger Commun"),
        ("Quelle convention finit le plus tard ?", "Quai Ouvert"),
    ],
)
def test_rankings(question: str, name: str) -> None:
    text, _ = told(question)
    assert text.startswith(f"**{name}**") and "(2 conventions comparées)" in text


def test_the_shortest_notice() -> None:
    assert told("Quelle convention a le préavis le plus court ?")[0].startswith("**Verger Commun**")


def test_a_total_shows_its_terms_and_who_is_missing() -> None:
    text, draft = told("Quel est le total des cofinancements de toutes les conventions ?")
    assert text.startswith("**85 000 €**") and "Alto Bus" in text.splitlines()[-1]
    (total,) = [figure for figure in draft.figures if figure.value == "85000"]
    assert total.kind == "computed" and total.how == "80 000 € + 5 000 € = 85 000 €" and total.citations


def test_dates_are_never_added_as_money() -> None:
    text, draft = told("En tout, quand se terminent toutes les conventions ?")
    assert "€" not in text and not any(figure.unit == "EUR" for figure in draft.figures)


def test_a_comparison_is_a_table_with_a_row_a_convention() -> None:
    text, draft = told("Compare les préavis des conventions")
    rows = text.splitlines()
    assert rows[0] == "| Convention | Préavis |" and len(rows) == 5
    assert "| Quai Ouvert | trois mois [1] |" in rows and "| Alto Bus | non prévu |" in rows
    assert len(draft.citations.found) == 2


def test_the_conventions_of_a_party() -> None:
    text, _ = told("Dans combien de conventions la DCX est-elle ?")
    assert text.startswith("**2** conventions sur 3") and "Verger Commun" not in text
