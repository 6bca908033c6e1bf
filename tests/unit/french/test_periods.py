"""Periods between two stated dates."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingestion.french.dates import format_date
from ingestion.french.periods import find_periods


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("du 1er mars au 30 juin 2025", date(2025, 3, 1), date(2025, 6, 30)),
        ("du 3 au 9 mai 2024", date(2024, 5, 3), date(2024, 5, 9)),
        ("de novembre 2019 à décembre 2020", date(2019, 11, 1), date(2020, 12, 31)),
        ("de janvier à juin 2025", date(2025, 1, 1), date(2025, 6, 30)),
        ("du 01/01/2024 au 31/12/2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("entre le 1er mai 2024 et le 3 juin 2024", date(2024, 5, 1), date(2024, 6, 3)),
        ("à compter du 1er mai 2024 jusqu'au 3 juin 2025", date(2024, 5, 1), date(2025, 6, 3)),
        ("de 2023 à 2025", date(2023, 1, 1), date(2025, 12, 31)),
        ("novembre 2019 - février 2020", date(2019, 11, 1), date(2020, 2, 29)),
        ("du 1er mai 2024 à fin 2025", date(2024, 5, 1), date(2025, 12, 31)),
        ("de novembre à mars 2025", None, date(2025, 3, 31)),
        ("du 1er mai 2024 au 31 juin 2024", date(2024, 5, 1), None),
        ("from 1 March 2024 to 30 June 2024", date(2024, 3, 1), date(2024, 6, 30)),
    ],
)
def test_both_ends(text: str, first: date | None, last: date | None) -> None:
    (period,) = find_periods(f"Valable {text}.")
    assert (period.first_day, period.last_day, period.end) == (first, last, len(text) + 8)


@pytest.mark.parametrize(
    "text",
    [
        "le 3 mai 2024 et le 9 mai 2024",
        "le 3 mai 2024, puis à part le 9 mai 2024",
        "avant le 3 mai 2024",
        "du 9 au 3 mai",
    ],
)
def test_refusals(text: str) -> None:
    assert find_periods(text) == ()


@given(
    st.dates(date(1900, 1, 1), date(2150, 1, 1)),
    st.integers(1, 4000),
    st.sampled_from([("du", "au"), ("entre le", "et le")]),
)
def test_two_written_days_are_read_back(first: date, length: int, words: tuple[str, str]) -> None:
    last = first + timedelta(days=length)
    text = f"{words[0]} {format_date(first)} {words[1]} {format_date(last)}"
    (period,) = find_periods(text)
    assert (period.first_day, period.last_day, period.start, period.end) == (first, last, 0, len(text))


@given(st.text())
def test_no_text_raises(text: str) -> None:
    assert isinstance(find_periods(f"du {text} au 3 mai {text} de mai 2020 à {text} juin 2021"), tuple)
