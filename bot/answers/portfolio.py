"""Across conventions: lists, comparisons, rankings, totals and filters, run on the register."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot import passage_answers
from bot.answers import money
from bot.answers.claim import Claim
from bot.answers.date_bounds import bounds_of
from bot.answers.facts import claims
from bot.answers.portfolio_asked import DATED, across, wanted
from bot.answers.portfolio_lists import (
    EXCLUDED,
    MOST_ROWS,
    Row,
    Silent,
    added,
    beyond,
    counted,
    in_order,
    lacking_it,
    listed,
    named,
    none_fits,
    ranked,
    standing_now,
)
from bot.extracts import Extract
from bot.library import Library
from bot.plan import Ask, Operation, Plan
from bot.vocabulary import Vocabulary
from bot.writing import Draft
from index.words import tokens
from ingestion.corpus import Entry
from ingestion.facts.parties import Party
from ingestion.french.folding import fold
from ingestion.names import DocumentKind
from ingestion.naming import name_key
from prompts import message

_SUMMED = ("amount", "delegated", "retained", "ae", "cp")
"""Subjects in euros: nothing else is added up."""
_OVERVIEW = ("amount", "end", "notice")
"""Columns of a table that is asked for without saying of what."""
_GENERAL = frozenset((
    "tableau", "tabl", "compar", "recapitul", "recap", "synthes", "general", "global", "ensembl", "portefeuill",
    "portfolio",
))  # fmt: skip
"""Words of a question about everything, which say nothing of what is wanted."""
_CITED = 4
"""Parties of a convention that a list cites."""
_NUMBERED = re.compile(r"\b[A-ZÀ-Ý][\w'-]+ \d{1,4}\b")
_SURE = 0.6
"""Part of the question's words that a passage must hold for its convention to be listed."""


def written(draft: Draft, ask: Ask, plan: Plan, library: Library, vocabulary: Vocabulary, today: date) -> str | None:
    """The answer across conventions; None when nothing of the register or the texts answers."""
    entries, ask = _in_force(draft, ask, plan, library, today), across(ask)
    want = wanted(ask)
    if want.standing:
        return standing_now(draft, want.standing, entries, plan, today)
    if ask.bearer and set(ask.subjects) <= {"count", "listing", "parties"}:
        return _with_party(draft, ask.bearer, entries, plan)
    if set(ask.subjects) in ({"listing"}, {"count"}) and not ask.terms:
        return _listing(draft, entries, plan)
    columns = _columns(ask)
    if ask.operation == "compare" and not columns and set(ask.terms) <= _GENERAL:
        columns = list(_OVERVIEW)
    if ask.operation == "compare" or len(columns) > 1:
        return _table(draft, columns, ask, entries, plan, vocabulary)
    if not ask.subjects:
        return _by_passages(draft, ask, plan, library, vocabulary, entries if want.lacking else ())
    rows = [(entry, _told(entry, ask, plan, vocabulary)) for entry in entries]
    if want.lacking:
        return lacking_it(draft, rows, plan)
    if ask.bearer and ask.subjects[0] == "role":
        rows = [(e, said) for e, said in rows if _holds_role(e, said, ask.bearer)]
    silent = Silent(
        tuple(entry for entry, said in rows if not said),
        tuple(entry for entry, said in rows if said and not _stated(said)),
    )
    told = rows
    rows = [(entry, _asked(said, ask)) for entry, said in rows]
    held = _said_of([row for row in rows if row[1]], ask)
    if want.order and (ordered := in_order(held, want.order)):
        return listed(draft, ordered, silent, len(entries), ask, plan)
    if ask.operation in ("most", "least"):
        return ranked(draft, held, ask, plan)
    if ask.operation == "add" and ask.subjects[0] in _SUMMED:
        left = tuple(entry for entry, said in rows if said and all(entry is not one for one, _ in held))
        return added(draft, held, Silent((*left, *silent.absent), silent.blank), plan)
    if not held and _narrows(ask) and (others := [row for row in told if _stated(row[1])]):
        return none_fits(draft, others, plan)
    if not held:
        return _by_passages(draft, ask, plan, library, vocabulary)
    return listed(draft, held, silent, len(entries), ask, plan)


