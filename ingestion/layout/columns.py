"""Columns: corridors of white that run down several lines, and what stands between them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingestion.layout.lines import Line
from ingestion.layout.page import Word

Span = tuple[float, float]
"""Left and right end of something on a line, points."""
_WIDE = 0.68
"""Room that opens a corridor, in sizes: two or three blanks."""
_NARROW = 0.5
"""What must be left of it where other lines pass."""
_ROWS = 3
"""Lines down which a corridor runs when it is as narrow as that."""
_LOOSE = 1.9
"""A corridor is this many times wider than the usual room between the words of its line, which may be justified."""
_MANY = 4
"""Blanks from which a line is text rather than a row of cells, when they are alike."""
_STRETCHED = 2.5
"""A justified line's blanks, in sizes, at most."""
_APART = 3.0
"""A corridor this wide, in sizes, needs one line with words on both sides only: two who sign, one without a name."""
_REACH = 10.0
"""Room between two lines of one group of columns, in sizes: a signature leaves some five lines."""
_TIGHT = 1.6
"""Room between baselines, in sizes, up to which a line on one side only still belongs to the columns."""
_CLOSE = 1.45
"""Room between the baselines of two lines of one cell or paragraph, in sizes, at most."""
_LOOSER = 2.2
"""Likewise for a line of the same type as the one above it."""
_MARK = re.compile(r"[-–—•·▪▫●○◦■□➢➤►✓✔❖*+o\uf000-\uf0ff]|\(?\w{1,3}[.)°][-–—]?|\d{1,2}(?:\.\d{1,2}){1,3}\.?")
"""What stands before an item or a heading; the room after it is no corridor."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Lines `first` to `last` (included) and the corridors that part them."""

    first: int
    last: int
    corridors: tuple[Span, ...]

    def near(self, others: Sequence[Span]) -> bool:
        """True when all these corridors run where some of the others do."""
        return all(any(a < y and x < b for x, y in others) for a, b in self.corridors)

    def split(self, line: Line) -> list[list[Word]]:
        """Words of a line by column."""
        parts: list[list[Word]] = [[] for _ in range(len(self.corridors) + 1)]
        for word in line.words:
            middle = (word.left + word.right) / 2
            parts[sum(middle > (a + b) / 2 for a, b in self.corridors)].append(word)
        return parts


def find_columns(lines: Sequence[Line], known: Sequence[Span] = ()) -> Iterator[Columns]:
    """Groups of columns, from top to bottom; each has two lines at least with words on both sides of a corridor.

    One line is enough when the corridor is very wide, or when it is one of those of the page before, `known`.
    """
    start = floor = 0
    while start < len(lines):
        corridors = _wide_gaps(lines[start])
        found = _from(lines, start, floor, corridors, known) if corridors else None
        if found is None:
            start += 1
            continue
        yield found
        start = floor = found.last + 1


def _from(
    lines: Sequence[Line], seed: int, floor: int, corridors: Sequence[Span], known: Sequence[Span]
) -> Columns | None:
    last = first = seed
    while last + 1 < len(lines) and (narrower := _through(lines, last, corridors, seed)):
        corridors, last = narrower, last + 1
    while first > floor and (wider := _upward(lines, first, corridors)):
        corridors, first = wider, first - 1
    while last > seed and _lone(lines[last - 1], lines[last], corridors):
        last -= 1
    corridors = _with_common(lines[first : last + 1], corridors)
    sides = [line for line in lines[first : last + 1] if _split_by(line, corridors)]
    apart = last > first and max(b - a for a, b in corridors) > _APART * lines[seed].size
    found = Columns(first, last, tuple(corridors))
    return found if len(sides) >= 2 or apart or found.near(known) else None


