"""Occurrences: the days on which a recurring duty falls between two dates."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from ingestion.facts.deadlines import Deadline
from ingestion.french.durations import Duration, NotComputable, add_duration

MOST = 240
"""Occurrences at most, twenty years of months: a term read wrong must not fill the memory."""


def occurrences(deadline: Deadline, first: date, last: date) -> tuple[date, ...]:
    """The days from `first` to `last`, both included, on which a yearly or monthly duty falls.

    With months told, the day told or the month's last, every year. With a day told, that day of every month or of the
    month after each calendar period (« chaque trimestre, au plus tard le 15 du mois suivant » : 15 April, July…).
    Else every period counted from `first`. Nothing for duties by the day or the week, whose weekday is not told.
    """
    months = _months(deadline.every)
    if deadline.months:
        days = _in_months(deadline, first, last)
    elif months is None or deadline.every is None:
        return ()
    elif deadline.day_of_month is not None:
        days = _of_periods(deadline, months, first, last)
    else:
        days = _from(first, deadline.every, last)
    return tuple(day for day, _ in zip((day for day in days if first <= day <= last), range(MOST), strict=False))


def _months(every: Duration | None) -> int | None:
    if every is None or every.unit not in ("month", "year") or every.count < 1:
        return None
    return every.count * (12 if every.unit == "year" else 1)


def _day(year: int, month: int, day: int | None) -> date:
    """That day of the month; its last one for -1, for none and for a day that it does not have."""
    length = monthrange(year, month)[1]
    return date(year, month, length if day is None or day < 0 else min(day, length))


def _in_months(deadline: Deadline, first: date, last: date) -> Iterator[date]:
    every = deadline.every
    step = every.count if every and every.unit == "year" else 1
    for year in range(first.year, last.year + 1, step):
        for month in sorted(deadline.months):
            yield _day(year, month, deadline.day_of_month)


def _of_periods(deadline: Deadline, months: int, first: date, last: date) -> Iterator[date]:
    """The due day in the last month of each calendar period, or in the month after it."""
    for number in range(first.year * 12 // months, (last.year * 12 + last.month) // months + 2):
        month = (
            number * months - 1 + deadline.following
        )  # counted in months from year 0; a period's last month, or next
        if month >= 12:
            yield _day(month // 12, month % 12 + 1, deadline.day_of_month)


def _from(first: date, every: Duration, last: date) -> Iterator[date]:
    for number in range(1, MOST + 1):
        try:
            day = add_duration(first, Duration(every.count * number, every.unit))
        except NotComputable:
            return
        if day > last:
            return
        yield day
