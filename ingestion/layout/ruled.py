"""Ruled tables: the lines drawn on a page make a grid, and words fall into its cells."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingestion.layout.aligned import unruled_rows
from ingestion.layout.elements import Cell, Table
from ingestion.layout.lines import Line, lines_of
from ingestion.layout.page import Page, Rule, Word

_NEAR = 4.0
"""Points between two strokes that are one line, or that touch: borders are drawn as boxes, doubled, or cell by cell."""
_LEAST = 6.0
"""Points; a narrower column or a lower row is the room between two borders."""
_MOST = 1_000
"""Lines of the tables of one page; a page of more is a drawing, which would take long to look through."""
_NAME_WORDS = 6
"""Words of a column's name, at most."""
Square = tuple[int, int]
"""Column and row of the grid, from 0."""


@dataclass(frozen=True, slots=True)
class Zone:
    """A table's place on its page, and the table."""

    left: float
    top: float
    right: float
    bottom: float
    table: Table

    def holds(self, word: Word) -> bool:
        """True when the middle of a word stands in it."""
        middle = (word.left + word.right) / 2, (word.top + word.bottom) / 2
        return self.left <= middle[0] <= self.right and self.top <= middle[1] <= self.bottom


def ruled_tables(page: Page) -> list[Zone]:
    """The tables that rules draw, from top to bottom: two columns and one row at least. A frame is no table."""
    zones: list[Zone] = []
    for group in _groups(_merged(page.rules)):
        zone = _zone(page, group)
        if zone is not None and not any(zone.left >= z.left and zone.right <= z.right and z.top <= zone.top
                                        and zone.bottom <= z.bottom for z in zones):  # fmt: skip
            zones.append(zone)
    return sorted(zones, key=lambda zone: (zone.top, zone.left))


def _merged(rules: Sequence[Rule]) -> list[Rule]:
    """Rules, those in one line put together: dashes, and borders drawn cell by cell. None of a drawing."""
    made: list[Rule] = []
    across = [rule for rule in rules if rule.right - rule.left >= rule.bottom - rule.top]
    down = [rule for rule in rules if rule.right - rule.left < rule.bottom - rule.top]
    for rule in sorted(across, key=lambda rule: (round(rule.top), rule.left)):
        last = made[-1] if made else None
        if last and round(last.top) == round(rule.top) and rule.left <= last.right + _NEAR:
            made[-1] = replace(last, right=max(last.right, rule.right))
        else:
            made.append(rule)
    first = len(made)
    for rule in sorted(down, key=lambda rule: (round(rule.left), rule.top)):
        last = made[-1] if len(made) > first else None
        if last and round(last.left) == round(rule.left) and rule.top <= last.bottom + _NEAR:
            made[-1] = replace(last, bottom=max(last.bottom, rule.bottom))
        else:
            made.append(rule)
    return made if len(made) <= _MOST else []


