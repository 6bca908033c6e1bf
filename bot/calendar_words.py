"""The words of the calendar: rules, missing dates and sums, in the reader's language."""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Literal

import prompts
from ingestion.french.durations import Duration, format_duration
from ingestion.french.numbers import Language


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    tables: Mapping[str, Mapping[str, str]] = tomllib.loads(prompts.read("calendar.toml"))
    return tables


def calendar_words(key: str, language: Language = "fr") -> str:
    """The rule or the missing date that a key of prompts/calendar.toml stands for. Raises KeyError.

    >>> calendar_words("signature", "en")
    'the date of signature'
    """
    return _words()[language][key]


def arithmetic(day: date, length: Duration, sign: Literal[1, -1], language: Language = "fr") -> str:
    """A sum as it is shown.

    >>> arithmetic(date(2024, 12, 31), Duration(3, "month"), -1)
    '2024-12-31 − 3 mois'
    """
    return f"{day} {'+' if sign > 0 else '−'} {format_duration(length, language)}"


def rule_of(length: Duration) -> str:
    """The key of the rule by which a duration is counted."""
    return {"working_day": "working", "business_day": "business", "clear_day": "clear", "hour": "hours"}.get(
        length.unit, "period"
    )
