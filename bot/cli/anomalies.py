"""`alinea anomalies`: what does not hold together, with the quotes that disagree."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.terminal import Terminal, terminal_of
from prompts import message

if TYPE_CHECKING:
    from ingestion.corpus import Entry
    from ingestion.facts.evidence import Evidence

_STYLES = {"grave": "bold red", "attention": "yellow", "info": ""}
_ORDER = tuple(_STYLES)


def anomalies(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(metavar="NOM", help=message("cli.help_anomalies_name"))] = None,
) -> None:
    """Print the anomalies of a convention, or of all, the gravest first, each with its quotes."""
    from bot.cli.listing import open_records
    from bot.cli.naming import document_named

    terminal = terminal_of(context)
    records = open_records(terminal.settings())
    documents = records.documents() if name is None else [document_named(records, name)]
    total = 0
    for document in documents:
        entry = records.entry(document.id)
        # Entries that an earlier reader wrote have none.
        found: Sequence[Any] = getattr(entry, "anomalies", ())
        total += len(found)
        if found:
            _print(terminal, entry, found)
    if not total:
        terminal.say("anomalies.none")


def _print(terminal: Terminal, entry: "Entry", found: Sequence[Any]) -> None:
    name = entry.identity.short_name
    terminal.write(terminal.text("anomalies.title", name=name, count=len(found)), "bold")
    for one in sorted(found, key=lambda one: _ORDER.index(one.severity)):
        severity = terminal.text(f"anomalies.severity_{one.severity}")
        terminal.write(f"[{severity}] {_sentence(terminal, one)}", _STYLES[one.severity])
        for evidence in one.evidence:
            terminal.write(f"    {_quoted(terminal, entry, evidence)}")
    terminal.write("")


def _sentence(terminal: Terminal, anomaly: Any) -> str:
    told: str = anomaly.told(terminal.language)
    return told


def _quoted(terminal: Terminal, entry: "Entry", evidence: "Evidence") -> str:
    """Where the quote stands, and the quote on one line."""
    from ingestion.lines import display

    key = "anomalies.place" if evidence.article else "anomalies.place_annexe" if evidence.annexe else "anomalies.file"
    place = terminal.text(key, source=entry.document.source, article=evidence.article, annexe=evidence.annexe)
    return f"{place} : « {display(evidence.quote)} »"
