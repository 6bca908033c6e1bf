"""Findings: one anomaly, the sentence that tells it and the quotes that disagree."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Literal, cast, get_args

import prompts
from ingestion.facts.evidence import Evidence
from ingestion.french.amounts import format_amount
from ingestion.french.dates import format_date
from ingestion.french.durations import Duration, Unit, format_duration
from ingestion.french.numbers import Language

Severity = Literal["info", "attention", "grave"]
"""`info`: true and perhaps meant; `attention`: somebody should look; `grave`: sums differ, or what was signed cannot be
carried out as it stands."""
Sort = Literal["text", "amount", "date", "duration"]
_NO_BREAK = re.compile(r"(?<=«) | (?=[:;?!»%])")
"""Spaces of French punctuation that must not break a line; files are written with plain ones."""
_SHORTEST = 90
"""Characters of a quote told inside a sentence; the evidence has it whole."""


class UnknownAnomaly(KeyError):
    """No sentence has this code: a fault of ours, never of the user's."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value that an anomaly's sentence names, kept so that any language can write it."""

    name: str
    """Placeholder of the sentence."""
    sort: Sort
    text: str
    """Words as they stand; an amount's digits, in euros; an ISO date; a duration as « 3 month »."""

    def told(self, language: Language) -> str:
        """The value as a language writes it."""
        if self.sort == "amount":
            return format_amount(Decimal(self.text), language)
        if self.sort == "date":
            return format_date(date.fromisoformat(self.text), language)
        if self.sort == "duration":
            count, _, unit = self.text.partition(" ")
            return format_duration(Duration(int(count), _unit(unit)), language)
        return self.text


@dataclass(frozen=True, slots=True)
class Anomaly:
    """Something that does not hold together, with what shows it."""

    code: str
    """Stable name of the detector, `credits_after_end`; the key of its sentence in prompts/anomalies.*.toml."""
    severity: Severity
    values: tuple[Value, ...]
    """What fills the sentence."""
    evidence: tuple[Evidence, ...]
    """The quotes that disagree, in the order in which the sentence names them; at least one."""

    @property
    def sentence(self) -> str:
        """The anomaly in one French sentence."""
        return self.told("fr")

    @property
    def articles(self) -> tuple[str, ...]:
        """Articles of the quotes, each once, in the order of the quotes."""
        return tuple(dict.fromkeys(one.article for one in self.evidence if one.article))

    def told(self, language: Language) -> str:
        """The anomaly in one sentence of a language. Raises UnknownAnomaly.

        >>> values = Value("first", "date", "2024-12-31"), Value("second", "date", "2025-06-30")
        >>> Anomaly("two_ends", "grave", values, ()).told("en")
        'Two end dates are given: 31 December 2024 and 30 June 2025.'
        """
        sentence = _sentences(language).get(self.code)
        if sentence is None:
            raise UnknownAnomaly(f"{self.code} ({language})")
        return sentence.format(**{value.name: value.told(language) for value in self.values})


def anomaly(code: str, severity: Severity, evidence: Iterable[Evidence], **values: object) -> Anomaly:
    """An anomaly whose values are given as they are: Decimal, date, Duration, or anything else for its words."""
    once = tuple(dict.fromkeys(evidence))
    return Anomaly(code, severity, tuple(_value(name, value) for name, value in values.items()), once)


def short(quote: str) -> str:
    """A quote cut to what a sentence can hold, on one line.

    >>> short("a\\n b"), short("mot " * 60)[-9:]
    ('a b', 'mot mot …')
    """
    line = " ".join(quote.split())
    return line if len(line) <= _SHORTEST else line[:_SHORTEST].rsplit(" ", 1)[0] + " …"


def codes(language: Language) -> frozenset[str]:
    """Every code that has a sentence."""
    return frozenset(_sentences(language))


def _value(name: str, value: object) -> Value:
    if isinstance(value, Decimal):
        return Value(name, "amount", str(value))
    if isinstance(value, date):
        return Value(name, "date", value.isoformat())
    if isinstance(value, Duration):
        return Value(name, "duration", f"{value.count} {value.unit}")
    return Value(name, "text", str(value))


def _unit(name: str) -> Unit:
    if name not in get_args(Unit):
        raise ValueError(f"{name} is no unit of a duration")
    return cast(Unit, name)


@cache
def _sentences(language: Language) -> Mapping[str, str]:
    table = tomllib.loads(prompts.read(f"anomalies.{language}.toml"))
    return {code: _NO_BREAK.sub("\u00a0", text) if language == "fr" else text for code, text in table.items()}
