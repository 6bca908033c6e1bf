"""Paragraphs: the lines of one column, put together where the text goes on."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingestion.layout.elements import Paragraph
from ingestion.layout.lines import Line, fits

ITEM = re.compile(
    r"(?P<bullet>[-–—•·∙▪▫●○◦■□➢➤►▶✓✔❖‣⁃−*+o\uf000-\uf0ff])(?=[ \u00a0\u202f])"
    r"|(?P<own>\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})\s?[.)°](?:[-–—])?)(?=[ \u00a0\u202f])"
)
"""A list's mark at the start of a line."""
_LEADERS = re.compile(r"[.…_]{4,}\s*\d{1,3}$")
"""End of a line of a table of contents."""
_SPACED = 1.22
"""Room between two baselines, in usual ones, from which two lines are apart."""
_USUAL = 1.35
"""Room between two baselines, in sizes, where the page does not tell."""
_LARGEST = 2.6
"""Likewise at most: lines farther apart are no paragraph."""
_INDENT = 0.8
"""Sizes by which a paragraph's first line is indented at least."""


@dataclass(frozen=True, slots=True)
class _Column:
    """What holds for all lines of a column."""

    left: float
    right: float
    leading: float
    """Usual room between two baselines, in sizes."""


def read_paragraphs(lines: Sequence[Line], leading: float | None = None) -> list[Paragraph]:
    """Paragraphs of one column, its lines from top to bottom. `leading` is what `usual_leading` told of the page."""
    if not lines:
        return []
    edge = lines[0].edge or max(line.right for line in lines)
    lines = [Line(line.words, line.page, edge) for line in lines]
    column = _Column(min(line.left for line in lines), edge, leading or usual_leading(lines))
    made: list[list[Line]] = [[lines[0]]]
    forced: list[set[int]] = [set()]
    apart = [True]
    for above, line in pairwise(lines):
        spaced = _spaced(above, line, column)
        if spaced or _opens(made[-1], above, line, column):
            made.append([line])
            forced.append(set())
            apart.append(spaced or _changes(above, line))
        else:
            if fits(above, line) or _LEADERS.search(above.text):
                forced[-1].add(len(made[-1]) - 1)
            made[-1].append(line)
    paragraphs = zip(made, forced, apart, strict=True)
    return _parted([Paragraph(tuple(p), frozenset(f), a, is_item(p[0])) for p, f, a in paragraphs])


def usual_leading(lines: Sequence[Line]) -> float:
    """Room between the baselines of two lines of one paragraph, in sizes; lines that start in lower case tell it."""
    steps = [
        (line.bottom - above.bottom) / above.size
        for above, line in pairwise(lines)
        if line.text[:1].islower() and abs(above.size - line.size) < 0.6 and not fits(above, line)
    ]
    kept = sorted(step for step in steps if 0.9 < step < _LARGEST)
    return median(step for step in kept if step <= 1.2 * kept[len(kept) // 4]) if kept else _USUAL


def is_item(line: Line) -> bool:
    """True when a line starts with a list's mark."""
    return bool(ITEM.match(line.text))


def _spaced(above: Line, line: Line, column: _Column) -> bool:
    step = line.bottom - above.bottom
    return step < 0 or step > _SPACED * column.leading * max(above.size, line.size)


def _changes(above: Line, line: Line) -> bool:
    """True when the type is another: of another size, or bold no longer, where the line above was ended on purpose."""
    if abs(above.size - line.size) > 0.12 * max(above.size, line.size):
        return True
    return above.bold != line.bold and (fits(above, line) or not line.text[:1].islower())


def _opens(paragraph: Sequence[Line], above: Line, line: Line, column: _Column) -> bool:
    """True when a line cannot go on the paragraph above it."""
    if is_item(line) or _changes(above, line) or _raised_number(line):
        return True
    if _centred(above, column) and _centred(line, column):
        return False
    step = line.left - above.left
    first = paragraph[0]
    if is_item(first):
        return line.left < first.left - _INDENT * line.size or (line.left <= first.left + 1 and fits(above, line))
    if step > _INDENT * line.size:
        return len(paragraph) > 1 or fits(above, line)
    return step < -_INDENT * line.size and (len(paragraph) > 1 or fits(above, line))


def _raised_number(line: Line) -> bool:
    """A footnote: its number stands above the line."""
    return line.text[0] in "⁰¹²³⁴⁵⁶⁷⁸⁹"


def _centred(line: Line, column: _Column) -> bool:
    indents = line.left - column.left, column.right - line.right
    return min(indents) > line.size and abs(indents[0] - indents[1]) < line.size


def _parted(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Paragraphs that no room parts, each of several lines but for its last: one that ends on purpose ends there."""
    made: list[Paragraph] = []
    for paragraph in paragraphs:
        if paragraph.item or not paragraph.forced or not _has_prose(paragraph):
            made.append(paragraph)
            continue
        start = 0
        for end in [*sorted(paragraph.forced), len(paragraph.lines) - 1]:
            apart = paragraph.apart if start == 0 else True
            made.append(Paragraph(paragraph.lines[start : end + 1], frozenset(), apart))
            start = end + 1
    return made


def _has_prose(paragraph: Paragraph) -> bool:
    """True when a line goes on the one above for want of room."""
    return len(paragraph.forced) < len(paragraph.lines) - 1
