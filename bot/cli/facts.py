"""`alinea facts`: the record of a convention, or one kind of fact across conventions."""

import json
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.terminal import Terminal, cell, terminal_of
from prompts import message

if TYPE_CHECKING:
    from bot.fact_tables import Grid
    from index.lookup import FactRow
    from index.records import DocumentRow, Records
    from ingestion.amending.force import FactInForce

_QUOTE = 110
"""Characters of a quote in a table; `--json` has it whole."""


class NoSuchKind(Exception):
    """No kind of fact has this name; the user types one of those listed."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        """`known`: every kind, as it is typed."""
        super().__init__(name)
        self.values = {"name": name, "known": ", ".join(known)}


def facts(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(metavar="NOM", help=message("cli.help_facts_name"))] = None,
    kind: Annotated[str | None, typer.Option("--kind", metavar="NATURE", help=message("cli.help_facts_kind"))] = None,
    bearer: Annotated[
        str | None, typer.Option("--bearer", metavar="QUI", help=message("cli.help_facts_bearer"))
    ] = None,
    year: Annotated[int | None, typer.Option("--year", metavar="ANNÉE", help=message("cli.help_facts_year"))] = None,
    article: Annotated[
        str | None, typer.Option("--article", metavar="N", help=message("cli.help_facts_article"))
    ] = None,
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help=message("cli.help_facts_on"))] = None,
    as_json: Annotated[bool, typer.Option("--json", help=message("cli.help_facts_json"))] = False,
) -> None:
    """Print the facts that fit, each with its article and its quote."""
    from bot.cli.editions import print_editions
    from bot.cli.listing import open_records
    from bot.cli.naming import document_named
    from bot.cli.recording import day_typed
    from bot.fact_contract import contract
    from bot.fact_doubts import with_places
    from index.lookup import facts as look_up

    terminal = terminal_of(context)
    records = open_records(terminal.settings())
    day = day_typed(on) if on is not None else date.today()
    document = document_named(records, name) if name is not None else None
    kinds = None if kind is None else [kind_typed(kind)]
    documents = None if document is None else [document.id]
    found = with_places(look_up(records, kinds, documents, bearer, year, article), records)
    if as_json:
        print(json.dumps([contract(row) for row in found], ensure_ascii=False, indent=2))
    elif document is not None:
        filtered = bearer is not None or year is not None or article is not None
        _print_record(terminal, document, found, [] if filtered else kinds)
        _print_changes(terminal, records, document, day, found)
        print_editions(terminal, records, document, kinds)
        print_recorded(terminal, document)
    elif kinds is not None:
        _print_across(terminal, records, kinds[0], found, filtered=any((bearer, year, article)))
    elif bearer or year or article:
        _print_rows(terminal, found)
    else:
        _print_counts(terminal, records)


def kind_typed(words: str) -> str:
    """The kind of fact that these words name. Raises NoSuchKind."""
    from bot.fact_words import KINDS, kind_named

    found = kind_named(words)
    if found is None:
        raise NoSuchKind(words, KINDS)
    return found


def _print_record(
    terminal: Terminal, document: "DocumentRow", found: Sequence["FactRow"], asked: Sequence[str] | None
) -> None:
    """A section a kind; kinds that were asked for, or all of them for `None`, and have no fact are named at the end."""
    from bot.fact_words import KINDS, kind_label
    from ingestion.names import DocumentKind

    absent = []
    avenant = document.kind is DocumentKind.AVENANT
    for kind in KINDS:
        rows = [row for row in found if row.fact.kind == kind]
        if rows:
            title = terminal.text("facts.title", name=document.short_name, kind=kind_label(kind, terminal.language))
            _print_table(terminal, title, rows)
        elif (asked is None or kind in asked) and (avenant or kind != "amendment"):
            absent.append(kind_label(kind, terminal.language))
    if absent:
        terminal.say("facts.none_of", kinds=", ".join(absent).lower())
    elif not found:
        terminal.say("facts.none_fit")


def _print_changes(
    terminal: Terminal, records: "Records", document: "DocumentRow", day: date, found: Sequence["FactRow"]
) -> None:
    """Which of these facts avenants change as of a day: what is in force, and what the convention itself says."""
    from bot.fact_words import line
    from bot.standing import standing
    from ingestion.french.dates import format_date

    own = {row.fact for row in found}
    kinds = {row.fact.kind for row in found}
    whole = standing(records, day, kinds, document.id).get(document.id) if kinds else None
    changed = (
        [one for one in whole.facts if one.amendment and (one.former or one.fact) and _among(one, own)] if whole else []
    )
    if whole is None or not changed:
        return
    title = terminal.text("facts.changed_title", date=format_date(day, terminal.language))
    table = terminal.table(*(f"facts.column_{name}" for name in ("now", "former", "avenant", "quote")), title=title)
    for one in changed:
        now = line(one.fact, terminal.language) if one.fact else terminal.text("facts.removed")  # type: ignore[arg-type]
        former = line(one.former, terminal.language) if one.former else terminal.text("facts.added")  # type: ignore[arg-type]
        evidence = one.amendment.evidence if one.amendment else ()
        table.add_row(*map(cell, (now, former, whole.avenant_of(evidence) or "", quote(evidence[0].quote))))
    terminal.out.print(table)
    terminal.write("")


def _among(one: "FactInForce", own: Collection[object]) -> bool:
    """Whether a changed fact is one of those asked for; what an avenant adds goes with its kind."""
    return one.former is None or one.former in own


def _print_table(terminal: Terminal, title: str | None, rows: Iterable["FactRow"], *, named: bool = False) -> None:
    columns = ("facts.column_fact", "facts.column_article", "facts.column_quote")
    table = terminal.table(*(("facts.column_convention",) if named else ()), *columns, title=title)
    for row in rows:
        first = row.fact.evidence[0]
        shown = (_line(terminal, row), first.article or first.annexe or "", quote(first.quote))
        table.add_row(*map(cell, ((row.name, *shown) if named else shown)))
    terminal.out.print(table)
    terminal.write("")


def _line(terminal: Terminal, row: "FactRow") -> str:
    """A fact in words, marked when it was read with doubt."""
    from bot.fact_words import line

    told = line(row.fact, terminal.language)
    return told if row.confidence is None else f"{told} {terminal.text('facts.doubtful', page=row.page)}"


def quote(text: str) -> str:
    """A quote on one line, short enough for a table."""
    from ingestion.lines import display

    shown = display(text[: 3 * _QUOTE])
    return shown if len(shown) <= _QUOTE and len(text) <= 3 * _QUOTE else shown[:_QUOTE].rstrip() + "…"


def print_recorded(terminal: Terminal, document: "DocumentRow") -> None:
    """Dates that the team recorded for a document, apart from those of its text."""
    from bot.state import open_state
    from ingestion.french.dates import format_date

    recorded = open_state(terminal.settings().data).dates(document)
    if not recorded:
        return
    terminal.write(terminal.text("facts.recorded_title"), "bold")
    for event, one in recorded.items():
        values = {
            "date": format_date(one.value, terminal.language),
            "by": one.by,
            "at": format_date(one.on, terminal.language),
        }
        terminal.say("facts.recorded_line", event=terminal.text(f"record.event_{event}"), **values)


def _print_across(
    terminal: Terminal, records: "Records", kind: str, found: Sequence["FactRow"], *, filtered: bool
) -> None:
    """One table of conventions by fields; with a filter, only of the conventions that have a fact left."""
    from bot.fact_tables import grid
    from bot.fact_words import kind_label
    from ingestion.names import DocumentKind

    having = {row.document for row in found}
    expected = {DocumentKind.AVENANT} if kind == "amendment" else {DocumentKind.AVENANT, DocumentKind.CONVENTION}
    committed = [row for row in records.documents() if row.kind in expected]
    names = {row.id: row.short_name for row in committed} if not filtered else {}
    names |= {row.document: row.name for row in found if row.document in having}
    if not names:
        return terminal.say("facts.none_fit")
    _print_grid(terminal, grid(kind, found, names, terminal.language), kind_label(kind, terminal.language))


def _print_grid(terminal: Terminal, shown: "Grid", title: str) -> None:
    table = terminal.table("facts.column_convention", title=title)
    for column in shown.columns:
        table.add_column(column, overflow="fold")
    for name, cells in shown.rows:
        table.add_row(*map(cell, (name, *cells)))
    terminal.out.print(table)


def _print_rows(terminal: Terminal, found: Sequence["FactRow"]) -> None:
    if found:
        _print_table(terminal, None, found, named=True)
    else:
        terminal.say("facts.none_fit")


def _print_counts(terminal: Terminal, records: "Records") -> None:
    """How many facts of each kind each convention has."""
    from bot.fact_words import KINDS, kind_label
    from index.lookup import counts

    known = counts(records)
    rows = [row for row in records.documents() if row.id in known]
    if not rows:
        return terminal.say("cli.no_convention")
    table = terminal.table()
    table.add_column(terminal.text("facts.column_convention"), no_wrap=True)
    for kind in KINDS:
        table.add_column(kind_label(kind, terminal.language), justify="right", overflow="fold")
    for row in rows:
        table.add_row(cell(row.short_name), *(cell(known[row.id].get(kind, "")) for kind in KINDS))
    terminal.out.print(table)
    terminal.say("facts.counts")
