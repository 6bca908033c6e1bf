"""Date bounds: « avant mars 2026 », « after 2026 », « entre 2025 et 2027 », as first and last days."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from ingestion.french.dates import DateMention, find_dates
from ingestion.french.folding import fold

_DAY = timedelta(days=1)
_LEAD = r"(?: (?:le|la|l'|the|du|de|end of|au|en))* ?$"
_BEFORE = re.compile(rf"\b(?:avant|before|prior to){_LEAD}")
_UNTIL = re.compile(rf"\b(?:jusqu'(?:a|en|au)?|d'ici(?: a)?|by|until|au plus tard){_LEAD}")
_AFTER = re.compile(rf"\b(?:apres|after|au-dela){_LEAD}")
_FROM = re.compile(rf"\b(?:a partir|depuis|des|since|from|a compter){_LEAD}")
_BETWEEN = re.compile(rf"\b(?:entre|between){_LEAD}")
_NEAR = 30
"""Characters before a date in which its preposition stands."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """Days that are asked for, both ends included; `None` for no bound."""

    first: date | None
    last: date | None
    words: str
    """The dates as the question writes them."""

    def holds(self, day: date) -> bool:
        """Whether a day is among them."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


def bounds_of(text: str) -> Bounds | None:
    """The days that a question bounds; `None` when it bounds none.

    >>> found = bounds_of("Quelles conventions finissent avant mars 2026 ?")
    >>> (found.first, str(found.last))
    (None, '2026-02-28')
    """
    dates = [mention for mention in find_dates(text, years=True) if mention.year]
    folded = fold(text)
    for at, mention in enumerate(dates):
        before = folded[max(0, mention.start - _NEAR) : mention.start]
        if _BETWEEN.search(before) and at + 1 < len(dates):
            other = dates[at + 1]
            return Bounds(_span(mention)[0], _span(other)[1], f"{mention.raw} {other.raw}")
        found = _bound(mention, before)
        if found:
            return found
    return None


def _bound(mention: DateMention, before: str) -> Bounds | None:
    first, last = _span(mention)
    if _BEFORE.search(before):
        return Bounds(None, last if mention.part == "end" else first - _DAY, mention.raw)
    if _UNTIL.search(before):
        return Bounds(None, last, mention.raw)
    if _AFTER.search(before):
        return Bounds(last + _DAY, None, mention.raw)
    return Bounds(first, None, mention.raw) if _FROM.search(before) else None


def _span(mention: DateMention) -> tuple[date, date]:
    """First and last day of a day, a month or a year."""
    if mention.value:
        return mention.value, mention.value
    year = mention.year or 1
    first_month, last_month = (mention.month, mention.month) if mention.month else (1, 12)
    return date(year, first_month, 1), date(year, last_month, monthrange(year, last_month)[1])