def _with_common(lines: Sequence[Line], corridors: Sequence[Span]) -> list[Span]:
    """The corridors, and others that run down all the lines, headers left out; narrower ones down three at least."""
    blanks = sorted(b - a for line in lines for a, b in _rooms(line))
    for body in (lines, lines[1:]):
        room = _NARROW if len(body) >= _ROWS else _WIDE
        least = max(room * lines[0].size, min(1.5 * blanks[len(blanks) // 4], _WIDE * lines[0].size))
        found = [(a, b) for a, b in _common_rooms(body) if b - a >= least]
        if len(body) > 1 and len(found) > len(corridors) and not cuts(lines[0], found):
            return found
    return list(corridors)


def _common_rooms(lines: Sequence[Line]) -> Iterator[Span]:
    """Room that runs down all lines; what follows a column of lists' marks is none."""
    right, marks = 0.0, True
    for word in sorted((word for line in lines for word in line.words), key=lambda word: word.left):
        if right and word.left > right and not marks:
            yield right, word.left
        marks = bool(_MARK.fullmatch(word.text)) and (marks or word.left > right)
        right = max(right, word.right)


def cuts(line: Line, corridors: Sequence[Span]) -> bool:
    """True when a word of the line stands across the middle of a corridor."""
    return any(word.left < (a + b) / 2 < word.right for word in line.words for a, b in corridors)


def _rooms(line: Line) -> list[Span]:
    """Room between the words of a line, overlaps left out."""
    rooms, right = [], line.words[0].right
    for word in line.words[1:]:
        if word.left > right:
            rooms.append((right, word.left))
        right = max(right, word.right)
    return rooms


def _wide_gaps(line: Line) -> list[Span]:
    """Room that is no blank of a justified line and does not follow a list's mark."""
    marked = line.words[0].right if _MARK.fullmatch(line.words[0].text) else -1.0
    rooms = [(a, b) for a, b in _rooms(line) if b - a >= 0.1 * line.size and a != marked]
    wide = [(a, b) for a, b in rooms if b - a >= _WIDE * line.size]
    if not wide:
        return []
    widths, least = [b - a for a, b in rooms], min(b - a for a, b in wide)
    usual = widths if _may_be_justified(line, widths) else [width for width in widths if width < least]
    return [(a, b) for a, b in wide if b - a >= _LOOSE * median(usual or [0.0])]


def _may_be_justified(line: Line, rooms: Sequence[float]) -> bool:
    """True when a line ends where its column does, and its blanks may have been stretched for that.

    A figure at its end rather stands in a column of its own, unless many blanks are alike.
    """
    if abs(line.right - line.edge) >= 0.5 * line.size:
        return False
    usual = median(rooms)
    alike = sum(0.7 * usual <= room <= 1.3 * usual for room in rooms)
    many = len(rooms) >= _MANY and alike >= 0.7 * len(rooms) and usual < _STRETCHED * line.size
    return many or not any(map(str.isdigit, line.words[-1].text))


def _through(lines: Sequence[Line], last: int, corridors: Sequence[Span], seed: int) -> list[Span]:
    """What is left of the corridors past the next line; nothing when the columns end before it."""
    line, above = lines[last + 1], lines[last]
    step = line.bottom - above.bottom
    left = _narrowed(line, corridors)
    if step > _REACH * above.size or not left:
        return []
    if len(left) < len(corridors) and (step > 1.3 * _TIGHT * line.size or last > seed):
        return [] if len(left) < len(corridors) - 1 or not _split_by(line, left) else left
    alike = abs(line.size - above.size) < 0.6 and line.bold == above.bold
    if not _split_by(line, left) and line.left < left[0][0] and step > (_LOOSER if alike else _TIGHT) * above.size:
        return []
    return left


def _upward(lines: Sequence[Line], first: int, corridors: Sequence[Span]) -> list[Span]:
    """The corridors when the line above belongs to the columns, else nothing.

    It is their header when it has words on both sides; on one side, it is text of a column that starts higher.
    """
    line, below = lines[first - 1], lines[first]
    left, step = _narrowed(line, corridors), below.bottom - line.bottom
    if len(left) < len(corridors) or step > 3 * line.size:
        return []
    alike = abs(line.size - below.size) < 0.6 and step <= _CLOSE * line.size
    return left if _split_by(line, left) or line.left >= left[0][1] or alike else []


def _narrowed(line: Line, corridors: Sequence[Span]) -> list[Span]:
    """The part of each corridor that a line leaves white, the widest one; corridors that it closes are left out."""
    made = []
    for a, b in corridors:
        inside = [(word.left, word.right) for word in line.words if word.left < b and a < word.right]
        edges = sorted([a, *(min(max(x, a), b) for span in inside for x in span), b])
        free = [(x, y) for x, y in pairwise(edges) if not any(start <= x and y <= end for start, end in inside)]
        best = max(free, key=lambda span: span[1] - span[0], default=(a, a))
        if best[1] - best[0] >= _NARROW * line.size:
            made.append(best)
    return made


def _split_by(line: Line, corridors: Sequence[Span]) -> bool:
    """True when words stand on both sides of one of the corridors."""
    return any(line.left < a + 1 and line.right > b - 1 for a, b in corridors)


def _lone(above: Line, line: Line, corridors: Sequence[Span]) -> bool:
    """True for a last line that stands in the first column alone, under the columns."""
    alone = line.right <= corridors[0][1]
    return alone and line.bottom - above.bottom > _CLOSE * line.size
