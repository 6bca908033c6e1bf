"""Cleaning: a scanned or photographed page made fit to be recognised. The only file that turns pictures with Pillow.

Each step gives a new picture, and the same one from the same pixels.
"""

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from ingestion.readers.engine import Picture

_WHITE = 255
_STEEPEST = 7.0
"""Degrees of skew that are looked for: a sheet that slipped in a scanner, a hand that held a telephone."""
_STRAIGHT = 0.05
"""Degrees below which turning a page blurs more than it mends: half a millimetre across an A4 page."""
_LOOK_DPI = 100
"""Resolution at which the skew is looked for: lines of text are still apart."""
_FINE_DPI = 300
"""Resolution that engines read best (Tesseract's documentation, « Improving the quality of the output »)."""
_COARSE_DPI = 250
"""Resolution below which a picture is enlarged to the fine one."""
_TOO_FINE_DPI = 450
"""Resolution above which a picture only costs time."""
_SPECK = 48
"""Levels by which a speck differs from each of its neighbours."""
_DARK = 128
_DUST = 4
"""Dark pixels of a mark that is no sign: a full stop in small print has six at 200 dots an inch."""
_GRAIN = 4.0
"""How far below the paper's median, in quarters of its spread, grain is still paper: 2.7 standard deviations."""
_LEAST_WHITE = 0.6
"""Part of the paper's light that is never taken for paper."""
_PATCH = 16
"""Pixels of the patches whose paper is measured, at 300 dots an inch: smaller than a letter's blanks."""

Pixels = NDArray[np.uint8]


def cleaned(picture: Picture) -> Picture:
    """A page with even paper, without specks, straight, at a resolution that engines read well."""
    pixels = without_dust(even(without_specks(picture.pixels)))
    return straight(resized(replace(picture, pixels=pixels)))


def turned(picture: Picture, quarters: int) -> Picture:
    """A page turned clockwise by quarters."""
    pixels = np.ascontiguousarray(np.rot90(picture.pixels, -quarters))
    return replace(picture, pixels=pixels, quarters=quarters % 4)


def without_specks(pixels: Pixels) -> Pixels:
    """Pixels unlike all of their eight neighbours become the median of these: letters, which are no specks, stay."""
    if min(pixels.shape) < 3:
        return pixels
    median = np.asarray(Image.fromarray(pixels).filter(ImageFilter.MedianFilter(3)))
    signed, around = pixels.astype(np.int16), _around(pixels, 1)
    darker = signed < np.minimum.reduce(around).astype(np.int16) - _SPECK
    lighter = signed > np.maximum.reduce(around).astype(np.int16) + _SPECK
    return np.where(darker | lighter, median, pixels)


def without_dust(pixels: Pixels) -> Pixels:
    """A page without the marks of a few pixels that stand alone: a full stop has more, and an accent too."""
    if min(pixels.shape) < 5:
        return pixels
    dark = pixels < _DARK
    alone = ~np.logical_or.reduce(_around(dark, 2))
    ink = np.add.reduce([one.astype(np.uint8) for one in _around(dark, 1)])
    dust = alone & (ink + dark <= _DUST)
    near = np.logical_or.reduce([dust & dark, *_around(dust & dark, 1)])
    return np.where(near, np.uint8(_WHITE), pixels)


def _around(pixels: NDArray[Any], distance: int) -> list[NDArray[Any]]:
    """For each pixel, those that stand at a distance from it: 8 at 1, 16 at 2."""
    height, width = pixels.shape
    padded = np.pad(pixels, distance, mode="reflect")
    reach = range(-distance, distance + 1)
    return [
        padded[distance + down : distance + down + height, distance + right : distance + right + width]
        for down in reach
        for right in reach
        if max(abs(down), abs(right)) == distance
    ]


def even(pixels: Pixels) -> Pixels:
    """A page whose paper is white everywhere, grain and shadows included, and whose ink is black."""
    height, width = pixels.shape
    patches = Image.fromarray(pixels).reduce(min(_PATCH, height, width))
    paper = patches.filter(ImageFilter.MaxFilter(5)).filter(ImageFilter.GaussianBlur(2))
    ground = np.asarray(paper.resize((width, height), Image.Resampling.BILINEAR), dtype=np.float32)
    level = pixels / np.maximum(ground, 1)
    ink, lower, middle = (float(one) for one in np.percentile(level[::4, ::4], (1, 25, 50)))
    white = min(max(middle - _GRAIN * (middle - lower), _LEAST_WHITE), 1)
    ink = min(ink, white / 2)
    stretched = (level - ink) * (_WHITE / (white - ink))
    return stretched.clip(0, _WHITE).astype(np.uint8)


def resized(picture: Picture) -> Picture:
    """A page at some 300 dots an inch, when it has fewer than 250 or more than 450."""
    if _COARSE_DPI <= picture.dpi <= _TOO_FINE_DPI:
        return picture
    factor = _FINE_DPI / picture.dpi
    height, width = (max(1, round(side * factor)) for side in picture.pixels.shape)
    image = Image.fromarray(picture.pixels).resize((width, height), Image.Resampling.BICUBIC)
    return replace(picture, pixels=np.asarray(image), dpi=picture.dpi * factor)


def straight(picture: Picture) -> Picture:
    """A page whose lines are level."""
    angle = skew(picture)
    if abs(angle) < _STRAIGHT:
        return picture
    image = Image.fromarray(picture.pixels)
    level = image.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=_WHITE)
    return replace(picture, pixels=np.asarray(level), angle=angle)


def skew(picture: Picture) -> float:
    """Degrees by which a page must turn, anticlockwise, for its lines to be level: where rows of ink are sharpest."""
    factor = max(1, round(picture.dpi / _LOOK_DPI))
    small = np.asarray(Image.fromarray(picture.pixels).reduce(factor))
    rows, columns = np.nonzero(small < _WHITE / 2)
    if not len(rows):
        return 0.0
    coarse = max(np.arange(-_STEEPEST, _STEEPEST + 0.1, 0.5), key=lambda angle: _sharpness(rows, columns, angle))
    fine = np.arange(coarse - 0.5, coarse + 0.55, 0.05)
    return round(float(max(fine, key=lambda angle: _sharpness(rows, columns, angle))), 2)


def _sharpness(rows: NDArray[np.int64], columns: NDArray[np.int64], angle: float) -> float:
    """How unevenly ink falls into rows, once turned by some degrees."""
    levels = rows - columns * np.tan(np.radians(angle))
    return float(np.square(np.bincount((levels - levels.min()).astype(np.int64)).astype(np.float64)).sum())
