"""Claims: what an answer states, each with its evidence, before it is written and numbered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from bot.answer import Figure, Language, plain_decimal
from ingestion.facts.evidence import Evidence
from ingestion.french.amounts import format_amount
from ingestion.french.dates import format_date
from ingestion.french.durations import Duration, find_durations, format_duration
from ingestion.lines import display


@dataclass(frozen=True, slots=True)
class Value:
    """An exact value that a claim states."""

    label: str
    value: str
    """As the contract writes it: plain decimal, ISO date, code."""
    unit: str
    shown: str
    """As the claim's text shows it."""
    how: str | None = None
    """For a computed value, the arithmetic in words; `None` for a stated one."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One line of an answer."""

    text: str
    """Markdown without citation marks."""
    evidence: tuple[Evidence, ...]
    values: tuple[Value, ...] = ()
    cell: str = ""
    """The short value, for a table across conventions."""
    key: str = ""
    """What makes two conventions' claims the same: the normalised value; the empty string when nothing does."""
    warning: str | None = None
    """What a careful reader would add."""
    order: Decimal | None = None
    """For rankings and sums; `None` when the claim has no magnitude."""
    state: Literal["stated", "blank", "absent"] = "stated"


def money(label: str, value: Decimal, language: Language, how: str | None = None) -> Value:
    """An amount in euros."""
    return Value(
        label,
        plain_decimal(value),
        "EUR",
        format_amount(value, language).replace("\u202f", " ").replace("\u00a0", " "),
        how,
    )


def day(label: str, value: date, language: Language, how: str | None = None) -> Value:
    """A date."""
    return Value(label, value.isoformat(), "date", format_date(value, language), how)


def duration(label: str, value: Duration, language: Language, evidence: Sequence[Evidence]) -> Value:
    """A duration: in the text's own words in French, counted in English."""
    shown = format_duration(value, language)
    if language == "fr":
        for one in evidence:
            for mention in find_durations(one.quote):
                if mention.value == value:
                    shown = display(one.quote[mention.start : mention.end])
                    break
    return Value(label, str(value.count), value.unit, shown)


def code(label: str, value: str) -> Value:
    """A code, whole."""
    return Value(label, value, "code", value)


def figure(value: Value, citations: Sequence[int], carried: bool) -> Figure:
    """The contract's figure. `carried` is whether the quotes hold the value as it is shown: what they say in words
    (« vingt-quatre mois ») or in another unit (« 1,2 M€ ») is declared as read, with both forms."""
    how = value.how
    if how is None and not carried:
        how = f"lu dans la citation : {value.shown}"
    kind: Literal["stated", "computed"] = "stated" if how is None else "computed"
    return Figure(label=value.label, value=value.value, unit=value.unit, kind=kind, how=how, citations=tuple(citations))
