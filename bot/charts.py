"""Charts: what a picture shows, before any library draws it: figures, words and days, nothing else."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Bars:
    """Amounts in euros by group, one bar a series."""

    title: str
    groups: tuple[str, ...]
    """Labels along the axis: years."""
    series: tuple[tuple[str, tuple[Decimal | None, ...]], ...]
    """Label and values of each series, as many as groups; `None` for what the text leaves blank or does not say."""
    language: str
    """`fr` or `en`: how amounts are written."""

    @property
    def values(self) -> int:
        """How many values there are: one alone makes no picture."""
        return sum(value is not None for _, values in self.series for value in values)


@dataclass(frozen=True, slots=True)
class Strip:
    """Days in lanes, with today marked."""

    title: str
    lanes: tuple[tuple[str, tuple[date, ...]], ...]
    """Label and days of each lane, the first lane on top."""
    marks: tuple[tuple[int, date, str], ...]
    """Lane, from 0, day and word of the few days that are named."""
    today: date
    today_word: str

    @property
    def values(self) -> int:
        """How many different days there are."""
        return len({day for _, days in self.lanes for day in days})


@dataclass(frozen=True, slots=True)
class Ranks:
    """Amounts in euros, one bar a row, the first row on top."""

    title: str
    rows: tuple[tuple[str, Decimal], ...]
    """Label and value."""
    language: str
    """`fr` or `en`: how amounts are written."""

    @property
    def values(self) -> int:
        """How many values there are."""
        return len(self.rows)


Chart = Bars | Strip | Ranks
FEWEST = 2
"""Values below which there is no picture."""
