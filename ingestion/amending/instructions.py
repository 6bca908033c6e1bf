"""Instructions: all that one section of an avenant orders."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingestion.amending.articles import read_articles
from ingestion.amending.change import Amendment, Values
from ingestion.amending.orders import BE, ordered
from ingestion.amending.quotes import read_quotes
from ingestion.amending.sections import Section, target
from ingestion.amending.statements import read_statements
from ingestion.facts.budget import BudgetLine
from ingestion.facts.clauses import spaced

_TABLE = spaced(r"\b(?:tableau|echeancier|calendrier|lignes?|budget|plan de financement|annexe financiere)\b")
_WHOLE_TABLE = spaced(
    rf"\A(?:(?!\blignes?\b|\bdans l[ea] )[^\"])*\b(?:le |ce )(?:tableau|echeancier|calendrier|plan de financement)\b"
    rf"[^.;:]{{0,120}} {BE} (?:modifie|remplace)"
)


def read_section(section: Section, tables: Sequence[BudgetLine]) -> Iterator[Amendment]:
    """Every change that one section orders, without its day of effect. `tables` are the avenant's lines of money."""
    whole = list(read_articles(section))
    yield from whole
    rest = _without(section, whole)
    worded = list(read_quotes(rest))
    yield from worded
    rows = list(_rows(rest, tables))
    yield from rows
    yield from read_statements(_without(rest, worded), bool(rows))


def _without(section: Section, changes: Sequence[Amendment]) -> Section:
    """The section without what was read of it, at the same offsets: no figure is read twice."""
    text, folded = section.text, section.folded
    for one in (one for change in changes for one in change.evidence):
        start, end = one.start - section.start, one.end - section.start
        text = text[:start] + " " * (end - start) + text[end:]
        folded = folded[:start] + " " * (end - start) + folded[end:]
    return replace(section, text=text, folded=folded)


def _rows(section: Section, tables: Sequence[BudgetLine]) -> Iterator[Amendment]:
    """Cells of the tables that the section puts in the place of others."""
    lines = [line for line in tables if section.start <= line.evidence[0].start < section.start + len(section.text)]
    lines = [
        line for line in lines if any(b.rows and b.start <= line.evidence[0].start < b.end for b in section.blocks)
    ]
    if not lines or not _TABLE.search(section.folded):
        return
    first = min(line.evidence[0].start for line in lines) - section.start
    number = target(section, first)
    whole = _WHOLE_TABLE.search(section.folded, 0, first)
    if whole:
        yield ordered(section, "table_replaced", number, whole.span())
    for line in lines:
        values = Values(amount=line.value)
        yield Amendment(
            "table_row", number, "tableau", None, line.evidence[0].quote, Values(), values, line.column, line.year,
            line.label, None, line.evidence,
        )  # fmt: skip
