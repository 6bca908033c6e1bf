"""What comes back: « tous les six mois », « trimestriellement au plus tard le 15 du mois suivant »; and rates."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from ingestion.french.durations import Duration, DurationMention, Unit, find_durations
from ingestion.french.folding import fold
from ingestion.french.numbers import find_counts, read_words

_NOUNS: dict[str, tuple[int, Unit]] = {
    "jour": (1, "day"),
    "semaine": (1, "week"),
    "quinzaine": (2, "week"),
    "mois": (1, "month"),
    "trimestre": (3, "month"),
    "semestre": (6, "month"),
    "an": (1, "year"),
    "annee": (1, "year"),
    "exercice": (1, "year"),
}
_NOUN = r"(?P<noun>jour|semaine|quinzaine|mois|trimestre|semestre|annee|an|exercice)s?(?!\w)"
_ADJECTIVES: dict[str, tuple[int, Unit, int]] = {
    "quotidien": (1, "day", 1),
    "hebdomadaire": (1, "week", 1),
    "bihebdomadaire": (1, "week", 2),
    "bimensuel": (1, "month", 2),
    "mensuel": (1, "month", 1),
    "bimestriel": (2, "month", 1),
    "trimestriel": (3, "month", 1),
    "quadrimestriel": (4, "month", 1),
    "semestriel": (6, "month", 1),
    "biannuel": (1, "year", 2),
    "bisannuel": (2, "year", 1),
    "annuel": (1, "year", 1),
    "biennal": (2, "year", 1),
    "triennal": (3, "year", 1),
    "quinquennal": (5, "year", 1),
}
_STEMS = {
    **_ADJECTIVES,
    **{stem.removesuffix("al") + "aux": _ADJECTIVES[stem] for stem in _ADJECTIVES if "nna" in stem},
}
_ADJECTIVE = re.compile(
    rf"(?P<stem>{'|'.join(sorted(_STEMS, key=len, reverse=True))})(?:s|le|les|ne|nes|e|es|lement|nement|ement)?(?!\w)"
)
_EVERY = re.compile(rf"(?:chaque|tous[ \n]les|toutes[ \n]les)[ \n](?:debut de |fin de |nouvel |nouveau )?{_NOUN}")
_ALL = re.compile(r"tou(?:s|tes)[ \n]les[ \n]{1,2}")
_WEEKDAY = re.compile(r"(?:chaque|tous[ \n]les)[ \n](?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)s?\b")
_TIMES = re.compile(rf"[ \n]fois[ \n](?:par|l'|dans l'|tous les|chaque)[ \n]?{_NOUN}")
_TIMES_ALL = re.compile(r"[ \n]fois[ \n]tou(?:s|tes)[ \n]les[ \n]{1,2}")
_PER = re.compile(rf"(?:[ \n]{{1,2}}par[ \n]| ?/ ?){_NOUN}")
_DUE = re.compile(
    r"[^.;!?]{0,60}?\b(?:le|avant le|au)[ \n]"
    r"(?:(?P<last>dernier jour)|(?P<day>[0-9]{1,2}|premier|dix|quinze|vingt|trente)(?: ?er)?)"
    r"[ \n](?:jour )?(?:du|de chaque|de ce)[ \n](?:(?P<following>mois suivant|mois qui suit)|mois|trimestre)"
)
_DAY_OF_EACH = re.compile(
    r"\b(?:le )?(?P<day>[0-9]{1,2}|premier|dix|quinze|vingt|trente)(?: ?er)?[ \n]"
    r"(?:du (?P<following>mois suivant|mois qui suit)(?: (?:la fin|le terme|l'echeance) de)?|de|du)[ \n]\Z"
)
_REACH = 56
"""Characters looked at before a recurrence for its day."""


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A thing that comes back where the text states how often."""

    every: Duration
    """The time from one to the next group: 6 months for « semestriel »."""
    times: int
    """How many in that time; 1 or more (2 for « deux fois par an »)."""
    due_day: int | None
    """Day of the month, 1 to 31, or -1 for its last day; None when the text gives none."""
    due_month: Literal["same", "following"] | None
    """The month `due_day` is in, from the period's end; None when there is no `due_day`."""
    start: int
    end: int
    """Characters of the text, the due day included."""


@dataclass(frozen=True, slots=True)
class Rate:
    """So much time out of a longer one (« 1 jour par semaine »): an effort, not a recurrence."""

    amount: Duration
    """The time given."""
    per: Duration
    """Out of which time."""
    start: int
    end: int
    """Characters of the text."""


