"""Facts as rows: what lookups filter on stands in columns of its own, the whole fact beside it as JSON."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, NamedTuple

import sqlalchemy as sa
from pydantic import Field, TypeAdapter

from index.records_tables import DOCUMENTS, FACTS, NAMES
from ingestion.amending.change import Amendment
from ingestion.corpus import Entry
from ingestion.facts.evidence import Actor, State
from ingestion.facts.parties import Party
from ingestion.facts.register import Fact
from ingestion.french.durations import Duration
from ingestion.french.folding import fold
from ingestion.naming import name_key

KeptFact = Annotated[Fact | Amendment, Field(discriminator="kind")]
"""What the records keep: the facts of a document, and what it changes in another one."""
_ACTORS = ("bearer", "holder", "who", "party")
"""Fields that say who owes, may, pays or signs: a fact has one of them at most."""
_VALUES = ("value", "amount", "share", "code", "length", "duration", "offset", "number", "term", "name", "signatory")
"""Fields that hold a fact's value, the most telling first."""
_DATES = ("value", "date", "end", "start", "effect")


@dataclass(frozen=True, slots=True)
class RefusedFact:
    """A fact that was not written: its quote is not in the document where it says it is, or it has none."""

    source: str
    """As in `Document.source`."""
    kind: str
    """As in the fact."""
    start: int
    end: int
    """Character span that its evidence claims; 0 and 0 without evidence."""
    quote: str
    """What the evidence says stands there; the empty string without evidence."""


@dataclass(frozen=True, slots=True)
class FactFilter:
    """What facts are asked for; a condition that is `None` is not set, and an empty one fits nothing."""

    kinds: tuple[str, ...] | None = None
    documents: tuple[str, ...] | None = None
    """Ids."""
    year: int | None = None
    article: str | None = None
    """As in `Evidence.article`, of the first evidence."""
    bearers: tuple[str, ...] | None = None
    """Keys, of the words, the role or the party."""

    def borne_by(self, keys: Sequence[str]) -> "FactFilter":
        """The same filter for these bearers."""
        return replace(self, bearers=tuple(keys))


class FoundFact(NamedTuple):
    """A row that a lookup found."""

    document: str
    name: str
    source: str
    fact: str
    """JSON."""


@cache
def fact_adapter() -> TypeAdapter[KeptFact]:
    """Reads and writes the JSON of a fact. Made at its first use: it takes some milliseconds."""
    return TypeAdapter(KeptFact)


def sound_facts(entry: Entry) -> tuple[Entry, tuple[RefusedFact, ...]]:
    """The entry without the facts whose evidence is not verbatim in its text, and these facts."""
    faults = {fact: fault for fact in (*entry.facts, *entry.amendments) if (fault := _fault(entry, fact))}
    if not faults:
        return entry, ()
    facts = tuple(fact for fact in entry.facts if fact not in faults)
    amendments = tuple(change for change in entry.amendments if change not in faults)
    return replace(entry, facts=facts, amendments=amendments), tuple(faults.values())


def put_facts(connection: sa.Connection, entry: Entry) -> None:
    """Write the facts and the names of a document that has none written yet."""
    document = entry.document.id
    rows = [_fact_row(document, ordinal, fact) for ordinal, fact in enumerate((*entry.facts, *entry.amendments))]
    if rows:
        connection.execute(sa.insert(FACTS), rows)
    own = {entry.identity.short_name, document, entry.document.source, entry.document.source.rpartition("/")[2]}
    others = {alias.name for alias in entry.identity.aliases}
    names = {name_key(name): False for name in others} | {name_key(name): True for name in own}
    found = [{"document_id": document, "name": name, "own": mine} for name, mine in names.items() if name]
    connection.execute(sa.insert(NAMES), found)


def delete_facts(connection: sa.Connection, document: str) -> None:
    """Remove the facts and the names of a document."""
    connection.execute(sa.delete(FACTS).where(FACTS.c.document_id == document))
    connection.execute(sa.delete(NAMES).where(NAMES.c.document_id == document))


def rows(connection: sa.Connection, wanted: FactFilter) -> list[FoundFact]:
    """Facts that pass a filter, by short name of their document, then in its order."""
    columns = (DOCUMENTS.c.id, DOCUMENTS.c.short_name, DOCUMENTS.c.source, FACTS.c.fact)
    query = sa.select(*columns).join(FACTS, FACTS.c.document_id == DOCUMENTS.c.id)
    order = (DOCUMENTS.c.short_name, DOCUMENTS.c.id, FACTS.c.ordinal)
    found = connection.execute(query.where(*_conditions(wanted)).order_by(*order))
    return [FoundFact(*row) for row in found]


