"""Elements: what a page is made of once its words are in reading order."""

from dataclasses import dataclass, field

from ingestion.layout.lines import Line


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that go on one another."""

    lines: tuple[Line, ...]
    forced: frozenset[int] = frozenset()
    """Indices of the lines after which the text was ended on purpose, as by a `<br>`."""
    apart: bool = True
    """True when more room than between two lines stands above it."""
    item: bool = False
    """True when it starts with a list's mark."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table."""

    lines: tuple[Line, ...] = ()
    columns: int = 1
    """Columns that it covers, itself included; the cells that it covers to its right are left out of the row."""
    covered: bool = False
    """True for what a cell of the row above covers: its lines are that cell's."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of as many columns."""

    rows: tuple[tuple[Cell, ...], ...]
    spans: tuple[tuple[float, float], ...]
    """Left and right end of each column, points."""
    page: int = 0
    headers: int = field(default=0)
    """Rows from the top that name the columns; 0 when nothing on the page tells."""


Element = Paragraph | Table
