"""Pictures of answers on the sample conventions: only the answer's figures, and only where there are enough of them."""

from datetime import date
from decimal import Decimal

import pytest

from bot.answer import Answer, Language
from bot.assistant import Assistant
from bot.charts import Bars, Ranks, Strip
from bot.library import Library
from bot.picturing import Picture, may_have_picture, picture_of
from bot.plots import draw
from bot.question import Question

DAY = date(2025, 6, 1)


@pytest.fixture
def library(samples: Assistant) -> Library:
    return samples.library


def drawn(samples: Assistant, question: str) -> tuple[Answer, Picture | None]:
    answer = samples.ask(Question("q", question))
    return answer, picture_of(answer, samples.library, DAY)


def stated(answer: Answer, unit: str) -> set[str]:
    return {one.value for one in answer.figures if one.unit == unit}


def test_credits_by_year_without_what_they_were_before(samples: Assistant) -> None:
    answer, picture = drawn(samples, "Quels sont les crédits par an de Sentinelle Bocage ?")
    assert picture is not None and isinstance(picture.chart, Bars)
    series = dict(picture.chart.series)
    assert picture.chart.groups == ("2023", "2024", "2025", "2026")
    assert series["AE"] == (Decimal(180_000), Decimal(285_000), None, None)
    assert series["CP"] == (Decimal(90_000), Decimal(210_000), Decimal(120_000), Decimal(45_000))
    assert {"240000", "75000"} <= stated(answer, "EUR"), "what the avenant replaced is told, not drawn"
    assert "Sentinelle Bocage – crédits par an" in picture.chart.title


@pytest.mark.parametrize(("question", "language"), [
    ("Quel est le montant de chaque convention ?", "fr"), ("What is the amount of each convention?", "en"),
])  # fmt: skip
def test_amounts_by_convention(samples: Assistant, question: str, language: Language) -> None:
    answer, picture = drawn(samples, question)
    assert picture is not None and isinstance(picture.chart, Ranks)
    labels = [label for label, _ in picture.chart.rows]
    assert sorted(labels) == sorted(set(labels)) and "Sentinelle Bocage" in labels, "not its avenant"
    values = [value for _, value in picture.chart.rows]
    assert values == sorted(values, reverse=True)
    assert {str(value) for value in values} <= stated(answer, "EUR")
    assert all(label in picture.described(language) for label in labels)


def test_a_sum_is_no_bar_beside_its_parts(samples: Assistant) -> None:
    answer, picture = drawn(samples, "Quel est le total des montants de toutes les conventions ?")
    total = next(one for one in answer.figures if one.label == "Total")
    assert picture is not None and isinstance(picture.chart, Ranks)
    assert Decimal(total.value) not in [value for _, value in picture.chart.rows]
    assert sum(value for _, value in picture.chart.rows) == Decimal(total.value)


def test_days_are_those_of_the_answer(samples: Assistant) -> None:
    answer, picture = drawn(samples, "Quand finissent les conventions ?")
    assert picture is not None and isinstance(picture.chart, Strip)
    days = {day.isoformat() for _, held in picture.chart.lanes for day in held}
    assert days == stated(answer, "date")
    assert picture.chart.today == DAY
    assert "fin de la convention" in {word for _, _, word in picture.chart.marks}


@pytest.mark.parametrize("question", [
    "Quel est le préavis de Phare Logement ?", "Quand se termine Carnet d'Escale ?", "Bonjour",
    "Combien de CP en 2024 pour Carnet d'Escale ?", "Quel est le montant de Licorne Volante ?",
])  # fmt: skip
def test_one_figure_makes_no_picture(samples: Assistant, question: str) -> None:
    assert drawn(samples, question)[1] is None


def test_what_somebody_may_not_see_is_not_drawn(samples: Assistant, library: Library) -> None:
    answer, picture = drawn(samples, "Quel est le montant de chaque convention ?")
    some = frozenset(row.id for row in library.documents() if row.short_name == "Carnet d'Escale")
    assert picture is not None and may_have_picture(answer)
    assert picture_of(answer, samples.within(some).library, DAY) is None


def test_they_are_drawn(samples: Assistant) -> None:
    for question in ("Quand finissent les conventions ?", "Quel est le montant de chaque convention ?"):
        picture = drawn(samples, question)[1]
        assert picture is not None
        assert draw(picture.chart, "png").startswith(b"\x89PNG")
