"""Sums of money: what is read, to the cent, and what is refused."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingestion.french.amounts import NotAnAmount, find_amounts, format_amount, parse_amount

BLANKS = [" ", "\u00a0", "\u202f", "\u2009", "\u2007", "\t", "\n"]
SUMS = st.decimals(min_value=0, max_value=10**12, places=2)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("141 000 €", "141000"),
        ("141000 €", "141000"),
        ("30 000€", "30000"),
        ("96.500 €", "96500"),
        ("180 937,50 €", "180937.50"),
        ("1.180.937,50 euros", "1180937.50"),
        ("1,2 M€", "1200000"),
        ("1,125 M€", "1125000"),
        ("1,2 million d'euros", "1200000"),
        ("2 millions d’euros", "2000000"),
        ("2 millions et demi d'euros", "2500000"),
        ("85 k€", "85000"),
        ("85 K€", "85000"),
        ("85 k euros", "85000"),
        ("85 keuros", "85000"),
        ("3 MEUR", "3000000"),
        ("2 Md€", "2000000000"),
        ("2 Mds d'euros", "2000000000"),
        ("1,5 milliard d'euros", "1500000000"),
        ("141 mille euros", "141000"),
        ("€ 500", "500"),
        ("€500", "500"),
        ("EUR 12 000,50", "12000.50"),
        ("500 EUR", "500"),
        ("500 Euros", "500"),
        ("1 euro", "1"),
        ("0 €", "0"),
        ("0,50 €", "0.50"),
        ("**141 000** €", "141000"),
        ("__x__ **141 000 €**", "141000"),
        ("141 000 **€**", "141000"),
        ("141\n000 €", "141000"),
        ("141 000\neuros", "141000"),
        ("CENT MILLE EUROS", "100000"),
        ("un million cent quinze mille euros", "1115000"),
        ("un million d'euros", "1000000"),
        ("un million et demi d'euros", "1500000"),
        ("douze euros et cinquante centimes", "12.50"),
        ("12 euros et 5 centimes", "12.05"),
        ("cent mille (100 000) euros", "100000"),
        ("100 000 (cent mille) euros", "100000"),
        ("2024 141 000 €", "141000"),
        ("le 25/03/2020 500 €", "500"),
        ("850 €/jour", "850"),
        ("(500€)", "500"),
        ("12.50 €", "12.50"),
    ],
)
def test_forms(text: str, value: str) -> None:
    (amount,) = find_amounts(text)
    assert amount.value == Decimal(value)
    assert isinstance(amount.value, Decimal)


@pytest.mark.parametrize(
    "text",
    [
        "300,000 €",
        "1,115,000 €",
        "12 000 35 €",
        "1.125 M€",
        "1 115.000 €",
        "141 000",
        "50 %",
        "article 12",
        "en 2024",
        "en € 2024",
        "01 42 75 80 00",
        "75007 Paris",
        "0987-ABCD-EFGH",
        "A-500 €",
        "1/3 000 €",
        "100-200 k€",
        "plusieurs millions d'euros",
        "2 500 dollars",
        "cinq six euros",
        "1 million 200 000 euros",
        "000 500 €",
        "141'000 €",
        "12 europe",
        "des euros",
        "12,3456 €",
    ],
)
def test_refusals(text: str) -> None:
    assert find_amounts(text) == ()


@pytest.mark.parametrize(
    ("text", "value", "words", "agrees"),
    [
        ("100 000 € (CENT MILLE EUROS)", 100_000, 100_000, True),
        ("cent mille euros (100 000 €)", 100_000, 100_000, True),
        ("cent mille euros (100.000)", 100_000, 100_000, True),
        ("100 000 € (cent mille)", 100_000, 100_000, True),
        ("100 000 euros, soit cent mille euros", 100_000, 100_000, True),
        ("cent dix mille euros (100 000 €)", 100_000, 110_000, False),
        ("100 000 € (CENT DIX MILLE EUROS)", 100_000, 110_000, False),
        ("**100 000 €** (cent mille euros)", 100_000, 100_000, True),
        ("100 000 € - cent mille euros", 100_000, 100_000, True),
        ("cent (110) euros", 110, 100, False),
        ("cent mille euros", 100_000, 100_000, None),
        ("100 000 €", 100_000, None, None),
        ("300,000 (trois cent mille) euros", 300_000, 300_000, None),
        ("1 M€ (un million d'euros)", 1_000_000, 1_000_000, True),
        ("1,2 M€ (1 200 000 €)", 1_200_000, None, None),
        ("250.000,00 € (deux cent cinquante mille euros et zéro centime)", 250_000, 250_000, True),
    ],
)
def test_figures_and_words(text: str, value: int, words: int | None, agrees: bool | None) -> None:
    (amount,) = find_amounts(text)
    assert (amount.value, amount.words, amount.agrees) == (value, words, agrees)
    assert amount.end == len(text)


def test_a_note_mark_or_a_year_in_brackets_is_not_the_written_form() -> None:
    assert [(amount.value, amount.agrees) for amount in find_amounts("deux cents euros (3), mille euros (2024)")] == [
        (200, None),
        (1000, None),
    ]


def test_two_items_of_a_list_stay_two_sums() -> None:
    assert [amount.value for amount in find_amounts("500 €, mille euros, 30 € - deux euros")] == [500, 1000, 30, 2]
    assert [amount.value for amount in find_amounts("500 € (dont 30 €), 500 € (30 €)")] == [500, 30, 500, 30]


@pytest.mark.parametrize(
    ("text", "tax"),
    [
        ("500 € HT", "HT"),
        ("500 € (HT)", "HT"),
        ("500 €HT", "HT"),
        ("500 euros hors taxes", "HT"),
        ("500 € H.T.", "HT"),
        ("500 euros TTC", "TTC"),
        ("500 € (cinq cents euros) TTC", "TTC"),
        ("500 euros toutes taxes comprises", "TTC"),
        ("500 € HTA", None),
        ("500 € au total", None),
    ],
)
def test_tax_basis(text: str, tax: str | None) -> None:
    (amount,) = find_amounts(text)
    assert amount.tax == tax
    assert tax is None or amount.end == len(text)


@pytest.mark.parametrize(
    ("text", "mention"),
    [
        ("soit 141 000 € par an", "141 000 €"),
        ("soit **141 000** € par an", "**141 000** €"),
        ("soit **141 000 €** par an", "141 000 €"),
        ("2024 141 000 €", "141 000 €"),
        ("(€ 500)", "€ 500"),
        ("un don de cent mille (100 000) euros.", "cent mille (100 000) euros"),
    ],
)
def test_spans(text: str, mention: str) -> None:
    (amount,) = find_amounts(text)
    assert text[amount.start : amount.end] == mention


def test_english_grouping_is_read_only_when_asked() -> None:
    assert find_amounts("€141,000") == ()
    assert [amount.value for amount in find_amounts("€141,000 and €1.2M", "en")] == [141_000, 1_200_000]


def test_centimes_further_on_are_not_added() -> None:
    assert [amount.value for amount in find_amounts("500 € le lot puis 50 centimes")] == [500]


@given(SUMS, st.sampled_from(BLANKS), st.sampled_from(["", *BLANKS]), st.sampled_from(["€", "euros", "EUR"]))
def test_a_sum_is_read_back_whatever_its_blanks_and_unit(value: Decimal, group: str, gap: str, unit: str) -> None:
    digits = format_amount(value).removesuffix("\u00a0€").replace("\u202f", group)
    text = f"{digits}{gap if unit == '€' else gap or ' '}{unit}"
    if digits.count("\n") < 2:
        assert parse_amount(text) == value


@given(st.integers(1, 10**6), st.integers(0, 999), st.sampled_from([("k€", 10**3), ("M€", 10**6), ("Md€", 10**9)]))
def test_a_scaled_sum_is_read_back(whole: int, thousandths: int, scale: tuple[str, int]) -> None:
    unit, factor = scale
    assert parse_amount(f"{whole},{thousandths:03d} {unit}") == (whole + Decimal(thousandths) / 1000) * factor


@given(st.integers(1, 10**11), st.booleans(), st.booleans())
def test_both_forms_of_a_sum_agree(spell: Callable[[int], str], value: int, upper: bool, words_first: bool) -> None:
    link = " d'" if value % 10**6 == 0 else " "
    words, digits = f"{spell(value)}{link}euros", format_amount(Decimal(value))
    words = words.upper() if upper else words
    text = f"{words} ({digits})" if words_first else f"{digits} ({words})"
    (amount,) = find_amounts(text)
    assert (amount.value, amount.words, amount.agrees) == (value, value, True)
    assert (amount.start, amount.end) == (0, len(text))


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2), st.sampled_from(["fr", "en"]))
def test_format_then_parse_gives_the_value_back(value: Decimal, language: str) -> None:
    assert parse_amount(format_amount(value, language), language) == value


@given(st.text(alphabet="0123456789 .,\n()€*centmilleurosHTk%-/'\u202f"))
def test_spans_are_in_order_and_read_again_the_same(text: str) -> None:
    at = 0
    for amount in find_amounts(text):
        assert at <= amount.start < amount.end <= len(text)
        assert amount.value >= 0
        assert amount.agrees is None or amount.words is not None
        at = amount.end


@given(st.text())
def test_no_text_raises(text: str) -> None:
    assert isinstance(find_amounts(text + "€"), tuple)


@pytest.mark.parametrize("text", ["", "141 000", "500 € et 600 €", "environ 500 €", "300,000 €"])
def test_parse_refuses_what_is_not_one_sum(text: str) -> None:
    with pytest.raises(NotAnAmount, match="not one sum"):
        parse_amount(text)


@pytest.mark.parametrize("value", ["0.001", "NaN", "Infinity"])
def test_format_never_rounds(value: str) -> None:
    with pytest.raises(NotAnAmount):
        format_amount(Decimal(value))
