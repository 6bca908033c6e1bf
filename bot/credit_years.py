"""Credit years: the commitments (AE) and payments (CP) of a convention by year, added up as answers do."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from bot.amended import Amended
from bot.answer import Language
from bot.answers.claim import money
from bot.answers.credits import total
from bot.sourced import Sourced, absent, passages, unbroken, valued
from ingestion.facts.budget import BudgetLine

Column = Literal["AE", "CP"]
COLUMNS: tuple[Column, ...] = ("AE", "CP")


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


def _lines(view: Amended) -> list[BudgetLine]:
    return [fact for fact in view.current.facts if isinstance(fact, BudgetLine) and fact.column in COLUMNS]


def _summed(view: Amended, column: Column, lines: Sequence[BudgetLine], language: Language) -> Sourced:
    told = valued(view, total(column, lines, language), language)
    return told if told.passages else Sourced(told.text, passages(view, lines[0].evidence[:1]), None, None, told.said)
