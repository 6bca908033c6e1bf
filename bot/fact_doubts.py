"""Doubts of facts: on which page of a scan each one stands, and how surely it was read."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from index.lookup import FactRow
from index.records import Records
from ingestion.documents import Document
from ingestion.readers import SCANNABLE, suffix_of


def with_places(rows: Iterable[FactRow], records: Records) -> list[FactRow]:
    """The same facts, those of files that may be scans with their pages and the confidence of their doubtful words.

    Other files are not opened: there may be thousands of them.
    """
    documents: dict[str, Document] = {}
    placed = []
    for row in rows:
        if suffix_of(Path(row.source)) not in SCANNABLE:
            placed.append(row)
            continue
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
