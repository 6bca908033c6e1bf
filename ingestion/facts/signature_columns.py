"""Signature columns: lines of a signature page cut where signatories stand side by side."""

import re
from collections.abc import Sequence

_SPACES = re.compile(r"\S(?:[^ \t|]|[ ](?![ ]{2}))*")


def line_spans(clear: str) -> list[tuple[int, int]]:
    """Spans of the lines that hold something."""
    return [match.span() for match in re.finditer(r"[^\n]+", clear)]


def cells_of(line: str) -> list[tuple[int, int]]:
    """Spans of a line's columns: parted by pipes, tabs or three spaces."""
    if line.count("|") > 1 or "\t" in line.strip():
        mark = "|" if line.count("|") > 1 else "\t"
        spans, at = [], 0
        for piece in line.split(mark):
            spans.append((at, at + len(piece)))
            at += len(piece) + 1
        inner = spans[1:-1] if mark == "|" else spans
        return [span for span in inner if line[slice(*span)].strip()]
    return [match.span() for match in _SPACES.finditer(line)]


def columns_of(clear: str, cells: Sequence[tuple[int, int, int]]) -> list[int]:
    """Column of each cell: by its rank where lines are ruled, by its place on the line where they are aligned."""
    by_line: dict[int, list[tuple[int, int]]] = {}
    for order, a, b in cells:
        by_line.setdefault(order, []).append((a, b))
    widest = max(by_line.values(), key=len, default=[])
    if len(widest) < 2:
        return [0] * len(cells)
    starts = [a - clear.rfind("\n", 0, a) for a, _ in widest]
    found = []
    for order, a, _ in cells:
        row = by_line[order]
        ruled = clear[clear.rfind("\n", 0, a) + 1 : a]
        if len(row) == len(widest):
            found.append([span[0] for span in row].index(a))
        elif "|" in ruled or "\t" in ruled:
            found.append(min(ruled.count("|") - 1 if "|" in ruled else ruled.count("\t"), len(widest) - 1))
        else:
            place = a - clear.rfind("\n", 0, a)
            found.append(min(range(len(starts)), key=lambda i: abs(starts[i] - place)))
    return found
