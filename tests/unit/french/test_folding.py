"""Folding keeps offsets; squashing compares."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingestion.french.folding import fold, squash

BLANKS = ["\u00a0", "\u202f", "\u2009", "\u2007", "\t", "\u3000"]


@given(st.text())
def test_an_offset_in_the_folded_text_is_one_in_the_source(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_long_texts_fold_as_short_ones_do(text: str) -> None:
    assert fold(text + "É" * 300) == fold(text) + "e" * 300


@pytest.mark.parametrize("blank", BLANKS)
def test_every_blank_but_a_line_end_is_a_space(blank: str) -> None:
    assert fold(f"a{blank}b\nc") == "a b\nc"


@pytest.mark.parametrize(
    ("source", "folded"),
    [
        ("Été ÇÀ ÑÜ", "ete ca nu"),
        ("L’a ‘b", "l'a 'b"),
        ("1–2—3‑4−5-6", "1-2-3-4-5-6"),
        ("«a» “b”", '"a" "b"'),
        ("Œuvre ÆON", "œuvre æon"),
        ("Straße", "straße"),
    ],
)
def test_letters_and_marks(source: str, folded: str) -> None:
    assert fold(source) == folded


def test_squash_makes_blanks_one() -> None:
    assert squash(" \n Le\u00a0\u202f Pain\tSEC\n") == "le pain sec"
