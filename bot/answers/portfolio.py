"""Across conventions: lists, comparisons, rankings, totals and filters, run on the register."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from bot import passage_answers
from bot.answers import money
from bot.answers.claim import Claim, Value, figure
from bot.answers.claim import money as euros
from bot.answers.facts import claims
from bot.library import Library
from bot.plan import Ask, Plan
from bot.vocabulary import Vocabulary
from bot.writing import Draft
from index.words import tokens
from ingestion.corpus import Entry
from ingestion.facts.parties import Party
from ingestion.names import DocumentKind
from ingestion.naming import name_key
from prompts import message

_MOST_ROWS = 25
_SUMMED = ("amount", "delegated", "retained", "ae", "cp")
"""Subjects in euros: nothing else is added up."""
_SURE = 0.6
"""Part of the question's words that a passage must hold for its convention to be listed."""
Row = tuple[Entry, tuple[Claim, ...]]


def written(draft: Draft, ask: Ask, plan: Plan, library: Library, vocabulary: Vocabulary, today: date) -> str | None:
    """The answer across conventions; None when nothing of the register or the texts answers."""
    entries = _in_force(draft, ask, library, today)
    if ask.bearer and set(ask.subjects) <= {"count", "listing", "parties"}:
        return _with_party(draft, ask.bearer, entries, plan)
    if "listing" in ask.subjects and len(ask.subjects) == 1 and not ask.terms:
        return _listing(draft, entries, plan)
    columns = _columns(ask)
    if ask.operation == "compare" or len(columns) > 1:
        return _table(draft, columns, ask, entries, plan, vocabulary)
    if not ask.subjects:
        return _by_passages(draft, ask, plan, library, vocabulary)
    if ask.operation in ("most", "least", "add") and ask.subjects[0] == "amount":
        rows = [(entry, money.main_claim(entry, ask, plan.language)) for entry in entries]
    else:
        rows = [(entry, claims(entry, ask, plan, vocabulary)) for entry in entries]
    if ask.bearer and ask.subjects[0] == "role":
        rows = [(e, said) for e, said in rows if _holds_role(e, said, ask.bearer)]
    silent = [entry for entry, said in rows if not said]
    rows = [(entry, _asked(said, ask)) for entry, said in rows]
    held = _said_of([row for row in rows if row[1]], ask)
    if ask.operation in ("most", "least"):
        return _ranked(draft, held, ask, plan)
    if ask.operation == "add" and ask.subjects[0] in _SUMMED:
        return _added(draft, held, silent, plan)
    if not held:
        return _by_passages(draft, ask, plan, library, vocabulary)
    return _list(draft, held, silent, len(entries), plan)


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


def _in_force(draft: Draft, ask: Ask, library: Library, today: date) -> list[Entry]:
    """Every convention with the facts in force; its avenants beside it only where the question speaks of avenants."""
    rows = [row for row in library.documents() if row.kind is not DocumentKind.DOCUMENT]
    attached = {avenant for row in rows for avenant in library.avenants(row.id)}
    draft.sources = tuple(library.entry(avenant) for avenant in sorted(attached))
    beside = any(stem.startswith(("aven", "amend", "docu")) for stem in tokens(ask.words))
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
    """Claims that fit the years and amounts that the question states."""
    if ask.years:
        years = tuple(map(str, ask.years))
        found = tuple(c for c in found if any(y in f"{c.text} {c.cell}" for y in years))
    if ask.amounts and ask.comparison:
        over = ask.comparison == "over"
        found = tuple(
            c for c in found if c.order is not None and (c.order > ask.amounts[0] if over else c.order < ask.amounts[0])
        )
    return tuple(c for c in found if c.state == "stated")


def _listing(draft: Draft, entries: Sequence[Entry], plan: Plan) -> str:
    lines = [message("answer.count", plan.language, count=len(entries))]
    for entry in entries[:_MOST_ROWS]:
        parties = " / ".join(entry.identity.parties)
        lines.append(f"- **{entry.identity.short_name}**" + (f" — {parties}" if parties else ""))
    return "\n".join(lines)


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
    lines = [message("answer.count_of", plan.language, count=len(held), total=len(entries))]
    for entry, found in held[:_MOST_ROWS]:
        role = f" — {found.role}" if found.role else ""
        lines.append(draft.line(entry, Claim(f"- **{entry.identity.short_name}**{role}", found.evidence[:1])))
    return "\n".join(lines)


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
    for entry in entries[:_MOST_ROWS]:
        cells = [
            _cell(
                draft,
                entry,
                claims(entry, replace(ask, subjects=(name,), terms=(), essential=(), content=()), plan, vocabulary),
                plan,
            )
            for name in columns
        ]
        rows.append(f"| {entry.identity.short_name} | {' | '.join(cells)} |")
    return "\n".join(rows)


