"""The records: what the index knows of each document, in SQL. Reading side; `records_writing` has the other."""

from collections import OrderedDict
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from zlib import decompress

import sqlalchemy as sa
from pydantic import TypeAdapter

from index.errors import DamagedIndex
from index.records_schema import bring_up_to_date
from index.records_tables import (
    DEBTS,
    DOCUMENTS,
    PASSAGES,
    SLICE,
    STATE,
    TEXTS,
    open_database,
    slices,
    sqlite_url,
    translated,
)
from ingestion import corpus
from ingestion.corpus import Entry
from ingestion.names import DocumentKind, Identity
from ingestion.passages import Passage

FILE = "records.sqlite"
REVISION = "revision"
IDENTITY = TypeAdapter(Identity)
PASSAGE = TypeAdapter(Passage)
# Parsed entries kept in memory; one is some hundreds of kilobytes.
_ENTRIES_KEPT = 64


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document without its text: what lists and the resolution of names need."""

    id: str
    """As in `Document.id`."""
    source: str
    """As in `Document.source`."""
    kind: DocumentKind
    """What the document is."""
    short_name: str
    """What citations show; no two documents share it."""
    title: str
    """Its title, on one line."""
    identity: Identity
    """Every name it answers to, with the evidence."""
    articles: int
    """Number of its articles, 0 or more."""
    passages: int
    """Number of its passages, 0 or more."""


@dataclass(frozen=True, slots=True)
class PassageRow:
    """A passage of a document, without its other passages."""

    document: str
    """Id of the document."""
    text_id: int
    """Number of its indexed text in the index; passages with the same words share it."""
    passage: Passage
    """The passage."""


class Records:
    """Reads the records. Safe to use from several threads; sees each committed change at the next call."""

    def __init__(self, index: Path, *, create: bool = False) -> None:
        """Open the records of an index folder; `create`: to write, made or migrated first.

        Raises DamagedIndex, LockedIndex, ReadOnlyIndex, OldIndex when a later version wrote them.
        """
        self.path = index / FILE
        self.engine = open_database(sqlite_url(self.path), bring_up_to_date if create else None)
        self._entries: OrderedDict[tuple[str, str], Entry] = OrderedDict()
        self._rows: _Rows | None = None
        self._lock = Lock()

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A consistent view of the database, for the length of the block. Rows that cannot be read: DamagedIndex."""
        try:
            with translated(str(self.path)), self.engine.connect() as connection:
                yield connection
        except ValueError as error:  # pydantic's are: a row is not what was written
            raise DamagedIndex(self.path, str(error)) from error

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A transaction: all of the block or nothing of it."""
        with translated(str(self.path)), self.engine.begin() as connection:
            yield connection

    def revision(self) -> int:
        """Grows with each change of the records; 0 when nothing was ever written."""
        with self.reading() as connection:
            return revision(connection)

    def documents(self) -> list[DocumentRow]:
        """The documents that stand for themselves, by short name; other editions of them are left out."""
        return self._kept().own

    def every_document(self) -> list[DocumentRow]:
        """All documents, by short name, each edition of a convention among them."""
        return self._kept().all

    def editions(self) -> frozenset[str]:
        """Ids of the documents that another one stands for."""
        return self._kept().editions

    def _kept(self) -> "_Rows":
        """The rows, kept in memory until the records change."""
        with self.reading() as connection:
            now = revision(connection)
            if self._rows is None or self._rows.revision != now:
                self._rows = _rows(now, _document_rows(connection))
        return self._rows

    def document(self, document_id: str) -> DocumentRow:
        """One document, read by its id. Raises KeyError."""
        with self.reading() as connection:
            found = _document_rows(connection, document_id)
        if not found:
            raise KeyError(document_id)
        return found[0]

    def entry(self, document_id: str) -> Entry:
        """All that ingestion read of a document; the last ones asked for are kept parsed. Raises KeyError."""
        with self.reading() as connection:
            digest = connection.scalar(sa.select(DOCUMENTS.c.digest).where(DOCUMENTS.c.id == document_id))
            if digest is None:
                raise KeyError(document_id)
            with self._lock:
                found = self._entries.get((document_id, digest))
                if found is not None:
                    self._entries.move_to_end((document_id, digest))
                    return found
            packed = connection.scalar(sa.select(DOCUMENTS.c.entry).where(DOCUMENTS.c.id == document_id))
        entry = self._parsed(packed)
        with self._lock:
            self._entries[(document_id, digest)] = entry
            if len(self._entries) > _ENTRIES_KEPT:
                self._entries.popitem(last=False)
        return entry

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    def _parsed(self, packed: bytes | None) -> Entry:
        try:
            return corpus.parse(decompress(packed or b""))
        except Exception as error:  # zlib.error and ValidationError alike: the row is not what was written
            raise DamagedIndex(self.path, str(error)) from error


@dataclass(frozen=True, slots=True)
class _Rows:
    """Documents as of one revision."""

    revision: int
    all: list[DocumentRow]
    own: list[DocumentRow]
    """Those that stand for themselves."""
    editions: frozenset[str]


def _rows(revision: int, rows: list[DocumentRow]) -> _Rows:
    """An edition whose convention is gone stands for itself until the next ingestion says so."""
    ids = {row.id for row in rows}
    editions = frozenset(row.id for row in rows if row.identity.edition_of in ids)
    return _Rows(revision, rows, [row for row in rows if row.id not in editions], editions)


def revision(connection: sa.Connection) -> int:
    """The revision in this connection's view."""
    return int(noted(connection, REVISION) or 0)


