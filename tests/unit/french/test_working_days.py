"""The working calendar of mainland France."""

from datetime import date

import pytest

from ingestion.french.working_days import is_business_day, is_working_day, move, public_holidays


@pytest.mark.parametrize(
    "holiday",
    [
        date(2026, 1, 1),
        date(2026, 4, 6),
        date(2026, 5, 1),
        date(2026, 5, 8),
        date(2026, 5, 14),
        date(2026, 5, 25),
        date(2026, 7, 14),
        date(2026, 8, 15),
        date(2026, 11, 1),
        date(2026, 11, 11),
        date(2026, 12, 25),
    ],
)
def test_the_eleven_legal_holidays(holiday: date) -> None:
    assert holiday in public_holidays(2026)
    assert not is_business_day(holiday)
    assert not is_working_day(holiday)


def test_a_saturday_is_ouvrable_and_not_ouvre() -> None:
    assert is_business_day(date(2026, 2, 7))
    assert not is_working_day(date(2026, 2, 7))
    assert not is_business_day(date(2026, 2, 8))


def test_good_friday_and_26_december_are_worked_outside_alsace() -> None:
    assert is_working_day(date(2026, 4, 3))
    assert is_business_day(date(2026, 12, 26))


def test_the_first_day_does_not_count() -> None:
    assert move(date(2026, 2, 2), 0, 1, is_working_day) == date(2026, 2, 2)
    assert move(date(2026, 2, 6), 1, 1, is_working_day) == date(2026, 2, 9)
    assert move(date(2026, 2, 9), 1, -1, is_working_day) == date(2026, 2, 6)