def _cell(draft: Draft, entry: Entry, found: tuple[Claim, ...], plan: Plan) -> str:
    if not found:
        return message("answer.absent", plan.language)
    marks = "".join(f" [{n}]" for n in draft.cited(entry, replace(found[0], evidence=found[0].evidence[:1])))
    return found[0].cell.replace("|", "/") + marks


def _ranked(draft: Draft, rows: Sequence[Row], ask: Ask, plan: Plan) -> str | None:
    """The convention with the largest or smallest value, then the others in order."""
    best = [
        (entry, max((c for c in said if c.order is not None), key=lambda c: c.order or 0, default=None))
        for entry, said in rows
    ]
    known = [(entry, claim) for entry, claim in best if claim is not None]
    known.sort(key=lambda pair: pair[1].order or Decimal(0), reverse=ask.operation == "most")
    if not known:
        return None
    first, claim = known[0]
    lines = [draft.line(first, claim, f"**{first.identity.short_name}** : ")]
    if ask.lists_all and len(known) > 1:
        lines += [draft.line(entry, other, f"- {entry.identity.short_name} : ") for entry, other in known[1:8]]
    lines.append(message("answer.compared", plan.language, count=len(known)))
    return "\n".join(lines)


def _added(draft: Draft, rows: Sequence[Row], silent: Sequence[Entry], plan: Plan) -> str | None:
    """The sum of each convention's main value; which ones lack it is told."""
    parts = [(entry, next((c for c in said if c.order is not None), None)) for entry, said in rows]
    known = [(entry, claim) for entry, claim in parts if claim is not None and claim.order is not None]
    if not known:
        return None
    total = sum((claim.order for _, claim in known if claim.order is not None), Decimal(0))
    how = " + ".join(claim.cell for _, claim in known) + f" = {euros('', total, plan.language).shown}"
    value = euros(message("fact.total", plan.language), total, plan.language, how)
    lines = [f"**{value.shown}** — {message('answer.sum_of', plan.language, count=len(known))}"]
    lines += [draft.line(entry, claim, f"- {entry.identity.short_name} : ") for entry, claim in known[:_MOST_ROWS]]
    _declare(draft, value)
    return "\n".join([*lines, *_lacking(silent, plan)])


def _declare(draft: Draft, value: Value) -> None:
    draft.figures.append(figure(value, range(1, len(draft.citations.found) + 1), True))


def _list(draft: Draft, rows: Sequence[Row], silent: Sequence[Entry], total: int, plan: Plan) -> str:
    """The conventions that hold the fact, each with it, then those that say nothing of it."""
    lines = [message("answer.count_of", plan.language, count=len(rows), total=total)]
    lines += [draft.line(entry, said[0], f"- **{entry.identity.short_name}** : ") for entry, said in rows[:_MOST_ROWS]]
    return "\n".join([*lines, *_lacking(silent, plan)])


def _lacking(silent: Sequence[Entry], plan: Plan) -> list[str]:
    names = ", ".join(entry.identity.short_name for entry in silent)
    return [message("answer.lacking", plan.language, names=names)] if names else []


def _by_passages(draft: Draft, ask: Ask, plan: Plan, library: Library, vocabulary: Vocabulary) -> str | None:
    """Conventions whose texts plainly say it."""
    found = passage_answers.each(library, plan, ask, vocabulary, _SURE)
    if not found:
        return None
    lines = [message("answer.count_of", plan.language, count=len(found), total=len(library.documents()))]
    for extract in found[:_MOST_ROWS]:
        entry = library.entry(extract.document)
        number = draft.citations.cite(entry, extract.unit.start, extract.unit.end)
        lines.append(f"- **{entry.identity.short_name}** : « {passage_answers.short(extract)} » [{number}]")
    return "\n".join(lines)
