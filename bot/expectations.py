"""Expectations: the facts that a reader looks for in a document of its genre and that were not read there."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

import prompts
from bot.fact_words import state_of
from index.records_facts import KeptFact
from ingestion.facts.evidence import Actor, Evidence, State
from ingestion.facts.parties import Party
from ingestion.french.folding import fold
from ingestion.names import DocumentKind, Identity

GapState = Literal["absent", "blank", "unread"]
"""`absent`: no fact was read; `blank`: the place is there, empty; `unread`: its words were not understood."""


@dataclass(frozen=True, slots=True)
class Gap:
    """One fact that is expected and not there."""

    expected: str
    """Id of the expected fact, in prompts/expected_facts.toml."""
    state: GapState
    about: str | None
    """The party that it concerns; `None` when it concerns the whole document."""
    evidence: Evidence | None
    """The blank, the words not understood, or the clause that lacks it; `None` when nothing was read at all."""


class _Closed(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Place(_Closed):
    """Where an expected fact may stand."""

    kind: str
    """As in the facts."""
    where: Mapping[str, tuple[str, ...]] = {}
    """Field to the values of which it has one."""
    field: str | None = None
    """Field that must hold something; `None` when the fact is enough."""


class Expected(_Closed):
    """A fact that is expected."""

    id: str
    """End of the key of its label, `expected.fact_<id>`."""
    each: bool = False
    """True when every fact of these places must be stated; else one is enough."""
    any: Annotated[tuple[Place, ...], Field(min_length=1)]
    """Where it may stand."""


class Genre(_Closed):
    """What is expected of a sort of document."""

    id: str
    """As people call it."""
    kind: DocumentKind
    """Of these documents only."""
    title: tuple[str, ...] = ()
    """Words of the title that tell it; with `roles` empty too, every document of the kind is of it."""
    roles: tuple[str, ...] = ()
    """Roles of parties that tell it, as in `Party.role`."""
    expects: tuple[str, ...]
    """Ids of expected facts, in the order in which gaps are told."""


class _Table(_Closed):
    genre: tuple[Genre, ...]
    expected: tuple[Expected, ...]


@cache
def _table() -> _Table:
    return _Table.model_validate(tomllib.loads(prompts.read("expected_facts.toml")))


def genre_of(identity: Identity, facts: Sequence[KeptFact]) -> Genre | None:
    """The genre of a document, by its title, else by the roles of its parties; `None` where nothing is expected."""
    title = fold(identity.title)
    roles = {fact.role for fact in facts if isinstance(fact, Party)}
    of_kind = [genre for genre in _table().genre if genre.kind is identity.kind]
    for genre in of_kind:
        if any(fold(words) in title for words in genre.title):
            return genre
    for genre in of_kind:
        if roles & set(genre.roles) or not (genre.title or genre.roles):
            return genre
    return None


def gaps(genre: Genre, facts: Sequence[KeptFact]) -> tuple[Gap, ...]:
    """What a genre expects and the facts do not state, in the genre's order."""
    known = {expected.id: expected for expected in _table().expected}
    return tuple(gap for name in genre.expects for gap in _gaps(known[name], facts))


def _gaps(expected: Expected, facts: Sequence[KeptFact]) -> Iterator[Gap]:
    found = [(fact, place) for place in expected.any for fact in facts if _stands(fact, place)]
    states = [(fact, _state(fact, place.field)) for fact, place in found]
    if not states:
        yield Gap(expected.id, "absent", None, None)
    elif expected.each:
        yield from (_gap(expected.id, fact, state) for fact, state in states if state is not None)
    elif all(state is not None for _, state in states):
        yield _worth_most(expected.id, states)


def _stands(fact: KeptFact, place: Place) -> bool:
    return fact.kind == place.kind and all(getattr(fact, name, None) in values for name, values in place.where.items())


def _state(fact: KeptFact, field: str | None) -> GapState | None:
    """What lacks in a fact; `None` when it states what is expected."""
    state = state_of(fact)
    if state is State.UNREAD:
        return "unread"
    if state is State.BLANK:
        return "blank" if field is None or not getattr(fact, field) else None
    if field is None or getattr(fact, field):
        return None
    return "blank" if field in getattr(fact, "blanks", ()) else "absent"


def _worth_most(name: str, states: Sequence[tuple[KeptFact, GapState | None]]) -> Gap:
    """One gap for several facts that all lack it: words not understood, else blanks; the likeliest place first."""
    order: tuple[GapState, ...] = ("unread", "blank", "absent")
    fact, state = min(states, key=lambda pair: order.index(pair[1] or "absent"))
    gap = _gap(name, fact, state or "absent")
    return Gap(name, gap.state, None, gap.evidence if gap.state != "absent" else None)


def _gap(name: str, fact: KeptFact, state: GapState) -> Gap:
    party = fact.label if isinstance(fact, Party) else getattr(fact, "party", None)
    about = (party.party or party.words) if isinstance(party, Actor) else party
    return Gap(name, state, about, fact.evidence[0])
