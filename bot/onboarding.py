"""Onboarding: the path of somebody who starts on a convention, from its facts in force, each step with its passage."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from bot import due_words, duty_steps
from bot.amended import Amended
from bot.answer import Citation
from bot.answers.claim import money
from bot.answers.people import parties_of, shown
from bot.citing import Citations
from bot.coming import cited
from bot.deadlines import DueDate, schedule
from bot.library import Library
from bot.steps import DETAIL, Step, clause, step
from ingestion.corpus import Entry
from ingestion.facts.amounts import Amount
from ingestion.facts.budget import BudgetLine
from ingestion.facts.evidence import Evidence, State
from ingestion.facts.parties import Party
from ingestion.facts.terms import Term
from ingestion.french.dates import format_date
from ingestion.french.folding import fold
from ingestion.french.numbers import Language
from prompts import message

if TYPE_CHECKING:
    from bot.state import TeamState

__all__ = ["Step", "path"]

_MOST = 15
_MOST_AMOUNTS = 2
_WHOLE = 1500
"""Characters of the longest passage that is cited for several facts at once."""
_TELLING = {"end": "", "notice": "préavis"}
"""A word of the clause that its detail does not leave out."""
_NATURES = ("cofinancement", "subvention", "enveloppe", "délégué", "retenu", "contribution", "participation", "plafond",
            "par équipe", "coût", "autre")  # fmt: skip
"""Natures of money worth knowing first, in their order; penalties and instalments come in time."""


def path(library: Library, document: str, state: "TeamState | None", on: date, language: Language) -> tuple[Step, ...]:
    """What to know, then what to do, on a convention as amended; 15 steps at most. Raises KeyError, StateFault.

    `document`: id of the convention; `on`: the day on which its values in force are read.
    """
    row = next((row for row in library.documents() if row.id == document), None)
    if row is None:
        raise KeyError(document)
    view = library.amended(document, on)
    calendar = schedule(view.current.facts, on, state.dates(row) if state else {}, language)
    facts = [
        *_parties(view, language), *_money(view, language), *_times(view, calendar, language),
        *_unsigned(view, calendar, language),
    ]  # fmt: skip
    dates = [
        *duty_steps.naming(view, calendar, on, language),
        *duty_steps.meetings(view, calendar, on, language),
    ]
    told = [one.citation for one in (*facts[1:], *dates) if one.citation]
    steps = [*facts, *dates, *duty_steps.duties(view, calendar, on, language, told)]
    return tuple({one.id: one for one in reversed(steps)}[key] for key in dict.fromkeys(s.id for s in steps))[:_MOST]


def _parties(view: Amended, language: Language) -> Iterator[Step]:
    """Who binds whom: one step, on the passage that introduces all of them where it is short."""
    parties = parties_of(view.current)
    if parties:
        named = [_named(party) for party in parties]
        citation = _over(view, [party.evidence[0] for party in parties])
        title = message("onboarding.parties", language)
        yield step("parties", title, " · ".join(named), citation or cited(view, parties[0].evidence[0])[1])


def _named(party: Party) -> str:
    """Its name, the letters that it goes by, its role as the text says it."""
    name = shown(party.name)
    short = f" ({party.label})" if party.label not in party.name else ""
    return f"{name}{short} : {party.role}" if party.role else f"{name}{short}"


def _over(view: Amended, places: Sequence[Evidence]) -> Citation | None:
    """One citation from the first to the last of several places; `None` when they are far apart, or in two texts."""
    sources = [cited(view, one)[0] for one in places]
    start, end = min(one.start for one in places), max(one.end for one in places)
    if any(source is not sources[0] for source in sources) or end - start > _WHOLE:
        return None
    return _citation(sources[0], start, end)


def _citation(entry: Entry, start: int, end: int) -> Citation:
    citations = Citations()
    citations.cite(entry, start, end)
    return citations.found[0]


def _money(view: Amended, language: Language) -> Iterator[Step]:
    """The amounts, the most telling first, each value once; then the credits year by year."""
    facts = [f for f in view.current.facts if isinstance(f, Amount) and f.state is State.STATED and f.value is not None]
    facts = [f for f in facts if f.nature in _NATURES and not f.evidence[0].quote.lstrip().startswith("Vu ")]
    facts.sort(key=lambda f: (_NATURES.index(f.nature), f.evidence[0].article is None))
    once = {f.value: f for f in reversed(facts)}
    kept = [f for f in facts if once.get(f.value) is f and not f.condition]
    for fact in kept[:_MOST_AMOUNTS]:
        _, citation = cited(view, fact.evidence[0])
        amount = money("", fact.value, language).shown if fact.value is not None else ""
        nature = message(f"fact.nature_{fold(fact.nature).replace(' ', '_')}", language)
        title = message("onboarding.amount", language, amount=amount, nature=nature)
        yield step("amount", title, clause(citation.quote, amount), citation)
    yield from _credits(view, language)


def _credits(view: Amended, language: Language) -> Iterator[Step]:
    cells = [f for f in view.current.facts if isinstance(f, BudgetLine)
             and f.column in ("AE", "CP") and f.year and f.value and not f.total]  # fmt: skip
    citation = _over(view, [cell.evidence[0] for cell in cells]) if cells else None
    if citation is None:
        return
    years: dict[int, list[str]] = {}
    for cell in cells:
        if cell.year and cell.value:
            told = f"{cell.column} {money('', cell.value, language).shown}"
            years.setdefault(cell.year, []).append(f"{cell.label} : {told}" if cell.label else told)
    detail = " · ".join(f"{year} : {', '.join(dict.fromkeys(told))}" for year, told in sorted(years.items()))
    yield step("credits", message("onboarding.credits", language), detail, citation)


def _times(view: Amended, calendar: Sequence[DueDate], language: Language) -> Iterator[Step]:
    """Until when, how it is renewed, and the notice."""
    ends = [line for line in calendar if line.nature == "end" and line.evidence][:1]
    notices = [line for line in calendar if line.nature == "notice" and line.evidence][:2]
    for line in ends:
        yield _dated(view, line, "end", language)
    ended = {line.evidence[0] for line in ends}
    renewals = (f for f in view.current.facts if isinstance(f, Term) and f.renewal in ("tacite", "expresse"))
    for term in (f for f in renewals if f.evidence[0] not in ended):
        _, citation = cited(view, term.evidence[0])
        yield step("renewal", message("onboarding.renewal", language), citation.quote, citation)
    for line in notices:
        yield _dated(view, line, "notice", language)


def _dated(view: Amended, line: DueDate, kind: str, language: Language) -> Step:
    """An end or a notice: its day in the title when it is known; how it was counted, or what is missing, after it."""
    source, citation = cited(view, line.evidence[0])
    avenant = source.identity.short_name if source is not view.original else None
    how = due_words.how(line, language, avenant)
    title = (
        message(f"onboarding.{kind}_on", language, date=format_date(line.date, language))
        if line.date
        else message(f"onboarding.{kind}", language)
    )
    added = f" ({how})" if how else ""
    return step(
        kind, title, clause(citation.quote, _TELLING[kind], max(DETAIL - len(added), 80)) + added, citation, line.date
    )


def _unsigned(view: Amended, calendar: Sequence[DueDate], language: Language) -> Iterator[Step]:
    """The date of signature, when the text leaves it blank and other dates wait for it."""
    waiting = [
        line for line in calendar if line.missing == "signature" and line.nature != "signature" and line.evidence
    ]
    blank = next((line for line in calendar if line.nature == "signature" and not line.date and line.evidence), None)
    if waiting:
        _, citation = cited(view, (blank or waiting[0]).evidence[0])
        key = "onboarding.unsigned_detail" if len(waiting) > 1 else "onboarding.unsigned_detail_one"
        detail = message(key, language, count=len(waiting))
        yield step("unsigned", message("onboarding.unsigned", language), detail, citation)
