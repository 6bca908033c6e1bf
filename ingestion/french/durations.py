"""Durations: « vingt-quatre (24) mois », « quinze jours ouvrés »; and a date plus or minus one, as the law counts."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from ingestion.french.folding import fold
from ingestion.french.numbers import Count, Language, find_counts
from ingestion.french.working_days import is_business_day, is_working_day, move

Unit = Literal["hour", "day", "week", "month", "year", "working_day", "business_day", "clear_day"]

_NOUN = (
    r"(?P<noun>ans?|annees?|mois|semaines?|jours?|journees?|heures?|h|trimestres?|semestres?|"
    r"years?|months?|weeks?|days?|hours?|quarters?)(?![\w'])"
)
_KIND = r"(?:[ \n]{1,2}(?P<kind>ouvrables?|ouvres?|francs?|calendaires?))?(?!\w)"
_ENGLISH_KIND = r"(?:(?P<english>working|business|clear|calendar)[ \n])?"
_HALF = r"(?P<half>[ \n]{1,2}et demie?\b)?"
_LABOUR = r"(?![ \n]?[-/ ][ \n]?(?:hommes?|personnes?)\b)"
"""A day's work of a person measures a workload, not a time."""
_UNIT = re.compile(rf"[ \n]{{0,3}}\*{{0,2}}[ \n]?{_ENGLISH_KIND}{_NOUN}{_KIND}{_HALF}{_LABOUR}")
_AND = re.compile(r"[ \n]{1,2}(?:et|and)[ \n]{1,2}\Z")

_UNITS: dict[str, tuple[Unit, int]] = {
    "an": ("year", 1),
    "annee": ("year", 1),
    "year": ("year", 1),
    "mois": ("month", 1),
    "month": ("month", 1),
    "trimestre": ("month", 3),
    "quarter": ("month", 3),
    "semestre": ("month", 6),
    "semaine": ("week", 1),
    "week": ("week", 1),
    "jour": ("day", 1),
    "journee": ("day", 1),
    "day": ("day", 1),
    "heure": ("hour", 1),
    "hour": ("hour", 1),
    "h": ("hour", 1),
}
_KINDS: dict[str, Unit] = {"ouvre": "working_day", "ouvrable": "business_day", "franc": "clear_day"}
_KINDS |= {"working": "working_day", "business": "business_day", "clear": "clear_day"}
_LONGEST = 10**6
_CENTURY = 36_525
_NAMES: dict[Language, dict[Unit, tuple[str, str]]] = {
    "fr": {
        "hour": ("heure", "heures"),
        "day": ("jour", "jours"),
        "week": ("semaine", "semaines"),
        "month": ("mois", "mois"),
        "year": ("an", "ans"),
        "working_day": ("jour ouvré", "jours ouvrés"),
        "business_day": ("jour ouvrable", "jours ouvrables"),
        "clear_day": ("jour franc", "jours francs"),
    },
    "en": {
        "hour": ("hour", "hours"),
        "day": ("day", "days"),
        "week": ("week", "weeks"),
        "month": ("month", "months"),
        "year": ("year", "years"),
        "working_day": ("working day", "working days"),
        "business_day": ("business day", "business days"),
        "clear_day": ("clear day", "clear days"),
    },
}


