"""Dates as French texts write them, whole, partial or impossible; English ones too, for questions."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from ingestion.french.folding import fold
from ingestion.french.numbers import WORDS, Language, read_words

Precision = Literal["day", "month", "year", "day_of_year", "month_of_year", "impossible"]
Part = Literal["start", "middle", "end"]

_FRENCH = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
_ENGLISH = "January February March April May June July August September October November December"
MONTHS: dict[Language, tuple[str, ...]] = {"fr": tuple(_FRENCH.split()), "en": tuple(_ENGLISH.split())}
_SHORT = {"janv": 1, "jan": 1, "fevr": 2, "fev": 2, "feb": 2, "avr": 4, "apr": 4, "jun": 6, "juil": 7, "jul": 7}
_SHORT |= {"aug": 8, "sept": 9, "sep": 9, "oct": 10, "nov": 11, "dec": 12}
_FULL = {fold(name): number for number, name in enumerate(MONTHS["fr"], 1)}
_NUMBERS = _FULL | {fold(name): number for number, name in enumerate(MONTHS["en"], 1)} | _SHORT

_NAMES = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_MONTH = re.compile(rf"(?:{_NAMES})(?![^\W\d_])")
_DAY_WORDS = rf"premier|{WORDS}"
_DAY = re.compile(
    rf"(?:(?<![\w.,/-])(?P<digits>0?[1-9]|[1-9][0-9]|[il](?= ?er))(?: ?(?:er|eme|th|st|nd|rd)| ?<sup>er</sup>)?(?: of)?"
    rf"|\b(?P<words>{_DAY_WORDS}))(?:[ \n]{{1,3}}|-|\.(?=[a-z])|(?<=[0-9]))\Z"
)
_YEAR = re.compile(
    r"\.?(?:[ \n]{1,3}|, ?|-|(?<=\.))(?P<digits>[12][0-9]{3})(?![0-9]| ?(?:€|euros?\b|[km]€))"
    rf"|[ \n]{{1,2}}(?P<words>deux[ -]mil(?:le)?(?:[ \n-]{{1,2}}(?:{WORDS}))?)\b(?! euros?\b)"
)
_ENGLISH_DAY = re.compile(r"\.? (?P<day>[0-9]{1,2})(?:st|nd|rd|th)?,? (?P<year>[12][0-9]{3})(?![0-9])")
_PART = re.compile(r"\b(?P<part>fin|debut|mi|milieu|courant)(?: du mois)?(?: de| d'| |-){1,2}\Z")
_PARTS: dict[str, Part] = {"fin": "end", "debut": "start", "mi": "middle", "milieu": "middle"}
_LEAD = re.compile(
    r"\b(?:en|de|depuis|du mois de|mois de|mois d'|jusqu'a|jusqu'en|d'ici|avant|apres|a|chaque)[ \n']?\Z"
)
"""What shows that a month's name alone is a date; « mars » in a heading is refused."""
_WINDOW = 44
"""Characters looked at before a month's name: the longest day in words with its blanks."""

_NUMERIC = re.compile(
    r"(?P<d>[0-9](?<![\w/.-].)[0-9]?)(?: ?(?P<mark>/) ?|(?P<other>[.-]))(?P<m>[0-9]{1,2})"
    r"(?:(?P=mark)| ?(?P=mark) ?|(?P=other))(?P<y>[12][0-9]{3}|[0-9]{2})(?![\w]|[/.,-][0-9])"
)
_ISO = re.compile(r"(?P<y>[12](?<![\w/.-].)[0-9]{3})-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})(?![0-9-])")
_SLASHED_MONTH = re.compile(
    r"(?:[01](?<![\w/.-].)[0-9]|[1-9](?<![\w/.-].))/(?P<y>(?:19|20)[0-9]{2})(?![\w/-])",
)
_NUMBERED = re.compile(r"n° ?\Z")
_PART_OF_YEAR = re.compile(
    r"(?P<part>fin|debut|milieu|mi|courant)[ -](?:de )?(?:l'annee |l'an )?(?P<y>(?:19|20)[0-9]{2})(?![\w/-])"
)
_BARE_YEAR = re.compile(
    r"(?P<y>[12](?<![\w/.,-].)(?:(?<=1)9|(?<=2)0)[0-9]{2})(?![\w/]|[.,-][0-9]| ?[€%]| [0-9]{3}\b| euros?\b)"
)


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date where the text states it; no part of it is guessed."""

    value: date | None
    """The day; None when the text states less than a day, or a day that no calendar has."""
    year: int | None
    """None when the text gives none (« le 1er janvier »)."""
    month: int | None
    """1 to 12 as read (an impossible date keeps what is written); None for a year alone."""
    day: int | None
    """1 to 31 as read; None for a month or a year."""
    part: Part | None
    """« début », « mi », « fin » before a month or a year; None otherwise."""
    precision: Precision
    """What the text gives; `impossible` for a day that does not exist (« 31 février 2024 »)."""
    start: int
    end: int
    """Characters of the text; the weekday and the preposition are left out, « fin » is kept."""
    raw: str
    """The text's own characters: `text[start:end]`."""


