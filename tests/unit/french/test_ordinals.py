"""Ranks, in words, figures and Roman numerals."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingestion.french.ordinals import read_ordinal

Speller = Callable[[int], str]


@pytest.mark.parametrize(
    ("text", "rank"),
    [
        ("premier", 1),
        ("Première", 1),
        ("1er", 1),
        ("1 er", 1),
        ("1ère", 1),
        ("1<sup>er</sup>", 1),
        ("seconde", 2),
        ("deuxième", 2),
        ("DEUXIEME", 2),
        ("2ème", 2),
        ("2e", 2),
        ("2nd", 2),
        ("quatrième", 4),
        ("cinquième", 5),
        ("neuvième", 9),
        ("onzième", 11),
        ("vingt et unième", 21),
        ("trentième", 30),
        ("soixante-dixième", 70),
        ("IV", 4),
        ("xii", 12),
        ("XIXe", 19),
        ("12", 12),
    ],
)
def test_ranks(text: str, rank: int) -> None:
    assert read_ordinal(text) == rank


@pytest.mark.parametrize("text", ["", "dernier", "IIII", "VX", "1,5", "bis", "problème", "e", "12345"])
def test_what_is_no_rank(text: str) -> None:
    assert read_ordinal(text) is None


@given(st.integers(2, 999))
def test_a_spelt_rank_is_read_back(spell: Speller, number: int) -> None:
    stem = spell(number).removesuffix("s") if spell(number).endswith(("vingts", "cents")) else spell(number)
    stem = stem.removesuffix("e") if stem.endswith("e") else stem
    stem = stem + "u" if stem.endswith("cinq") else stem
    stem = stem.removesuffix("f") + "v" if stem.endswith("neuf") else stem
    assert read_ordinal(f"{stem}ième") == number


@given(st.text())
def test_no_text_raises(text: str) -> None:
    assert read_ordinal(text) is None or isinstance(read_ordinal(text), int)
