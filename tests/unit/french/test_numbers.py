"""Numbers in words, in digits, and in both."""

import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingestion.french.folding import fold
from ingestion.french.numbers import find_counts, read_figure, read_number, read_words

Speller = Callable[[int], str]
FORMS: list[Callable[[str], str]] = [
    str,
    str.upper,
    lambda words: words.replace("-", " "),
    lambda words: words.replace(" ", "-"),
    lambda words: words.replace("-", " - "),
    lambda words: words.replace(" ", "\n"),
]


def test_every_number_below_ten_thousand_in_words(spell: Speller) -> None:
    wrong = [number for number in range(10_000) if read_words(spell(number)) != number]
    assert wrong == []


@given(st.integers(0, 10**12 - 1), st.sampled_from(FORMS))
def test_a_spelt_number_is_read_back_whatever_its_hyphens(
    spell: Speller, number: int, form: Callable[[str], str]
) -> None:
    assert read_words(form(spell(number))) == number


@given(st.integers(0, 10**12 - 1), st.sampled_from(FORMS))
def test_a_spelt_number_is_found_whole_in_a_text(spell: Speller, number: int, form: Callable[[str], str]) -> None:
    words = form(spell(number))
    (count,) = find_counts(fold(f"soit {words} pains"))
    assert (count.value, count.start, count.end) == (number, 5, 5 + len(words))


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("cent mille", 100_000),
        ("un million cent quinze mille", 1_115_000),
        ("mille deux cents", 1200),
        ("soixante-et-onze", 71),
        ("septante", 70),
        ("nonante-neuf", 99),
        ("quatre vingt dix", 90),
        ("quatrevingt-dix", 90),
        ("dix-mille", 10_000),
        ("deux mil vingt-cinq", 2025),
        ("zero", 0),
    ],
)
def test_words(words: str, value: int) -> None:
    assert read_words(words) == value


@pytest.mark.parametrize(
    "words", ["", "cinq six", "cent cent", "deux pains", "millions", "cents", "mille mille", "x" * 999]
)
def test_words_that_are_not_one_number_are_refused(words: str) -> None:
    assert read_words(words) is None


@pytest.mark.parametrize(
    ("chain", "value", "offset"),
    [
        ("7", "7", 0),
        ("141000", "141000", 0),
        ("141 000", "141000", 0),
        ("1 115 000", "1115000", 0),
        ("96.500", "96500", 0),
        ("1.180.937,50", "1180937.50", 0),
        ("12,5", "12.5", 0),
        ("12.5", "12.5", 0),
        ("0,125", "0.125", 0),
        ("141\n000", "141000", 0),
        ("141 \n000", "141000", 0),
        ("2024 141 000", "141000", 5),
        ("2024 12 000", "12000", 5),
        ("2023 2024", "2024", 5),
    ],
)
def test_figures(chain: str, value: str, offset: int) -> None:
    figure = read_figure(chain)
    assert figure is not None
    assert (figure.value, figure.offset) == (Decimal(value), offset)


@pytest.mark.parametrize(
    "chain",
    [
        "300,000",
        "12 000 35",
        "1 115.000",
        "007",
        "000 500",
        "01 42 75 80 00",
        "1.2.3",
        "5 12 000",
        "1234 567",
        "1,2,3",
        "9" * 999,
    ],
)
def test_figures_that_can_be_read_in_two_ways_are_refused(chain: str) -> None:
    assert read_figure(chain) is None


def test_a_scale_makes_the_comma_a_decimal_one_and_the_dot_doubtful() -> None:
    scaled = read_figure("1,125", scaled=True)
    assert scaled is not None
    assert scaled.value == Decimal("1.125")
    assert read_figure("1.125", scaled=True) is None


def test_english_groups_with_commas() -> None:
    figure = read_figure("1,115,000.50", language="en")
    assert figure is not None
    assert figure.value == Decimal("1115000.50")
    assert read_figure("96.500", language="en") is None


@pytest.mark.parametrize(
    ("text", "digits", "words", "agrees"),
    [
        ("vingt-quatre (24) mois", 24, 24, True),
        ("24 (vingt-quatre) mois", 24, 24, True),
        ("vingt-quatre (25) mois", 25, 24, False),
        ("( cent ) (100)", 100, 100, True),
        ("six mois", None, 6, None),
    ],
)
def test_one_number_in_two_forms(text: str, digits: int | None, words: int | None, agrees: bool | None) -> None:
    count = find_counts(text.removeprefix("( ").replace(" ) (", " ("))[0]
    assert (count.digits, count.words, count.agrees) == (digits, words, agrees)


@given(st.integers(0, 10**9), st.sampled_from([" ", "\u00a0", "\u202f", ".", ""]))
def test_a_cell_is_read_back_whatever_its_groups(value: int, group: str) -> None:
    assert read_number(f" **{value:,}** ".replace(",", group)) == value


@pytest.mark.parametrize("cell", ["", "-", "—", "120 000 €", "2024 120 000", "300,000", "12 lots", "néant"])
def test_a_cell_that_is_not_one_number(cell: str) -> None:
    assert read_number(cell) is None


@given(st.text(alphabet="0123456789 .,\n()abcentdeuxmil-é€"))
def test_counts_stand_apart_in_order(text: str) -> None:
    folded = fold(text)
    at = 0
    for count in find_counts(folded):
        assert at <= count.start < count.end
        assert re.search("[0-9a-z]", folded[count.start : count.end])
        at = count.end


@given(st.text())
def test_no_text_raises(text: str) -> None:
    assert isinstance(find_counts(fold(text)), tuple)
    read_words(text)
    read_figure(text)
