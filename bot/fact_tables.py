"""Facts of one kind across conventions: one table, where blank, absent and unread are three different cells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.answer import Language
from bot.fact_words import field_label, line, shown_fields, shown_value, state_of, state_text
from index.lookup import FactRow
from ingestion.facts.evidence import State
from prompts import message

_PIVOTS = {"chorus": "field", "date": "nature", "term": "nature", "notice": "purpose"}
"""Fields whose values are the columns; kinds without one have a line a fact, and their own fields as columns."""
_COLUMNS_SAID = {"field", "nature", "purpose"}
_NOTHING = "—"
"""What a fact does not say and need not: most amounts have no condition, most duties no time limit."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of conventions."""

    columns: tuple[str, ...]
    """Their labels, the convention's name left out."""
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    """Short name and cells, as many as columns; a convention without any fact has a row of absences."""


def grid(kind: str, found: Sequence[FactRow], names: Mapping[str, str], language: Language) -> Grid:
    """The facts of a kind, by convention. `names`: short name of every document to be shown, by id."""
    by_document: dict[str, list[FactRow]] = {document: [] for document in names}
    for row in found:
        by_document[row.document].append(row)
    ordered = sorted(by_document, key=lambda document: (names[document], document))
    rows = [(names[document], by_document[document]) for document in ordered]
    pivot = _PIVOTS.get(kind)
    return _pivoted(pivot, found, rows, language) if pivot else _listed(found, rows, language)


def _pivoted(
    pivot: str, found: Sequence[FactRow], rows: Sequence[tuple[str, list[FactRow]]], language: Language
) -> Grid:
    values = list(dict.fromkeys(getattr(row.fact, pivot) for row in found))
    labels = {
        getattr(row.fact, pivot): shown_value(row.fact, pivot, getattr(row.fact, pivot), language) for row in found
    }
    absent = state_text("absent", language)
    shown = []
    for name, facts in rows:
        cells = [[_cell(row, language) for row in facts if getattr(row.fact, pivot) == value] for value in values]
        shown.append((name, tuple("\n".join(dict.fromkeys(one)) or absent for one in cells)))
    return Grid(tuple(labels[value] for value in values), tuple(shown))


def _cell(row: FactRow, language: Language) -> str:
    """What a fact says besides the column that it stands in, marked when it was read with doubt."""
    return _told(row, language) + _doubt(row, language)


def _doubt(row: FactRow, language: Language) -> str:
    return "" if row.confidence is None else " " + message("facts.doubtful", language, page=row.page)


def _told(row: FactRow, language: Language) -> str:
    state = state_text(state_of(row.fact), language)
    said = [one for one in shown_fields(row.fact, language) if one.field not in _COLUMNS_SAID and one.field != "what"]
    if state:
        return " · ".join([state, *(one.text for one in said if state_of(row.fact) is not State.BLANK)])
    return " · ".join(one.text for one in said[:2]) or line(row.fact, language)


def _listed(found: Sequence[FactRow], rows: Sequence[tuple[str, list[FactRow]]], language: Language) -> Grid:
    fields = list(dict.fromkeys(name for row in found for name in _named(row, language)))
    absent = state_text("absent", language)
    shown: list[tuple[str, tuple[str, ...]]] = []
    for name, facts in rows:
        shown += [(name, _line(row, fields, language)) for row in facts]
        if not facts:
            shown.append((name, (absent,) * max(1, len(fields))))
    return Grid(tuple(field_label(name, language) for name in fields) or ("",), tuple(shown))


def _named(row: FactRow, language: Language) -> list[str]:
    """Fields that have something to show: a value, or a place that the text leaves blank."""
    held = [one.field for one in shown_fields(row.fact, language) if one.field != "blanks"]
    return [*held, *getattr(row.fact, "blanks", ())]


def _line(row: FactRow, fields: Sequence[str], language: Language) -> tuple[str, ...]:
    """The fields of a fact; the one that a blank leaves empty says so, as do the names that the text leaves blank."""
    held = {one.field: one.text for one in shown_fields(row.fact, language)}
    state = state_text(state_of(row.fact), language)
    blanks = set(getattr(row.fact, "blanks", ()))
    absent = state_text("absent", language) if hasattr(row.fact, "blanks") else _NOTHING
    cells = []
    for name in fields:
        empty = absent if getattr(row.fact, name, None) is None else _NOTHING
        cells.append(held.get(name) or (state_text(State.BLANK, language) if name in blanks else empty))
    if state:
        place = fields.index(_valued(fields))
        cells[place] = state if cells[place] in (absent, _NOTHING) else f"{state} · {cells[place]}"
    cells[fields.index(_valued(fields))] += _doubt(row, language)
    return tuple(cells)


def _valued(fields: Sequence[str]) -> str:
    """The field where a state is told: the one that holds the value of the kind."""
    return next((name for name in ("value", "signatory", "code") if name in fields), fields[0])
