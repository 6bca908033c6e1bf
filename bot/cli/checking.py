"""`alinea doctor`: each check, and the remedy of those that fail. `alinea check`: expected facts that are missing."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.terminal import Terminal, cell, terminal_of
from prompts import message

if TYPE_CHECKING:
    from bot.expectations import Gap
    from index.records import DocumentRow, Records


def doctor(context: typer.Context) -> None:
    """Print the checks; exit code 1 when one fails."""
    from bot.doctor import examine

    terminal = terminal_of(context)
    checks = examine(terminal.environ, terminal.env_file, terminal.language)
    table = terminal.table()
    for _ in range(3):
        table.add_column(overflow="fold")
    table.show_header = False
    for check in checks:
        remedy = "\n" + terminal.text("doctor.remedy", remedy=check.remedy) if check.remedy else ""
        state = terminal.text("doctor.failed" if check.remedy else "doctor.ok")
        table.add_row(cell(check.name), cell(state), cell(check.finding + remedy))
    terminal.out.print(table)
    if any(check.remedy for check in checks):
        raise typer.Exit(1)
    terminal.say("doctor.all_good")


def check(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(metavar="NOM", help=message("cli.help_check_name"))] = None,
    facts: Annotated[bool, typer.Option("--facts", help=message("cli.help_check_facts"))] = False,
) -> None:
    """Print what is expected of each document and is not there. There is no other check yet than that of facts."""
    from bot.cli.listing import open_records
    from bot.cli.naming import document_named
    from ingestion.names import DocumentKind

    terminal = terminal_of(context)
    records = open_records(terminal.settings())
    if name is not None:
        document = document_named(records, name)
        if document.kind is DocumentKind.DOCUMENT:
            return terminal.say("expected.nothing_expected", name=document.short_name)
        documents = [document]
    else:
        documents = [row for row in records.documents() if row.kind is not DocumentKind.DOCUMENT]
    found = [(row, gap) for row in documents for gap in _gaps(records, row)]
    if found:
        _print_gaps(terminal, found)
    else:
        terminal.say("expected.none")
    terminal.say("expected.summary", documents=len(documents), gaps=len(found))


def _gaps(records: "Records", document: "DocumentRow") -> "tuple[Gap, ...]":
    from bot.expectations import gaps, genre_of
    from index.lookup import facts as look_up

    facts = [row.fact for row in look_up(records, documents=[document.id])]
    genre = genre_of(document.identity, facts)
    return gaps(genre, facts) if genre else ()


def _print_gaps(terminal: Terminal, found: "Sequence[tuple[DocumentRow, Gap]]") -> None:
    from bot.cli.facts import quote

    table = terminal.table(*(f"expected.column_{column}" for column in ("convention", "fact", "state", "place")))
    for row, gap in found:
        fact = terminal.text(f"expected.fact_{gap.expected}")
        named = terminal.text("expected.of_party", fact=fact, party=gap.about) if gap.about else fact
        place = gap.evidence
        where = " · ".join(filter(None, (place.article, quote(place.quote)))) if place else ""
        table.add_row(*map(cell, (row.short_name, named, terminal.text(f"expected.{gap.state}"), where)))
    terminal.out.print(table)
