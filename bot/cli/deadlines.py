"""`alinea deadlines`: dates and computed dates, the rule of each, and what is missing to compute the others."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.terminal import Terminal, cell, terminal_of
from prompts import message

if TYPE_CHECKING:
    from bot.deadlines import DueDate
    from index.records import DocumentRow, Records

    _Dated = tuple[DocumentRow, DueDate, str | None]
    """A line of a document's calendar, and the avenant that it rests on, if any."""


def deadlines(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(metavar="NOM", help=message("cli.help_deadlines_name"))] = None,
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help=message("cli.help_deadlines_on"))] = None,
) -> None:
    """Print the calendar of a convention; without a name, what is still to come in all of them."""
    from bot.cli.facts import print_recorded
    from bot.cli.listing import open_records
    from bot.cli.naming import document_named
    from bot.cli.recording import day_typed

    terminal = terminal_of(context)
    records = open_records(terminal.settings())
    day = day_typed(on) if on is not None else date.today()
    if name is not None:
        document = document_named(records, name)
        lines = _calendars(terminal, records, day, document)
        _print(terminal, lines, terminal.text("schedule.title", name=document.short_name), named=False)
        return print_recorded(terminal, document)
    coming = [one for one in _calendars(terminal, records, day, None) if not one[1].past]
    _print(terminal, coming, terminal.text("schedule.title_all", date=_day(terminal, day)), named=True)


def _calendars(terminal: Terminal, records: "Records", day: date, only: "DocumentRow | None") -> "list[_Dated]":
    """Every line of the calendars of the documents as amended, by date; those without a date last."""
    from bot.deadlines import schedule
    from bot.standing import standing
    from bot.state import open_state

    state = open_state(terminal.settings().data)
    found = standing(records, day, _KINDS, None if only is None else only.id)
    documents = records.documents() if only is None else [only]
    lines = [
        (document, line, found[document.id].avenant_of(line.evidence))
        for document in documents
        if document.id in found
        for line in schedule(found[document.id].in_force, day, state.dates(document), terminal.language)
    ]
    return sorted(lines, key=lambda pair: (pair[1].date is None, pair[1].date or date.min, pair[0].short_name))


_KINDS = ("date", "term", "notice", "deadline", "signature")
"""Kinds of fact that a calendar is made of."""


def _print(terminal: Terminal, lines: "Sequence[_Dated]", title: str, *, named: bool) -> None:
    if not lines:
        return terminal.say("schedule.none")
    dated = [one for one in lines if one[1].date is not None]
    undated = [one for one in lines if one[1].date is None]
    first = ("schedule.column_convention",) if named else ()
    if dated:
        table = terminal.table("schedule.column_date", *first, *_COLUMNS, title=title)
        for one in dated:
            style = "dim" if one[1].past else None
            table.add_row(*map(cell, (_when(terminal, one[1]), *_cells(terminal, one, named))), style=style)
        terminal.out.print(table)
        terminal.write("")
    if undated:
        heading = terminal.text("schedule.undated")
        table = terminal.table(*first, *_COLUMNS, title=heading if dated else f"{title}\n{heading}")
        for one in undated:
            table.add_row(*map(cell, _cells(terminal, one, named)))
        terminal.out.print(table)


_COLUMNS = ("schedule.column_what", "schedule.column_rule", "schedule.column_article")


def _when(terminal: Terminal, line: "DueDate") -> str:
    return terminal.text("schedule.past" if line.past else "schedule.coming", date=line.date)


def _cells(terminal: Terminal, one: "_Dated", named: bool) -> tuple[str, ...]:
    from bot.due_words import how, what

    row, line, avenant = one
    article = next((one.article or one.annexe or "" for one in line.evidence), "")
    told = how(line, terminal.language, avenant) or terminal.text("schedule.stated")
    shown = (what(line, terminal.language), told, article)
    return (row.short_name, *shown) if named else shown


def _day(terminal: Terminal, day: date) -> str:
    from ingestion.french.dates import format_date

    return format_date(day, terminal.language)
