"""Comparison: conventions side by side, a line a thing, what is blank told apart from what is not said."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from bot import due_words
from bot.amended import Amended
from bot.answer import Language
from bot.answers.sums import amount_claim, by_value, weight
from bot.committees import Committee, committees
from bot.credit_years import credit_years
from bot.deadlines import DueDate, schedule
from bot.fact_words import line as in_words
from bot.holdings import end_of
from bot.library import Library
from bot.sourced import Sourced, absent, blank, claimed, passages
from index.records import DocumentRow
from ingestion.facts.amounts import Amount
from ingestion.facts.dates import DateFact
from ingestion.facts.evidence import Evidence, State
from ingestion.facts.parties import Party
from ingestion.facts.terms import Notice, Term
from ingestion.french.dates import format_date
from prompts import message

if TYPE_CHECKING:
    from bot.state import TeamState

_MOST_AMOUNTS = 8
_MOST_DEADLINES = 15
"""Lines of a cell; beyond, whoever reads opens the convention."""
Cell = tuple[Sourced, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One thing, across conventions."""

    label: str
    cells: tuple[Cell, ...]
    """As many as conventions, each with one line at least."""


@dataclass(frozen=True, slots=True)
class _Read:
    """One convention as it is compared."""

    view: Amended
    calendar: tuple[DueDate, ...]
    language: Language

    @property
    def facts(self) -> Sequence[object]:
        return self.view.current.facts


def compared(
    library: Library, rows: Sequence[DocumentRow], state: "TeamState | None", on: date, language: Language
) -> tuple[Line, ...]:
    """The lines of a comparison. Raises StateFault."""
    read = [_read(library, row, state, on, language) for row in rows]
    before = [_line(f"portfolio.line_{name}", told, read) for name, told in _BEFORE]
    after = [_line(f"portfolio.line_{name}", told, read) for name, told in _AFTER]
    return (*before, *_credits(read, language), *after)


def _read(library: Library, row: DocumentRow, state: "TeamState | None", on: date, language: Language) -> _Read:
    view = library.amended(row.id, on)
    return _Read(view, schedule(view.current.facts, on, state.dates(row) if state else {}, language), language)


def _line(key: str, told: Callable[[_Read], Cell], read: Sequence[_Read]) -> Line:
    cells = tuple(told(one) or (absent(one.language),) for one in read)
    return Line(message(key, read[0].language) if read else key, cells)


def _parties(one: _Read) -> Cell:
    return tuple(_party(one, fact) for fact in one.facts if isinstance(fact, Party))


def _party(one: _Read, fact: Party) -> Sourced:
    if not fact.name:
        return blank(one.view, fact.evidence[:1], one.language)
    text = f"{fact.name} — {fact.role}" if fact.role else fact.name
    return Sourced(text, passages(one.view, fact.evidence[:2]))


def _amounts(one: _Read) -> Cell:
    facts = [fact for fact in one.facts if isinstance(fact, Amount) and fact.nature != "pénalité"]
    groups = sorted(by_value(facts), key=weight)[:_MOST_AMOUNTS]
    return tuple(claimed(one.view, amount_claim(group, one.language), one.language) for group in groups)


def _duration(one: _Read) -> Cell:
    terms = [fact for fact in one.facts if isinstance(fact, Term) and fact.nature in ("duration", "period", "renewal")]
    return tuple(Sourced(in_words(fact, one.language), passages(one.view, fact.evidence[:1])) for fact in terms)


def _dated(nature: str) -> Callable[[_Read], Cell]:
    """A date of the convention itself."""

    def told(one: _Read) -> Cell:
        facts = [fact for fact in one.facts if isinstance(fact, DateFact) and fact.nature == nature]
        return tuple(
            blank(one.view, fact.evidence, one.language)
            if fact.state is State.BLANK
            else Sourced(
                format_date(fact.value, one.language) if fact.value else fact.words,
                passages(one.view, fact.evidence[:1]),
                fact.value,
            )
            for fact in facts
        )

    return told


def _end(one: _Read) -> Cell:
    return (end_of(one.view, one.calendar, one.language),)


def _notice(one: _Read) -> Cell:
    facts = [fact for fact in one.facts if isinstance(fact, Notice)]
    told = [Sourced(in_words(fact, one.language), passages(one.view, fact.evidence[:1])) for fact in facts]
    last = [due for due in one.calendar if due.nature == "notice" and due.date]
    return (*told, *(_due(one, due) for due in last))


def _committees(one: _Read) -> Cell:
    return tuple(_committee(one, found) for found in committees(one.view))


def _committee(one: _Read, found: Committee) -> Sourced:
    text = f"{found.name} — {found.often}" if found.often else found.name
    return Sourced(text, passages(one.view, found.evidence))


def _deadlines(one: _Read) -> Cell:
    """Each deadline once: of what comes back, the next time."""
    seen: set[Evidence] = set()
    kept = []
    for due in sorted(one.calendar, key=lambda due: due.past):
        if due.nature in ("deadline", "recurrence") and due.evidence and due.evidence[0] not in seen:
            seen.add(due.evidence[0])
            kept.append(_due(one, due))
    more = len(kept) - _MOST_DEADLINES
    told = tuple(kept[:_MOST_DEADLINES])
    return (*told, Sourced(message("portfolio.more", one.language, count=more))) if more > 0 else told


def _due(one: _Read, due: DueDate) -> Sourced:
    what = due_words.what(due, one.language)
    when = due_words.when(due, one.language) or due_words.missing(due, one.language)
    text = message("portfolio.next", one.language, day=when, what=what) if when else what
    computed = due.source != "text" or due.recorded
    return Sourced(
        text, passages(one.view, due.evidence[:1]), due.date, due_words.how(due, one.language) if computed else None
    )


def _credits(read: Sequence[_Read], language: Language) -> list[Line]:
    """A line a year and column that one of the conventions has."""
    held = [{(one.year, one.column): one.cell for one in credit_years(each.view, language)} for each in read]
    keys = sorted({key for of_one in held for key in of_one})
    return [
        Line(
            message("portfolio.line_credits", language, column=column, year=year),
            tuple((of_one.get((year, column)) or absent(language),) for of_one in held),
        )
        for year, column in keys
    ]


_BEFORE: tuple[tuple[str, Callable[[_Read], Cell]], ...] = (("parties", _parties), ("amounts", _amounts))
_AFTER: tuple[tuple[str, Callable[[_Read], Cell]], ...] = (
    ("signature", _dated("signature")),
    ("effect", _dated("effect")),
    ("duration", _duration),
    ("end", _end),
    ("notice", _notice),
    ("committees", _committees),
    ("deadlines", _deadlines),
)
