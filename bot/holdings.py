"""Holdings: the conventions of a portfolio, one row each, every figure with the passages that it rests on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Literal, get_args

from bot import due_words
from bot.amended import Amended
from bot.answer import Language
from bot.answers.sums import amount_claim, whole_amounts
from bot.coming import Coming, coming, conventions
from bot.credit_years import YearCredit, credit_years, credits_in_all
from bot.deadlines import DueDate, schedule
from bot.library import Library
from bot.sourced import Passage, Sourced, absent, blank, claimed, passages
from index.records import DocumentRow
from ingestion.facts.amounts import Amount
from ingestion.facts.evidence import State
from ingestion.facts.parties import Party
from ingestion.french.dates import format_date
from ingestion.french.folding import fold
from ingestion.lines import display
from ingestion.naming import name_key
from prompts import message

if TYPE_CHECKING:
    from bot.state import TeamState

Order = Literal["name", "amount", "ae", "cp", "end", "next", "anomalies"]
_LONGEST = 80
"""Characters of an amount: its passage has its condition whole."""
ORDERS: tuple[Order, ...] = get_args(Order)


@dataclass(frozen=True, slots=True)
class Holding:
    """A convention as it stands on a day."""

    document: str
    """Id of the convention."""
    name: str
    """Its short name."""
    source: str
    """Its file."""
    parties: tuple[Sourced, ...]
    amount: Sourced
    """What it commits in all: the first amount that answers tell of it, with its nature."""
    ae: Sourced
    cp: Sourced
    """Credits of all years."""
    years: tuple[YearCredit, ...]
    """The same, year by year."""
    end: Sourced
    next: Sourced
    """What falls due next."""
    anomalies: Sourced
    """Their number."""
    party_keys: frozenset[str]
    """Keys of every name of its parties (`name_key`)."""
    words: str
    """Its names, title and parties, folded."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows are shown, and in which order. Anything may be typed: what names nothing finds nothing."""

    words: str = ""
    """Words that the names, title or parties hold, all of them; empty for any."""
    party: str = ""
    """Name of a party; empty for any."""
    year: int | None = None
    """Year of the end; `None` for any."""
    order: Order = "name"
    falling: bool = False
    """Largest, latest or last first. What has no value comes last either way."""


def holdings(library: Library, state: "TeamState | None", on: date, language: Language) -> tuple[Holding, ...]:
    """The conventions of a library, by short name. Raises StateFault."""
    ahead: dict[str, Coming] = {}
    for one in coming(library, state, on, language):
        ahead.setdefault(one.document, one)
    ids = {row.source: row.id for row in library.documents()}
    rows = []
    for row in conventions(library):
        view = library.amended(row.id, on)
        calendar = schedule(view.current.facts, on, state.dates(row) if state else {}, language)
        rows.append(_holding(row, view, calendar, _next(ahead.get(row.id), ids, language), language))
    return tuple(rows)


def chosen(found: Iterable[Holding], wanted: Wanted) -> tuple[Holding, ...]:
    """The rows that are wanted, in their order."""
    words, party = fold(wanted.words).split(), name_key(wanted.party)
    kept = [
        one
        for one in found
        if all(word in one.words for word in words)
        and (not wanted.party.strip() or party in one.party_keys)
        and (wanted.year is None or year_of(one) == wanted.year)
    ]
    kept.sort(key=lambda one: fold(one.name), reverse=wanted.falling and wanted.order == "name")
    if wanted.order == "name":
        return tuple(kept)
    known = [one for one in kept if _value(one, wanted.order) is not None]
    known.sort(key=lambda one: _value(one, wanted.order), reverse=wanted.falling)  # type: ignore[arg-type,return-value]
    return (*known, *(one for one in kept if _value(one, wanted.order) is None))


def year_of(one: Holding) -> int | None:
    """The year in which a convention ends; `None` when it is not known."""
    return one.end.value.year if isinstance(one.end.value, date) else None


def party_names(found: Iterable[Holding]) -> tuple[str, ...]:
    """The parties of some rows, each once, by name."""
    names = {name_key(party.text): party.text for one in found for party in one.parties if party.said == "stated"}
    return tuple(sorted(names.values(), key=fold))


def _value(one: Holding, order: Order) -> object:
    cell: Sourced = getattr(one, order)
    return cell.value


def _holding(
    row: DocumentRow, view: Amended, calendar: Sequence[DueDate], ahead: Sourced, language: Language
) -> Holding:
    parties = [fact for fact in view.current.facts if isinstance(fact, Party)]
    names = [name for party in parties for name in (party.label, party.name, *party.short_names) if name]
    texts = (row.short_name, row.title, *(alias.name for alias in row.identity.aliases), *names)
    return Holding(
        document=row.id,
        name=row.short_name,
        source=row.source,
        parties=tuple(_party(view, party, language) for party in parties),
        amount=amount_of(view, language),
        ae=credits_in_all(view, "AE", language),
        cp=credits_in_all(view, "CP", language),
        years=credit_years(view, language),
        end=end_of(view, calendar, language),
        next=ahead,
        anomalies=_anomalies(view),
        party_keys=frozenset(map(name_key, names)),
        words=fold(" ".join(texts)),
    )


def _party(view: Amended, party: Party, language: Language) -> Sourced:
    name = party.label or party.name
    evidence = party.evidence[:1]
    return Sourced(name, passages(view, evidence)) if name else blank(view, evidence, language)


def amount_of(view: Amended, language: Language) -> Sourced:
    """What a convention commits, in one amount: as rankings and sums take it."""
    whole = whole_amounts(view.current)
    if whole:
        told = claimed(view, amount_claim(whole[:1], language), language)
        return replace(told, text=due_words.clipped(told.text, _LONGEST))
    empty = [
        fact
        for fact in view.current.facts
        if isinstance(fact, Amount) and fact.state is State.BLANK and fact.nature != "pénalité"
    ]
    return blank(view, empty[0].evidence[:1], language) if empty else absent(language)


def end_of(view: Amended, calendar: Sequence[DueDate], language: Language) -> Sourced:
    """When a convention ends: the day, or what is missing to know it."""
    line = next((line for line in calendar if line.nature == "end" and line.evidence), None)
    if line is None:
        return absent(language)
    if line.date is None:
        return blank(view, line.evidence, language, due_words.missing(line, language))
    how = due_words.how(line, language) if line.source != "text" or line.recorded else None
    return Sourced(due_words.when(line, language) or "", passages(view, line.evidence), line.date, how)


def _next(one: Coming | None, ids: Mapping[str, str], language: Language) -> Sourced:
    if one is None:
        return Sourced(message("portfolio.nothing_next", language), said="absent")
    cited = one.citation
    place = Passage(ids.get(cited.source, one.document), cited.source, cited.start, cited.end, cited.quote)
    text = message("portfolio.next", language, day=format_date(one.day, language), what=display(one.what))
    return Sourced(text, (place,), one.day, one.how)


def _anomalies(view: Amended) -> Sourced:
    found = view.current.anomalies
    evidence = [evidence for one in found for evidence in one.evidence]
    return Sourced(str(len(found)), passages(view, evidence), len(found))
