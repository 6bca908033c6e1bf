"""Lines of a budget table: one a cell of money, with its year, its kind of credits, its label."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ingestion.blocks import Block, Row
from ingestion.facts.budget_cells import ESTIMATE, CellSum, Header, is_dash, read_cell, read_header
from ingestion.facts.budget_grid import Column, Grid
from ingestion.facts.budget_prose import kinds_inside
from ingestion.facts.evidence import Evidence, State, evidence
from ingestion.french.folding import fold
from ingestion.lines import display, mask

_ASIDE = re.compile(r"\([^)]*\)|\b(?:estim|prevision|indicati|provisoire)\w*")
"""What a year may carry without becoming a label: « 2024 (prévisionnel) »."""


@dataclass(frozen=True, slots=True)
class TableLine:
    """One cell of money; the fields are those of `BudgetLine`."""

    column: str
    year: int | None
    label: str | None
    total: bool
    cell: CellSum
    row: Evidence
    labelled: bool
    """Whether the row has words of its own: one without may still turn out to be the total."""


@dataclass(frozen=True, slots=True)
class _RowHead:
    """What the label cells of a row say."""

    label: str | None
    kinds: tuple[str, ...]
    year: int | None
    total: bool
    estimate: bool
    words: bool


def table_lines(block: Block, grid: Grid) -> tuple[TableLine, ...]:
    """Every cell of money of a table, row by row, blanks included."""
    carried: _RowHead | None = None
    lines: list[TableLine] = []
    euros = frozenset(index for index in grid.money if _in_euros(grid, index))
    for row in grid.rows:
        head = _row_head(row, grid, carried)
        carried = head
        lines += _row_lines(block, grid, row, head, euros)
    return _with_sum_row(lines if any(line.cell.value for line in lines) else [_unfilled(line) for line in lines])


def _unfilled(line: TableLine) -> TableLine:
    """A line of a table without any sum: its dashes stand for sums to come."""
    dash = line.cell.value == 0 and line.cell.per_team is None
    return replace(line, cell=CellSum(None, None, False, State.BLANK)) if dash else line


def _row_head(row: Row, grid: Grid, carried: _RowHead | None) -> _RowHead:
    """Label cells are those before the money; a merged one (an empty first cell beside another) goes on below."""
    texts = [display(cell.text) for index, cell in enumerate(row.cells) if index < min(grid.money)]
    headers = [read_header(text) for text in texts]
    year = next((header.year for header in headers if header.year), None)
    kinds = next((header.kinds for header in headers if header.kinds), ())
    total = any(header.total for header in headers)
    if year is None and carried and len(texts) > 1 and not texts[0] and any(texts[1:]) and not total:
        year = carried.year
    words = [text for text, header in zip(texts, headers, strict=True) if text and _is_label(text, header)]
    estimate = any(ESTIMATE.search(fold(text)) for text in texts)
    return _RowHead(", ".join(words) or None, kinds, year, total, estimate, any(texts))


def _is_label(text: str, header: Header) -> bool:
    """Whether a cell says more than a year or a kind of credits."""
    rest = _ASIDE.sub(" ", fold(text))
    for word in (*(str(header.year),), "annee", "exercice", "credits", "montant", "ae", "cp", "en "):
        rest = rest.replace(word, " ")
    spelt = header.kinds and ("autorisation" in rest or "paiement" in rest)
    return header.total or (not spelt and any(c.isalnum() for c in rest))


def _row_lines(block: Block, grid: Grid, row: Row, head: _RowHead, euros: Collection[int]) -> Iterator[TableLine]:
    """`euros` are the columns whose sums are all in plain euros."""
    where = evidence(block, row.start, row.end)
    if not any(index < len(row.cells) and row.cells[index].text.strip() for index in grid.money) and not head.words:
        return
    for index in grid.money:
        column = grid.columns[index]
        text = row.cells[index].text if index < len(row.cells) else ""
        text = text if text.strip() else _stray_dash(row, grid, index)
        cell = read_cell(text, column.unit or _elided(text, index in euros))
        estimate = cell.estimate or head.estimate or bool(ESTIMATE.search(fold(column.name)))
        inside = kinds_inside(text) if not column.kinds else ()
        for kind, value in inside:
            stated = CellSum(value, None, estimate, State.STATED)
            yield from _lines(replace(column, kinds=(kind,)), head, stated, where)
        if not inside:
            yield from _lines(column, head, replace(cell, estimate=estimate), where)


def _lines(column: Column, head: _RowHead, cell: CellSum, where: Evidence) -> Iterator[TableLine]:
    kinds = column.kinds or head.kinds
    year = column.year or head.year
    total = column.total or head.total
    for name in kinds or (column.name,):
        yield TableLine(name, year, head.label, total, cell, where, head.words)


def _stray_dash(row: Row, grid: Grid, index: int) -> str:
    """The dash that a drawn table has beside its column, in one that has neither a header nor a sum."""
    for beside in (index + 1, index - 1):
        if not 0 <= beside < min(len(row.cells), len(grid.columns)) or beside in grid.money:
            continue
        if not grid.columns[beside].name and is_dash(row.cells[beside].text):
            return row.cells[beside].text
    return ""


def _elided(text: str, in_euros: bool) -> Decimal | None:
    """Euros for a figure of three digits at least in a column whose other sums are all in plain euros."""
    return Decimal(1) if in_euros and sum(c.isdigit() for c in text) >= 3 else None


def _in_euros(grid: Grid, index: int) -> bool:
    """Whether a column has sums with their unit, all in plain euros."""
    texts = [fold(mask(row.cells[index].text)) for row in grid.rows if index < len(row.cells)]
    stated = [text for text in texts if "€" in text or "eur" in text]
    return bool(stated) and all(read_header(text).unit == 1 for text in stated)


def _with_sum_row(lines: Sequence[TableLine]) -> tuple[TableLine, ...]:
    """The lines with the last row marked as the total when it adds up the rows above and no year names it."""
    if not lines:
        return ()
    last = lines[-1].row
    bottom = [line for line in lines if line.row == last]
    above = [line for line in lines if line.row != last and not line.total]
    rows = len({line.row for line in above})
    least = 3 if bottom[0].labelled else 2
    if rows < least or any(line.total or (line.year and line.column in ("AE", "CP")) for line in bottom):
        return tuple(lines)
    adds_up = all(_sum(above, line) == line.cell.value for line in bottom if line.cell.state is State.STATED)
    stated = any(line.cell.value for line in bottom)
    return tuple(replace(line, total=True) if adds_up and stated and line.row == last else line for line in lines)


def _sum(above: Sequence[TableLine], bottom: TableLine) -> Decimal | None:
    parts = [line.cell.value for line in above if (line.column, line.year) == (bottom.column, bottom.year)]
    values = [part for part in parts if part is not None]
    if not values:  # years in rows: the total has none
        values = [line.cell.value for line in above if line.column == bottom.column and line.cell.value is not None]
    return sum(values, Decimal(0)) if values else None
