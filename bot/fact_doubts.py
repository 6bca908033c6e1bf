"""Doubts of facts: on which page of a scan each one stands, and how surely it was read."""

from collections.abc import Iterable
from dataclasses import replace

from index.lookup import FactRow
from index.records import Records
from ingestion.documents import Document


def with_places(rows: Iterable[FactRow], records: Records) -> list[FactRow]:
    """The same facts with their pages, and with the confidence of those that hold a doubtful word."""
    documents: dict[str, Document] = {}
    placed = []
    for row in rows:
        if row.document not in documents:
            documents[row.document] = records.entry(row.document).document
        placed.append(_placed(row, documents[row.document]))
    return placed


def _placed(row: FactRow, document: Document) -> FactRow:
    if not document.pages:
        return row
    doubts = [doubt for one in row.fact.evidence for doubt in document.doubts_in(one.start, one.end)]
    sure = min((doubt.confidence for doubt in doubts), default=None)
    return replace(row, page=document.page_at(row.fact.evidence[0].start), confidence=sure)
