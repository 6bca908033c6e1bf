"""Ruling: the straight lines of a picture, which tables are drawn with, found and taken out of the engine's sight."""

import numpy as np
from numpy.typing import NDArray

from ingestion.layout.page import Rule
from ingestion.readers.engine import Picture

_POINTS = 72
_DARK = 160
"""Level below which a pixel may be of a line: thin lines are grey once a page was straightened."""
_WIDE, _HIGH = 60.0, 20.0
"""Points of the shortest horizontal and vertical line: serifs of capitals side by side make short ones, and no stroke
of a title's letter is as high as a row of a table."""
_UNBROKEN = 0.93
"""Part of a stretch of that length that is dark in a line: noise and dust cut lines, letters leave more."""
_THICKEST = 4.0
"""Points of the thickest line; what is thicker is a picture, or a cell with a dark ground."""
_GAP = 3
"""Rows of pixels, or breaks along them, that still belong to one line: what is left of the skew."""

Mask = NDArray[np.bool_]
Box = tuple[int, int, int, int]
"""First row, last row + 1, first column, last column + 1."""


def without_rules(picture: Picture) -> tuple[Picture, tuple[Rule, ...]]:
    """A straight page with its lines turned to paper, and the lines: horizontal ones first, each kind from the top."""
    dark = picture.pixels < _DARK
    wide, high, thickest = (max(2, round(points * picture.dpi / _POINTS)) for points in (_WIDE, _HIGH, _THICKEST))
    across, along = _stretches(dark, wide), _stretches(dark.T, high)
    level = [_trimmed(dark, box) for box in _boxes(across, thickest)]
    upright = [_trimmed(dark.T, box) for box in _boxes(along, thickest)]
    upright = [box for box in upright if box[3] - box[2] >= wide or any(_meets(box, line, thickest) for line in level)]
    pixels = picture.pixels.copy()
    for top, bottom, left, right in [*level, *((a, b, c, d) for c, d, a, b in upright)]:
        pixels[max(0, top - 1) : bottom + 1, max(0, left - 1) : right + 1] = 255
    scale = _POINTS / picture.dpi
    rules = [Rule(left * scale, (top + bottom) / 2 * scale, right * scale, (top + bottom) / 2 * scale)
             for top, bottom, left, right in level]  # fmt: skip
    rules += [Rule((left + right) / 2 * scale, top * scale, (left + right) / 2 * scale, bottom * scale)
              for left, right, top, bottom in upright]  # fmt: skip
    return Picture(pixels, picture.dpi), tuple(rules)


def _stretches(dark: Mask, shortest: int) -> Mask:
    """Pixels that lie, along their row, in a stretch of a length that is dark nearly all along, a row up or down."""
    thick = dark.copy()
    thick[1:] |= dark[:-1]
    thick[:-1] |= dark[1:]
    height, width = dark.shape
    if width <= shortest:
        return np.zeros_like(dark)
    total = np.zeros((height, width + 1), dtype=np.int32)
    np.cumsum(thick, axis=1, out=total[:, 1:])
    full = total[:, shortest:] - total[:, :-shortest] >= _UNBROKEN * shortest
    covered = np.zeros((height, width + 1), dtype=np.int32)
    covered[:, : full.shape[1]] += full
    covered[:, shortest : shortest + full.shape[1]] -= full[:, : width + 1 - shortest]
    lines: Mask = np.cumsum(covered, axis=1)[:, :width] > 0
    return lines


def _meets(upright: Box, level: Box, near: int) -> bool:
    """Whether a vertical line touches a horizontal one: the stroke of a large letter does not."""
    left, right, top, bottom = upright
    return level[2] - near <= right and left <= level[3] + near and top - near <= level[1] and level[0] <= bottom + near


def _trimmed(dark: Mask, box: Box) -> Box:
    """A box without the paper at its ends, which the stretch forgave."""
    top, bottom, left, right = box
    inked = np.flatnonzero(dark[top:bottom, left:right].any(axis=0))
    return top, bottom, left + int(inked[0]), left + int(inked[-1]) + 1


def _boxes(mask: Mask, thickest: int) -> list[Box]:
    """The box of each thin line of the mask, from the top."""
    open_boxes: list[list[int]] = []
    found: list[list[int]] = []
    for row in np.flatnonzero(mask.any(axis=1)):
        found += [box for box in open_boxes if box[1] + _GAP < row]
        open_boxes = [box for box in open_boxes if box[1] + _GAP >= row]
        for start, end in _runs(mask[row]):
            _joined(open_boxes, int(row), start, end)
    boxes = sorted(found + open_boxes)
    return [(top, bottom, left, right) for top, bottom, left, right in boxes if bottom - top <= thickest]


def _runs(row: Mask) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([False], row, [False])).astype(np.int8)))
    return [(int(start), int(end)) for start, end in zip(edges[::2], edges[1::2], strict=True)]


def _joined(boxes: list[list[int]], row: int, start: int, end: int) -> None:
    """Add a run to the boxes that it continues, which become one; a box of its own when there is none."""
    touched = [box for box in boxes if box[2] - _GAP <= end and start <= box[3] + _GAP]
    merged = [row, row + 1, start, end]
    for box in touched:
        merged = [min(merged[0], box[0]), max(merged[1], box[1]), min(merged[2], box[2]), max(merged[3], box[3])]
        boxes.remove(box)
    boxes.append(merged)