def noted(connection: sa.Connection, name: str) -> str | None:
    """A fact about the whole index; `None` when it was never noted."""
    return connection.scalar(sa.select(STATE.c.value).where(STATE.c.name == name))


def keys_by_text(connection: sa.Connection) -> dict[int, str]:
    """Every distinct indexed text: its number, and the key of its vector."""
    return dict(connection.execute(sa.select(TEXTS.c.id, TEXTS.c.key)).all())


def numbers_of(connection: sa.Connection, keys: Collection[str]) -> dict[int, str]:
    """Number and key of the texts that go by these keys."""
    found: dict[int, str] = {}
    for some in slices(sorted(keys)):
        found.update(connection.execute(sa.select(TEXTS.c.id, TEXTS.c.key).where(TEXTS.c.key.in_(some))).all())
    return found


def keys_of(connection: sa.Connection, numbers: Collection[int]) -> dict[int, str]:
    """Number and key of the texts that go by these numbers."""
    found: dict[int, str] = {}
    for some in slices(sorted(numbers)):
        found.update(connection.execute(sa.select(TEXTS.c.id, TEXTS.c.key).where(TEXTS.c.id.in_(some))).all())
    return found


def count_texts(connection: sa.Connection) -> int:
    """How many distinct texts are indexed."""
    return connection.scalar(sa.select(sa.func.count()).select_from(TEXTS)) or 0


def stamps(connection: sa.Connection) -> dict[str, tuple[str, str]]:
    """Digest and stamp of the corpus file of each document, by id."""
    rows = connection.execute(sa.select(DOCUMENTS.c.id, DOCUMENTS.c.digest, DOCUMENTS.c.stamp))
    return {document: (digest, stamp) for document, digest, stamp in rows}


def readers(connection: sa.Connection) -> list[str]:
    """Versions of the reading code that made the entries, each once."""
    return sorted(connection.scalars(sa.select(DOCUMENTS.c.reader).distinct()))


def held_texts(connection: sa.Connection) -> set[int]:
    """Numbers of the texts that passages point to."""
    return set(connection.scalars(sa.select(PASSAGES.c.text_id).distinct()))


def count_debts(connection: sa.Connection) -> int:
    """How many keys Chroma must still follow."""
    return connection.scalar(sa.select(sa.func.count()).select_from(DEBTS)) or 0


def texts_of(connection: sa.Connection, documents: Collection[str]) -> set[int]:
    """Numbers of the texts that stand in these documents."""
    found: set[int] = set()
    for some in slices(sorted(documents)):
        found.update(connection.scalars(sa.select(PASSAGES.c.text_id).where(PASSAGES.c.document_id.in_(some))))
    return found


def passages_with(
    connection: sa.Connection, text: int, documents: Collection[str] | None, most: int, but: Collection[str] = ()
) -> list[PassageRow]:
    """Passages that hold a text, at most `most`, by document and place; only those of `documents`, and if that is
    `None` of all documents but some."""
    columns = (PASSAGES.c.document_id, PASSAGES.c.text_id, PASSAGES.c.passage)
    query = sa.select(*columns).where(PASSAGES.c.text_id == text).order_by(PASSAGES.c.document_id, PASSAGES.c.ordinal)
    if documents is not None and len(documents) <= SLICE:
        query = query.where(PASSAGES.c.document_id.in_(sorted(documents)))
    found = connection.execute(query)
    rows = [row for row in found if row[0] in (documents or ()) or (documents is None and row[0] not in but)][:most]
    return [PassageRow(document, text_id, PASSAGE.validate_json(passage)) for document, text_id, passage in rows]


def _document_rows(connection: sa.Connection, only: str | None = None) -> list[DocumentRow]:
    """Documents by short name; one of them when its id is given."""
    count = sa.select(sa.func.count()).where(PASSAGES.c.document_id == DOCUMENTS.c.id).scalar_subquery()
    kept = [DOCUMENTS.c[name] for name in ("id", "source", "kind", "short_name", "title", "identity", "articles")]
    query = sa.select(*kept, count.label("passages")).order_by(DOCUMENTS.c.short_name)
    return [
        DocumentRow(row.id, row.source, DocumentKind(row.kind), row.short_name, row.title,
                    IDENTITY.validate_json(row.identity), row.articles, row.passages)
        for row in connection.execute(query if only is None else query.where(DOCUMENTS.c.id == only))
    ]  # fmt: skip