def _told(entry: Entry, ask: Ask, plan: Plan, vocabulary: Vocabulary) -> tuple[Claim, ...]:
    """What a convention says; of its amounts, the one that stands for it, whichever way it is asked."""
    ranks = ask.operation in ("most", "least", "add")
    if ranks and ask.subjects[0] == "amount":
        return money.main_claim(entry, ask, plan.language)
    special = "per_team" in ask.subjects or ask.bearer or ask.terms or ask.years
    whole = ask.subjects[0] == "amount" and not special
    main = money.main_claim(entry, ask, plan.language, yearly=True) if whole else ()
    return main if main or (whole and money.nature_words(ask)) else claims(entry, ask, plan, vocabulary)


def _narrows(ask: Ask) -> bool:
    """Whether the question states days, years or amounts that leave some out."""
    return bool(ask.years or ask.amounts or (ask.subjects[0] in DATED and bounds_of(ask.words)))


def _stated(said: tuple[Claim, ...]) -> bool:
    return any(claim.state == "stated" for claim in said)


def _said_of(rows: list[Row], ask: Ask) -> list[Row]:
    """Only the conventions whose fact holds all the words left over, when some do."""
    if not ask.terms:
        return rows
    kept = [(entry, tuple(c for c in said if set(ask.terms) <= set(tokens(c.text)))) for entry, said in rows]
    return [row for row in kept if row[1]] or rows


def _holds_role(entry: Entry, said: tuple[Claim, ...], bearer: str) -> bool:
    """Whether the party asked about is the one that holds the role."""
    own = [
        p
        for p in entry.facts
        if isinstance(p, Party) and name_key(bearer) in map(name_key, (p.label, p.name, *p.short_names))
    ]
    return any(c.text.startswith(f"**{p.name}**") for c in said for p in own)


def _in_force(draft: Draft, ask: Ask, plan: Plan, library: Library, today: date) -> list[Entry]:
    """Every convention, or those that are named, with the facts in force; avenants beside only where the question
    speaks of them."""
    rows = [row for row in library.documents() if row.kind is not DocumentKind.DOCUMENT]
    if plan.scope.kind == "named":
        return [library.amended(document, today).current for document in plan.scope.documents]
    attached = {avenant for row in rows for avenant in library.avenants(row.id)}
    draft.sources = tuple(library.entry(avenant) for avenant in sorted(attached))
    beside = any(stem.startswith(("aven", "amend", "docu")) for stem in tokens(ask.words))
    beside = beside and "amendment" not in ask.subjects
    kept = [row for row in rows if beside or row.id not in attached]
    return [library.amended(row.id, today).current for row in kept]


def _columns(ask: Ask) -> list[str]:
    """Subjects that make columns of a table, in the order of the question."""
    subjects = {"end" if s == "deadline" and ask.operation == "compare" else s for s in ask.subjects}
    kept: list[str] = [s for s in (
        "amount", "ae", "cp", "end", "duration", "notice", "effect", "signature_date", "parties", "frequency",
        "cost_centre", "functional_domain", "financial_centre", "activity",
    ) if s in subjects]  # fmt: skip
    return kept if set(kept) >= subjects - {"deadline", "schedule", "obligation"} else kept[:1]


def _asked(found: tuple[Claim, ...], ask: Ask) -> tuple[Claim, ...]:
    """Claims that fit the days, years and amounts that the question states."""
    bounds = bounds_of(ask.words) if ask.subjects[0] in DATED else None
    if bounds:
        found = tuple(c for c in found if c.order is not None and bounds.holds(date.fromordinal(int(c.order))))
    elif ask.years:
        years = tuple(map(str, ask.years))
        found = tuple(c for c in found if any(y in f"{c.text} {c.cell}" for y in years))
    if ask.amounts and ask.comparison:
        over = ask.comparison == "over"
        found = tuple(
            c for c in found if c.order is not None and (c.order > ask.amounts[0] if over else c.order < ask.amounts[0])
        )
    if ask.subjects[0] == "renewal":
        found = tuple(c for c in found if c.key != EXCLUDED)
    return tuple(c for c in found if c.state == "stated")


def _listing(draft: Draft, entries: Sequence[Entry], plan: Plan) -> str:
    lines = [counted(draft, "count", plan, len(entries))]
    for entry in entries[:MOST_ROWS]:
        parties = [fact for fact in entry.facts if isinstance(fact, Party)]
        text = f"- **{named(draft, [entry], plan)}**"
        if parties:
            told = " / ".join(entry.identity.parties or [party.label for party in parties])
            evidence = tuple(party.evidence[0] for party in parties[:_CITED])
            lines.append(draft.line(entry, Claim(f"{text} — {told}", evidence)))
        else:
            lines.append(text + _written_parties(draft, entry))
    return "\n".join([*lines, *beyond(draft, plan, len(entries))])


