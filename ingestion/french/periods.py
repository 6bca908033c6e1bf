"""Periods between two dates: « du 1er mars au 30 juin 2025 », « de novembre 2019 à décembre 2020 »."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from ingestion.french.dates import DateMention, find_dates, make_mention
from ingestion.french.folding import fold

_LINK = re.compile(
    r",?[ \n]{0,2}(?:au|a|jusqu'(?:au|a|en)|et(?: le| au| jusqu'au)?|to|until|and|->?)(?: la fin de)?[ \n]{1,2}\Z"
)
_BOUNDED = re.compile(r"\b(?:entre(?: le)?|between)[ \n]{1,2}\Z")
_OPENING = re.compile(
    r"\b(?:du|de|des le|depuis|depuis le|a compter du|a partir du|entre le|entre|from|between|d')[ \n]{0,2}\Z"
)
_ELIDED = re.compile(r"\b(?:du|entre le)[ \n]{1,2}(?P<day>[0-9]{1,2})(?: ?er)?[ \n]{1,2}(?:au|et le)[ \n]{1,2}\Z")
_REACH = 24


@dataclass(frozen=True, slots=True)
class PeriodMention:
    """A stretch of time whose two ends the text states."""

    first: DateMention
    """The beginning; a year or a month left out is the end's when that leaves the beginning before the end."""
    last: DateMention
    """The end."""
    first_day: date | None
    """The first day meant (the 1st for a month); None when the beginning cannot be known to the day."""
    last_day: date | None
    """The last day meant (the month's last for a month); None when the end cannot be known to the day."""
    start: int
    end: int
    """Characters of the text, from « du » to the second date."""


def find_periods(text: str) -> tuple[PeriodMention, ...]:
    """Every period with two stated ends, in order. A year that would put the end first is not filled in.

    >>> [(str(period.first_day), str(period.last_day)) for period in find_periods(
    ...     "du 1er mars au 30 juin 2025, de novembre 2019 à février 2020, du 3 au 9 mai 2024")]
    [('2025-03-01', '2025-06-30'), ('2019-11-01', '2020-02-29'), ('2024-05-03', '2024-05-09')]
    >>> find_periods("de novembre à mars 2025")[0].first_day, find_periods("le 3 mai 2024 et le 9 mai 2024")
    (None, ())
    """
    folded, dates = fold(text), find_dates(text, years=True)
    found = [period for last in dates if (period := _elided(text, folded, last))]
    found += [period for first, last in pairwise(dates) if (period := _between(text, folded, first, last))]
    return tuple(sorted(found, key=lambda period: period.start))


def _between(text: str, folded: str, first: DateMention, last: DateMention) -> PeriodMention | None:
    if last.start - first.end > _REACH or not (link := _LINK.match(folded, first.end, last.start)):
        return None
    opening = _OPENING.search(folded, max(0, first.start - _REACH), first.start)
    if "et" in link.group() and not _BOUNDED.search(folded, max(0, first.start - _REACH), first.start):
        return None
    if opening is None and "-" not in link.group() and "jusqu" not in link.group():
        return None
    return _period(_completed(text, first, last), last, opening.start() if opening else first.start)


def _elided(text: str, folded: str, last: DateMention) -> PeriodMention | None:
    """« du 3 au 9 mai 2024 »: the first day takes the month and the year of the second."""
    found = _ELIDED.search(folded, max(0, last.start - _REACH - 8), last.start)
    if not found or last.day is None or not 1 <= int(found["day"]) <= last.day:
        return None
    first = make_mention(text, found.span("day"), last.year, last.month, int(found["day"]))
    return _period(first, last, found.start())


def _completed(text: str, first: DateMention, last: DateMention) -> DateMention:
    """The beginning with the end's year, as French leaves out a year said once; never across a new year."""
    if first.year is not None or last.year is None or first.month is None or last.month is None:
        return first
    if (first.month, first.day or 1) > (last.month, last.day or 31):
        return first
    return make_mention(text, (first.start, first.end), last.year, first.month, first.day, first.part)


def _period(first: DateMention, last: DateMention, start: int) -> PeriodMention:
    return PeriodMention(first, last, _first_day(first), _last_day(last), start, last.end)


def _first_day(mention: DateMention) -> date | None:
    if mention.value or mention.year is None or mention.part or mention.precision == "impossible":
        return mention.value
    return date(mention.year, mention.month or 1, 1)


def _last_day(mention: DateMention) -> date | None:
    """« fin » of a month or a year is its last day; its beginning and middle are no day."""
    if mention.value or mention.year is None or mention.precision == "impossible":
        return mention.value
    if mention.part in ("start", "middle"):
        return None
    month = mention.month or 12
    return date(mention.year, month, monthrange(mention.year, month)[1])
