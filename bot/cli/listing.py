"""`alinea list` and `alinea show`: what was read of the documents."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.terminal import Terminal, cell, printable, terminal_of
from bot.settings import Settings
from prompts import message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.tree import Tree

    from index.records import DocumentRow, Records
    from ingestion.blocks import Block
    from ingestion.corpus import Entry

_EXTRACT = 80
"""Characters of a block shown in a tree: one line of a terminal."""


def list_conventions(context: typer.Context) -> None:
    """Print a table of the documents, conventions first."""
    from index.errors import NoIndex
    from ingestion.names import DocumentKind

    terminal = terminal_of(context)
    try:
        known = open_records(terminal.settings()).every_document()
    except NoIndex:
        known = []
    if not known:
        return terminal.say("cli.no_convention")
    columns = ("name", "kind", "aliases", "parties", "articles", "passages")
    table = terminal.table(*(f"cli.column_{column}" for column in columns))
    order, absent = list(DocumentKind), _absent(terminal)
    ids = {row.id for row in known}
    own = [row for row in known if row.identity.edition_of not in ids]
    for row in sorted(own, key=lambda row: (order.index(row.kind), row.short_name)):
        name, *others = _cells(terminal, row)
        table.add_row(*map(cell, (absent.get(row.id, name), *others)))
        for other in (other for other in known if other.identity.edition_of == row.id):
            table.add_row(cell(terminal.text("cli.edition", source=other.source)), *[""] * (len(columns) - 1))
    terminal.out.print(table)


def _absent(terminal: Terminal) -> dict[str, str]:
    """By id, the name of each document that is kept although its file is gone, with the day on which it goes."""
    from bot.cli.reporting import date_text
    from bot.runs import grace_of
    from ingestion.absences import load_absences
    from ingestion.corpus import held

    settings, found = terminal.settings(), {}
    for document, absence in load_absences(settings.corpus).items():
        entry = held(settings.corpus, document)
        if entry is not None:
            date = date_text(absence.since + grace_of(settings))
            found[document] = terminal.text("cli.absent_until", name=entry.identity.short_name, date=date)
    return found


def _cells(terminal: Terminal, row: "DocumentRow") -> tuple[str, ...]:
    shown = {row.short_name, *row.identity.parties}
    return (
        row.short_name,
        terminal.text(f"cli.kind_{row.kind.value}"),
        ", ".join(alias.name for alias in row.identity.aliases if alias.name not in shown),
        ", ".join(row.identity.parties),
        str(row.articles),
        str(row.passages),
    )


def show(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NOM", help=message("cli.help_show_name"))],
    text: Annotated[bool, typer.Option("--text", help=message("cli.help_show_text"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=message("cli.help_show_json"))] = False,
) -> None:
    """Print a document's structure as a tree, its canonical text, or all that was read of it."""
    from bot.cli.naming import found
    from ingestion.corpus import entry_path

    terminal = terminal_of(context)
    settings = terminal.settings()
    records = open_records(settings)
    row = found(records, name)
    entry = records.entry(row.id)
    if text:
        _write_exactly(entry.document.text.encode())
    elif as_json:
        _write_exactly(entry_path(settings.corpus, row.id).read_bytes() + b"\n")
    else:
        terminal.out.print(tree(entry))
        for line in _about(terminal, entry):
            terminal.write(line)


def _about(terminal: Terminal, entry: "Entry") -> "Iterator[str]":
    """The document's format and pages, then what could not be read of it."""
    from bot.cli.reporting import remark_text, scans_text

    document = entry.document
    pages = [terminal.text("ingest.pages", count=len(document.pages))] if document.pages else []
    yield " · ".join([terminal.text("cli.format_of", format=document.format), *pages])
    yield from scans_text(terminal, document.scanned)
    yield from (remark_text(terminal, remark) for remark in document.remarks)


def open_records(settings: Settings) -> "Records":
    """The records of the index. Raises NoIndex before the first ingestion, OldIndex, DamagedIndex."""
    from index import manifest
    from index.records import Records

    manifest.read(settings.index)
    return Records(settings.index)


def _write_exactly(content: bytes) -> None:
    """Bytes as they are: citations count the characters of this text, so no line end may be translated."""
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def tree(entry: "Entry") -> "Tree":
    """The document's headings as a tree, with an extract of each block under its heading."""
    from rich.tree import Tree

    top = Tree(cell(f"{entry.identity.short_name} — {entry.document.source}"))
    branches: dict[tuple[str, ...], Tree] = {(): top}
    for block in entry.blocks:
        branch = _branch(branches, block.path)
        if block.body and not (block.path and block.kind in _HEADINGS):
            branch.add(cell(_line(block)))
    return top


_HEADINGS = {"heading", "article", "annexe"}


def _branch(branches: "dict[tuple[str, ...], Tree]", path: tuple[str, ...]) -> "Tree":
    """The branch of a heading path, grown where it is missing."""
    if path not in branches:
        branches[path] = _branch(branches, path[:-1]).add(cell(path[-1]))
    return branches[path]


def _line(block: "Block") -> str:
    extract = " ".join(printable(block.body[: 2 * _EXTRACT]).split())
    return f"{block.kind.value} · {extract[:_EXTRACT]}{'…' if len(extract) > _EXTRACT else ''}"
