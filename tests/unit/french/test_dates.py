"""Dates, whole, partial, impossible; French and English."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingestion.french.dates import MONTHS, find_dates, format_date

DAYS = st.dates(min_value=date(1000, 1, 1), max_value=date(2999, 12, 31))
CENTURY = st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("31 décembre 2024", date(2024, 12, 31)),
        ("1er janvier 2025", date(2025, 1, 1)),
        ("1 er janvier 2025", date(2025, 1, 1)),
        ("ler janvier 2025", date(2025, 1, 1)),
        ("1<sup>er</sup> janvier 2025", date(2025, 1, 1)),
        ("premier janvier 2025", date(2025, 1, 1)),
        ("9 DEC. 2019", date(2019, 12, 9)),
        ("9 DÉC 2019", date(2019, 12, 9)),
        ("10 JUIN 2021", date(2021, 6, 10)),
        ("3 févr. 2022", date(2022, 2, 3)),
        ("3 fevrier 2022", date(2022, 2, 3)),
        ("15 aout 2022", date(2022, 8, 15)),
        ("15 sept. 2022", date(2022, 9, 15)),
        ("08 mars 2022", date(2022, 3, 8)),
        ("25/03/2020", date(2020, 3, 25)),
        ("25 / 03 / 2020", date(2020, 3, 25)),
        ("25-03-2020", date(2020, 3, 25)),
        ("25.03.2020", date(2020, 3, 25)),
        ("5/3/2020", date(2020, 3, 5)),
        ("25/03/20", date(2020, 3, 25)),
        ("2020-03-25", date(2020, 3, 25)),
        ("31\ndécembre\n2024", date(2024, 12, 31)),
        ("31\u00a0décembre\u202f2024", date(2024, 12, 31)),
        ("31-déc-2024", date(2024, 12, 31)),
        ("vingt-cinq mars 2024", date(2024, 3, 25)),
        ("trois mai deux mille vingt-cinq", date(2025, 5, 3)),
        ("March 15, 2024", date(2024, 3, 15)),
        ("15 March 2024", date(2024, 3, 15)),
        ("1st of June 2024", date(2024, 6, 1)),
        ("29 février 2024", date(2024, 2, 29)),
    ],
)
def test_whole_dates(text: str, value: date) -> None:
    (found,) = find_dates(f"Fait le {text}.")
    assert (found.value, found.precision, found.raw) == (value, "day", text)


@pytest.mark.parametrize(
    ("text", "raw", "year", "month", "day", "part", "precision"),
    [
        ("en novembre 2019", "novembre 2019", 2019, 11, None, None, "month"),
        ("fin novembre", "fin novembre", None, 11, None, "end", "month_of_year"),
        ("fin du mois de novembre 2019", "fin du mois de novembre 2019", 2019, 11, None, "end", "month"),
        ("mi-mars 2020", "mi-mars 2020", 2020, 3, None, "middle", "month"),
        ("début avril", "début avril", None, 4, None, "start", "month_of_year"),
        ("le 1er janvier", "1er janvier", None, 1, 1, None, "day_of_year"),
        ("le 29 février", "29 février", None, 2, 29, None, "day_of_year"),
        ("DÉCEMBRE 2020", "DÉCEMBRE 2020", 2020, 12, None, None, "month"),
        ("sept. 2020", "sept. 2020", 2020, 9, None, None, "month"),
        ("d'ici juin", "juin", None, 6, None, None, "month_of_year"),
        ("11/2019", "11/2019", 2019, 11, None, None, "month"),
        ("fin 2024", "fin 2024", 2024, None, None, "end", "year"),
        ("décembre 2024 141 000 €", "décembre 2024", 2024, 12, None, None, "month"),
    ],
)
def test_partial_dates(
    text: str, raw: str, year: int | None, month: int | None, day: int | None, part: str | None, precision: str
) -> None:
    (found,) = find_dates(text)
    assert (found.value, found.raw) == (None, raw)
    assert (found.year, found.month, found.day, found.part, found.precision) == (year, month, day, part, precision)


@pytest.mark.parametrize(
    "text", ["31 février 2024", "31/02/2024", "29 février 2023", "2024-13-01", "31 avril", "45 mars 2024"]
)
def test_a_day_that_no_calendar_has_is_reported_and_has_no_value(text: str) -> None:
    (found,) = find_dates(text)
    assert (found.value, found.precision, found.raw) == (None, "impossible", text)


@pytest.mark.parametrize(
    "text",
    [
        "31 12 2024",
        "loi 2004-11",
        "n° 2013-4321",
        "article 12.3.20",
        "Mars",
        "la planète mars tourne",
        "décision 40/30/30",
        "n° 11/2019",
        "0987-01-01",
        "en 2024",
        "enfin 2024",
        "01.42.75.80.00",
        "maison 2024",
        "version 1.2.3",
        "sept pains",
        "marsouin 12",
    ],
)
def test_refusals(text: str) -> None:
    assert find_dates(text) == ()


def test_years_alone_are_read_where_asked() -> None:
    assert [found.year for found in find_dates("2023-2024, 2025 et 2 024 ; 2026 €", years=True)] == [2025]
    assert [found.raw for found in find_dates("2024 | 2025 | 12 mars 2026", years=True)] == [
        "2024",
        "2025",
        "12 mars 2026",
    ]


def test_a_year_that_is_an_amount_is_left_to_amounts() -> None:
    (found,) = find_dates("le 15 mars 2000 euros sont versés")
    assert (found.raw, found.year) == ("15 mars", None)


@given(DAYS, st.sampled_from(["fr", "en"]))
def test_format_then_read_gives_the_day_back(day: date, language: str) -> None:
    text = format_date(day, language)
    assert [(found.value, found.raw) for found in find_dates(f"x {text} x")] == [(day, text)]


@given(CENTURY, st.sampled_from(["{0:%d/%m/%Y}", "{0:%d-%m-%Y}", "{0:%d.%m.%Y}", "{0:%Y-%m-%d}", "{0:%d/%m/%y}"]))
def test_figures_are_read_back(day: date, form: str) -> None:
    assert [found.value for found in find_dates(f"le {form.format(day)}, à midi")] == [day]


@given(DAYS, st.sampled_from([" ", "\n", "\u00a0", "\u202f", "  "]), st.sampled_from([str, str.upper, str.title]))
def test_blanks_and_case_do_not_matter(day: date, blank: str, case: type[str]) -> None:
    text = case(f"{day.day} {MONTHS['fr'][day.month - 1]} {day.year}").replace(" ", blank)
    assert [found.value for found in find_dates(text)] == [day]


@given(st.text(alphabet="0123456789/.-, \nmarsjuindéceb1er20finà"), st.booleans())
def test_spans_are_exact_and_in_order(text: str, years: bool) -> None:
    at = 0
    for found in find_dates(text, years):
        assert at <= found.start < found.end
        assert found.raw == text[found.start : found.end]
        at = found.end


@given(st.text())
def test_no_text_raises(text: str) -> None:
    assert isinstance(find_dates(f"{text} mars {text} 1/1/{text}"), tuple)
