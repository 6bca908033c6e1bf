"""Deadlines and recurrences."""

from dataclasses import replace

import pytest

from tests.made_register import BILAN, CERTIFIED, DEADLINES, SIGNED, UNSIGNED, claimed


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("Dans quel délai remettre le bilan de Quai Ouvert ?", "bilan"),
        ("À quelle fréquence se réunit le comité de suivi de Quai Ouvert ?", "comité"),
        ("Sous combien de jours les pièces sont-elles certifiées dans Quai Ouvert ?", "pièces"),
        ("Quand a lieu l'audit de Quai Ouvert ?", "audit"),
        ("How often does the committee of Quai Ouvert meet?", "comité"),
    ],
)
def test_the_one_spoken_of(question: str, quote: str) -> None:
    found = claimed(question, *DEADLINES)
    assert found and quote in found[0].evidence[0].quote


def test_an_offset_is_told_in_the_texts_words_when_the_event_has_no_date() -> None:
    (found,) = claimed("Dans quel délai remettre le bilan de Quai Ouvert ?", BILAN, UNSIGNED)
    assert found.text.startswith("**six mois après la signature**") and found.values[0].unit == "month"


def test_the_day_is_computed_from_the_texts_date() -> None:
    (found,) = claimed("Dans quel délai remettre le bilan de Quai Ouvert ?", BILAN, SIGNED)
    assert found.values[0].value == "2024-09-15" and found.values[0].how
    assert "1182/71" in found.text and found.text.startswith("**15 septembre 2024**")


def test_the_users_date_comes_before_the_texts() -> None:
    found = claimed("Si Quai Ouvert est signée le 31 août 2024, avant quand remettre le bilan ?", BILAN, SIGNED)
    assert found[0].values[0].value == "2025-02-28"


def test_working_days_leave_out_weekends_and_holidays() -> None:
    found = claimed("Pièces reçues le 30 avril 2024 : délai de certification dans Quai Ouvert ?", *DEADLINES)
    assert found[0].values[0].value == "2024-05-15", "1, 8 and 9 May 2024 are holidays"


def test_before_an_event_counts_backwards() -> None:
    early = replace(BILAN, direction="before")
    (found,) = claimed("Dans quel délai remettre le bilan de Quai Ouvert ?", early, SIGNED)
    assert found.values[0].value == "2023-09-15" and "−" in (found.values[0].how or "")


def test_hours_are_not_computed_from_a_day() -> None:
    from ingestion.french.durations import Duration

    hours = replace(CERTIFIED, offset=Duration(24, "hour"))
    (found,) = claimed("Pièces reçues le 30 avril 2024 : délai de certification dans Quai Ouvert ?", hours)
    assert all(value.unit != "date" for value in found.values)


def test_a_period_asked_for_is_the_periods_own() -> None:
    assert claimed("Que faut-il faire tous les mois dans Quai Ouvert ?", *DEADLINES) == ()
    assert len(claimed("Que faut-il faire chaque trimestre, à quelle fréquence, dans Quai Ouvert ?", *DEADLINES)) == 1


def test_when_about_something_else_gets_no_deadline() -> None:
    assert claimed("Quand arrivent les baleines dans Quai Ouvert ?", *DEADLINES) == ()
