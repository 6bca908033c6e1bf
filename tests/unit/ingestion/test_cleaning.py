"""Cleaning: pages drawn by the test, made worse on purpose."""

import numpy as np
import pytest
from PIL import Image

from ingestion.readers.cleaning import cleaned, even, resized, skew, straight, turned, without_dust, without_specks
from ingestion.readers.engine import Picture


def page(height: int = 900, width: int = 700) -> np.ndarray:
    """Black dashes in rows on white paper, as words seen from afar."""
    pixels = np.full((height, width), 255, np.uint8)
    for top in range(80, height - 80, 30):
        for left in range(80, width - 120, 60):
            pixels[top : top + 10, left : left + 45] = 0
    return pixels


def askew(pixels: np.ndarray, degrees: float) -> np.ndarray:
    return np.asarray(Image.fromarray(pixels).rotate(degrees, Image.Resampling.BICUBIC, fillcolor=255))


@pytest.mark.parametrize("degrees", [-5.3, -1.5, 0.0, 0.4, 3.2])
def test_skew_is_measured_and_undone(degrees: float) -> None:
    picture = Picture(askew(page(), degrees), 100)
    assert skew(picture) == pytest.approx(-degrees, abs=0.11)
    assert abs(skew(straight(picture))) <= 0.11


def test_a_blank_page_is_straight() -> None:
    assert skew(Picture(np.full((50, 40), 255, np.uint8), 100)) == 0


def test_specks_go_and_strokes_stay() -> None:
    specked = page()
    specked[20:60:7, 20:600:11] = 0
    specked[85, 90:120:5] = 255
    assert (without_specks(specked) == page()).all()


def test_dust_goes_and_full_stops_stay() -> None:
    dusty = page()
    dusty[30:32, 30:32] = 0
    dusty[30:33, 60:63] = 0
    mended = without_dust(dusty)
    assert (mended[25:40, 25:40] == 255).all() and (mended[30:33, 60:63] == 0).all()
    assert (mended[70:] == page()[70:]).all()


def test_shadows_and_grain_become_white_paper() -> None:
    shadow = np.linspace(0.45, 1, 700)
    grain = np.random.default_rng(1).normal(0, 4, (900, 700))
    seen = (np.maximum(page(), 25) * shadow + grain).clip(0, 255).astype(np.uint8)
    levels = even(seen)
    paper, ink = page() == 255, page() == 0
    assert np.percentile(levels[paper], 5) > 230 and np.percentile(levels[ink], 95) < 90


@pytest.mark.parametrize(("dpi", "expected"), [(100, 300), (249, 300), (250, 250), (300, 300), (600, 300)])
def test_resolution_is_brought_to_what_engines_read(dpi: float, expected: float) -> None:
    made = resized(Picture(page(200, 100), dpi))
    assert made.dpi == expected
    assert made.pixels.shape == (round(200 * expected / dpi), round(100 * expected / dpi))


def test_quarter_turns_are_clockwise() -> None:
    pixels = np.array([[1, 2], [3, 4]], np.uint8)
    assert turned(Picture(pixels, 100), 1).pixels.tolist() == [[3, 1], [4, 2]]
    assert turned(Picture(pixels, 100), 2).pixels.tolist() == [[4, 3], [2, 1]]


@pytest.mark.parametrize("shape", [(1, 1), (2, 5), (5, 2), (1, 300), (300, 1)])
def test_the_smallest_pictures_are_cleaned(shape: tuple[int, int]) -> None:
    assert min(cleaned(Picture(np.zeros(shape, np.uint8), 300)).pixels.shape) >= 1


def test_the_same_pixels_give_the_same_page() -> None:
    picture = Picture(askew(page(), 1.5), 100)
    assert (cleaned(picture).pixels == cleaned(picture).pixels).all()
