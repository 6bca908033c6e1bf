"""Coming: what falls due from a day on, across conventions, each line with the passage that it rests on."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from bot import due_words
from bot.amended import Amended
from bot.answer import Answer, Citation, Figure
from bot.answers.claim import Value, figure
from bot.citing import Citations, in_its_sentence
from bot.deadlines import DueDate, DueNature, schedule
from bot.grounding import figures_in
from bot.library import Library
from index.records import DocumentRow
from ingestion.corpus import Entry
from ingestion.facts.evidence import Evidence
from ingestion.french.dates import format_date
from ingestion.french.folding import fold
from ingestion.french.numbers import Language
from ingestion.lines import display
from ingestion.names import DocumentKind
from prompts import message

if TYPE_CHECKING:
    from bot.state import TeamState

MOST_ROWS = 25
_SUM = re.compile(r"\d{4}-\d\d-\d\d ")
"""How a sum begins among the parts of how a day was computed."""
_ENDS: tuple[DueNature, ...] = ("end", "renewal", "notice")
"""Natures of what ends a convention."""
_DUTIES: tuple[DueNature, ...] = ("deadline", "recurrence")
"""Natures whose words are the text's."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something due on a day that cannot be known yet."""

    document: str
    """Id of the convention."""
    name: str
    """Its short name."""
    nature: DueNature
    what: str
    """As in `Coming`."""
    missing: str
    """What is missing, in the reader's language."""
    citation: Citation


@dataclass(frozen=True, slots=True)
class Coming:
    """Something due on a day."""

    document: str
    """Id of the convention."""
    name: str
    """Its short name."""
    day: date
    nature: DueNature
    what: str
    """One line of 160 characters at most, in the reader's language where it is not the text's."""
    how: str | None
    """Sum and rule in words, and whose date it rests on; `None` for a date that stands in the text."""
    citation: Citation
    """The passage that it rests on: the avenant's where one changed it."""


def coming(
    library: Library,
    state: "TeamState | None",
    on: date,
    language: Language,
    until: date | None = None,
    documents: Collection[str] | None = None,
    since: date | None = None,
) -> tuple[Coming, ...]:
    """Everything due from a day on, that day included, the soonest first. Raises StateFault.

    `until`: last day; `documents`: ids of the conventions asked about, all those of the library when `None`;
    `since`: first day told when it is not `on`, the day on which values in force are read.
    """
    return _between(library, state, on, language, (since or on, until), documents)


def ending(
    library: Library,
    state: "TeamState | None",
    on: date,
    language: Language,
    until: date | None = None,
    documents: Collection[str] | None = None,
    since: date | None = None,
) -> tuple[Coming, ...]:
    """Only the ends: of the terms, of their renewals, and the last days to give notice. Raises StateFault.

    `since`: first day told when it is not `on`, the day on which values in force are read (« cette année »).
    """
    found = _between(library, state, on, language, (since or on, until), documents)
    return tuple(line for line in found if line.nature in _ENDS)


def soonest(lines: Sequence[Coming]) -> tuple[Coming, ...]:
    """The lines, of what comes back only its next time: what is monthly does not hide the rest."""
    seen: set[tuple[str, str]] = set()
    kept = []
    for line in lines:
        key = (line.document, line.citation.quote)
        if line.nature != "recurrence" or key not in seen:
            kept.append(line)
        if line.nature == "recurrence":
            seen.add(key)
    return tuple(kept)


def undated(
    library: Library, state: "TeamState | None", on: date, language: Language, documents: Collection[str] | None = None
) -> int:
    """How many lines of the calendars have no date for want of an event's. Raises StateFault."""
    return sum(_waits(line) for _, _, line in calendars(library, state, on, language, documents))


def waiting(
    library: Library, state: "TeamState | None", on: date, language: Language, documents: Collection[str] | None = None
) -> tuple[Waiting, ...]:
    """The lines that `undated` counts, by convention. Raises StateFault."""
    found = calendars(library, state, on, language, documents)
    return tuple(_waiting(row, view, line, language) for row, view, line in found if _waits(line))


def _waits(line: DueDate) -> bool:
    return line.date is None and line.missing is not None and bool(line.evidence)


def _waiting(row: DocumentRow, view: Amended, line: DueDate, language: Language) -> Waiting:
    source, citation = cited(view, line.evidence[0])
    what = _what(line, citation.quote, source is not view.original, language)
    return Waiting(row.id, row.short_name, line.nature, what, due_words.missing(line, language) or "", citation)


def conventions(library: Library) -> list[DocumentRow]:
    """The conventions of a library, and the avenants that are attached to none, by short name."""
    rows = [row for row in library.documents() if row.kind is not DocumentKind.DOCUMENT]
    attached = {avenant for row in rows for avenant in library.avenants(row.id)}
    return [row for row in rows if row.id not in attached]


def calendars(
    library: Library, state: "TeamState | None", on: date, language: Language, documents: Collection[str] | None
) -> Iterator[tuple[DocumentRow, Amended, DueDate]]:
    """Every line of the calendar of each convention as amended. Raises StateFault."""
    for row in conventions(library):
        if documents is None or row.id in documents:
            view = library.amended(row.id, on)
            for line in schedule(view.current.facts, on, state.dates(row) if state else {}, language):
                yield row, view, line