def find_recurrences(text: str) -> tuple[Recurrence, ...]:
    """Every recurrence, in order, spans apart. An adjective is one whatever it qualifies (« budget annuel »).

    >>> [(found.every.count, found.every.unit, found.times) for found in find_recurrences(
    ...     "tous les six mois, mensuellement, chaque trimestre, deux fois par an")]
    [(6, 'month', 1), (1, 'month', 1), (3, 'month', 1), (1, 'year', 2)]
    >>> found = find_recurrences("Trimestriellement, au plus tard le 15 du mois suivant, un bilan est remis.")[0]
    >>> (found.due_day, found.due_month, found.end)
    (15, 'following', 53)

    Refused: rates (see `find_rates`), « pluriannuel », « par mois » alone.

    >>> find_recurrences("1 jour par semaine, un budget pluriannuel, 850 € par mois, infra-annuel, pendant six mois")
    ()
    """
    folded = fold(text)
    found = sorted(_undated(text, folded), key=lambda item: (item.start, -item.end))
    apart: list[Recurrence] = []
    for item, after in pairwise([*found, None]):
        if item and (not apart or item.start >= apart[-1].end):
            apart.append(_dated(folded, item, after.start if after else len(folded)))
    return tuple(apart)


def _undated(text: str, folded: str) -> Iterator[Recurrence]:
    yield from _adjectives(folded)
    for found in _EVERY.finditer(folded):
        yield _plain(*_NOUNS[found["noun"]], 1, found.span())
    for found in _WEEKDAY.finditer(folded):
        yield _plain(1, "week", 1, found.span())
    if "fois" in folded or "tou" in folded:
        yield from _counted(text, folded)


def _adjectives(folded: str) -> Iterator[Recurrence]:
    for found in _ADJECTIVE.finditer(folded):
        before = folded[found.start() - 1] if found.start() else " "
        if not (before.isalnum() or before in "-_"):  # « pluriannuel », « infra-annuel »
            yield _plain(*_STEMS[found["stem"]], found.span())


def _counted(text: str, folded: str) -> Iterator[Recurrence]:
    """« deux fois par an », « tous les six mois », « une fois tous les deux ans »."""
    durations = {mention.start: mention for mention in find_durations(text)}
    for found in _ALL.finditer(folded):
        if mention := durations.get(found.end()):
            yield Recurrence(mention.value, 1, None, None, found.start(), mention.end)
    for count in find_counts(folded):
        found_times = _TIMES.match(folded, count.end)
        whole = count.value is not None and 1 <= count.value <= 1000 and count.value % 1 == 0
        if not whole or not folded.startswith((" fois", "\nfois"), count.end):
            continue
        times = int(count.value or 0)
        if found_times:
            yield _plain(*_NOUNS[found_times["noun"]], times, (count.start, found_times.end()))
        elif mention := _after_times(folded, count.end, durations):
            yield Recurrence(mention.value, times, None, None, count.start, mention.end)


def _after_times(folded: str, end: int, durations: dict[int, DurationMention]) -> DurationMention | None:
    found = _TIMES_ALL.match(folded, end)
    return durations.get(found.end()) if found else None


def _plain(count: int, unit: Unit, times: int, span: tuple[int, int]) -> Recurrence:
    return Recurrence(Duration(count, unit), times, None, None, *span)


def _dated(folded: str, item: Recurrence, limit: int) -> Recurrence:
    """The recurrence with the day of the month that its sentence gives it before the next recurrence."""
    if before := _DAY_OF_EACH.search(folded, max(0, item.start - _REACH), item.start):
        return _due(item, _day(before["day"]), before)
    due = _DUE.match(folded, item.end, max(limit, item.end))
    return _due(item, -1 if due["last"] else _day(due["day"]), due) if due else item


def _due(item: Recurrence, day: int, found: re.Match[str]) -> Recurrence:
    """The recurrence with that day; as it was when no month has that day."""
    if not (day == -1 or 1 <= day <= 31):
        return item
    start, end = min(item.start, found.start()), max(item.end, found.end())
    return Recurrence(item.every, item.times, day, "following" if found["following"] else "same", start, end)


def _day(word: str) -> int:
    if word.isdigit():
        return int(word)
    return 1 if word == "premier" else read_words(word) or 0


def find_rates(text: str) -> tuple[Rate, ...]:
    """Every « so much time per time », in order.

    >>> find_rates("deux jours par semaine")[0].amount, find_rates("2 jours / mois")[0].per
    (Duration(count=2, unit='day'), Duration(count=1, unit='month'))
    >>> find_rates("deux fois par semaine, 850 € par jour")
    ()
    """
    folded = fold(text)
    rates = []
    for mention in find_durations(text):
        if per := _PER.match(folded, mention.end):
            rates.append(Rate(mention.value, Duration(*_NOUNS[per["noun"]]), mention.start, per.end()))
    return tuple(rates)
