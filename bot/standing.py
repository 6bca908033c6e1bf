"""What stands on a day: the facts of each convention once its avenants are applied, read from the records' tables."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from index.lookup import FactRow, facts
from index.records import DocumentRow, Records
from ingestion.amending.attaching import attach
from ingestion.amending.change import Amendment
from ingestion.amending.force import FactInForce, in_force
from ingestion.documents import Document
from ingestion.facts.evidence import Evidence
from ingestion.names import DocumentKind, Identity

_TELLING = ("party", "date", "reference")
"""Kinds of fact by which an avenant's convention is recognised."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A convention on a day."""

    facts: tuple[FactInForce, ...]
    """In the order of the convention, then what avenants add."""
    avenants: Mapping[Evidence, str]
    """Evidence that stands in an avenant, with that avenant's short name; empty when nothing amends the convention."""

    @property
    def in_force(self) -> list[object]:
        """The facts as they stand, those removed left out."""
        return [one.fact for one in self.facts if one.fact is not None]

    def avenant_of(self, evidence: Iterable[Evidence]) -> str | None:
        """The avenant in which one of these pieces of evidence stands; `None` when all are the convention's own."""
        return next((self.avenants[one] for one in evidence if one in self.avenants), None)


@dataclass(frozen=True, slots=True)
class _Filed:
    """As much of a document as attaching reads."""

    document: Document
    identity: Identity
    facts: Sequence[object]


def standing(
    records: Records, on: date, kinds: Collection[str] | None = None, only: str | None = None
) -> dict[str, Standing]:
    """Each document's facts of some kinds on a day, by document id; of one document when its id is given.

    An avenant is also a document of its own, with its own facts; documents without any fact of these kinds are absent.
    """
    changes = _changes(records)
    if only is not None:
        changes = {only: changes.get(only, [])}
    by_document: dict[str, list[FactRow]] = {}
    for row in facts(records, kinds, None if only is None else [only]):
        by_document.setdefault(row.document, []).append(row)
    return {document: _standing(rows, changes.get(document, []), on) for document, rows in by_document.items()}


def _standing(rows: Sequence[FactRow], changes: Sequence[FactRow], on: date) -> Standing:
    ordered = [row.fact for row in changes if isinstance(row.fact, Amendment)]
    found = in_force([row.fact for row in rows], ordered, on)
    return Standing(found, {evidence: row.name for row in changes for evidence in row.fact.evidence})


def _changes(records: Records) -> dict[str, list[FactRow]]:
    """What avenants change, by the id of the convention that each amends."""
    amendments = facts(records, ["amendment"])
    if not amendments:
        return {}
    attached = attach(_filed(records))
    found: dict[str, list[FactRow]] = {}
    for row in amendments:
        convention = attached[row.document].convention if row.document in attached else None
        if convention is not None:
            found.setdefault(convention, []).append(row)
    return found


def _filed(records: Records) -> list[_Filed]:
    telling: dict[str, list[object]] = {}
    for row in facts(records, _TELLING):
        telling.setdefault(row.document, []).append(row.fact)
    documents = [row for row in records.documents() if row.kind is not DocumentKind.DOCUMENT]
    return [_Filed(_bare(row), row.identity, telling.get(row.id, ())) for row in documents]


def _bare(row: DocumentRow) -> Document:
    """The document without its text, which attaching does not read."""
    return Document(row.id, row.source, row.source.rpartition(".")[2], "")
