"""Schedules of credits: tables of AE and CP that disagree with the amount delegated, each other or the term."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from ingestion.anomaly.finding import Anomaly, Severity, anomaly
from ingestion.anomaly.lasting import last_day
from ingestion.anomaly.reading import Reading
from ingestion.facts.amounts import Amount
from ingestion.facts.budget import BudgetLine
from ingestion.facts.evidence import State
from ingestion.facts.terms import Term

_FIRST_CHOICE, _SECOND_CHOICE = ("délégué",), ("cofinancement", "subvention")


def find_late_credits(reading: Reading) -> Iterator[Anomaly]:
    """Credits of a year after that in which the document ends, unless it may be renewed."""
    end = last_day(reading)
    if end is None or any(term.nature == "renewal" and term.renewal != "exclue" for term in reading.of(Term)):
        return
    late = [
        line
        for line in reading.of(BudgetLine)
        if line.year and line.year > end.day.year and line.value and not line.total
    ]
    if late:
        years = ", ".join(dict.fromkeys(f"{line.column} {line.year}" for line in late))
        evidence = [line.evidence[0] for line in late] + [end.evidence]
        yield anomaly("credits_after_end", "grave", evidence, credits=years, end=end.day)


def find_other_sum(reading: Reading) -> Iterator[Anomaly]:
    """The AE of the only schedule add up to another sum than the amount delegated, or else than the cofinancing."""
    cells, stated = _commitments(reading), _stated(reading, _FIRST_CHOICE)
    severity: Severity = "grave"
    if not stated and not any(a.nature in ("retenu", "délégué") for a in reading.of(Amount)):
        stated, severity = _stated(reading, _SECOND_CHOICE), "attention"
    values = {amount.value for amount in stated}
    total = sum((cell.value for cell in cells if cell.value), Decimal(0))
    if reading.amends or not cells or len(values) != 1 or total in values:
        return
    evidence = [*(amount.evidence[0] for amount in stated), *(cell.evidence[0] for cell in cells)]
    yield anomaly("schedule_differs_from_amount", severity, evidence, amount=stated[0].value, total=total)


def _stated(reading: Reading, natures: Sequence[str]) -> list[Amount]:
    """Whole sums of these natures; « par équipe » and « en 2024 » are no whole."""
    amounts = [a for a in reading.of(Amount) if a.nature in natures and a.state is State.STATED]
    return [a for a in amounts if a.per is None and a.year is None and a.value]


def _commitments(reading: Reading) -> list[BudgetLine]:
    """AE of the only table that has some, without its totals; none when tables are several or a cell unread."""
    lines = [line for line in reading.of(BudgetLine) if line.column == "AE" and not line.total]
    tables = {reading.block_at(line.evidence[0].start).start for line in lines}
    whole = len(tables) == 1 and all(reading.block_at(line.evidence[0].start).rows for line in lines)
    return lines if whole and all(line.state is not State.UNREAD for line in lines) else []


def find_payments_above(reading: Reading) -> Iterator[Anomaly]:
    """CP that add up to more than the AE of the same whole table."""
    cells = _commitments(reading)
    if not cells or reading.amends:
        return
    table = reading.block_at(cells[0].evidence[0].start)
    paid = [
        line
        for line in reading.of(BudgetLine)
        if line.column == "CP" and not line.total and table.start <= line.evidence[0].start < table.end
    ]
    opened, total = (sum((line.value for line in lines if line.value), Decimal(0)) for lines in (cells, paid))
    if 0 < opened < total:
        evidence = [line.evidence[0] for line in (*cells, *paid)]
        yield anomaly("payments_above_commitments", "attention", evidence, opened=opened, paid=total)


def find_uneven_teams(reading: Reading) -> Iterator[Anomaly]:
    """« 120 000 €, soit 20 000 € par équipe » beside « 630 000 €, soit 90 000 € par équipe »: not the same teams."""
    cells = [line for line in reading.of(BudgetLine) if line.value and line.per_team]
    counts = {line.value / line.per_team for line in cells if line.value and line.per_team}
    if len(counts) > 1 and all(count == count.to_integral_value() for count in counts):
        told = ", ".join(str(int(count)) for count in sorted(counts))
        yield anomaly("uneven_teams", "attention", [line.evidence[0] for line in cells], counts=told)
