"""Due words: a line of a convention's calendar as a person reads it, the same on every surface."""

from collections.abc import Iterable

from bot.calendar_words import calendar_words
from bot.deadlines import DueDate
from ingestion.facts.evidence import Actor
from ingestion.french.dates import format_date
from ingestion.french.folding import fold
from ingestion.french.numbers import Language
from ingestion.lines import display
from prompts import has_message, message

LONGEST = 160
"""Characters of what is due."""
SEPARATOR = " · "
"""Between the parts of how a date was computed."""


def what(line: DueDate, language: Language, longest: int = LONGEST) -> str:
    """Who must do what, or which event of the convention it is, on one line of at most `longest` characters."""
    key = f"schedule.nature_{line.nature}"
    if has_message(key, language):
        purpose = f"facts.value_{fold(line.what)}"
        named = message(purpose, language) if has_message(purpose, language) else line.what
        return clipped(message(key, language, what=named), longest)
    due = display(line.what)
    told = isinstance(line.who, Actor) and line.who.words not in line.what
    return clipped(f"{display(line.who.words)} : {due}" if told and line.who else due, longest)


def clipped(text: str, longest: int) -> str:
    """A text cut after a whole word, with « … », when it is longer than `longest` characters.

    >>> clipped("publier le code source", 14)
    'publier le…'
    """
    if len(text) <= longest:
        return text
    return text[:longest].rsplit(" ", 1)[0].rstrip(" ,;:-–") + "…"


def how(line: DueDate, language: Language, avenant: str | None = None) -> str | None:
    """The sum, its rule, whose date it rests on, which avenant changed it, and what is missing.

    `None` for a date that stands as it is in the convention's own text. `avenant` is the short name of the one that
    the line rests on.
    """
    parts: Iterable[str | None] = (
        line.arithmetic,
        line.rule,
        missing(line, language),
        put_off(line, language),
        whose(line, language),
        message("schedule.amended", language, avenant=avenant) if avenant else None,
    )
    return SEPARATOR.join(filter(None, parts)) or None


def missing(line: DueDate, language: Language) -> str | None:
    """The event whose date is missing; `None` when the line has a date, or needs none."""
    if not line.missing_words:
        return None
    # What comes back lacks a date of the convention; its own words, « chaque trimestre », are not missing.
    lacking = calendar_words(line.missing, language) if line.nature == "recurrence" and line.missing else None
    return message("schedule.missing", language, event=lacking or line.missing_words)


def put_off(line: DueDate, language: Language) -> str | None:
    """The next working day, for an end of period that falls on another day; `None` for the others."""
    if line.next_working_day is None:
        return None
    return message("schedule.put_off", language, date=format_date(line.next_working_day, language))


def whose(line: DueDate, language: Language) -> str | None:
    """Who recorded the date that the line rests on, and when; `None` when it rests on the text alone."""
    mark = line.recorded
    if mark is None:
        return None
    dates = {"date": format_date(mark.value, language), "on": format_date(mark.on, language)}
    return message("schedule.recorded", language, by=mark.by, **dates)


def when(line: DueDate, language: Language) -> str | None:
    """The date in words, « 31 décembre 2024 »; `None` for a line without a date."""
    return format_date(line.date, language) if line.date else None
