"""A budget table as a grid: which rows are headers, which columns hold money, what stands above each cell."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ingestion.blocks import Block, Row
from ingestion.facts.budget_cells import Header, has_figure, has_sum, read_header
from ingestion.facts.evidence import Evidence, evidence
from ingestion.facts.placeholders import is_blank
from ingestion.french.folding import fold
from ingestion.lines import display, mask


@dataclass(frozen=True, slots=True)
class Column:
    """What the header rows say of one column."""

    name: str
    """Headers as displayed, the innermost last; the empty string when there are none."""
    kinds: tuple[str, ...]
    """`AE`, `CP`, both or none."""
    year: int | None
    total: bool
    unit: Decimal | None
    """Euros for the figure 1, where the header says so."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table that holds money."""

    rows: tuple[Row, ...]
    """Rows under the headers."""
    columns: tuple[Column, ...]
    money: tuple[int, ...]
    """Indexes of the columns that hold sums; the ones before them are labels."""
    headers: tuple[Evidence, ...]
    """The header rows."""


def read_grid(block: Block, unit: Decimal | None, before: Grid | None = None) -> Grid | None:
    """The grid of a table, `None` when it holds no money. `before` is the part that a page break cut it from.

    `unit` is the one that the lead-in states for the whole table.
    """
    count = 0 if before else _header_count(block.rows, unit)
    body = block.rows[count:]
    columns = before.columns if before else _columns(block.rows[:count])
    stated = unit or _corner_unit(columns)
    money = tuple(
        i for i in range(max((len(row.cells) for row in body), default=0)) if _is_money(body, columns, i, stated)
    )
    if not money or not body:
        return None
    padded = columns + (Column("", (), None, False, None),) * (max(money) + 1 - len(columns))
    headers = before.headers if before else tuple(evidence(block, row.start, row.end) for row in block.rows[:count])
    return Grid(body, _with_unit(padded, stated), money, headers)


def _header_count(rows: Sequence[Row], unit: Decimal | None) -> int:
    """Rows at the top that only name: years, AE, CP, words, and no sum."""
    count = 0
    for row in rows:
        texts = [display(cell.text) for cell in row.cells]
        headers = [read_header(text) for text in texts if text]
        named = sum(1 for header in headers if header.kinds or header.year or header.total)
        figures = any(has_sum(text) or (has_figure(text) and read_header(text).year is None) for text in texts[1:])
        below = count > 0 and not (named >= 2 or (named and not texts[0]))
        first = row.header or not texts[0] or named >= 2 or any(header.unit for header in headers)
        if figures or (below and not row.header) or (count == 0 and not first):
            break
        count += 1
    return count if count < len(rows) else 0


def _columns(rows: Sequence[Row]) -> tuple[Column, ...]:
    width = max((len(row.cells) for row in rows), default=0)
    grid = [[display(cell.text) for cell in row.cells] + [""] * (width - len(row.cells)) for row in rows]
    spread = [_spread(texts, grid[i + 1] if i + 1 < len(grid) else None) for i, texts in enumerate(grid)]
    return tuple(_column([texts[i] for texts in spread]) for i in range(width))


def _spread(texts: list[str], below: list[str] | None) -> list[str]:
    """A header row with each title over all the columns it spans: « 2024 | | 2025 | » above « AE | CP | AE | CP »."""
    if below is None:
        return texts
    titles = [text for text in texts[1:] if text]
    under = [i for i, text in enumerate(below) if text and i > 0]
    if not titles or len(under) <= len(titles) or len(under) % len(titles):
        return texts
    span = len(under) // len(titles)
    wide = list(texts[:1]) + [""] * (len(texts) - 1)
    for position, column in enumerate(under):
        wide[column] = titles[position // span]
    return wide


def _column(texts: Sequence[str]) -> Column:
    said = [text for text in texts if text]
    headers = [read_header(text) for text in said]
    whole = read_header(" ".join(said))
    total = any(header.total for header in headers)
    year = next((header.year for header in headers if header.year), None)
    return Column(" ".join(said), whole.kinds, year, total, whole.unit)


def _corner_unit(columns: Sequence[Column]) -> Decimal | None:
    """The unit that the corner cell states, « (en k€) »."""
    return columns[0].unit if columns else None


def _with_unit(columns: Sequence[Column], unit: Decimal | None) -> tuple[Column, ...]:
    return tuple(Column(c.name, c.kinds, c.year, c.total, c.unit or unit) for c in columns)


def _is_money(body: Sequence[Row], columns: Sequence[Column], index: int, unit: Decimal | None) -> bool:
    """A column with a sum in it, with figures under a unit or under AE or CP, or left to fill under AE or CP."""
    texts = [row.cells[index].text for row in body if index < len(row.cells)]
    column = columns[index] if index < len(columns) else Column("", (), None, False, None)
    if any(has_sum(text) for text in texts):
        return True
    if index == 0:
        return False
    figures = [text for text in texts if has_figure(text) and _not_a_year(text)]
    blanks = all(is_blank(fold(mask(text))) for text in texts)
    if column.kinds:
        return bool(figures) or blanks
    percent = "%" in column.name or any("%" in text for text in texts)
    return bool(figures) and (column.unit or unit) is not None and not percent


def _not_a_year(text: str) -> bool:
    header: Header = read_header(display(text))
    return header.year is None or display(text) != str(header.year)
