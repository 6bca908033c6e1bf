"""The working calendar: *jours ouvrés*, *jours ouvrables* and French public holidays. The door of `holidays`."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache

_SATURDAY, _SUNDAY = 5, 6


@lru_cache(maxsize=256)
def public_holidays(year: int) -> frozenset[date]:
    """The legal holidays of mainland France in a year (code du travail, art. L. 3133-1).

    Alsace-Moselle and overseas have others, left out here.

    >>> date(2025, 5, 29) in public_holidays(2025), len(public_holidays(2025))
    (True, 11)
    """
    from holidays import country_holidays  # some 70 ms, which only a computed deadline has to wait for

    return frozenset(country_holidays("FR", years=year))


def is_business_day(day: date) -> bool:
    """Whether a day is *ouvrable*: neither a Sunday nor a public holiday.

    >>> is_business_day(date(2025, 5, 31)), is_business_day(date(2025, 6, 1)), is_business_day(date(2025, 5, 29))
    (True, False, False)
    """
    return day.weekday() != _SUNDAY and day not in public_holidays(day.year)


def is_working_day(day: date) -> bool:
    """Whether a day is *ouvré*: neither a Saturday, nor a Sunday, nor a public holiday.

    >>> is_working_day(date(2025, 5, 30)), is_working_day(date(2025, 5, 31))
    (True, False)
    """
    return day.weekday() != _SATURDAY and is_business_day(day)


def move(day: date, count: int, sign: int, counted: Callable[[date], bool]) -> date:
    """The day reached after `count` days that are `counted`; the first day itself does not count.

    Raises OverflowError past the years 1 to 9999.

    >>> move(date(2025, 5, 28), 1, 1, is_working_day), move(date(2025, 6, 2), 1, -1, is_working_day)
    (datetime.date(2025, 5, 30), datetime.date(2025, 5, 30))
    """
    step = timedelta(days=sign)
    while count:
        day += step
        count -= counted(day)
    return day
