"""Effects: from when a convention applies, a date or an event."""

from dataclasses import dataclass
from datetime import date

from ingestion.facts.clauses import Clause, spaced
from ingestion.facts.events import Event, event_at
from ingestion.facts.figures import dates_in
from ingestion.facts.ownership import about_the_act
from ingestion.french.dates import DateMention

_CUE = spaced(
    r"\b(?:prend(?:ra)? effet|entre(?:ra)? en (?:vigueur|application)|produi(?:t|ra|sent) (?:ses )?effets?|(?:est|sera)"
    r" (?:applicable|executoire|valable|effective)|prise d'effet ?:?|(?:est|sera) conclue? (?=a compter|a partir|des)"
    r"|date d'effet ?:?|commence(?:ra)?|debute(?:ra)?|s'applique(?:ra)?)"
)
_LINK = spaced(
    r",? ?(?:(?:a compter|a partir) (?:de |du |d')?|des (?=la|le|l'|sa|son|que)|a (?=la|le|l'|sa|son|cette)"
    r"|au (?=jour|lendemain|premier jour)"
    r"|a (?:la )?date (?:de |du |d')|le (?=jour|lendemain|premier jour)|lors de |au |le |du |apres |a )"
)
_NOT = {"other", "end", "request", "reception"}


@dataclass(frozen=True, slots=True)
class Effect:
    """When the document takes effect, where a clause says it."""

    clause: Clause
    event: Event | None
    """The event from which it applies; `None` when a date is given, or an event that is none of the document's."""
    value: date | None
    """The day; `None` for an event, a partial date or a blank."""
    mention: DateMention | None
    """The date as read, whole or partial; `None` for an event."""
    start: int
    end: int
    """Span in the clause's text: the verb, then the date or the event."""
    words_start: int
    """Where the date or the event starts, preposition left out: « à » of « à sa signature »."""


def effect_of(clause: Clause) -> Effect | None:
    """When the document takes effect by this clause; `None` when it does not tell.

    A duration said to run from a date or an event gives no effect here: it is the term's start.
    """
    cue = _CUE.search(clause.folded)
    if cue is None or not about_the_act(clause):
        return None
    link = _LINK.match(clause.folded, _skip(clause.folded, cue.end()))
    if link is None:
        return None
    dated = [found for found in dates_in(clause.text) if link.end() <= found.start <= link.end() + 12 and found.year]
    if dated:
        found = dated[0]
        return Effect(clause, None, found.value, found, cue.start(), found.end, found.start)
    event = event_at(clause.folded, link.end())
    if event is None or event.event in _NOT:
        return None
    return Effect(clause, event.event, None, None, cue.start(), event.end, link.start())


def _skip(folded: str, start: int) -> int:
    """Past « , pour les parties, » or « entre les parties » between the verb and its date."""
    found = spaced(
        r",? ?(?:entre les parties|pour (?:une duree|[^,.;]{0,50}(?=,))|de plein droit|retroactivement)?,? ?"
    ).match(folded, start)
    return found.end() if found else start
