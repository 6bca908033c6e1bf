"""Where the other editions of a convention, its draft or its copy, do not say the same: a table an edition."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from bot.cli.terminal import Terminal, cell

if TYPE_CHECKING:
    from index.records import DocumentRow, Records


def print_editions(
    terminal: Terminal, records: "Records", document: "DocumentRow", kinds: Collection[str] | None
) -> None:
    """Each fact of these kinds (`None`: of all) that another edition gives otherwise, or not at all."""
    from bot.fact_words import kind_label, line
    from ingestion.differences import differences

    for row in records.every_document():
        if row.identity.edition_of != document.id:
            continue
        found = differences(records.entry(document.id), records.entry(row.id)).facts
        shown = [one for one in found if kinds is None or any(s and s.kind in kinds for s in (one.before, one.after))]
        if not shown:
            terminal.say("facts.edition_same", source=row.source)
            continue
        columns = ("facts.column_kind", "facts.column_here", "facts.column_there")
        table = terminal.table(*columns, title=terminal.text("facts.edition_title", source=row.source))
        for one in shown:
            here, there = (line(side, terminal.language) if side else "—" for side in (one.before, one.after))
            kind = next(side.kind for side in (one.before, one.after) if side)
            table.add_row(*map(cell, (kind_label(kind, terminal.language), here, there)))
        terminal.out.print(table)
        terminal.write("")
