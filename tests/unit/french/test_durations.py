"""Durations, and a date plus or minus one."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingestion.french.durations import (
    Duration,
    NotComputable,
    Unit,
    add_duration,
    find_durations,
    format_duration,
)

UNITS: tuple[Unit, ...] = get_args(Unit)
DAYS = st.dates(date(1900, 1, 1), date(2200, 1, 1))


@pytest.mark.parametrize(
    ("text", "count", "unit"),
    [
        ("six mois", 6, "month"),
        ("SIX MOIS", 6, "month"),
        ("18 mois", 18, "month"),
        ("18\u00a0mois", 18, "month"),
        ("vingt-quatre (24) mois", 24, "month"),
        ("24 (vingt-quatre) mois", 24, "month"),
        ("**24** mois", 24, "month"),
        ("un an", 1, "year"),
        ("une année", 1, "year"),
        ("30 ans", 30, "year"),
        ("un an et demi", 18, "month"),
        ("1,5 an", 18, "month"),
        ("un an et six mois", 18, "month"),
        ("deux ans et demi", 30, "month"),
        ("45 jours", 45, "day"),
        ("quinze jours ouvrés", 15, "working_day"),
        ("15 jours ouvrables", 15, "business_day"),
        ("quinze (15) jours calendaires", 15, "day"),
        ("10 jours francs", 10, "clear_day"),
        ("six semaines", 6, "week"),
        ("24 heures", 24, "hour"),
        ("48h", 48, "hour"),
        ("deux trimestres", 6, "month"),
        ("un semestre", 6, "month"),
        ("trente\njours", 30, "day"),
        ("1 000 jours", 1000, "day"),
        ("6 months", 6, "month"),
        ("10 working days", 10, "working_day"),
    ],
)
def test_forms(text: str, count: int, unit: str) -> None:
    (found,) = find_durations(f"soit {text}.")
    assert (found.value.count, found.value.unit) == (count, unit)
    assert (found.start, found.end) == (5 + 2 * text.startswith("**"), 5 + len(text))


@pytest.mark.parametrize(
    "text",
    [
        "2,5 jours",
        "un mois et demi",
        "3 jours-hommes",
        "3 jours/homme",
        "une quinzaine de jours",
        "quelques jours",
        "par mois",
        "14 h",
        "14h30",
        "le 6 du mois",
        "6e mois",
        "24 moissons",
        "cinq six mois",
        "un anniversaire",
        "dix heurts",
    ],
)
def test_refusals(text: str) -> None:
    assert find_durations(text) == ()


def test_two_forms_that_disagree_are_told() -> None:
    assert [found.agrees for found in find_durations("vingt-quatre (25) mois, six (6) mois, 6 mois")] == [
        False,
        True,
        None,
    ]


@given(
    st.integers(0, 10**6), st.sampled_from(UNITS), st.sampled_from(["fr", "en"]), st.sampled_from([" ", "\u00a0", "\n"])
)
def test_format_then_read_gives_the_duration_back(count: int, unit: Unit, language: str, blank: str) -> None:
    text = format_duration(Duration(count, unit), language).replace(" ", blank)
    (found,) = find_durations(text)
    assert (found.value, found.start, found.end) == (Duration(count, unit), 0, len(text))


@given(st.integers(1, 9999), st.sampled_from(["jours", "mois", "semaines", "jours ouvrés"]))
def test_words_and_figures_agree(spell: Callable[[int], str], count: int, noun: str) -> None:
    (found,) = find_durations(f"{spell(count)} ({count}) {noun}")
    assert (found.value.count, found.agrees) == (count, True)


@given(st.text(alphabet="0123456789 ,\n()moisjuranetdhuix"))
def test_spans_are_in_order(text: str) -> None:
    at = 0
    for found in find_durations(text):
        assert at <= found.start < found.end <= len(text)
        at = found.end


@given(st.text())
def test_no_text_raises(text: str) -> None:
    assert isinstance(find_durations(f"{text} 6 mois {text}"), tuple)


@pytest.mark.parametrize(
    ("day", "duration", "sign", "expected"),
    [
        (date(2024, 3, 15), Duration(6, "month"), 1, date(2024, 9, 15)),
        (date(2024, 12, 31), Duration(3, "month"), -1, date(2024, 9, 30)),
        (date(2024, 1, 31), Duration(1, "month"), 1, date(2024, 2, 29)),
        (date(2023, 1, 31), Duration(1, "month"), 1, date(2023, 2, 28)),
        (date(2024, 2, 29), Duration(1, "year"), 1, date(2025, 2, 28)),
        (date(2024, 11, 30), Duration(3, "month"), 1, date(2025, 2, 28)),
        (date(2024, 1, 15), Duration(14, "month"), -1, date(2022, 11, 15)),
        (date(2024, 3, 1), Duration(45, "day"), 1, date(2024, 4, 15)),
        (date(2024, 3, 1), Duration(6, "week"), 1, date(2024, 4, 12)),
        (date(2024, 3, 1), Duration(10, "clear_day"), 1, date(2024, 3, 12)),
        # 1, 8 and 9 May are holidays, 4-5 May a weekend
        (date(2024, 4, 30), Duration(5, "working_day"), 1, date(2024, 5, 10)),
        (date(2024, 4, 30), Duration(5, "business_day"), 1, date(2024, 5, 7)),
        # Easter Monday 2025 is 21 April
        (date(2025, 4, 18), Duration(1, "working_day"), 1, date(2025, 4, 22)),
        (date(2025, 4, 18), Duration(1, "business_day"), 1, date(2025, 4, 19)),
        (date(2025, 1, 2), Duration(1, "working_day"), -1, date(2024, 12, 31)),
        (date(2024, 3, 15), Duration(0, "month"), 1, date(2024, 3, 15)),
    ],
)
def test_dates_by_hand(day: date, duration: Duration, sign: int, expected: date) -> None:
    assert add_duration(day, duration, sign) == expected


@given(DAYS, st.integers(0, 600))
def test_months_end_on_the_same_number_or_the_last_day(day: date, count: int) -> None:
    reached = add_duration(day, Duration(count, "month"))
    assert (reached.year * 12 + reached.month) - (day.year * 12 + day.month) == count
    assert reached.day == day.day or (reached.day < day.day and (reached + timedelta(days=1)).day == 1)


@given(st.dates(date(2000, 1, 1), date(2050, 1, 1)), st.integers(1, 60), st.sampled_from([1, -1]))
def test_ouvres_reach_no_weekend_and_no_sooner_than_ouvrables(day: date, count: int, sign: int) -> None:
    working = add_duration(day, Duration(count, "working_day"), sign)
    business = add_duration(day, Duration(count, "business_day"), sign)
    assert working.weekday() < 5
    assert business.weekday() < 6
    assert sign * (working - business).days >= 0
    assert sign * (business - day).days >= count


@pytest.mark.parametrize(
    "duration", [Duration(24, "hour"), Duration(10**6, "year"), Duration(10**6, "working_day"), Duration(10**9, "week")]
)
def test_what_makes_no_date_says_so(duration: Duration) -> None:
    with pytest.raises(NotComputable, match="do not make a date"):
        add_duration(date(2024, 3, 15), duration)
