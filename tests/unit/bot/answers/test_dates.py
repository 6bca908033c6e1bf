"""Dates of signature, notification and effect."""

from datetime import date

import pytest

from tests.made_register import SIGNED, UNSIGNED, claimed, date_fact

EFFECT = date_fact("effect", None, "Elle prend effet à sa notification.", "notification")
TOLD = date_fact("notification", date(2024, 5, 2), "Ida Lormel, le 15 mars 2024")


@pytest.mark.parametrize(
    ("question", "iso"),
    [
        ("Quand Quai Ouvert a-t-elle été signée ?", "2024-03-15"),
        ("date de notification de Quai Ouvert", "2024-05-02"),
        ("When was Quai Ouvert signed?", "2024-03-15"),
    ],
)
def test_the_date_asked_for(question: str, iso: str) -> None:
    (found,) = claimed(question, SIGNED, TOLD, EFFECT)
    assert [value.value for value in found.values] == [iso] and found.key == iso


def test_a_blank_is_told_as_a_blank() -> None:
    (found,) = claimed("Quand Quai Ouvert a-t-elle été signée ?", UNSIGNED)
    assert found.state == "blank" and not found.values
    assert "laissée en blanc" in found.text and found.warning == found.text


def test_an_event_is_told_when_no_day_is() -> None:
    (found,) = claimed("Quand Quai Ouvert prend-elle effet ?", EFFECT)
    assert found.text.startswith("**à la date de la notification**") and not found.values


def test_absence_is_no_blank() -> None:
    assert claimed("Quand Quai Ouvert a-t-elle été signée ?", EFFECT, TOLD) == ()
