"""Lists of conventions: each with what it says, ranked, added up, or because it does not say it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.answers import lasting
from bot.answers.claim import Claim, Value, figure
from bot.answers.claim import money as euros
from bot.answers.portfolio_asked import Standing
from bot.grounding import figures_in
from bot.plan import Ask, Plan
from bot.writing import Draft
from ingestion.corpus import Entry
from prompts import message

MOST_ROWS = 25
_WHOLE = ("schedule", "ae", "cp", "signatory", "parties", "role", "representative", "instalment", "amendment")
"""Subjects of which one line does not tell a convention's whole answer."""
_MOST_CLAIMS, _RANKED = 10, 8
EXCLUDED = "exclue"
"""Key of a claim by which the text rules out what is asked: no renewal."""
Row = tuple[Entry, tuple[Claim, ...]]


@dataclass(frozen=True, slots=True)
class Silent:
    """Conventions that give no value."""

    absent: tuple[Entry, ...]
    """Those whose text does not say it."""
    blank: tuple[Entry, ...]
    """Those whose text leaves it blank."""


def counted(draft: Draft, key: str, plan: Plan, count: int, total: int = 0) -> str:
    """The line above a list, in the singular for one (and for none, in French); its counts join the figures."""
    language = plan.language
    alone = count == 1 or (count == 0 and language == "fr")
    label = message("answer.label_conventions", language)
    how = message("answer.how_counted", language, count=count, total=max(total, count))
    draft.declare(label, str(count), "count", how)
    return message(f"answer.{key}_one" if alone else f"answer.{key}", language, count=count, total=total)


def named(draft: Draft, entries: Sequence[Entry], plan: Plan) -> str:
    """Names of conventions that nothing is quoted of; the numbers in them join the figures."""
    names = [entry.identity.short_name for entry in entries]
    for name in names:
        for number in sorted(figures_in(name)):
            draft.declare(name, number, "name", message("answer.how_named", plan.language, name=name))
    return ", ".join(names)


def listed(draft: Draft, rows: Sequence[Row], silent: Silent, total: int, ask: Ask, plan: Plan) -> str:
    """The conventions that hold the fact, each with it, or with all of it; then those that say nothing of it."""
    lines = [counted(draft, "count_of", plan, len(rows), total)]
    for entry, said in rows[:MOST_ROWS]:
        every = list({claim.text: claim for claim in said}.values())[:_MOST_CLAIMS] if ask.subjects[0] in _WHOLE else []
        if len(every) > 1:
            lines.append(f"- **{entry.identity.short_name}** :")
            lines += [draft.line(entry, claim, "  - ") for claim in every]
        else:
            lines.append(draft.line(entry, said[0], f"- **{entry.identity.short_name}** : "))
    return "\n".join([*lines, *beyond(draft, plan, len(rows)), *_lacking(draft, silent, plan)])


def beyond(draft: Draft, plan: Plan, count: int, most: int = MOST_ROWS) -> list[str]:
    """The line below a list that is longer than what is shown; none for a list that is shown whole."""
    if count <= most:
        return []
    label, how = message("answer.label_conventions", plan.language), f"{count} − {most} = {count - most}"
    draft.declare(label, str(count - most), "count", how)
    return [message("answer.and_others", plan.language, count=count - most)]


def _lacking(draft: Draft, silent: Silent, plan: Plan) -> list[str]:
    """Those without a value: left blank, or not said, which is not the same."""
    told = (("left_blank", silent.blank), ("lacking", silent.absent))
    return [
        message(f"answer.{key}", plan.language, names=named(draft, entries, plan)) for key, entries in told if entries
    ]


def in_order(rows: Sequence[Row], order: str) -> list[Row]:
    """The conventions by their value, those without one last; empty when none has one."""
    known = [(entry, said) for entry, said in rows if said[0].order is not None]
    rest = [row for row in rows if row[1][0].order is None]
    known.sort(key=lambda row: row[1][0].order or Decimal(0), reverse=order == "falling")
    return [*known, *rest] if known else []


def ranked(draft: Draft, rows: Sequence[Row], ask: Ask, plan: Plan) -> str | None:
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
        lines += [draft.line(entry, other, f"- {entry.identity.short_name} : ") for entry, other in known[1:_RANKED]]
    lines.append(counted(draft, "compared", plan, len(known)))
    return "\n".join(lines)