def actors(connection: sa.Connection, wanted: FactFilter) -> list[tuple[str | None, str | None, str | None]]:
    """Words, role and party of every distinct bearer of the facts that pass a filter, as keys."""
    query = sa.select(FACTS.c.bearer, FACTS.c.role, FACTS.c.party).where(*_conditions(wanted)).distinct()
    return [(words, role, party) for words, role, party in connection.execute(query)]


def parties(connection: sa.Connection, wanted: FactFilter) -> list[str]:
    """JSON of the parties to the documents of a filter, whatever its other conditions."""
    conditions = _conditions(FactFilter(kinds=("party",), documents=wanted.documents))
    return list(connection.scalars(sa.select(FACTS.c.fact).where(*conditions)))


def tallies(connection: sa.Connection) -> list[tuple[str, str, int]]:
    """Document, kind and number of its facts of that kind."""
    columns = (FACTS.c.document_id, FACTS.c.kind)
    return [*connection.execute(sa.select(*columns, sa.func.count()).group_by(*columns))]


def named(connection: sa.Connection, key: str) -> list[str]:
    """Documents that answer to a name: those whose own it is, else those that share it; by id."""
    query = sa.select(NAMES.c.document_id, NAMES.c.own).where(NAMES.c.name == key).order_by(NAMES.c.document_id)
    found = connection.execute(query).all()
    return [document for document, own in found if own] or [document for document, _ in found]


def _conditions(wanted: FactFilter) -> list[sa.ColumnElement[bool]]:
    sets = ((FACTS.c.kind, wanted.kinds), (FACTS.c.document_id, wanted.documents))
    found: list[sa.ColumnElement[bool]] = [column.in_(values) for column, values in sets if values is not None]
    same = ((FACTS.c.year, wanted.year), (FACTS.c.article, wanted.article))
    found += [column == value for column, value in same if value is not None]
    if wanted.bearers is not None:
        found.append(sa.or_(*(column.in_(wanted.bearers) for column in (FACTS.c.bearer, FACTS.c.role, FACTS.c.party))))
    return found


def bearer_key(words: str) -> str:
    """One form for an actor's words: « Le Délégataire » and « délégataire » are the same.

    >>> bearer_key("L'Agence des Phares"), bearer_key("le délégataire"), bearer_key("La DINUM")
    ('agence phares', 'delegataire', 'dinum')
    """
    words = fold(words).replace("'", " ").replace("-", " ")
    return " ".join(word for word in words.split() if word not in _LITTLE)


_LITTLE = {"l", "le", "la", "les", "un", "une", "des", "de", "du", "d", "au", "aux", "the"}
"""Folded words that make no difference between two actors."""


def _fault(entry: Entry, fact: KeptFact) -> RefusedFact | None:
    text, source = entry.document.text, entry.document.source
    if not fact.evidence:
        return RefusedFact(source, fact.kind, 0, 0, "")
    for one in fact.evidence:
        if not 0 <= one.start < one.end or text[one.start : one.end] != one.quote:
            return RefusedFact(source, fact.kind, one.start, one.end, one.quote)
    return None


def _fact_row(document: str, ordinal: int, fact: KeptFact) -> dict[str, object]:
    first, day = fact.evidence[0], _day(fact)
    return {
        "document_id": document,
        "ordinal": ordinal,
        "kind": fact.kind,
        "article": first.article,
        **_bearer_columns(fact),
        "year": getattr(fact, "year", None) or (day.year if day else None),
        "value": _value(fact),
        "date": day.isoformat() if day else None,
        "state": getattr(fact, "state", State.STATED).value,
        "start": first.start,
        "end": first.end,
        "fact": fact_adapter().dump_json(fact).decode(),
    }


def _bearer_columns(fact: KeptFact) -> dict[str, str | None]:
    """Who the fact is about: the words used, the role and the party meant, as `bearer_key` writes them."""
    if isinstance(fact, Party):
        found: Sequence[str | None] = (fact.name, fact.role, fact.label)
    else:
        actors = (getattr(fact, name, None) for name in _ACTORS)
        actor = next((actor for actor in actors if isinstance(actor, Actor)), None)
        found = (actor.words, actor.role, actor.party) if actor else (None, None, None)
    keys = [bearer_key(words) if words else None for words in found]
    return dict(zip(("bearer", "role", "party"), keys, strict=True))


def _value(fact: KeptFact) -> str | None:
    """The value in one string: plain decimal, ISO date, code, or count and unit; `None` when the fact has none."""
    for name in _VALUES:
        value: Any = getattr(fact, name, None)
        if isinstance(value, Duration):
            return f"{value.count} {value.unit}"
        if isinstance(value, Decimal):
            return f"{value:f}"
        if value is not None:
            return str(value)
    return None


def _day(fact: KeptFact) -> date | None:
    named = {field.name for field in fields(fact)}
    days = (getattr(fact, name) for name in _DATES if name in named)
    return next((day for day in days if isinstance(day, date)), None)