class NotComputable(ValueError):
    """A date and a duration that do not make a date; for the caller to say so rather than show one."""


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time in one unit."""

    count: int
    """How many units; 0 or more."""
    unit: Unit
    """`working_day`: jours ouvrés; `business_day`: jours ouvrables; `clear_day`: jours francs; `day`: calendar."""


@dataclass(frozen=True, slots=True)
class DurationMention:
    """A duration where the text states it."""

    value: Duration
    start: int
    end: int
    """Characters of the text, second form of the number included."""
    agrees: bool | None
    """Whether « vingt-quatre » and « (24) » are equal; None when the number is in one form."""


@lru_cache(maxsize=16)
def find_durations(text: str) -> tuple[DurationMention, ...]:
    """Every counted duration, in order; what it is a duration of is for the caller to see.

    Quarters and half-years are months, a year and a half is 18 months, « un an et six mois » too. `h` is read from
    24 up, less being a time of day. English units are read after digits, for questions.

    >>> [found.value for found in find_durations("vingt-quatre (24) mois, quinze jours ouvrés, un an et demi")]
    [Duration(count=24, unit='month'), Duration(count=15, unit='working_day'), Duration(count=18, unit='month')]
    >>> [found.value for found in find_durations("2 trimestres ; un an et six mois ; 48h")]
    [Duration(count=6, unit='month'), Duration(count=18, unit='month'), Duration(count=48, unit='hour')]

    Refused: what is not whole, workloads, about so many, a unit without a number.

    >>> find_durations("2,5 jours ; un mois et demi ; 3 jours-hommes ; une quinzaine de jours ; par mois ; 14 h")
    ()
    """
    folded = fold(text)
    found = [mention for count in find_counts(folded) if (mention := _mention(folded, count))]
    return _summed(folded, found)


def _mention(folded: str, count: Count) -> DurationMention | None:
    unit = _UNIT.match(folded, count.end)
    if unit is None or count.value is None:
        return None
    value = _duration(count.value, unit)
    return DurationMention(value, count.start, unit.end(), count.agrees) if value else None


def _duration(number: Decimal, found: re.Match[str]) -> Duration | None:
    noun = found["noun"] if found["noun"] in _UNITS else found["noun"].removesuffix("s")
    unit, factor = _UNITS[noun]
    count = (number + (Decimal("0.5") if found["half"] else 0)) * factor
    if unit == "year" and count % 1:
        unit, count = "month", count * 12
    if count % 1 or count > _LONGEST or (noun == "h" and count < 24):
        return None
    kind = found["kind"] or found["english"]
    if kind and unit == "day":
        unit = _KINDS.get(kind) or _KINDS.get(kind.removesuffix("s"), "day")
    return Duration(int(count), unit)


def _summed(folded: str, found: list[DurationMention]) -> tuple[DurationMention, ...]:
    """Years and the months said after them made one number of months."""
    summed: list[DurationMention] = []
    for mention in found:
        before = summed[-1] if summed else None
        if before and _joined(folded, before, mention):
            total = Duration(before.value.count * 12 + mention.value.count, "month")
            summed[-1] = DurationMention(total, before.start, mention.end, before.agrees)
        else:
            summed.append(mention)
    return tuple(summed)


def _joined(folded: str, first: DurationMention, second: DurationMention) -> bool:
    units = (first.value.unit, second.value.unit)
    return (
        units == ("year", "month")
        and second.start - first.end <= 7
        and bool(_AND.match(folded, first.end, second.start))
    )


def add_duration(day: date, duration: Duration, sign: Literal[1, -1] = 1) -> date:
    """The day on which a period from `day` ends; with `sign=-1`, the day from which it would run up to `day`.

    Règlement (CEE, Euratom) n° 1182/71, art. 3, and code de procédure civile, art. 641: the first day does not count;
    a period in weeks, months or years ends on the day of the same name or number, or on the month's last day when it
    has no such day. *Jours ouvrés* leave out Saturdays, Sundays and public holidays, *jours ouvrables* Sundays and
    holidays. *Jours francs* count neither the first day nor the last. A period that ends on a holiday is not put off
    here (art. 3 § 4, art. 642): say so, or use `working_days`.

    Raises `NotComputable` for hours, which no date holds, and past the years 1 to 9999.

    >>> print(add_duration(date(2024, 3, 15), Duration(6, "month")))
    2024-09-15
    >>> print(add_duration(date(2024, 12, 31), Duration(3, "month"), -1))
    2024-09-30
    >>> print(add_duration(date(2024, 4, 30), Duration(5, "working_day")))
    2024-05-10
    """
    try:
        return _moved(day, duration, sign)
    except (OverflowError, ValueError) as error:
        raise NotComputable(f"{day} and {duration.count} {duration.unit}s do not make a date: {error}") from error


def _moved(day: date, duration: Duration, sign: int) -> date:
    match duration.unit:
        case "month" | "year":
            return _months(day, sign * duration.count * (12 if duration.unit == "year" else 1))
        case "working_day" | "business_day":
            counted = is_working_day if duration.unit == "working_day" else is_business_day
            if duration.count > _CENTURY:
                raise ValueError("holidays are not known that far ahead")
            return move(day, duration.count, sign, counted)
        case "hour":
            raise ValueError("hours need a time of day")
        case "week":
            return day + timedelta(weeks=sign * duration.count)
        case "day" | "clear_day":
            return day + timedelta(days=sign * (duration.count + (duration.unit == "clear_day")))


def _months(day: date, count: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    if not 1 <= year <= 9999:
        raise OverflowError("year out of range")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def format_duration(value: Duration, language: Language = "fr") -> str:
    """A duration as that language writes it; `find_durations` gives it back.

    >>> [format_duration(Duration(15, "working_day")), format_duration(Duration(1, "year"), "en")]
    ['15 jours ouvrés', '1 year']
    """
    one, many = _NAMES[language][value.unit]
    plural = value.count >= 2 if language == "fr" else value.count != 1
    return f"{value.count} {many if plural else one}"