def _between(
    library: Library,
    state: "TeamState | None",
    on: date,
    language: Language,
    days: tuple[date, date | None],
    documents: Collection[str] | None,
) -> tuple[Coming, ...]:
    first, last = days
    found: dict[tuple[str, date, str], Coming] = {}
    lines = list(calendars(library, state, on, language, documents))
    lines.sort(key=lambda one: one[2].nature in _DUTIES)  # of two lines alike, the convention's own is kept
    for row, view, line in lines:
        if line.date and line.evidence and line.date >= first and (last is None or line.date <= last):
            one = _coming(row, view, line, line.date, language)
            found.setdefault((one.document, one.day, one.citation.quote), one)
    return tuple(sorted(found.values(), key=lambda one: (one.day, one.name)))


def _coming(row: DocumentRow, view: Amended, line: DueDate, day: date, language: Language) -> Coming:
    source, citation = cited(view, line.evidence[0])
    changed = source is not view.original
    computed = line.source != "text" or line.recorded
    how = due_words.how(line, language, source.identity.short_name if changed else None) if computed else None
    return Coming(
        row.id, row.short_name, day, line.nature, _what(line, citation.quote, changed, language), how, citation
    )


def cited(view: Amended, one: Evidence) -> tuple[Entry, Citation]:
    """The document that an evidence stands in, and its citation: a whole sentence for a word or two."""
    held = (e for e in view.sources if e.document.text[one.start : one.end] == one.quote)
    source = next(held, view.original)
    whole = in_its_sentence(source, one)
    citations = Citations()
    citations.cite(source, whole.start, whole.end)
    return source, citations.found[0]


def _what(line: DueDate, quote: str, changed: bool, language: Language) -> str:
    """What is due: the passage's own words where an avenant changed the duty, or where it lacks a figure of them."""
    told = due_words.what(line, language)
    if line.nature not in _DUTIES:
        return told
    stale = changed and fold(display(line.what))[:60] not in fold(display(quote))
    return due_words.clipped(display(quote), due_words.LONGEST) if stale or not _carries(quote, told) else told


def _carries(quote: str, text: str) -> bool:
    return figures_in(text) <= figures_in(quote) | figures_in(display(quote))


def answer(lines: Sequence[Coming], question_id: str, language: Language, undated: int = 0) -> Answer:
    """The lines as a table, cited; `not_found` when there is none. `undated`: lines left out for want of a date."""
    if not lines:
        text = message("coming.none", language)
        said, figures = _more(0, undated, language)
        return Answer(
            id=question_id, status="not_found", language=language, text="\n\n".join([text, *said]), figures=figures
        )
    kept = lines[:MOST_ROWS]
    citations: list[Citation] = list(dict.fromkeys(line.citation for line in kept))
    figures_made = tuple(dict.fromkeys(_figure(line, citations.index(line.citation) + 1, language) for line in kept))
    said, counted = _more(len(lines) - len(kept), undated, language)
    names = {line.document: line.name for line in kept}
    title = [f"**{name}**" for name in names.values()] if len(names) == 1 else []
    parts = [*title, _table(kept, citations, language), *_rules(kept, language), *said]
    return Answer(
        id=question_id, status="answered", language=language, text="\n\n".join(parts),
        citations=tuple(citations), figures=figures_made + counted,
    )  # fmt: skip


def _figure(line: Coming, number: int, language: Language) -> Figure:
    value = Value(line.what, line.day.isoformat(), "date", format_date(line.day, language), line.how)
    return figure(value, (number,), _carries(line.citation.quote, value.shown))


def _table(lines: Sequence[Coming], citations: Sequence[Citation], language: Language) -> str:
    several = len({line.document for line in lines}) > 1
    names = ("date", *(("convention",) if several else ()), "what")
    rows = [" | ".join(message(f"coming.column_{name}", language) for name in names), " | ".join("---" for _ in names)]
    for line in lines:
        shown = f"{_plain(_told(line, language))} [{citations.index(line.citation) + 1}]"
        cells = (format_date(line.day, language), *((_plain(line.name),) if several else ()), shown)
        rows.append(" | ".join(cells))
    return "\n".join(f"| {row} |" for row in rows)


def _told(line: Coming, language: Language) -> str:
    """What is due, and the sum that gives its day when one was made."""
    if line.how is None:
        return line.what
    first = line.how.split(due_words.SEPARATOR)[0]
    mark = message("coming.sum", language, sum=first) if _SUM.match(first) else message("coming.computed", language)
    return f"{line.what} ({mark})"


def _rules(lines: Sequence[Coming], language: Language) -> list[str]:
    """What the sums rest on, each thing once."""
    parts = [part for line in lines if line.how for part in line.how.split(due_words.SEPARATOR)]
    kept = [part for part in dict.fromkeys(parts) if not _SUM.match(part)]
    return [message("coming.rules", language, rules=due_words.SEPARATOR.join(kept))] if kept else []


def _more(left: int, undated: int, language: Language) -> tuple[list[str], tuple[Figure, ...]]:
    """A sentence for the rows left out, one for the lines without a date; their counts are declared."""
    counts = [(key, count) for key, count in (("more", left), ("undated", undated)) if count > 0]
    said = [message(f"coming.{key}_one" if count == 1 else f"coming.{key}", language, count=count)
            for key, count in counts]  # fmt: skip
    figures = tuple(
        Figure(
            label=message(f"coming.label_{key}", language), value=str(count), unit="count", kind="computed",
            how=message("coming.counted", language, count=count),
        )
        for key, count in counts
    )  # fmt: skip
    return said, figures


def _plain(text: str) -> str:
    """Words that break no row of a Markdown table."""
    return " ".join(text.replace("|", "/").split())
