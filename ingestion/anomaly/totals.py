"""Totals: tables of money whose total is not the sum of its parts."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ingestion.anomaly.finding import Anomaly, anomaly
from ingestion.anomaly.reading import Reading
from ingestion.facts.budget import BudgetLine
from ingestion.facts.evidence import State
from ingestion.french.folding import fold

_INSIDE = re.compile(r"\b(?:dont|y compris|hors|soit)\b")
"""Labels of rows that repeat a part of another row, or that a total may leave out."""
_CHANGES = re.compile(r"\b(?:remplac|modifi|complet|ajout|substitu)\w*")
_KINDS = {"AE", "CP"}
_UNIT = re.compile(r"\b(?:unitaires?|prix|tarifs?|tjm|taux|jours?|journalier|quantites?|horaire|par)\b")
"""Headers of columns that are multiplied, not added."""


@dataclass(frozen=True, slots=True)
class _Row:
    start: int
    """Offset of the row in the text: what tells rows apart."""
    cells: tuple[BudgetLine, ...]

    @property
    def total(self) -> bool:
        return all(cell.total for cell in self.cells)


def find_wrong_totals(reading: Reading) -> Iterator[Anomaly]:
    """Totals of rows and of columns that their parts do not make; no total is compared when a part is unread."""
    for rows in _tables(reading):
        cells = [cell for row in rows for cell in row.cells]
        if any(cell.state is State.UNREAD or _INSIDE.search(fold(cell.label or "")) for cell in cells):
            continue
        for row in rows:
            yield from _across(row)
        yield from _down(rows)


def _tables(reading: Reading) -> Iterator[tuple[_Row, ...]]:
    """Rows of each whole table; the fragments by which an avenant changes a table are left out."""
    tables: dict[int, dict[int, list[BudgetLine]]] = {}
    for line in reading.of(BudgetLine):
        start = line.evidence[0].start
        block = reading.block_at(start)
        if block.rows:
            tables.setdefault(block.start, {}).setdefault(start, []).append(line)
    for found in tables.values():
        rows = tuple(_Row(start, tuple(cells)) for start, cells in sorted(found.items()))
        said = " ".join(one.quote for one in rows[0].cells[0].evidence[1:])
        if not (reading.amends and rows[0].cells[0].evidence[0].annexe is None) and not _CHANGES.search(fold(said)):
            yield rows


def _across(row: _Row) -> Iterator[Anomaly]:
    """The total at the end of a row, where its other cells may be added: never AE to CP."""
    totals = [cell for cell in row.cells if cell.total and cell.value is not None]
    parts = [cell for cell in row.cells if not cell.total]
    if len(totals) != 1 or len(parts) < 2 or len({part.column for part in parts} & _KINDS) > 1:
        return
    if any(_UNIT.search(fold(part.column)) for part in parts):
        return
    yield from _compared(totals[0], parts, (_sum(parts),))


def _down(rows: Sequence[_Row]) -> Iterator[Anomaly]:
    """The total rows: each is the sum of all parts above, or of those since the total row before it."""
    seen: dict[tuple[str, int | None], list[BudgetLine]] = {}
    since: dict[tuple[str, int | None], list[BudgetLine]] = {}
    for row in rows:
        for cell in row.cells:
            key = _column(cell)
            if not row.total:
                seen.setdefault(key, []).append(cell)
                since.setdefault(key, []).append(cell)
            elif len(seen.get(key, ())) > 1 and not _UNIT.search(fold(cell.column)):
                yield from _compared(cell, seen[key], (_sum(seen[key]), _sum(since.get(key, []))))
        if row.total:
            since = {}


def _column(cell: BudgetLine) -> tuple[str, int | None]:
    """What a column is: its kind, and its year where years stand in columns."""
    return cell.column, None if cell.label is None or str(cell.year) in cell.label else cell.year


def _compared(total: BudgetLine, parts: Sequence[BudgetLine], sums: Sequence[Decimal]) -> Iterator[Anomaly]:
    if total.value is None or total.value in sums or not any(part.value for part in parts):
        return
    evidence = [total.evidence[0], *(part.evidence[0] for part in parts)]
    label = total.label or total.column
    yield anomaly(
        "total_differs_from_parts", "grave", evidence, column=total.column, label=label, total=total.value, sum=sums[0]
    )


def _sum(cells: Sequence[BudgetLine]) -> Decimal:
    return sum((cell.value for cell in cells if cell.value is not None), Decimal(0))
