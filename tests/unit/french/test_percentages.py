"""Shares in percent."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingestion.french.percentages import find_percentages


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("50%", "50"),
        ("50 %", "50"),
        ("50\u202f%", "50"),
        ("**50** %", "50"),
        ("12,5 %", "12.5"),
        ("12.5%", "12.5"),
        ("0,125 %", "0.125"),
        ("33,333 %", "33.333"),
        ("cinquante pour cent", "50"),
        ("CENT POUR CENT", "100"),
        ("50 pour cent", "50"),
        ("5 p. 100", "5"),
        ("cinquante (50) %", "50"),
    ],
)
def test_forms(text: str, value: str) -> None:
    (share,) = find_percentages(text)
    assert share.value == Decimal(value)
    assert (share.start, share.end) == (0, len(text))


@pytest.mark.parametrize(
    "text", ["50", "12 000 35 %", "pour cent mille euros", "50 pour cent mille", "%", "5 ‰", "1.125 %"]
)
def test_refusals(text: str) -> None:
    assert find_percentages(text) == ()


@pytest.mark.parametrize(
    ("text", "agrees"),
    [
        ("cinquante pour cent (50 %)", True),
        ("50 % (cinquante pour cent)", True),
        ("50 %, soit cinquante pour cent", True),
        ("soixante pour cent (50 %)", False),
    ],
)
def test_two_forms_are_one_share(text: str, agrees: bool) -> None:
    (share,) = find_percentages(text)
    assert (share.value, share.agrees, share.end) == (50, agrees, len(text))


@given(st.decimals(min_value=0, max_value=1000, places=3), st.sampled_from(["", " ", "\u00a0", "\u202f", "\n"]))
def test_a_share_is_read_back(value: Decimal, blank: str) -> None:
    (share,) = find_percentages(f"{value}".replace(".", ",") + blank + "%")
    assert share.value == value


@given(st.text(alphabet="0123456789 .,\n()%*pourcentdixsoit"))
def test_spans_are_in_order(text: str) -> None:
    at = 0
    for share in find_percentages(text):
        assert at <= share.start < share.end <= len(text)
        at = share.end


@given(st.text())
def test_no_text_raises(text: str) -> None:
    assert isinstance(find_percentages(text + "%"), tuple)
