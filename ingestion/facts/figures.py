"""Figures: the dates, durations and recurrences of a clause, read once however many families look at it."""

from functools import lru_cache

from ingestion.french.dates import DateMention, find_dates
from ingestion.french.durations import DurationMention, find_durations
from ingestion.french.periods import PeriodMention, find_periods
from ingestion.french.recurrence import Recurrence, find_recurrences

_KEPT = 1024
"""Clauses remembered: more than a long convention has, so that each family finds what the one before read."""


@lru_cache(maxsize=_KEPT)
def dates_in(text: str) -> tuple[DateMention, ...]:
    """`french.dates.find_dates`, bare years left out."""
    return find_dates(text)


@lru_cache(maxsize=_KEPT)
def durations_in(text: str) -> tuple[DurationMention, ...]:
    """`french.durations.find_durations`."""
    return find_durations(text)


@lru_cache(maxsize=_KEPT)
def periods_in(text: str) -> tuple[PeriodMention, ...]:
    """`french.periods.find_periods`."""
    return find_periods(text)


@lru_cache(maxsize=_KEPT)
def recurrences_in(text: str) -> tuple[Recurrence, ...]:
    """`french.recurrence.find_recurrences`."""
    return find_recurrences(text)