def _written_parties(draft: Draft, entry: Entry) -> str:
    """The words that name the parties of a convention whose parties were not told apart, cited where they stand."""
    said = [name for name in entry.identity.parties if name in entry.document.text]
    places = [(entry.document.text.index(name), len(name)) for name in said]
    marks = [draft.citations.cite(entry, start, start + length) for start, length in places]
    return (f" — {' / '.join(said)}" + "".join(f" [{number}]" for number in dict.fromkeys(marks))) if said else ""


def _with_party(draft: Draft, party: str, entries: Sequence[Entry], plan: Plan) -> str | None:
    """The conventions that bind a party, each with its clause."""
    key = name_key(party)
    held = [
        (e, p)
        for e in entries
        for p in e.facts
        if isinstance(p, Party) and key in {name_key(n) for n in (p.label, p.name, *p.short_names)}
    ]
    if not held:
        return None
    lines = [counted(draft, "count_of", plan, len(held), len(entries))]
    for entry, found in held[:MOST_ROWS]:
        role = f" — {found.role}" if found.role else ""
        lines.append(draft.line(entry, Claim(f"- **{entry.identity.short_name}**{role}", found.evidence[:1])))
    return "\n".join([*lines, *beyond(draft, plan, len(held))])


def _table(
    draft: Draft, columns: Sequence[str], ask: Ask, entries: Sequence[Entry], plan: Plan, vocabulary: Vocabulary
) -> str | None:
    """One row a convention, one column a subject."""
    if not columns:
        return None
    header = [
        message("answer.convention", plan.language),
        *(message(f"answer.column_{name}", plan.language) for name in columns),
    ]
    rows = [f"| {' | '.join(header)} |", "|" + "---|" * len(header)]
    for entry in entries[:MOST_ROWS]:
        cells = [
            _cell(
                draft,
                entry,
                _told(entry, _column(ask, name), plan, vocabulary),
                plan,
            )
            for name in columns
        ]
        rows.append(f"| {entry.identity.short_name} | {' | '.join(cells)} |")
    return "\n".join([*rows, *beyond(draft, plan, len(entries))])


def _column(ask: Ask, name: str) -> Ask:
    """The ask of one column: of credits, all their years."""
    operation: Operation = "add" if name in ("ae", "cp") else ask.operation
    return replace(ask, subjects=(name,), terms=(), essential=(), content=(), operation=operation)


def _cell(draft: Draft, entry: Entry, found: tuple[Claim, ...], plan: Plan) -> str:
    if not found:
        return message("answer.absent", plan.language)
    claim = (
        found[0] if any(value.how for value in found[0].values) else replace(found[0], evidence=found[0].evidence[:1])
    )
    marks = "".join(f" [{number}]" for number in draft.cited(entry, claim))
    return claim.cell.replace("|", "/") + marks


def _by_passages(
    draft: Draft,
    ask: Ask,
    plan: Plan,
    library: Library,
    vocabulary: Vocabulary,
    lacking: Sequence[Entry] = (),
) -> str | None:
    """Conventions whose texts plainly say it; before them, where they are asked for, those of `lacking` that do not."""
    found = _called(passage_answers.each(library, plan, ask, vocabulary, _SURE), ask)
    if not found:
        return None
    held = {extract.document for extract in found}
    names = named(draft, [entry for entry in lacking if entry.document.id not in held], plan)
    lines = [message("answer.found_nothing_in", plan.language, names=names)] if names else []
    lines.append(counted(draft, "count_of", plan, len(found), len(library.documents())))
    for extract in found[:MOST_ROWS]:
        entry = library.entry(extract.document)
        number = draft.citations.cite(entry, extract.unit.start, extract.unit.end)
        lines.append(f"- **{entry.identity.short_name}** : « {passage_answers.short(extract)} » [{number}]")
    return "\n".join([*lines, *beyond(draft, plan, len(found))])


def _called(found: Sequence[Extract], ask: Ask) -> Sequence[Extract]:
    """Of passages that hold a name with a number (« Lot 12 »), those that hold both together, where some do."""
    names = [fold(name) for name in _NUMBERED.findall(ask.words)]
    kept = [one for one in found if all(re.search(rf"\b{re.escape(name)}\b", fold(one.unit.text)) for name in names)]
    return kept or found