def added(draft: Draft, rows: Sequence[Row], silent: Silent, plan: Plan) -> str | None:
    """The sum of each convention's main value; which ones lack it is told."""
    parts = [(entry, next((c for c in said if c.order is not None), None)) for entry, said in rows]
    known = [(entry, claim) for entry, claim in parts if claim is not None and claim.order is not None]
    if not known:
        return None
    total = sum((claim.order for _, claim in known if claim.order is not None), Decimal(0))
    how = " + ".join(claim.cell for _, claim in known) + f" = {euros('', total, plan.language).shown}"
    value = euros(message("fact.total", plan.language), total, plan.language, how)
    lines = [f"**{value.shown}** — {counted(draft, 'sum_of', plan, len(known))}"]
    lines += [draft.line(entry, claim, f"- {entry.identity.short_name} : ") for entry, claim in known[:MOST_ROWS]]
    for entry, claim in known[MOST_ROWS:]:
        draft.cited(entry, claim)  # not shown, but part of the sum
    _declare(draft, value)
    return "\n".join([*lines, *beyond(draft, plan, len(known)), *_lacking(draft, silent, plan)])


def _declare(draft: Draft, value: Value) -> None:
    draft.figures.append(figure(value, range(1, len(draft.citations.found) + 1), True))


def standing_now(draft: Draft, standing: Standing, entries: Sequence[Entry], plan: Plan, today: date) -> str:
    """The conventions that are over today, or that still run, each by its end; those whose end is not known apart."""
    ask = plan.asks[0]
    ends = [(entry, lasting.end(entry, ask, plan, plan.language)[:1]) for entry in entries]
    known = [(e, said) for e, said in ends if said and said[0].order is not None]
    over = [row for row in known if (row[1][0].order or 0) < today.toordinal()]
    held = over if standing == "ended" else [row for row in known if row not in over]
    lines = [counted(draft, standing, plan, len(held), len(entries))]
    for entry, said in sorted(held, key=lambda row: row[1][0].order or Decimal(0))[:MOST_ROWS]:
        renews = lasting.renewal(entry, ask, plan, plan.language)[:1] if standing == "ended" else ()
        tacit = [claim for claim in renews if claim.key == "tacite"]
        lines.append(draft.line(entry, said[0], f"- **{entry.identity.short_name}** : "))
        lines += [draft.line(entry, claim, "  - ") for claim in tacit]
    unknown = [entry for entry, said in ends if not said or said[0].order is None]
    names = named(draft, unknown, plan)
    lines += beyond(draft, plan, len(held))
    return "\n".join([*lines, *([message("answer.end_unknown", plan.language, names=names)] if names else [])])


def lacking_it(draft: Draft, rows: Sequence[Row], plan: Plan) -> str:
    """The conventions that do not say it: those that leave it blank, with the place, then those that have none."""
    stated = [row for row in rows if any(claim.state == "stated" and claim.key != EXCLUDED for claim in row[1])]
    ruled_out = any(claim.key == EXCLUDED for _, said in rows for claim in said)
    blank = [(entry, said) for entry, said in rows if said and (entry, said) not in stated]
    silent = [entry for entry, said in rows if not said]
    count = len(blank) + len(silent)
    if not count:
        lines = [counted(draft, "none_lacks", plan, len(rows))]
        lines += [draft.line(e, said[0], f"- **{e.identity.short_name}** : ") for e, said in stated[:MOST_ROWS]]
        return "\n".join([*lines, *beyond(draft, plan, len(stated))])
    lines = [counted(draft, "exclude_it" if ruled_out else "lack_it", plan, count, len(rows))]
    lines += [draft.line(e, said[0], f"- **{e.identity.short_name}** : ") for e, said in blank[:MOST_ROWS]]
    nothing = message("answer.not_in_text", plan.language)
    lines += [f"- **{named(draft, [entry], plan)}** : {nothing}" for entry in silent[:MOST_ROWS]]
    lines += beyond(draft, plan, count, min(len(blank), MOST_ROWS) + min(len(silent), MOST_ROWS))
    return "\n".join(lines)


def none_fits(draft: Draft, rows: Sequence[Row], plan: Plan) -> str:
    """No convention is what was asked for; what each says instead."""
    lines = [counted(draft, "none_fits", plan, len(rows))]
    lines += [draft.line(entry, said[0], f"- **{entry.identity.short_name}** : ") for entry, said in rows[:MOST_ROWS]]
    return "\n".join([*lines, *beyond(draft, plan, len(rows))])
