"""The portfolio as a table for a spreadsheet: each figure with its sum and the passages that it rests on."""

from collections.abc import Sequence

from bot.answer import Language
from bot.exporting import Cell, Sheet
from bot.holdings import Holding
from bot.sourced import Sourced
from prompts import message

_FIGURES = ("amount", "ae", "cp", "end", "next", "anomalies")


def sheet(found: Sequence[Holding], language: Language) -> Sheet:
    """One row a convention, in the order given."""

    def said(name: str) -> str:
        return message(f"portfolio.column_{name}", language)

    columns = [said("name"), message("export.column_source", language), message("export.column_document", language)]
    columns.append(said("parties"))
    for name in _FIGURES:
        columns += [said(name), f"{said(name)} – {said('told')}", f"{said(name)} – {said('passages')}"]
    return Sheet("portfolio", message("portfolio.title", language), tuple(columns), tuple(map(_row, found)))


def _row(one: Holding) -> tuple[Cell, ...]:
    cells: list[Cell] = [one.name, one.source, one.document, "\n".join(party.text for party in one.parties)]
    for name in _FIGURES:
        cell: Sourced = getattr(one, name)
        told = " — ".join(filter(None, (cell.text, cell.how)))
        cells += [cell.value, told, "\n".join(f"{p.source} [{p.start}-{p.end}] {p.quote}" for p in cell.passages)]
    return tuple(cells)
