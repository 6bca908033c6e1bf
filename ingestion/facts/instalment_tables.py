"""Payments in a table: a share or a sum on each row, and the column that says when."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from ingestion.blocks import Block, Cell, Row
from ingestion.facts.amount_words import pattern, table, words_pattern
from ingestion.facts.budget_cells import has_figure, read_cell, read_header
from ingestion.facts.evidence import evidence
from ingestion.facts.instalment_payments import Payment
from ingestion.french.amounts import find_amounts
from ingestion.french.folding import fold
from ingestion.french.percentages import find_percentages
from ingestion.lines import display, mask

_TOTAL = re.compile(r"\W*(?:sous[- ]?)?(?:total|ensemble)")


def read_schedule(blocks: Sequence[Block]) -> Iterator[Payment]:
    """Payments of every table whose headers speak of paying and which says when on two rows at least."""
    for block in blocks:
        if block.rows and _speaks_of_payments(block):
            rows = [found for row in block.rows if not row.header and (found := _row(block, row))]
            if len(rows) > 1:
                yield from rows


def _speaks_of_payments(block: Block) -> bool:
    headers = " / ".join(cell.text for row in block.rows if row.header for cell in row.cells)
    return pattern("payment", "words").search(fold(mask(headers))) is not None


def _row(block: Block, row: Row) -> Payment | None:
    if row.cells and _TOTAL.match(fold(mask(row.cells[0].text))):
        return None
    shares = [found.value for cell in row.cells for found in find_percentages(mask(cell.text))]
    amounts = [amount for cell in row.cells for amount in _amounts(cell)]
    when = next((cell for cell in row.cells if _says_when(cell)), None)
    if when is None or len(shares) > 1 or len(amounts) > 1 or not (shares or amounts):
        return None
    where = (evidence(block, row.start, row.end), *(evidence(block, r.start, r.end) for r in block.rows if r.header))
    share, amount = next(iter(shares), None), next(iter(amounts), None)
    return Payment(share, amount, display(when.text), None, True, where)


def _amounts(cell: Cell) -> list[Decimal]:
    """The sums of a cell; a bare figure counts in the unit of its column, « Montant (k€) »."""
    said = [found.value for found in find_amounts(mask(cell.text))]
    unit = read_header(cell.column_header).unit if cell.column_header and has_figure(cell.text) else None
    bare = read_cell(cell.text, unit).value if unit and not said else None
    return said if bare is None else [bare]


def _says_when(cell: Cell) -> bool:
    """A cell of words that say when, or any words under a column that does."""
    text = fold(mask(cell.text)).strip()
    if not text or find_percentages(text) or find_amounts(text):
        return False
    named = words_pattern(tuple(table("trigger")["columns"])).match(fold(mask(cell.column_header or "")).strip())
    return bool(pattern("trigger", "words").match(text)) or (named is not None and "versement" not in named[0])
