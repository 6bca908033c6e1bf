"""Recurring duties: how often, in which months, on which day, told from adjectives that only qualify."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ingestion.facts.clauses import Clause, spaced
from ingestion.facts.deadline_words import choice
from ingestion.facts.figures import dates_in, recurrences_in
from ingestion.facts.renewals import renewal_of
from ingestion.french.dates import DateMention
from ingestion.french.durations import Duration
from ingestion.french.recurrence import Recurrence

_NIGHTLY = spaced(r"\b(?:chaque|toutes les|tous les) (?:nuit|matin|soir|matinee|soiree)s?\b")
_ADVERB = spaced(r"\w+ment\b")
_CONDITION = spaced(r"\b(?:lorsqu\w*|si|quand|en cas d\w*|au-dela d\w*|dont|duree)\b[^,;.]{0,60}\Z")
_DAY = spaced(
    r"[^.;]{0,30}?\b(?:au plus tard|avant) (?:le )?(?P<day>[0-9]{1,2})(?: ?er)?(?: du mois(?P<following> suivant"
    r"| qui suit)?)?(?=[ ,;.:)]|\Z)"
    r"(?! ?(?:janv|fev|mars|avr|mai|juin|juil|aou|sep|oct|nov|dec|/|h\b|heures|jours|mois))"
)
_MONTHS = spaced(
    r",? ?(?:en|aux mois de|au mois de|et en|et|,|puis en|ou en|courant|fin|debut|avant(?: la)?(?: fin(?: de)?)?"
    r"|au plus tard(?: en| fin)?)? ?\Z"
)
_YEARLY = spaced(r"\b(?:chaque annee|tous les ans|annuel\w*|une fois par an|par an|de chaque (?:annee|exercice))\b")
_MEETS = spaced(r"\bse (?:reuni|tien)\w+ (?P<when>en |au mois de |aux mois de )\Z")
_LAST_DAY = spaced(r"\b(?:le |au )?dernier jour(?: ouvre| ouvrable)? (?:de |du )?\Z")
_NTH = spaced(
    r"\b(?:tous les|chaque|le|les) (?:premier|deuxieme|second|troisieme|quatrieme|dernier)s? (?:lun|mar|mercre|jeu"
    r"|vendre|same|diman)"
    r"(?:di|che)s? (?:du|de chaque) (?P<unit>mois|trimestre)\b"
)
_OF_EACH_YEAR = spaced(
    r"(?:,? (?:et )?(?:le |au )?[0-9]{1,2}(?: ?er)? [a-z]+){0,3} (?:de )?(?:chaque (?:annee|exercice)|tous les ans)\b"
)
_REACH = 70
_LEAD = 44
"""Characters between the noun and the adjective that says how often, « réunion du comité de suivi semestrielle »."""


@dataclass(frozen=True, slots=True)
class Recurring:
    """A recurrence that says when something is due."""

    every: Duration
    """The time from one to the next: 6 months for « deux fois par an »."""
    months: tuple[int, ...]
    """Months of the year, 1 to 12; empty when not told."""
    day: int | None
    """Day of the month, -1 for its last; `None` when not told."""
    following: bool
    """Whether the day is in the month after the period."""
    start: int
    end: int


def recurrences(clause: Clause, end: int) -> Iterator[Recurring]:
    """What comes back by a clause, before an offset. « budget annuel », conditions and renewals are left out."""
    if renewal_of(clause):
        return
    text = clause.folded[:end]
    yield from _in_months(clause, text)
    for nth in _NTH.finditer(text):
        yield Recurring(Duration(1 if nth["unit"] == "mois" else 3, "month"), (), None, False, *nth.span())
    for found in recurrences_in(clause.text[:end]):
        if _is_due(text, found):
            due = found.due_day if found.due_day is not None else None
            item = Recurring(_interval(found), (), due, found.due_month == "following", found.start, found.end)
            yield _with_months(clause, _with_day(text, item), end)
    for night in _NIGHTLY.finditer(text):
        yield Recurring(Duration(1, "day"), (), None, False, *night.span())


def _in_months(clause: Clause, text: str) -> Iterator[Recurring]:
    """« le comité se réunit en mars et en octobre »: each year, though nothing says so."""
    months = [mention for mention in dates_in(clause.text[: len(text)]) if mention.precision == "month_of_year"]
    for first in months:
        meets = _MEETS.search(text, max(0, first.start - _REACH), first.start)
        if meets and first.month:
            item = Recurring(Duration(1, "year"), (first.month,), None, False, meets.start("when"), first.end)
            yield _with_months(clause, item, len(text))
            return


def _is_due(text: str, found: Recurrence) -> bool:
    words = text[found.start : found.end]
    if text.startswith(" par exemple", found.end):
        return False
    if _CONDITION.search(text, max(0, found.start - 80), found.start):
        return False
    if " " in words.strip() or _ADVERB.fullmatch(words):
        return True
    noun = spaced(rf"\b{choice('periodic')}s?(?: [^,;.:]{{0,{_LEAD}}})? ?\Z")
    return bool(noun.search(text, max(0, found.start - _LEAD - 20), found.start))


def _interval(found: Recurrence) -> Duration:
    """« deux fois par an »: six months, where it divides into whole months or days; else the period itself."""
    every, times = found.every, found.times
    if times > 1 and every.unit == "year" and 12 * every.count % times == 0:
        return Duration(12 * every.count // times, "month")
    if times > 1 and every.unit in ("month", "week", "day") and every.count % times == 0:
        return Duration(every.count // times, every.unit)
    return every


def _with_day(text: str, item: Recurring) -> Recurring:
    if last := _LAST_DAY.search(text, max(0, item.start - 40), item.start):
        return replace(item, day=-1, start=last.start())
    found = _DAY.match(text, item.end) if item.day is None else None
    if not found or not 1 <= int(found["day"]) <= 31:
        return item
    return replace(item, day=int(found["day"]), following=bool(found["following"]), end=found.end())


def _with_months(clause: Clause, item: Recurring, end: int) -> Recurring:
    """« deux fois par an, en mars et en septembre »."""
    for mention in dates_in(clause.text[:end]):
        if mention.precision == "month_of_year" and item.end <= mention.start and mention.month:
            if not _MONTHS.fullmatch(clause.folded[item.end : mention.start]):
                break
            item = replace(item, months=(*item.months, mention.month), end=mention.end)
    return item


def dated_each_year(clause: Clause, mention: DateMention) -> Recurring | None:
    """The yearly recurrence of a day without a year; `None` when nothing says that it comes back."""
    if after := each_year_after(clause, mention):
        return Recurring(Duration(1, "year"), (), mention.day, False, mention.start, after)
    near = (max(0, mention.start - _REACH), mention.end + _REACH)
    found = _YEARLY.search(clause.folded, *near)
    if not found:
        return None
    beside = min(abs(found.start() - mention.end), abs(mention.start - found.end())) < 24
    span = (
        (min(found.start(), mention.start), max(found.end(), mention.end)) if beside else (mention.start, mention.end)
    )
    return Recurring(Duration(1, "year"), (), mention.day, False, *span)


def each_year_after(clause: Clause, mention: DateMention) -> int | None:
    """Where « de chaque année » ends after a day without a year, or after the days listed with it; else `None`."""
    after = _OF_EACH_YEAR.match(clause.folded, mention.end)
    return after.end() if after else None
