"""Tables of the records, and how their database is opened. Portable SQL, but for what SQLite must be told at opening.

A passage's words live once: `texts` holds one row for each distinct indexed text, however many conventions repeat the
clause, and `passages` point to it. Words, vectors and Chroma all follow `texts`.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError, DBAPIError

from index.errors import DamagedIndex, IndexingError, LockedIndex, ReadOnlyIndex

Connection = sa.Connection
"""A view of the database, or a transaction on it; the name by which other files say it."""

METADATA = sa.MetaData()

DOCUMENTS = sa.Table(
    "documents",
    METADATA,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("source", sa.String, nullable=False),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("short_name", sa.String, nullable=False),
    sa.Column("title", sa.String, nullable=False),
    sa.Column("identity", sa.String, nullable=False),  # JSON of ingestion.names.Identity
    sa.Column("articles", sa.Integer, nullable=False),
    sa.Column("reader", sa.String, nullable=False),
    sa.Column("digest", sa.String, nullable=False),  # SHA-256 of the corpus file: what « unchanged » means
    sa.Column("stamp", sa.String, nullable=False),  # size, time and inode of that file: spares reading it
    sa.Column("entry", sa.LargeBinary, nullable=False),  # the corpus file, compressed
)

TEXTS = sa.Table(
    "texts",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("key", sa.String, nullable=False, unique=True),  # of its vector: embedder's name and text, hashed
)

PASSAGES = sa.Table(
    "passages",
    METADATA,
    sa.Column("document_id", sa.String, primary_key=True),
    sa.Column("ordinal", sa.Integer, primary_key=True),
    sa.Column("text_id", sa.Integer, nullable=False, index=True),
    sa.Column("start", sa.Integer, nullable=False),
    sa.Column("end", sa.Integer, nullable=False),
    sa.Column("passage", sa.String, nullable=False),  # JSON of a Passage, so that a hit parses no entry
)

FACTS = sa.Table(
    "facts",
    METADATA,
    sa.Column("document_id", sa.String, primary_key=True),
    sa.Column("ordinal", sa.Integer, primary_key=True),  # in the order of the entry
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("article", sa.String),  # of the first evidence
    sa.Column(
        "bearer", sa.String
    ),  # words, role and party of who owes, may, pays or signs, as `bearer_key` writes them
    sa.Column("role", sa.String),
    sa.Column("party", sa.String),
    sa.Column("year", sa.Integer),
    sa.Column("value", sa.String),
    sa.Column("date", sa.String),  # ISO 8601
    sa.Column("state", sa.String, nullable=False),
    sa.Column("start", sa.Integer, nullable=False),
    sa.Column("end", sa.Integer, nullable=False),
    sa.Column("fact", sa.String, nullable=False),  # JSON of a Fact, so that a lookup parses no entry
    sa.Index("ix_facts_kind", "kind", "document_id"),
)

# Every name that a document answers to, as `ingestion.naming.name_key` writes it.
NAMES = sa.Table(
    "names",
    METADATA,
    sa.Column("name", sa.String, primary_key=True),
    sa.Column("document_id", sa.String, primary_key=True, index=True),
    sa.Column("own", sa.Boolean, nullable=False),  # short name, id or file: goes before the names that several share
    sqlite_with_rowid=False,
)

# Keys whose vector Chroma may not reflect yet. Written in the transaction that changes `texts`, emptied once Chroma has
# followed: a run killed in between leaves its debts behind, and the next run pays them.
DEBTS = sa.Table("debts", METADATA, sa.Column("key", sa.String, primary_key=True))

STATE = sa.Table(
    "state",
    METADATA,
    sa.Column("name", sa.String, primary_key=True),
    sa.Column("value", sa.String, nullable=False),
)

VECTORS_METADATA = sa.MetaData()

VECTORS = sa.Table(
    "vectors",
    VECTORS_METADATA,
    sa.Column("key", sa.String, primary_key=True),
    sa.Column("vector", sa.LargeBinary, nullable=False),  # float32, little-endian
    sa.Column("sum", sa.Integer),  # CRC-32 of `vector`; NULL in a cache made before there was one
    sqlite_with_rowid=False,
)

# A second writer waits this long before it is told that the index is in use.
_BUSY_SECONDS = 5
_SQLITE = "sqlite:///"
# SQLite takes 32,766 variables a statement since 3.32 and 999 before; one length also shares a compiled statement.
SLICE = 500
_T = TypeVar("_T")
_LOCKED = {5, 6}  # SQLITE_BUSY, SQLITE_LOCKED
_READ_ONLY = {8, 13, 14, 3, 23}  # SQLITE_READONLY, _FULL, _CANTOPEN, _PERM, _AUTH
# SQLITE_IOERR_WRITE, _FSYNC, _TRUNCATE, _SHMSIZE: a quota, a limit of size or a disk that takes no more
_UNWRITABLE = {778, 1034, 1546, 4874}


def sqlite_url(path: Path) -> str:
    """URL of a database file."""
    return f"{_SQLITE}{path}"


def open_database(url: str, prepare: Callable[[sa.Engine], None] | None) -> sa.Engine:
    """Open a database; to write when there is something to prepare it (create or migrate its tables), else to read.

    Raises LockedIndex, ReadOnlyIndex, DamagedIndex.
    """
    lite = url.startswith(_SQLITE)
    reading = lite and prepare is None
    engine = sa.create_engine(
        _reading_url(Path(url.removeprefix(_SQLITE))) if reading else url,
        connect_args={"timeout": _BUSY_SECONDS} if lite else {},
    )
    if lite:
        sa.event.listen(engine, "begin", _begin_sqlite)
        sa.event.listen(engine, "connect", _prepare_reading if reading else _prepare_writing)
    if prepare is not None:
        with translated(url):
            prepare(engine)
    return engine


def _reading_url(path: Path) -> str:
    """A file that must exist. In a folder that cannot be written, nobody else writes it either: it is immutable."""
    mode = "mode=rw" if os.access(path.parent, os.W_OK) else "immutable=1"
    return f"{_SQLITE}file:{quote(str(path))}?{mode}&uri=true"


def _prepare_reading(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # transactions are begun by _begin_sqlite


def _prepare_writing(connection: sqlite3.Connection, _record: object) -> None:
    """WAL: readers go on while a build writes. NORMAL: a power cut can lose the last transactions, never the file."""
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode = WAL").close()
    connection.execute("PRAGMA synchronous = NORMAL").close()


def _begin_sqlite(connection: sa.Connection) -> None:
    """Begin for real: Python's driver would leave reads and table definitions outside the transaction."""
    connection.exec_driver_sql("BEGIN")


