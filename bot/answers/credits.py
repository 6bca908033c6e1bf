"""Credits: commitments and payments by year, added up when a total is asked."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from bot.answer import Language
from bot.answers.claim import Claim, Value, money
from bot.answers.matching import holds, is_named
from bot.plan import Ask
from bot.vocabulary import Subject
from index.words import tokens
from ingestion.corpus import Entry
from ingestion.facts.budget import BudgetLine
from ingestion.facts.evidence import Evidence
from ingestion.french.folding import fold, squash
from ingestion.lines import display
from ingestion.names import DocumentKind
from prompts import message

_MOST_LINES = 6
_QUANTITY = re.compile(r"[\d\s.,]+")
"""A part of a row's label that is a number: a quantity beside the amount, which says nothing of what it is."""
_RECEIVES = re.compile(r"\b(?:touch|percoi|percev|recoi|recev|remuner|gagn|encaiss|receiv)")
"""What a partner gets: a column under its name says what it gives."""


def budget(entry: Entry, ask: Ask, subject: Subject, language: Language) -> tuple[Claim, ...]:
    """Credits by year: the columns asked for (AE, CP), added up when a total is asked."""
    lines = [fact for fact in entry.facts if isinstance(fact, BudgetLine) and fact.column in ("AE", "CP")]
    columns = [name for name in ("AE", "CP") if name.lower() in ask.subjects] or ["AE", "CP"]
    lines = [line for line in lines if line.column in columns]
    if ask.years:
        lines = [line for line in lines if line.year in ask.years]
    lines = _labelled(lines, ask)
    if not lines:
        return ()
    if ask.operation == "add":
        return tuple(total(name, [line for line in lines if line.column == name], language) for name in columns)
    return tuple(_year_claim(group, language) for group in _by_row(lines))


def _labelled(lines: Sequence[BudgetLine], ask: Ask) -> list[BudgetLine]:
    """The rows that the question names whole, « titre 3 »; all of them when it names none."""
    asked = f" {squash(ask.words)} "
    return [line for line in lines if line.label and f" {squash(line.label)} " in asked] or list(lines)


def tables(entry: Entry, ask: Ask, language: Language) -> tuple[Claim, ...]:
    """Lines of other money tables (contributions by partner, items of expenditure) that the question names."""
    lines = [
        f for f in entry.facts if isinstance(f, BudgetLine) and f.column not in ("AE", "CP") and f.value is not None
    ]
    lines = [line for line in lines if not ask.years or line.year in ask.years]
    words = (*ask.words_beside("amount", "schedule"), *tokens(ask.bearer or ""))
    named = _called(lines, words, columns=not _RECEIVES.search(fold(ask.words)))
    if ask.operation == "add":
        return _added(named or [line for line in lines if _titled(line, words)], ask, language)
    return tuple(_line_claim(line, language) for line in named[:_MOST_LINES])


def _called(lines: Sequence[BudgetLine], words: Sequence[str], columns: bool) -> list[BudgetLine]:
    """Lines whose label the words name; else, where `columns`, lines under the column that they name, a partner's."""
    named = [
        line for line in lines if line.label and any(is_named(word, frozenset(tokens(line.label))) for word in words)
    ]
    if named or not columns:
        return named
    bare = [line for line in lines if not line.label]
    return [line for line in bare if any(is_named(word, frozenset(tokens(line.column))) for word in words)]


def sheet(entry: Entry, ask: Ask, language: Language) -> tuple[Claim, ...]:
    """Lines of a financial annexe kept as a file of its own: those that the question names, else its totals.

    Nothing for a convention, and where the question speaks of something that no line is called.
    """
    if entry.identity.kind is not DocumentKind.DOCUMENT:
        return ()
    lines = [f for f in entry.facts if isinstance(f, BudgetLine) and f.value is not None]
    lines = [line for line in lines if not ask.years or line.year in ask.years]
    own = frozenset(tokens(f"{entry.identity.short_name} {entry.identity.title}"))
    words = [word for word in ask.words_beside("amount", "schedule", "annexes") if word not in own]
    named = [line for line in lines if line.label and any(is_named(w, frozenset(tokens(line.label))) for w in words)]
    chosen = named or ([] if words else [line for line in lines if line.total and _is_total(line.label)])
    return tuple(_line_claim(line, language) for line in chosen[:_MOST_LINES])


def _is_total(label: str | None) -> bool:
    """Whether a row is the table's total, not the total column of another row."""
    return "total" in tokens(label or "")


def _added(lines: Sequence[BudgetLine], ask: Ask, language: Language) -> tuple[Claim, ...]:
    """The lines added up, their own totals left out; none when there is one line only."""
    lines = [line for line in lines if not line.total]
    labels = {line.label for line in lines}
    if len({line.year for line in lines}) > 1 and len(labels) > 1 and not ask.years:
        lines = [line for line in lines if line.year is not None]
    label = (lines[0].label or "") if len(labels) == 1 else message("fact.total", language)
    return (total(label, lines, language),) if len(lines) > 1 else ()


