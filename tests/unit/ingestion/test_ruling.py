"""Ruling: lines drawn by the test, among dashes that are no lines."""

import numpy as np

from ingestion.readers.engine import Picture
from ingestion.readers.ruling import without_rules

DPI = 144
"""Two pixels a point."""


def table() -> np.ndarray:
    """Three rows and two columns, from 50 to 250 points across and from 100 to 190 down, with a word in each cell."""
    pixels = np.full((600, 600), 255, np.uint8)
    for top in (200, 260, 320, 380):
        pixels[top : top + 2, 100:502] = 0
    for left in (100, 300, 500):
        pixels[200:382, left : left + 2] = 0
    for top in (220, 280, 340):
        for left in (120, 320):
            pixels[top : top + 14, left : left + 60 : 6] = 0
    return pixels


def places(pixels: np.ndarray) -> list[tuple[int, ...]]:
    _, rules = without_rules(Picture(pixels, DPI))
    return [tuple(round(one) for one in (rule.left, rule.top, rule.right, rule.bottom)) for rule in rules]


def test_the_lines_of_a_table_are_found() -> None:
    level = [(50, top, 251, top) for top in (100, 130, 160, 190)]
    upright = [(left, 100, left, 191) for left in (50, 150, 250)]
    assert places(table()) == level + upright


def test_lines_with_gaps_and_a_slight_slope_are_found() -> None:
    pixels = np.full((400, 1200), 255, np.uint8)
    for left in range(100, 1100):
        top = 200 + (left - 100) // 400
        pixels[top : top + 2, left] = 0 if left % 40 else 255
    assert [(a, c) for a, _, c, _ in places(pixels)] == [(50, 550)]


def test_words_stay_and_lines_go() -> None:
    bare, _ = without_rules(Picture(table(), DPI))
    inside = bare.pixels[210:250, 110:290]
    assert (inside == table()[210:250, 110:290]).all() and (inside == 0).any()
    assert (bare.pixels[200:202, 100:500] == 255).all() and (bare.pixels[200:380, 300:302] == 255).all()


def test_dashes_blocks_and_strokes_are_no_lines() -> None:
    pixels = np.full((600, 600), 255, np.uint8)
    pixels[50:52, 50:150] = 0  # a dash of 50 points
    pixels[100:400, 50:350] = 0  # a picture
    pixels[440:490, 450:456] = 0  # a stroke of a large letter, 25 points
    pixels[520:522, 50:500:2] = 0  # a dotted line
    assert places(pixels) == []


def test_pictures_smaller_than_a_line() -> None:
    assert places(np.zeros((3, 3), np.uint8)) == []
