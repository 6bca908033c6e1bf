"""Which document a name typed on the command line means."""

import unicodedata
from collections.abc import Sequence

from index.lookup import documents_named
from index.records import DocumentRow, Records
from ingestion.naming import name_key

_PREFIX = 4
"""Letters from which the beginning of a name is enough, when one document only has it."""
_SUGGESTIONS = 3
_LIKENESS = 80.0
"""rapidfuzz ratio, 0 to 100, above which two names are taken for a slip of one another."""


class NoSuchDocument(Exception):
    """No document has this name; the user types another."""

    def __init__(self, name: str, close: Sequence[str]) -> None:
        """`close`: names that look like it, best first; may be empty."""
        super().__init__(name)
        self.key = "no_such_document_close" if close else "no_such_document"
        self.values = {"name": name, "close": ", ".join(close)}


class SeveralDocuments(Exception):
    """The name fits several documents; the user types a more precise one."""

    def __init__(self, name: str, close: Sequence[str]) -> None:
        """`close`: short names of the documents that it fits."""
        super().__init__(name)
        self.values = {"name": name, "close": ", ".join(close)}


def document_named(records: Records, name: str) -> DocumentRow:
    """The document that a name means, by an index where it is spelt right. Raises NoSuchDocument, SeveralDocuments."""
    ids = documents_named(records, name_key(name))
    own = [one for one in ids if one not in records.editions()] or ids
    return records.document(own[0]) if len(own) == 1 else found(records, name)


def found(records: Records, name: str) -> DocumentRow:
    """The document of this name, one that stands for itself before its other editions. Raises as `find` does."""
    try:
        return find(records.documents(), name)
    except NoSuchDocument:
        rows = [row for row in records.every_document() if row.id in records.editions()]
        try:
            return find(rows, name)
        except NoSuchDocument:
            pass
        raise


def find(rows: Sequence[DocumentRow], name: str) -> DocumentRow:
    """The document whose short name, else alias or file, is this name. Raises NoSuchDocument, SeveralDocuments."""
    wanted = _bare(name)
    for names_of in (_own_names, _other_names):
        found = [row for row in rows if wanted in map(_bare, names_of(row))]
        if len(found) == 1:
            return found[0]
        if found:
            raise SeveralDocuments(name, sorted(row.short_name for row in found))
    begun = [row for row in rows if len(wanted) >= _PREFIX and _bare(row.short_name).startswith(wanted)]
    return begun[0] if len(begun) == 1 else _closest(rows, name)


def _closest(rows: Sequence[DocumentRow], name: str) -> DocumentRow:
    """The one document that the name is a slip of. Raises NoSuchDocument with the names that look most like it."""
    from rapidfuzz import fuzz

    scores = [(fuzz.ratio(_bare(name), _bare(row.short_name)), row) for row in rows]
    scores.sort(key=lambda scored: (-scored[0], scored[1].short_name))
    likely = [row for score, row in scores if score >= _LIKENESS]
    if len(likely) == 1:
        return likely[0]
    raise NoSuchDocument(name, [row.short_name for _, row in scores[:_SUGGESTIONS]])


def _own_names(row: DocumentRow) -> list[str]:
    return [row.short_name, row.id, row.source, row.source.rpartition("/")[2]]


def _other_names(row: DocumentRow) -> list[str]:
    return [alias.name for alias in row.identity.aliases]


def _bare(name: str) -> str:
    """A name without case, accents, blanks or punctuation.

    >>> _bare("Carnet d’Escale"), _bare("CARNET-DESCALE")
    ('carnetdescale', 'carnetdescale')
    """
    return "".join(mark for mark in unicodedata.normalize("NFKD", name.casefold()) if mark.isalnum())
