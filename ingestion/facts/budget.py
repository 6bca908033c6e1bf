"""Budget tables: commitments (AE) and payments (CP) by year, read from tables of any shape."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from ingestion.blocks import Block, BlockKind
from ingestion.facts.budget_cells import ESTIMATE, said_unit
from ingestion.facts.budget_grid import Grid, read_grid
from ingestion.facts.budget_prose import read_sentences
from ingestion.facts.budget_tables import TableLine, table_lines
from ingestion.facts.evidence import Evidence, State, evidence
from ingestion.french.folding import fold
from ingestion.french.sentences import sentences


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """One cell of a schedule of credits."""

    column: str
    """`AE`, `CP`, or the header as written for other money tables (« Montant TTC »)."""
    year: int | None
    """`None` for a total over years and for tables without years."""
    label: str | None
    """Row or group label other than the year (« Équipe A », « Poste de dépense »)."""
    value: Decimal | None
    """`None` when the cell is blank; zero for a dash, which says that there is nothing."""
    per_team: Decimal | None
    """« Soit 20 000 € par équipe » in the same cell."""
    estimate: bool
    """True for « (estimation) », « prévisionnel », « indicatif »."""
    total: bool
    """True for a total row or column: never added to its parts."""
    state: State
    evidence: tuple[Evidence, ...]
    """The row, then the table's header row, then the lead-in."""
    kind: Literal["budget"] = "budget"


def read_budget(blocks: Sequence[Block]) -> tuple[BudgetLine, ...]:
    """Every cell of every table of money and every sum said to be AE or CP, in the order of the text."""
    lines: list[BudgetLine] = []
    grids: dict[int, Grid] = {}
    for index, block in enumerate(blocks):
        if block.rows:
            lines += _table(blocks, index, grids)
        elif block.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM):
            lines += _prose(blocks, block)
    return tuple(lines)


def _table(blocks: Sequence[Block], index: int, grids: dict[int, Grid]) -> Iterator[BudgetLine]:
    """Lines of one table; `grids` keeps the grid of each for the part that a page break cuts off."""
    block = blocks[index]
    before = grids.get(block.continues) if block.continues is not None else None
    lead = _lead_in(blocks, block)
    grid = read_grid(block, _unit(blocks, block, lead), before)
    if grid is None:
        return
    grids[index] = grid
    estimate = bool(lead and ESTIMATE.search(fold(lead.quote)))
    for line in table_lines(block, grid):
        places = (line.row, *grid.headers, *((lead,) if lead else ()))
        yield _line(line, estimate, places)


def _line(line: TableLine, estimate: bool, places: tuple[Evidence, ...]) -> BudgetLine:
    cell = line.cell
    return BudgetLine(
        column=line.column,
        year=line.year,
        label=line.label,
        value=cell.value,
        per_team=cell.per_team,
        estimate=cell.state is State.STATED and (cell.estimate or estimate),
        total=line.total,
        state=cell.state,
        evidence=places,
    )


def _lead_in(blocks: Sequence[Block], block: Block) -> Evidence | None:
    """The last sentence of what introduces the table, or of what introduces the part before a page break."""
    while block.continues is not None and block.lead_in is None:
        block = blocks[block.continues]
    if block.lead_in is None:
        return None
    lead = blocks[block.lead_in]
    spans = sentences(lead.text)
    start, end = spans[-1] if spans else (0, len(lead.text))
    return evidence(lead, lead.start + start, lead.start + end)


def _unit(blocks: Sequence[Block], block: Block, lead: Evidence | None) -> Decimal | None:
    """The unit that the lead-in or the heading states for all figures."""
    heading = block.path[-1] if block.path else ""
    return (said_unit(lead.quote) if lead else None) or said_unit(heading)


def _prose(blocks: Sequence[Block], block: Block) -> Iterator[BudgetLine]:
    lead = blocks[block.lead_in] if block.kind is BlockKind.ITEM and block.lead_in is not None else None
    for found in read_sentences(block, lead):
        places = (found.sentence, evidence(lead)) if lead else (found.sentence,)
        yield BudgetLine(found.column, found.year, None, found.value, None, found.estimate, False, State.STATED, places)