def _titled(line: BudgetLine, words: Sequence[str]) -> bool:
    """Whether the heading above the table says what is added up."""
    heading = frozenset(tokens(line.evidence[0].heading or ""))
    return all(holds(word, heading) for word in words)


def _line_claim(line: BudgetLine, language: Language) -> Claim:
    assert line.value is not None
    column = "" if line.year and str(line.year) in line.column else line.column
    column = "" if squash(column) == squash(line.label or "") else column
    year = str(line.year or "")
    parts = [part for part in display(line.label or "").split(", ") if not _QUANTITY.fullmatch(part)]
    label = ", ".join(part for part in (*parts, display(column), "" if year in ", ".join(parts) else year) if part)
    value = money(label, line.value, language)
    return Claim(
        f"**{value.shown}** — {label}", line.evidence[:2], (value,), value.shown, value.value, order=line.value
    )


def _by_row(lines: Sequence[BudgetLine]) -> list[list[BudgetLine]]:
    rows: dict[tuple[int | None, str | None, bool], list[BudgetLine]] = {}
    for line in lines:
        rows.setdefault((line.year, line.label, line.total), []).append(line)
    return list(rows.values())


def _year_claim(group: Sequence[BudgetLine], language: Language) -> Claim:
    first = group[0]
    head = message("fact.total", language) if first.total else " ".join(str(p) for p in (first.label, first.year) if p)
    parts, values = [], []
    for line in group:
        if line.value is None:
            parts.append(f"{line.column} : {message('fact.no_amount' if len(group) == 1 else 'fact.dash', language)}")
            continue
        value = money(f"{line.column} {head}".strip(), line.value, language)
        values.append(value)
        parts.append(f"{line.column} : **{value.shown}**{_per_team(line, values, language)}")
    amounts = [line.value for line in group if line.value is not None]
    cell = " · ".join(parts).replace("**", "")
    key = ";".join(f"{line.column}{line.year}{line.value}" for line in group)
    evidence = tuple(dict.fromkeys(one for line in group for one in _of_its_year(line)))
    state: Literal["stated", "blank"] = "stated" if values else "blank"
    return Claim(
        f"{head} — " + " · ".join(parts), evidence, tuple(values), cell, key, None, max(amounts, default=None), state
    )


def _of_its_year(line: BudgetLine) -> list[Evidence]:
    """The row of a line; and where its year stands, when another row says it: years above the columns."""
    row, *around = line.evidence
    year = str(line.year or "")
    return [row] if year in row.quote else [row, *[one for one in around if year in one.quote][:1]]


def _per_team(line: BudgetLine, values: list[Value], language: Language) -> str:
    if line.per_team is None:
        return ""
    value = money(f"{line.column} par équipe", line.per_team, language)
    values.append(value)
    key = "fact.per_team_estimate" if line.estimate else "fact.per_team"
    return message(key, language, amount=value.shown)


def total(column: str, lines: Sequence[BudgetLine], language: Language) -> Claim:
    """The sum of some lines of a column; never a total row added to its parts, never AE added to CP."""
    valued = [line for line in lines if line.value is not None]
    parts = [line for line in valued if not line.total] or [line for line in valued if line.year is not None]
    parts = _once(parts)
    years = {line.year for line in parts}
    totals = [line for line in valued if line.total and line not in parts]
    stated = next((line for line in totals if line.year is None or years == {line.year}), None)
    evidence = tuple(dict.fromkeys(line.evidence[0] for line in (*parts, *([stated] if stated else []))))
    if not parts and stated is None:
        return Claim(f"{column} : {message('fact.blank', language)}", evidence, state="blank")
    if len(parts) == 1 or (stated and not parts):
        only = parts[0] if parts else stated
        assert only is not None and only.value is not None
        value = money(column, only.value, language)
        text = f"**{value.shown}** — " + message("fact.sum_one", language, column=column, year=only.year or "")
        return Claim(text.strip(), evidence, (value,), value.shown, value.value, None, only.value)
    added = sum((line.value for line in parts if line.value is not None), Decimal(0))
    terms = [money("", line.value, language).shown for line in parts if line.value is not None]
    how = f"{' + '.join(terms)} = {money('', added, language).shown}"
    value = money(message("fact.sum_label", language, column=column), added, language, how)
    text = f"**{value.shown}** — {value.label} ({how})"
    warning = None
    if stated and stated.value is not None and stated.value != added:
        warning = message("fact.total_differs", language, stated=money("", stated.value, language).shown)
    return Claim(text, evidence, (value,), value.shown, value.value, warning, added)


def _once(lines: Sequence[BudgetLine]) -> list[BudgetLine]:
    """The lines without those that say again, in another table or sentence, what one of them says."""
    kept: list[BudgetLine] = []
    for line in lines:
        if not any(_again(line, one) for one in kept):
            kept.append(line)
    return kept


def _again(line: BudgetLine, other: BudgetLine) -> bool:
    same = (line.column, line.year, line.value) == (other.column, other.year, other.value)
    labels = {line.label, other.label}
    same_table = bool(line.evidence[1:]) and line.evidence[1:2] == other.evidence[1:2]
    return same and not same_table and line.evidence[0] != other.evidence[0] and (len(labels) == 1 or None in labels)
