"""Lookup: typed queries on the facts of the register, answered from the records' own columns and indexes."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from index.records import Records
from index.records_facts import FactFilter, KeptFact, actors, bearer_key, fact_adapter, named, parties, rows, tallies
from ingestion.facts.parties import Party

_LIKE = 85.0
"""rapidfuzz ratio, 0 to 100, from which a word is a slip of another: « déléguataire » passes, « délégué » does not."""
_SHORTEST_SLIP = 5
"""Letters below which no slip is forgiven: « DNUM » and « DINUM » are two directorates."""


@dataclass(frozen=True, slots=True)
class FactRow:
    """A fact and the document that states it."""

    document: str
    """As in `Document.id`."""
    name: str
    """Short name of the document."""
    source: str
    """As in `Document.source`."""
    fact: KeptFact
    """The fact, with its evidence; an avenant's changes are facts of the avenant."""
    page: int | None = None
    """Page of its first evidence, from 1; `None` for a format without pages, and where nobody looked."""
    confidence: float | None = None
    """Lowest confidence of a doubtful word in its evidence, 0 to 1; `None` when there is none, or nobody looked."""


def facts(
    records: Records,
    kinds: Collection[str] | None = None,
    documents: Collection[str] | None = None,
    bearer: str | None = None,
    year: int | None = None,
    article: str | None = None,
) -> list[FactRow]:
    """Facts that fit every condition, by short name of the document, then in the order of its register.

    `kinds`: as `Fact.kind`; `documents`: ids, `None` for all that stand for themselves. `bearer`: who owes, may, pays
    or signs, by role or by any name of the party, case, accents and slips forgiven. `article`: as in
    `Evidence.article`, of the first evidence.
    """
    wanted = FactFilter(kinds=_sorted(kinds), documents=_sorted(documents), year=year, article=article)
    with records.reading() as connection:
        if bearer is not None:
            triples = actors(connection, wanted)
            keys = _meant(bearer_key(bearer), triples) or _by_party(bearer_key(bearer), parties(connection, wanted))
            wanted = wanted.borne_by(sorted(keys))
        read = fact_adapter().validate_json
        found = [FactRow(row.document, row.name, row.source, read(row.fact)) for row in rows(connection, wanted)]
    but = records.editions() if documents is None else frozenset[str]()
    return [row for row in found if row.document not in but]


def documents_named(records: Records, key: str) -> list[str]:
    """Ids of the documents that answer to a name: those whose own it is, else those that share it; by id.

    `key`: as `ingestion.naming.name_key` writes the name.
    """
    with records.reading() as connection:
        return named(connection, key)


def _sorted(values: Collection[str] | None) -> tuple[str, ...] | None:
    return None if values is None else tuple(sorted(values))


def _meant(key: str, triples: Iterable[Sequence[str | None]]) -> set[str]:
    """Those of the actors' keys that a key means: itself, a joint role that holds it, or a slip."""
    known = {name for triple in triples for name in triple if name}
    spelt = {name for whole in known for name in (whole, *_parts(whole))}
    keys = {key} if key in spelt else _alike(key, spelt)
    return {name for name in known if keys.intersection((name, *_parts(name)))}


def _parts(name: str) -> tuple[str, ...]:
    """« partenaire délégataire » is a délégataire too; longer names are no roles."""
    words = name.split()
    return tuple(words) if len(words) == 2 and words[0] == "partenaire" else ()


def _alike(key: str, known: Iterable[str]) -> set[str]:
    if len(key) < _SHORTEST_SLIP:
        return set()
    return {name for name in known if len(name) >= _SHORTEST_SLIP and _slips(key.split(), name.split())}


def _slips(words: Sequence[str], others: Sequence[str]) -> bool:
    """Word by word: « partenaire délégant » would pass for « partenaire délégataire » if they were compared whole."""
    from rapidfuzz import fuzz

    return len(words) == len(others) and all(map(lambda a, b: fuzz.ratio(a, b) >= _LIKE, words, others))


def _by_party(key: str, found: Iterable[str]) -> set[str]:
    """Keys of the parties that a full name means: « Direction interministérielle du numérique » is the DINUM."""
    labels: set[str] = set()
    for row in found:
        party = fact_adapter().validate_json(row)
        if isinstance(party, Party):
            names = {bearer_key(name) for name in (party.name, party.label, *party.short_names)}
            if key in names or _alike(key, names):
                labels.add(bearer_key(party.label))
    return labels


def counts(records: Records) -> dict[str, dict[str, int]]:
    """How many facts of each kind each document states, by document id; documents and kinds without any are absent."""
    found: dict[str, dict[str, int]] = {}
    with records.reading() as connection:
        for document, kind, count in tallies(connection):
            found.setdefault(document, {})[kind] = count
    return found
