"""`alinea record`: a date that the team knows and the text does not give."""

import getpass
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.terminal import terminal_of
from prompts import message

if TYPE_CHECKING:
    from bot.state import RecordedEvent


class NoSuchEvent(Exception):
    """No date of this name is recorded; the user types one of those listed."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        """`known`: what may be typed."""
        super().__init__(name)
        self.values = {"name": name, "known": ", ".join(known)}


class NotADate(Exception):
    """The words are no day; the user writes day, month and year."""

    key = "not_a_date"

    def __init__(self, words: str) -> None:
        """`words`: as typed."""
        super().__init__(words)
        self.values = {"words": words}


def record(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NOM", help=message("cli.help_show_name"))],
    event: Annotated[str, typer.Argument(metavar="ÉVÉNEMENT", help=message("cli.help_record_event"))],
    day: Annotated[str | None, typer.Argument(metavar="DATE", help=message("cli.help_record_date"))] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="QUI", help=message("cli.help_record_by"))] = None,
    remove: Annotated[bool, typer.Option("--remove", help=message("cli.help_record_remove"))] = False,
) -> None:
    """Keep the date beside the text's, with who recorded it and when; the text's own facts do not change."""
    from bot.cli.listing import open_records
    from bot.cli.naming import document_named
    from bot.state import open_state
    from ingestion.french.dates import format_date

    terminal = terminal_of(context)
    settings = terminal.settings()
    document = document_named(open_records(settings), name)
    wanted = event_typed(event)
    value = None if remove else day_typed(day or "")
    state, who = open_state(settings.data), by or getpass.getuser()
    shown = {"name": document.short_name, "event": terminal.text(f"record.event_{wanted}")}
    if remove and wanted not in state.dates(document):
        return terminal.say("record.nothing_to_remove", **shown)
    state.record(document, wanted, value, who, date.today())
    if value is None:
        terminal.say("record.removed", **shown)
    else:
        terminal.say("record.done", **shown, date=format_date(value, terminal.language), by=who)


def event_typed(words: str) -> "RecordedEvent":
    """The event that these words name, in French or English. Raises NoSuchEvent."""
    from bot.state import EVENTS
    from ingestion.french.folding import fold

    for event in EVENTS:
        names = (event, *(message(f"record.event_{event}", language) for language in ("fr", "en")))
        # « effet » is enough of « prise d'effet ».
        known = {part for name in names for part in (fold(name), fold(name).rpartition("'")[2])}
        if fold(words).strip() in known:
            return event
    raise NoSuchEvent(words, [message(f"record.event_{event}") for event in EVENTS])


def day_typed(words: str) -> date:
    """The day that these words are: « 15/03/2024 », « 15 mars 2024 » or « 2024-03-15 ». Raises NotADate."""
    from ingestion.french.dates import find_dates

    try:
        return date.fromisoformat(words.strip())
    except ValueError:
        found = find_dates(words)
    if len(found) == 1 and found[0].value is not None:
        return found[0].value
    raise NotADate(words)
