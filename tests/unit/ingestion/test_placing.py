"""Boxes of a passage on the picture of its page."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingestion.layout.placing import PlacedWord, Places, Point, outlines
from ingestion.readers.cleaning import straight, turned
from ingestion.readers.engine import Picture


def page(*lines: str, left: float = 10, top: float = 10, more: tuple[PlacedWord, ...] = ()) -> Places:
    """A page of 600 by 800 points, six points a letter, a blank as wide, a line of 10 points every 20."""
    words = []
    for row, line in enumerate(lines):
        at = left
        for text in line.split():
            words.append(PlacedWord(text, at, top + 20 * row, at + 6 * len(text), top + 20 * row + 10))
            at += 6 * (len(text) + 1)
    return Places(600, 800, 600, 800, 0, 0.0, (*words, *more))


def around(corners: tuple[Point, ...]) -> tuple[float, float, float, float]:
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def placed(places: Places, text: str, quote: str) -> list[tuple[float, float, float, float]]:
    start = text.index(quote)
    (found,) = outlines(places, text, [(start, start + len(quote))])
    return [around(corners) for corners in found]


def test_a_passage_over_two_lines_has_two_boxes() -> None:
    places = page("Le bilan est remis", "chaque mois par écrit.")
    text = "Le bilan est remis chaque mois par écrit."
    assert placed(places, text, "remis chaque mois") == [(87, 9, 119, 21), (9, 29, 77, 41)]
    assert placed(places, text, "Le bilan") == [(9, 9, 59, 21)]


def test_marks_of_the_canonical_text_stand_on_no_page() -> None:
    places = page("Année AE", "2025 90 000 €", "2026 80 000 €")
    text = "| Année | AE |\n| --- | --- |\n| 2025 | 90 000 € |\n| 2026 | 80 000 € |\n"
    assert placed(places, text, "80 000 €") == [(39, 49, 89, 61)]


def test_the_second_of_two_like_passages() -> None:
    line = "Un bilan est remis le lundi."
    text = f"{line} Rien d'autre. {line}"
    places = page(line, "Rien d'autre.", line)
    start = text.rindex("un bilan".capitalize())
    (found,) = outlines(places, text, [(start, len(text))])
    assert [around(one)[1] for one in found] == [49]


def test_a_cut_word_that_the_text_makes_whole() -> None:
    places = page("Article 3 – Conven-", "tion annuelle")
    assert placed(places, "## Article 3 – Convention annuelle\n", "Convention") == [(81, 9, 125, 21), (9, 29, 35, 41)]


def test_words_drawn_in_another_order_than_they_are_read() -> None:
    places = page("second alinéa de la colonne droite", "premier alinéa de la colonne gauche")
    text = "premier alinéa de la colonne gauche\n\nsecond alinéa de la colonne droite"
    assert [box[1] for box in placed(places, text, "premier alinéa de la colonne gauche")] == [29]
    assert [box[1] for box in placed(places, text, "second alinéa de la colonne droite")] == [9]


def test_columns_far_apart_are_not_joined() -> None:
    places = page("2025", more=(PlacedWord("2026", 300, 10, 324, 20),))
    assert len(placed(places, "2025 2026", "2025 2026")) == 2


def test_what_is_not_on_the_page_has_no_box() -> None:
    assert placed(page("Le bilan est remis"), "Un tout autre texte, sans mot commun.", "autre texte") == []
    assert placed(page("Le de la le de"), "convention de délégation", "délégation") == []
    assert outlines(page(), "Un texte.", [(0, 2)]) == ((),)


def test_a_page_of_too_many_words_has_no_box() -> None:
    words = tuple(PlacedWord("a", 0, 0, 6, 10) for _ in range(7_000))
    assert outlines(Places(600, 800, 600, 800, 0, 0.0, words), "a b", [(0, 1)]) == ((),)


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
@pytest.mark.parametrize("angle", [0.0, 3.0, -2.0])
def test_points_go_back_to_where_the_picture_had_them(quarters: int, angle: float) -> None:
    """A dot is found again after the very turns that readers give to pictures."""
    pixels = np.full((400, 300), 255, np.uint8)
    pixels[97:104, 57:64] = 0
    upright = turned(Picture(pixels, 72), quarters)
    assert upright.quarters == quarters
    if angle:
        upright = _leaned(upright, angle)
    rows, columns = np.nonzero(upright.pixels < 128)
    height, width = upright.pixels.shape
    places = Places(300, 400, width, height, quarters, angle, ())
    x, y = places.shown(columns.mean() + 0.5, rows.mean() + 0.5)
    assert (x, y) == pytest.approx((60.5, 100.5), abs=1.5)


def _leaned(picture: Picture, angle: float) -> Picture:
    """Set straight as a page whose lines lean."""
    from unittest.mock import patch

    with patch("ingestion.readers.cleaning.skew", lambda _: angle):
        made = straight(picture)
    assert made.angle == angle and made.quarters == picture.quarters
    return made


@given(st.lists(st.text("ab «é€-1", max_size=5), max_size=12), st.text("ab «é€-1\n|", max_size=60), st.data())
def test_any_text_and_any_words_give_boxes_of_these_words(words: list[str], text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    placed_words = tuple(PlacedWord(word, 10 * at, 0, 10 * at + 8, 10) for at, word in enumerate(words))
    (found,) = outlines(Places(600, 800, 600, 800, 0, 0.0, placed_words), text, [(start, len(text))])
    assert all(-2 <= x <= 10 * len(words) and -2 <= y <= 12 for corners in found for x, y in corners)
