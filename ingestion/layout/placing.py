"""Placing: from a span of a page's canonical text to the boxes of its words on the picture of that page.

The canonical text is the page's words put in order, joined and marked; its letters and figures are aligned with those
of the words, and what stands elsewhere on the page than in the text is looked for by itself.
"""

import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

Point = tuple[float, float]
Span = tuple[int, int]
_TOKEN = re.compile(r"[^\W_]+|[€%]")
_MOST = 6_000
"""Letters' runs of a page that are aligned; a page of small print has 1,500."""
_SURE = 3
"""Runs in a row that are no chance, where a piece of the text stands elsewhere on the page."""
_LOOKS = 60
"""Pieces of the text that are looked for elsewhere on a page, whatever is asked of it: each costs some milliseconds."""
_GAP = 3.0
"""Heights of a line between two words that one box still holds: wider is another column."""
_OVERLAP = 0.5
"""Part of the lower of two words that is beside the other when they are on one line."""
_MARGIN = 1.0
"""Points between the words and their box."""


@dataclass(frozen=True, slots=True)
class PlacedWord:
    """A word on its page as it was read, upright; points from the top left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Places:
    """The words of a page, and how the page that was read lies on the one that is shown."""

    width: float
    """Of the page as it is shown, points."""
    height: float
    upright_width: float
    """Of the page as it was read, points."""
    upright_height: float
    quarters: int
    """Quarter turns, clockwise, that the page shown was given to be read."""
    angle: float
    """Degrees, anticlockwise, by which it was then turned about its middle."""
    words: tuple[PlacedWord, ...]

    def shown(self, x: float, y: float) -> Point:
        """Where a point of the page read stands on the page shown.

        >>> Places(100, 200, 200, 100, 1, 0, ()).shown(0, 0)
        (0.0, 200.0)
        """
        across, down = x - self.upright_width / 2, y - self.upright_height / 2
        cos, sin = math.cos(math.radians(self.angle)), math.sin(math.radians(self.angle))
        across, down = across * cos - down * sin, across * sin + down * cos
        for _ in range(self.quarters % 4):
            across, down = down, -across
        return across + self.width / 2, down + self.height / 2


def outlines(places: Places, text: str, spans: Sequence[Span]) -> tuple[tuple[tuple[Point, ...], ...], ...]:
    """For each span of a page's text, the four corners of each box that holds its words, a box a line.

    Corners are points of the page shown, from its top left corner. A span whose words are not found has no box.
    """
    found = _aligned(text, spans, places.words)
    return tuple(tuple(_corners(places, box) for box in _boxes(places.words, one)) for one in found)


@dataclass(frozen=True, slots=True)
class _Token:
    """A run of letters and figures."""

    text: str
    """In small letters, Unicode form NFKC."""
    at: int
    """Its offset in the text, or the number of its word."""


_Matched = dict[int, tuple[int, ...]]
"""Numbers of the runs of the words, by those of the text."""


def _tokens(text: str, at: int | None = None) -> Iterator[_Token]:
    for found in _TOKEN.finditer(unicodedata.normalize("NFC", text) if at is not None else text):
        yield _Token(unicodedata.normalize("NFKC", found[0]).casefold(), found.start() if at is None else at)


def _aligned(text: str, spans: Sequence[Span], words: Sequence[PlacedWord]) -> list[list[int]]:
    """The numbers of the words of each span, in the order of the words."""
    said = list(_tokens(text))
    seen = [token for number, word in enumerate(words) for token in _tokens(word.text, number)]
    if max(len(said), len(seen)) > _MOST:
        return [[] for _ in spans]
    matched = _matched(said, seen)
    inside = [[at for at, token in enumerate(said) if start <= token.at < end] for start, end in spans]
    looks = iter(range(_LOOKS))
    for span in inside:
        _look_elsewhere(span, said, seen, matched, looks)
    return [sorted({seen[one].at for at in span for one in matched.get(at, ())}) for span in inside]


def _matched(said: Sequence[_Token], seen: Sequence[_Token]) -> _Matched:
    """Runs of the text that stand among those of the words in the same order, by their numbers."""
    matched: _Matched = {}
    one, other = [token.text for token in said], [token.text for token in seen]
    for tag, a, a_end, b, b_end in SequenceMatcher(None, one, other).get_opcodes():
        if tag == "equal":
            matched.update({at: (b + at - a,) for at in range(a, a_end)})
        elif tag == "replace" and "".join(one[a:a_end]) == "".join(other[b:b_end]):  # a cut word made whole
            matched.update({at: tuple(range(b, b_end)) for at in range(a, a_end)})
    return matched


def _look_elsewhere(
    wanted: Sequence[int], said: Sequence[_Token], seen: Sequence[_Token], matched: _Matched, looks: Iterator[int]
) -> None:
    """Match the runs of a span that are left with words that are left, wherever these stand."""
    left = [at for at in wanted if at not in matched]
    free = sorted(set(range(len(seen))) - {one for found in matched.values() for one in found})
    for _, group in groupby(enumerate(left), lambda pair: pair[1] - pair[0]):
        run = [at for _, at in group]
        while run and next(looks, None) is not None:
            finder = SequenceMatcher(None, [said[at].text for at in run], [seen[at].text for at in free])
            a, b, size = finder.find_longest_match()
            whole = len(run) == len(wanted) == size
            if not (size >= _SURE or whole):
                break
            matched.update({run[a + step]: (free[b + step],) for step in range(size)})
            run, free = run[a + size :] if a == 0 else run[:a], free[:b] + free[b + size :]


_Box = tuple[float, float, float, float]


def _boxes(words: Sequence[PlacedWord], numbers: Sequence[int]) -> list[_Box]:
    """One box for the words that follow one another on a line."""
    made: list[_Box] = []
    for number in numbers:
        word = words[number]
        box = (word.left, word.top, word.right, word.bottom)
        if made and _follows(made[-1], box):
            made[-1] = _both(made[-1], box)
        else:
            made.append(box)
    return made


def _follows(before: _Box, after: _Box) -> bool:
    heights = before[3] - before[1], after[3] - after[1]
    beside = min(before[3], after[3]) - max(before[1], after[1])
    gap = after[0] - before[2]
    return beside >= _OVERLAP * min(heights) and -max(heights) < gap < _GAP * max(heights)


def _both(one: _Box, other: _Box) -> _Box:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def _corners(places: Places, box: _Box) -> tuple[Point, ...]:
    left, top, right, bottom = box[0] - _MARGIN, box[1] - _MARGIN, box[2] + _MARGIN, box[3] + _MARGIN
    corners = ((left, top), (right, top), (right, bottom), (left, bottom))
    return tuple(places.shown(x, y) for x, y in corners)
