"""Triggers: the words of a clause that say when: a time from an event, a date, a recurrence, at once."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from ingestion.facts.clauses import Clause, spaced
from ingestion.facts.deadline_words import listed
from ingestion.facts.events import Event, EventMention, event_at
from ingestion.facts.figures import durations_in
from ingestion.facts.recurring import dated_each_year, recurrences
from ingestion.facts.terms import term_duration
from ingestion.facts.trigger_dates import DueDay, due_days
from ingestion.french.durations import Duration, DurationMention
from ingestion.french.recurrence import find_rates

_WITHIN = spaced(
    r"(?:\b(?:dans|sous|en moins de|au bout de|d'ici|dispos\w+ de|dispos\w+ d'|au plus tard|endeans|apres|passe"
    r"|avant l'expiration de)"
    r"(?: (?:un|le|les|des|ce|ces|ses|une))?|(?:\bsous|\bdans|\bdispos\w+ d'|\bavant l'expiration d'|\ba l'(?:issue"
    r"|expiration) d'"
    r"|\bau terme d'|\bd'|,|\() ?un (?:\w+ )?delai|\bdelais?(?: (?:de |d')\w+)?(?: (?:est|sont|sera"
    r"|seront))?(?: (?:fixe|limite|porte)e?s?)?)(?: (?:\w+ )?delai)?"
    r"(?: (?:maximal|maximum|minimal|minimum|imperatif|franc|supplementaire|raisonnable|total))?(?: (?:de|d'|a|:"
    r"|n'excedant pas"
    r"|ne depassant pas|qui ne peut exceder|au plus egal a))?(?: (?:au plus|au maximum))? ?\Z"
)
_NOT = spaced(
    r"\b(?:depuis|pendant|durant|pour|preavis(?: de| d')?|plus de|par|chaque|tous les|toutes les"
    r"|duree(?: \w+)? (?:de|d')|periode (?:de|d')"
    r"|age de|raison de|superieure? a|retard de|valable|objectifs? a|echeance de) ?\Z"
)
_LINK = spaced(
    r"(?: (?:calendaires?|ouvres|au plus|maximum|au maximum|tard|au moins|francs?))* ?(?P<link>,? ?(?:suivant(?:s|es"
    r"|e)?|a (?:compter|dater|partir)"
    r" (?:de |du |d')|apres|qui suiv\w+|plus tard que|avant|de (?=la |l[e'] ?|sa |son |leur |chaque |cette "
    r"|reception|toute )|du |des(?= )"
    r"|a (?=reception|compter)|a l[a'] ?(?=demande|sollicitation)|aux? (?=(?:\w+ )?(?:demandes?|sollicitations?"
    r"|questions?|saisines?))))"
)
_AHEAD = spaced(r"(?: au moins)? ?(?:a l'avance|auparavant|plus tot)\b")
_LATER = spaced(r" (?:plus tard|apres)\b(?= *(?:[,;.:)]|\Z))")
_ELSE = spaced(r"(?: \w+)? ?(?:sinon|dans (?:les|tous les) autres cas|a defaut)\b")
"""« quatre heures si le service est arrêté, deux jours sinon »."""
_ONE = spaced(
    r"\bdans (?:le |la |l'|les )(?P<unit>mois|semaine|trimestre|semestre|annee|journee|quinzaine"
    r"|heure)(?=(?P<link> (?:suivant|qui suit|de (?=la "
    r"|l[e'] ?|sa |son |leur |chaque |cette |reception)|du ))| *[,;.:)]|\Z)"
)
_HOURS = ("dans", "sous", "delai", "en moins", "au plus", "d'ici", "un delai", ", un", "dispos")
_UNITS = {
    "mois": Duration(1, "month"),
    "semaine": Duration(1, "week"),
    "trimestre": Duration(3, "month"),
    "semestre": Duration(6, "month"),
    "annee": Duration(1, "year"),
    "journee": Duration(1, "day"),
    "quinzaine": Duration(2, "week"),
    "heure": Duration(1, "hour"),
}
_AT = spaced(
    r"\b(?P<place>au (?=terme d)|a (?=(?:la |chaque )date anniversaire)|a l'(?=issue d|echeance|expiration d)"
    r"|a la (?=fin d|cloture d)|en (?=fin de))"
    r"(?!\w+ (?:de |d')(?:chaque|tout|toute|cette periode|un|une)\b)"
)
_SOON = spaced(r"\bdes (?!\d|lors\b|maintenant\b|que possible\b|a present\b|le debut\b)")
_DONE = re.compile(r"\w+(?:é|ée|és|ées)|pris|prises?|commis|commises?")
_BE = {"est", "sont", "sera", "seront", "être", "soit", "soient", "été"}
_NOUN = {"un", "le", "la", "l", "d", "de", "du", "des", "une", "les", "ce", "cette", "son", "sa"}
_GERUND = spaced(r"\ben (?:se |s'|y |le |la |l')?\w+ant \Z")
_HINT = re.compile(
    r"\b(?:mois|jours?|an|ans|annees?|semaines?|heures?|journee|quinzaine|trimestr|semestr|nuit|matin|soir|delai"
    r"|avant|fin|terme|issue"
    r"|echeance|expiration|cloture|sans|temps|immediat|aussitot|vite|tot|possible|urgence|tenante|cessantes|hebdo"
    r"|mensu|annuel|quotid"
    r"|bi|tri|quadri|quinq|lundi|mardi|mercredi|jeudi|vendredi|janv|fev|mars|avr|mai|juin|juil|aout|sept|oct|nov|dec"
    r"|\d{1,4}[/.-]\d)"
)
"""A word of time: most sentences have none and are passed over."""
_NEAR = 5
"""Words before « avant » among which a participle qualifies what was done."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """When, as the fields of a Deadline tell it, with its place in the clause."""

    start: int
    end: int
    offset: Duration | None = None
    direction: Literal["after", "before"] = "after"
    event: Event | None = None
    event_words: str | None = None
    on: date | None = None
    every: Duration | None = None
    day: int | None = None
    months: tuple[int, ...] = ()
    following: bool = False
    recurrence_words: str | None = None
    immediate: bool = False


def triggers(clause: Clause, start: int, end: int) -> tuple[Trigger, ...]:
    """Every trigger between two offsets of a clause, in order, spans apart; the most precise of two that overlap.

    Rates (« 1 jour par semaine »), durations (« pendant huit jours »), notices and terms are none.
    """
    found: list[Trigger] = []
    if not _HINT.search(clause.folded, start, end) and "ès " not in clause.text:  # « dès »
        return ()
    for reader in (_offsets, _fixed, _recurring, _immediate, _events):
        for trigger in reader(clause, end):
            apart = all(trigger.end <= other.start or other.end <= trigger.start for other in found)
            if start <= trigger.start and trigger.end <= end and apart:
                found.append(trigger)
    return tuple(_merged(sorted(found, key=lambda trigger: trigger.start)))


def _merged(found: list[Trigger]) -> list[Trigger]:
    """« À la fin de la convention, …, sous deux mois »: the length runs from the event said apart. « Un rapport annuel
    … avant le 31 mars de chaque année » comes back once.
    """
    yearly = [trigger.every for trigger in found if trigger.every and trigger.months]
    found = [trigger for trigger in found if trigger.months or not trigger.every or trigger.every not in yearly]
    lengths = [trigger for trigger in found if trigger.offset and trigger.event_words is None]
    events = [trigger for trigger in found if trigger.event_words and not (trigger.offset or trigger.immediate)]
    if len(lengths) != 1 or len(events) != 1 or events[0].direction == "before":
        return found
    length, event = lengths[0], events[0]
    joined = replace(length, event=event.event, event_words=event.event_words)
    return [joined if trigger is length else trigger for trigger in found if trigger is not event]


def _offsets(clause: Clause, end: int) -> Iterator[Trigger]:
    term = term_duration(clause, None)
    rates = {rate.start for rate in find_rates(clause.text)}
    for mention in durations_in(clause.text[:end]):
        if mention.start not in rates and (term is None or term.start != mention.start):
            yield from _offset(clause, mention, end)
    for found in _ONE.finditer(clause.folded[:end]):
        event = event_at(clause.folded[:end], found.end("link")) if found["link"] else None
        yield _timed(clause, (found.start(), found.end("unit")), _UNITS[found["unit"]], event)


def _offset(clause: Clause, mention: DurationMention, end: int) -> Iterator[Trigger]:
    text = clause.folded[:end]
    within = _WITHIN.search(text, max(0, mention.start - 70), mention.start)
    if not within and _NOT.search(text, max(0, mention.start - 40), mention.start):
        return
    if mention.value.unit == "hour" and not (within and within.group().startswith(_HOURS)):  # « après dix-huit heures »
        return
    start = within.start() if within else mention.start
    if ahead := _AHEAD.match(text, mention.end):
        yield Trigger(start, ahead.end(), mention.value, "before", "other", clause.words(mention.end, ahead.end()))
        return
    link = _LINK.match(text, mention.end)
    word = link["link"].strip(" ,") if link else ""
    direct = word.startswith(("suivant", "apres", "qui suiv", "avant")) or _LATER.match(text, mention.end)
    if not within and not direct and not _ELSE.match(text, mention.end):
        return
    event = event_at(text, link.end()) if link else None
    direction: Literal["after", "before"] = "before" if word == "avant" else "after"
    yield _timed(clause, (start, mention.end), mention.value, event, direction)


def _timed(
    clause: Clause,
    span: tuple[int, int],
    offset: Duration,
    event: EventMention | None,
    direction: Literal["after", "before"] = "after",
) -> Trigger:
    if event is None:
        return Trigger(*span, offset, direction, "other", None)
    return Trigger(span[0], event.end, offset, direction, event.event, clause.words(event.start, event.end))


def _fixed(clause: Clause, end: int) -> Iterator[Trigger]:
    for day in due_days(clause, end):
        if day.mention.year:
            yield Trigger(day.start, day.end, on=day.value, months=_month_only(day))
        else:
            each = dated_each_year(clause, day.mention)
            start, last = min(day.start, each.start if each else day.start), max(day.end, each.end if each else 0)
            months = (day.mention.month,) if day.mention.month else ()
            every = each.every if each else None
            words = clause.words(start, last)
            span = (
                day.start,
                day.end,
            )  # its own words only: « le 1er mars et le 1er septembre de chaque année » is two
            yield Trigger(*span, every=every, day=day.mention.day, months=months, recurrence_words=words)


def _month_only(day: DueDay) -> tuple[int, ...]:
    return (day.mention.month,) if day.value is None and day.mention.month else ()


def _recurring(clause: Clause, end: int) -> Iterator[Trigger]:
    for found in recurrences(clause, end):
        words = clause.words(found.start, found.end)
        yield Trigger(
            found.start,
            found.end,
            every=found.every,
            day=found.day,
            months=found.months,
            following=found.following,
            recurrence_words=words,
        )


def _immediate(clause: Clause, end: int) -> Iterator[Trigger]:
    for found in listed("immediate").finditer(clause.folded[:end]):
        if not _GERUND.search(clause.folded, 0, found.start()):
            yield Trigger(found.start(), found.end(), immediate=True)
    for found in _SOON.finditer(clause.folded[:end]):
        told = event_at(clause.folded[:end], found.end())
        if told and "è" in clause.text[found.start() : found.end()].casefold():  # « des » without accent is the article
            words = clause.words(found.start(), told.end)
            yield Trigger(found.start(), told.end, event=told.event, event_words=words, immediate=True)


def _events(clause: Clause, end: int) -> Iterator[Trigger]:
    text = clause.folded[:end]
    for found in listed(
        "timely", after=r"(?: et,? (?:notamment|en particulier) (?:en fin|a la fin) [^,;.]{3,40})?"
    ).finditer(text):
        yield Trigger(found.start(), found.end(), event="other", event_words=clause.words(*found.span()))
    for found in _AT.finditer(text):
        told = event_at(text, found.end())
        if told and not spaced(r",? ?soit\b").match(text, told.end):
            yield Trigger(found.start(), told.end, event=told.event, event_words=clause.words(found.start(), told.end))
    for found in listed("happenings", r"\bavant (?:la |le |l'|son |sa |leur |toute |chaque )").finditer(text):
        told = event_at(text, found.start() + len("avant"))
        if told and not _past(clause, found.start()):
            words = clause.words(told.start, told.end)
            yield Trigger(found.start(), told.end, direction="before", event=told.event, event_words=words)


def _past(clause: Clause, start: int) -> bool:
    """Whether « avant … » only qualifies things done: « les dépenses engagées avant la fin »."""
    words = re.findall(r"\w+", clause.text[max(0, start - 80) : start].casefold())
    for place in range(len(words) - 1, max(-1, len(words) - 1 - _NEAR), -1):
        if _DONE.fullmatch(words[place]) and words[place - 1] not in _NOUN:  # « un comité » is no participle
            return not _BE & set(words[max(0, place - 3) : place])
    return False