@lru_cache(maxsize=16)
def find_dates(text: str, years: bool = False) -> tuple[DateMention, ...]:
    """Every date, in order, spans apart. `years`: read « 2024 » alone too.

    Two digits of a year after slashes are of this century. Day before month, as in France, in figures.

    >>> [str(found.value) for found in find_dates("1er janvier 2025, 9 DEC. 2019, 25/03/20, le trois mai 2021")]
    ['2025-01-01', '2019-12-09', '2020-03-25', '2021-05-03']
    >>> [(found.raw, found.precision) for found in find_dates("fin novembre, décembre 2020 et 31 fevrier 2024")]
    [('fin novembre', 'month_of_year'), ('décembre 2020', 'month'), ('31 fevrier 2024', 'impossible')]
    >>> [found.raw for found in find_dates("signed on March 15, 2024, ends on 15 March 2025")]
    ['March 15, 2024', '15 March 2025']

    Refused: figures without a mark between, numbers of laws and articles, and a month's name alone.

    >>> find_dates("31 12 2024 ; loi 2004-11 ; article 12.3.20 ; Mars ; 14:30 ; en 2024")
    ()
    """
    folded = fold(text)
    found = [*_spelt(text, folded), *_numeric(text, folded, years)]
    found.sort(key=lambda mention: (mention.start, -mention.end))
    apart: list[DateMention] = []
    for mention in found:
        if not apart or mention.start >= apart[-1].end:
            apart.append(mention)
    return tuple(apart)


def _numeric(text: str, folded: str, years: bool) -> Iterator[DateMention]:
    for found in _NUMERIC.finditer(folded):
        day, month, year = (int(found[name]) for name in "dmy")
        if year >= 1000:
            yield make_mention(text, found.span(), year, month, day)
        elif found["mark"] and _exists(2000 + year, month, day):
            yield make_mention(text, found.span(), 2000 + year, month, day)
    for found in _ISO.finditer(folded):
        yield make_mention(text, found.span(), int(found["y"]), int(found["m"]), int(found["d"]))
    for found in _SLASHED_MONTH.finditer(folded):
        month = int(found.group().partition("/")[0])
        if 1 <= month <= 12 and not _NUMBERED.search(folded, max(0, found.start() - 3), found.start()):
            yield make_mention(text, found.span(), int(found["y"]), month, None)
    for found in _PART_OF_YEAR.finditer(folded):
        if _begins(folded, found.start()):
            yield make_mention(text, found.span(), int(found["y"]), None, None, _PARTS.get(found["part"]))
    for found in _BARE_YEAR.finditer(folded) if years else ():
        yield make_mention(text, found.span(), int(found["y"]), None, None)


def _begins(folded: str, at: int) -> bool:
    """Whether a word begins there; tested after the match, so that the engine can jump to first letters."""
    return at == 0 or not folded[at - 1].isalpha()


def _spelt(text: str, folded: str) -> Iterator[DateMention]:
    for found in _MONTH.finditer(folded):
        if _begins(folded, found.start()) and (mention := _around(text, folded, found)):
            yield mention


def _around(text: str, folded: str, month: re.Match[str]) -> DateMention | None:
    """The date around a month's name; None when nothing shows that it is one."""
    number = _NUMBERS[month.group()]
    window = max(0, month.start() - _WINDOW)
    day = _DAY.search(folded, window, month.start())
    value = _day_number(day)
    if value is None and (english := _ENGLISH_DAY.match(folded, month.end())):
        span = (month.start(), english.end())
        return make_mention(text, span, int(english["year"]), number, int(english["day"]))
    year = _YEAR.match(folded, month.end())
    written = _year_number(year)
    end = year.end() if year and written else month.end()
    if day and value is not None:
        return make_mention(text, (day.start(), end), written, number, value)
    return _partial(text, folded, month, written, end)


def _partial(text: str, folded: str, month: re.Match[str], year: int | None, end: int) -> DateMention | None:
    window = max(0, month.start() - _WINDOW)
    part = _PART.search(folded, window, month.start())
    start = part.start() if part else month.start()
    shown = part or (month.group() in _FULL and _LEAD.search(folded, window, month.start()))
    if year is None and not shown:
        return None
    number = _NUMBERS[month.group()]
    return make_mention(text, (start, end), year, number, None, _PARTS.get(part["part"]) if part else None)


def _day_number(day: re.Match[str] | None) -> int | None:
    if day is None:
        return None
    if day["digits"]:
        return 1 if day["digits"] in "il" else int(day["digits"])
    value = 1 if day["words"] == "premier" else read_words(day["words"])
    return value if value is not None and 1 <= value <= 31 else None


def _year_number(year: re.Match[str] | None) -> int | None:
    if year is None:
        return None
    return int(year["digits"]) if year["digits"] else read_words(year["words"])


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def make_mention(
    text: str, span: tuple[int, int], year: int | None, month: int | None, day: int | None, part: Part | None = None
) -> DateMention:
    """The mention that these parts make; 29 February without a year is possible."""
    fits = month is None or _exists(year or 2000, month, day or 1)
    value = date(year, month, day) if fits and year and month and day else None
    precision: Precision = "impossible"
    if fits:
        precision = "day" if value else _partial_precision(year, month, day)
    return DateMention(value, year, month, day, part, precision, *span, text[slice(*span)])


def _partial_precision(year: int | None, month: int | None, day: int | None) -> Precision:
    if month is None:
        return "year"
    if year is None:
        return "day_of_year" if day else "month_of_year"
    return "month"


def format_date(value: date, language: Language = "fr") -> str:
    """A day as that language writes it; `find_dates` gives it back.

    >>> format_date(date(2025, 1, 1)), format_date(date(2024, 12, 31)), format_date(date(2024, 12, 31), "en")
    ('1er janvier 2025', '31 décembre 2024', '31 December 2024')
    """
    day = "1er" if value.day == 1 and language == "fr" else str(value.day)
    return f"{day} {MONTHS[language][value.month - 1]} {value.year:04d}"