@contextmanager
def translated(place: str) -> Iterator[None]:
    """Turn the database's errors into ours, by SQLite's result code (https://sqlite.org/rescode.html)."""
    try:
        yield
    except DBAPIError as error:
        raise _ours(place, error) from error


def _ours(place: str, error: DBAPIError) -> IndexingError:
    # Extended result codes keep the primary one in their low byte.
    extended = getattr(error.orig, "sqlite_errorcode", 0)
    code = extended & 0xFF
    path = place.removeprefix(_SQLITE)
    if code in _LOCKED:
        return LockedIndex(path)
    if not Path(path).exists() and os.access(Path(path).parent, os.W_OK):
        return DamagedIndex(path, "the file is missing")
    if code in _READ_ONLY or extended in _UNWRITABLE:
        return ReadOnlyIndex(path, str(error.orig))
    return DamagedIndex(path, str(error.orig))


def damaged(engine: sa.Engine) -> str | None:
    """What SQLite finds wrong in the file, `None` when it is sound or another database is in use."""
    if engine.dialect.name != "sqlite":
        return None
    try:
        with engine.connect() as connection:
            verdict = str(connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one())
    except DatabaseError as error:
        return str(error.orig)
    return None if verdict == "ok" else verdict


def slices(values: Sequence[_T]) -> Iterator[Sequence[_T]]:
    """The values in lists short enough for one statement."""
    return (values[start : start + SLICE] for start in range(0, len(values), SLICE))
