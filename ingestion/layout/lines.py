"""Lines: words that stand on one baseline, in reading order."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from statistics import median

from ingestion.layout.page import Word

_BASELINE = 0.35
"""Words of one line have their lower ends this near, in sizes: engines that box letters put descenders lower."""
_BESIDE = 0.5
"""Baselines this near, in sizes, make one line of words that stand beside one another."""
_TOUCH = 0.12
"""Words nearer than this, in sizes, are one word whose type changes."""
_SPACED = 5
"""Single letters in a row that make a letter-spaced word, « A V E N A N T »."""
_CUT = re.compile(r"[^\W_][-\u2010\u00ad]$")
_STEP = 12.0
"""Points; a word that touches another ends within as much of where it starts."""
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True)
class Line:
    """Words on one baseline, from left to right. Lengths are points from the top left corner of the page."""

    words: tuple[Word, ...]
    page: int
    edge: float = 0.0
    """Right edge of the column it stands in."""

    @cached_property
    def left(self) -> float:
        """Where its first word starts."""
        return self.words[0].left

    @cached_property
    def right(self) -> float:
        """Where its last word ends."""
        return max(word.right for word in self.words)

    @cached_property
    def top(self) -> float:
        """Of its tallest word."""
        return min(word.top for word in self.words)

    @cached_property
    def bottom(self) -> float:
        """Near its baseline: the middle of its words' lower ends."""
        return median(word.bottom for word in self.words)

    @cached_property
    def size(self) -> float:
        """Of most of its letters."""
        sizes: dict[float, int] = {}
        for word in self.words:
            key = round(word.size * 2) / 2
            sizes[key] = sizes.get(key, 0) + len(word.text)
        return max(sizes, key=lambda size: (sizes[size], size))

    @cached_property
    def bold(self) -> bool:
        """True when all its letters are."""
        lettered = [word for word in self.words if any(map(str.isalnum, word.text))]
        return bool(lettered) and all(word.bold for word in lettered)

    @cached_property
    def text(self) -> str:
        """As written, for matching."""
        return "".join(glue + word.text for glue, word in zip(self.glues, self.words, strict=True))

    @cached_property
    def glues(self) -> tuple[str, ...]:
        """What stands before each word: a blank, or nothing where it touches the one before."""
        near = pairwise(self.words)
        return ("", *("" if b.left - a.right < _TOUCH * min(a.size, b.size) else " " for a, b in near))


def lines_of(words: Iterable[Word], page: int) -> list[Line]:
    """All the lines of a page or of a part of it, from top to bottom; columns side by side are not told apart."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.bottom, word.left)):
        home = next((row for row in reversed(rows[-4:]) if _shares(row, word)), None)
        if home is None:
            rows.append([word])
        else:
            home.append(word)
    lines = [Line(tuple(_unspaced(sorted(row, key=lambda word: word.left))), page) for row in _beside(rows)]
    return sorted(lines, key=lambda line: (line.bottom, line.left))


def _shares(row: Sequence[Word], word: Word) -> bool:
    return abs(row[0].bottom - word.bottom) <= _BASELINE * min(row[0].size, word.size)


def _beside(rows: Sequence[list[Word]]) -> list[list[Word]]:
    """Rows, those put together that stand beside one another: an item's mark set lower, a cell in mid-height."""
    made: list[list[Word]] = []
    for row in rows:
        if made and _overlap(made[-1], row) and not any(_crosses(one, other) for one in made[-1] for other in row):
            made[-1] += row
        else:
            made.append(list(row))
    return made


def _overlap(one: Sequence[Word], other: Sequence[Word]) -> bool:
    """True when the lower row starts above the middle of the one before it."""
    size = min(one[0].size, other[0].size)
    return 0 <= other[0].bottom - one[0].bottom < _BESIDE * size


def _crosses(one: Word, other: Word) -> bool:
    return one.left < other.right and other.left < one.right


