"""Credit years: the commitments (AE) and payments (CP) of a convention by year, added up as answers do."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from bot.amended import Amended
from bot.answer import Language
from bot.answers.claim import money
from bot.answers.credits import total
from bot.charts import Bars
from bot.sourced import Sourced, absent, passages, unbroken, valued
from ingestion.facts.budget import BudgetLine

Column = Literal["AE", "CP"]
COLUMNS: tuple[Column, ...] = ("AE", "CP")
Key = tuple[int, Column]


@dataclass(frozen=True, slots=True)
class YearCredit:
    """The credits of a column and a year."""

    year: int
    column: Column
    cell: Sourced
    """Its value is `None` when the text leaves it blank."""


def credit_years(view: Amended, language: Language) -> tuple[YearCredit, ...]:
    """By year, AE before CP. What has no year, or is a total over years, is left out."""
    lines = _lines(view)
    keys = sorted({(line.year, COLUMNS.index(line.column)) for line in lines if line.year})
    found = []
    for year, place in keys:
        held = [line for line in lines if (line.year, line.column) == (year, COLUMNS[place])]
        found.append(YearCredit(year, COLUMNS[place], _summed(view, COLUMNS[place], held, language)))
    return tuple(found)


def credits_in_all(view: Amended, column: Column, language: Language) -> Sourced:
    """All the credits of a column; those of every year and of none."""
    lines = [line for line in _lines(view) if line.column == column]
    return _summed(view, column, lines, language) if lines else absent(language)


def added(cells: Iterable[Sourced], language: Language) -> Sourced:
    """The sum of amounts of several conventions, with every passage; absent when none has a value."""
    known = [(cell, cell.value) for cell in cells if isinstance(cell.value, Decimal)]
    if not known:
        return absent(language)
    sum_of = sum((value for _, value in known), Decimal(0))
    shown = money("", sum_of, language).shown
    terms = [money("", value, language).shown for _, value in known]
    how = f"{' + '.join(terms)} = {shown}" if len(terms) > 1 else known[0][0].how
    return Sourced(
        unbroken(shown), tuple(one for cell, _ in known for one in cell.passages), sum_of, how and unbroken(how)
    )


def keys_of(held: Sequence[YearCredit]) -> tuple[Key, ...]:
    """Every year with each column that some credit has."""
    found = {(one.year, one.column) for one in held}
    return tuple(sorted(found, key=lambda key: (key[0], COLUMNS.index(key[1]))))


def by_key(held: Sequence[YearCredit]) -> dict[Key, Sourced]:
    """The credits of a convention by year and column."""
    return {(one.year, one.column): one.cell for one in held}


def totals(found: Sequence[Sequence[YearCredit]], language: Language) -> dict[Key, Sourced]:
    """The sum over conventions for each year and column."""
    tables = [by_key(one) for one in found]
    keys = keys_of([credit for one in found for credit in one])
    return {key: added([table[key] for table in tables if key in table], language) for key in keys}


def credit_bars(cells: Mapping[Key, Sourced], title: str, language: Language) -> Bars:
    """Credits by year, AE and CP side by side; years between two others are shown, empty."""
    years = [year for year, _ in cells]
    groups = range(min(years), max(years) + 1) if years else range(0)
    series = tuple(
        (column, tuple(_value(cells.get((year, column)) or absent(language)) for year in groups))
        for column in COLUMNS
        if any(key[1] == column for key in cells)
    )
    return Bars(title, tuple(map(str, groups)), series, language)


def _lines(view: Amended) -> list[BudgetLine]:
    return [fact for fact in view.current.facts if isinstance(fact, BudgetLine) and fact.column in COLUMNS]


def _summed(view: Amended, column: Column, lines: Sequence[BudgetLine], language: Language) -> Sourced:
    told = valued(view, total(column, lines, language), language)
    return told if told.passages else Sourced(told.text, passages(view, lines[0].evidence[:1]), None, None, told.said)


def _value(cell: Sourced) -> Decimal | None:
    return cell.value if isinstance(cell.value, Decimal) else None