def _groups(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Rules that touch one another, the group that covers most first."""
    groups: list[tuple[Rule, list[Rule]]] = []
    for rule in rules:
        touching = [group for group in groups if _touch(group[0], rule) and any(_touch(r, rule) for r in group[1])]
        members = [rule, *(member for group in touching for member in group[1])]
        groups = [group for group in groups if group not in touching]
        groups.append((_around(members), members))
    groups.sort(key=lambda group: -(group[0].right - group[0].left) * (group[0].bottom - group[0].top))
    return [members for _, members in groups if len(members) >= 4]


def _touch(one: Rule, other: Rule) -> bool:
    return (
        one.left <= other.right + _NEAR
        and other.left <= one.right + _NEAR
        and one.top <= other.bottom + _NEAR
        and other.top <= one.bottom + _NEAR
    )


def _around(rules: Sequence[Rule]) -> Rule:
    return Rule(
        min(r.left for r in rules), min(r.top for r in rules), max(r.right for r in rules), max(r.bottom for r in rules)
    )


def _zone(page: Page, rules: Sequence[Rule]) -> Zone | None:
    across = [rule for rule in rules if rule.right - rule.left >= rule.bottom - rule.top]
    down = [rule for rule in rules if rule.right - rule.left < rule.bottom - rule.top]
    xs, ys = _places([r.left for r in down]), _places([r.top for r in across])
    if len(xs) < 3 or len(ys) < 2:
        return None
    grid = _Grid(xs, ys, across, down)
    zone = Rule(xs[0], ys[0], xs[-1], ys[-1])
    words: dict[Square, list[Word]] = {}
    for word in page.words:
        square = grid.square((word.left + word.right) / 2, (word.top + word.bottom) / 2)
        if square is not None:
            words.setdefault(grid.head(square), []).append(word)
    table = _table(page.number, grid, words)
    return Zone(zone.left, zone.top, zone.right, zone.bottom, table) if table else None


def _places(values: Sequence[float]) -> list[float]:
    """Values put together when near, each group by its mean."""
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][0] <= _LEAST:
            groups[-1].append(value)
        else:
            groups.append([value])
    return [sum(group) / len(group) for group in groups]


class _Grid:
    """Squares between the rules, put together where no rule parts them."""

    def __init__(self, xs: Sequence[float], ys: Sequence[float], across: Sequence[Rule], down: Sequence[Rule]) -> None:
        self.xs, self.ys = xs, ys
        self.heads: dict[Square, Square] = {}
        for row in range(len(ys) - 1):
            for column in range(len(xs) - 1):
                middle = (xs[column] + xs[column + 1]) / 2, (ys[row] + ys[row + 1]) / 2
                square = column, row
                if row and not any(abs(r.top - ys[row]) <= _LEAST and r.left <= middle[0] <= r.right for r in across):
                    self.heads[square] = self.head((column, row - 1))
                elif column and not any(
                    abs(r.left - xs[column]) <= _LEAST and r.top <= middle[1] <= r.bottom for r in down
                ):
                    self.heads[square] = self.head((column - 1, row))

    def head(self, square: Square) -> Square:
        """The first square of the cell that a square belongs to."""
        return self.heads.get(square, square)

    def square(self, x: float, y: float) -> Square | None:
        """The square of a point; `None` outside."""
        column = next((i for i, (a, b) in enumerate(pairwise(self.xs)) if a <= x <= b), None)
        row = next((i for i, (a, b) in enumerate(pairwise(self.ys)) if a <= y <= b), None)
        return None if column is None or row is None else (column, row)


def _table(page: int, grid: _Grid, words: dict[Square, list[Word]]) -> Table | None:
    texts = {square: tuple(_with_edge(lines_of(found, page), grid, square)) for square, found in words.items()}
    rows = []
    for row in range(len(grid.ys) - 1):
        cells = []
        for column in range(len(grid.xs) - 1):
            head = grid.head((column, row))
            if head[0] == column:
                width = sum(grid.head((c, row)) == head for c in range(column, len(grid.xs) - 1))
                cells.append(Cell(texts.get(head, ()), width, head[1] != row))
        rows.append(tuple(cells))
    rows = [row for row in rows if any(cell.lines for cell in row)]
    filled = [row for row in rows if len(row) > 1]
    parted = [part for row in rows for part in unruled_rows(row)]
    return Table(tuple(parted), tuple(pairwise(grid.xs)), page, _headers(parted)) if filled else None


def _with_edge(lines: Sequence[Line], grid: _Grid, square: Square) -> list[Line]:
    right = max(grid.xs[c + 1] for c in range(len(grid.xs) - 1) if grid.head((c, square[1])) == square)
    return [Line(line.words, line.page, right - 2) for line in lines]


def _headers(rows: Sequence[tuple[Cell, ...]]) -> int:
    """Rows from the top in bold, when those below are not; two where the first has a merged cell."""
    bold = [all(line.bold for cell in row for line in cell.lines) for row in rows]
    count = next((i for i, value in enumerate(bold) if not value), 0)
    if count:
        return count if count <= 3 else 1
    merged = any(cell.columns > 1 and not cell.covered for cell in rows[0][1:])
    return 2 if len(rows) > 2 and merged and all(_names(cell) for row in rows[:2] for cell in row) else 0


def _names(cell: Cell) -> bool:
    """True for a cell that may name columns: a few words, no amount."""
    text = " ".join(line.text for line in cell.lines)
    return len(text.split()) <= _NAME_WORDS and "€" not in text and "%" not in text