def _unspaced(row: Sequence[Word]) -> list[Word]:
    """Letter-spaced words put together: single letters in a row, parted where the room is much larger."""
    made: list[Word] = []
    run: list[Word] = []
    for word in row:
        if len(word.text) > 1 or (run and word.left - run[-1].right > 2 * word.size):
            made += _closed(run)
            run = []
        (run if len(word.text) == 1 else made).append(word)
    return made + _closed(run)


def _closed(run: Sequence[Word]) -> list[Word]:
    if len(run) < _SPACED or 2 * sum(word.text.isalpha() for word in run) < len(run):
        return list(run)
    rooms = [b.left - a.right for a, b in pairwise(run)]
    limit = 1.6 * max(median(rooms), 0.05 * run[0].size)
    made = [run[0]]
    for room, word in zip(rooms, run[1:], strict=True):
        if room > limit:
            made.append(word)
        else:
            made[-1] = _together(made[-1], word)
    return made


def _together(one: Word, other: Word) -> Word:
    sure = [word.confidence for word in (one, other) if word.confidence is not None]
    return replace(
        one,
        text=one.text + other.text,
        right=other.right,
        top=min(one.top, other.top),
        bottom=max(one.bottom, other.bottom),
        confidence=min(sure, default=None),
    )


def settled(words: Sequence[Word]) -> list[Word]:
    """Superscripts and subscripts brought to the line that they stand on: « 1er » whole, a raised figure as `¹`."""
    ends: dict[int, list[Word]] = {}
    for word in words:
        for place in {round(word.left / _STEP), round(word.right / _STEP)}:
            ends.setdefault(place, []).append(word)
    return [_lowered(word, ends) if _may_rise(word) else word for word in words]


def _may_rise(word: Word) -> bool:
    return len(word.text) <= 6 and len(bare := word.text.strip("()[].,;")) <= 3 and bare.isalnum()


def _lowered(word: Word, ends: Mapping[int, Sequence[Word]]) -> Word:
    """A raised word on the line of the word that it touches; another word unchanged."""
    places = {round(x / _STEP) + step for x in (word.left, word.right) for step in (-1, 0, 1)}
    near = (other for place in sorted(places) for other in ends.get(place, ()))
    stem = next((other for other in near if _carries(other, word)), None)
    if stem is None:
        return word
    number = re.sub(r"[()\[\]]", "", word.text) if word.text.strip("()[]").isdigit() else word.text
    text = number.translate(_RAISED) if word.bottom < stem.bottom else word.text
    return replace(word, text=text, top=stem.top, bottom=stem.bottom, size=stem.size, bold=stem.bold)


def _carries(stem: Word, mark: Word) -> bool:
    """True for a word that touches, from either side, another one that stands higher, or lower, and is no larger."""
    rise = (stem.bottom - mark.bottom) / stem.size
    if stem is mark or stem.size < mark.size or not 0.1 < abs(rise) < 0.8:
        return False
    number = mark.text.strip("()[].").isdigit()
    smaller = stem.size >= 1.15 * mark.size
    if not smaller and abs(rise) < 0.2:
        return False
    after = -0.3 * stem.size < mark.left - stem.right < (0.3 if smaller else _TOUCH) * stem.size
    before = number and rise > 0 and -0.3 * stem.size < stem.left - mark.right < (0.7 if smaller else 0.3) * stem.size
    return after or before


def ends_in_hyphen(line: Line) -> bool:
    """True when a word was cut at the end of the line."""
    return bool(_CUT.search(line.words[-1].text))


def fits(line: Line, following: Line) -> bool:
    """True when the next line's first word had room at the end of this one: the line was ended on purpose."""
    first = following.words[0]
    return line.edge - line.right > first.right - first.left + 0.8 * line.size


FIGURE = re.compile(r"[-–+]?[\d\s.,\u00a0\u202f]*\d[\d\s.,\u00a0\u202f]*(?:€|%|k€|M€|HT|TTC|[\s\u00a0\u202f])*")
"""A cell that holds one figure, or one date."""
