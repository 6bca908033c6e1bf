"""The register as tables for a spreadsheet: one a kind of fact, each row with its evidence."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from itertools import groupby

from bot.answer import Language
from bot.fact_words import KINDS, field_label, kind_label, shown_value, state_of, state_text
from index.lookup import FactRow
from ingestion.facts.evidence import Evidence, State
from prompts import message

Cell = str | int | Decimal | date | None
"""What a cell holds; `None` for nothing."""
_BEFORE = ("convention", "source", "document", "order", "state")
_AFTER = ("article", "annexe", "heading", "start", "end", "quote", "more", "page", "confidence")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""Beginnings that a spreadsheet takes for a formula (OWASP, « CSV Injection »)."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """All the facts of one kind."""

    kind: str
    """As in the facts."""
    title: str
    """Its label, in the language of the export."""
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    """As many cells as columns; never empty."""


def sheets(found: Iterable[FactRow], language: Language) -> tuple[Sheet, ...]:
    """One sheet a kind that has facts, in the order of the register; rows in the order of `found`."""
    ordered = sorted(found, key=lambda row: KINDS.index(row.fact.kind))
    return tuple(_sheet(kind, list(rows), language) for kind, rows in groupby(ordered, lambda row: row.fact.kind))


def csv_bytes(sheet: Sheet) -> bytes:
    """A sheet as French spreadsheets open it: UTF-8 with its mark, `;` between cells, decimal commas, ISO dates.

    Text that a spreadsheet would run as a formula has an apostrophe before it.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow(sheet.columns)
    writer.writerows([_written(cell) for cell in row] for row in sheet.rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8", "replace")


def neutral(text: str) -> str:
    """A text that no spreadsheet takes for a formula.

    >>> neutral("=SOMME(A1)"), neutral("- rendre compte"), neutral("deux mois")
    ("'=SOMME(A1)", "'- rendre compte", 'deux mois')
    """
    return f"'{text}" if text.lstrip(" \n\xa0").startswith(_FORMULA) or text.startswith(_FORMULA) else text


def _written(cell: Cell) -> str:
    if isinstance(cell, Decimal):
        return f"{cell:f}".replace(".", ",")
    return neutral(cell) if isinstance(cell, str) else "" if cell is None else str(cell)


def _sheet(kind: str, rows: Sequence[FactRow], language: Language) -> Sheet:
    names = [field.name for field in fields(rows[0].fact) if field.name not in ("kind", "state", "evidence")]
    columns = [message(f"export.column_{name}", language) for name in _BEFORE]
    columns += [field_label(name, language) for name in names]
    columns += [message(f"export.column_{name}", language) for name in _AFTER]
    numbered = _numbered(rows)
    shown = tuple(_row(row, number, names, language) for row, number in zip(rows, numbered, strict=True))
    return Sheet(kind, kind_label(kind, language), tuple(columns), shown)


def _numbered(rows: Sequence[FactRow]) -> Iterator[int]:
    """From 1 in each document."""
    for _, of_one in groupby(rows, lambda row: row.document):
        yield from range(1, len(list(of_one)) + 1)


def _row(row: FactRow, number: int, names: Sequence[str], language: Language) -> tuple[Cell, ...]:
    fact, first = row.fact, row.fact.evidence[0]
    state = state_text(state_of(fact), language) or message("export.state_stated", language)
    before: tuple[Cell, ...] = (row.name, row.source, row.document, number, state)
    values = tuple(_cell(row, name, language) for name in names)
    more = "\n".join(_place(one) for one in fact.evidence[1:])
    place = (row.page, None if row.confidence is None else Decimal(str(row.confidence)))
    after: tuple[Cell, ...] = (first.article, first.annexe, first.heading, first.start, first.end, first.quote, more)
    return (*before, *values, *after, *place)


def _cell(row: FactRow, name: str, language: Language) -> Cell:
    """A field as a cell: figures and dates as such, all else in words."""
    value = getattr(row.fact, name)
    if isinstance(value, (Decimal, date)) or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    if name in getattr(row.fact, "blanks", ()):
        return state_text(State.BLANK, language)
    return shown_value(row.fact, name, value, language) or None


def _place(evidence: Evidence) -> str:
    return f"[{evidence.start}-{evidence.end}] {evidence.quote}"
