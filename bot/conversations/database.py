"""The database of conversations: its tables, and how it is opened. Beside the register, never rebuilt from anything."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from bot.state import StateFault
from bot.state_files import is_emptied, make_once
from index.errors import DamagedIndex, LockedIndex, ReadOnlyIndex
from index.records_tables import sqlite_url, translated

FILE = "conversations.sqlite"
_METADATA = sa.MetaData()
_READS = "alinea_reads"
_BUSY_SECONDS = 20
"""A second process waits this long for the first one's transaction, which takes milliseconds."""

SEEN = sa.Table(
    "seen",
    _METADATA,
    sa.Column("key", sa.String, primary_key=True),  # of an event, or of a message: answered once, whoever delivers it
    sa.Column("at", sa.Float, nullable=False),  # seconds since 1970, as all times here
)

TURNS = sa.Table(
    "turns",
    _METADATA,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("place", sa.String, nullable=False),  # keyed hash of team and channel
    sa.Column("thread", sa.String, nullable=False),  # ts of the thread's first message, or a name for a private answer
    sa.Column("person", sa.String, nullable=False, index=True),  # keyed hash of team and user
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("question", sa.String, nullable=False),
    sa.Column("about", sa.String),  # JSON of the id and short name of the convention that a click chose
    sa.Column("state", sa.String, nullable=False),
    sa.Column("route", sa.String),  # JSON of a Route; NULL once nothing is left to deliver
    sa.Column("plan", sa.String),  # how the question was understood, as `--explain` prints it
    sa.Column("answer", sa.String),  # JSON of an Answer
    sa.Column("posted", sa.String),  # JSON list: ts of the messages that carry the answer
    sa.Column("reference", sa.String),  # of an error, as the log and the person know it
    sa.Column("attempts", sa.Integer, nullable=False, default=0),
    sa.Column("owner", sa.String, nullable=False),  # the process at work on it
    sa.Column("at", sa.Float, nullable=False, index=True),
    sa.Index("ix_turns_thread", "place", "thread", "at"),
    sa.Index("ix_turns_state", "state"),
)

CHOSEN = sa.Table(
    "chosen",
    _METADATA,
    sa.Column("person", sa.String, primary_key=True),
    sa.Column("document", sa.String, nullable=False),
    sa.Column("name", sa.String, nullable=False),  # short name: finds the document again when its file is corrected
    sa.Column("at", sa.Float, nullable=False),
)

TIES = sa.Table(
    "ties",
    _METADATA,
    sa.Column("place", sa.String, primary_key=True),
    sa.Column("document", sa.String, primary_key=True),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("person", sa.String, nullable=False),
    sa.Column("at", sa.Float, nullable=False),
)

TICKS = sa.Table(
    "ticks",
    _METADATA,
    sa.Column("person", sa.String, primary_key=True),
    sa.Column("name", sa.String, primary_key=True),  # short name of the convention
    sa.Column("step", sa.String, primary_key=True),
    sa.Column("at", sa.Float, nullable=False),
)

FEEDBACK = sa.Table(
    "feedback",
    _METADATA,
    sa.Column("turn", sa.String, primary_key=True),
    sa.Column("person", sa.String, primary_key=True),
    sa.Column("verdict", sa.String, nullable=False),
    sa.Column("reasons", sa.String, nullable=False),  # JSON list
    sa.Column("comment", sa.String, nullable=False),
    sa.Column("question", sa.String, nullable=False),
    sa.Column("thread", sa.String, nullable=False),  # JSON list of the earlier questions
    sa.Column("plan", sa.String, nullable=False),
    sa.Column("answer", sa.String, nullable=False),  # JSON of an Answer, citations included
    sa.Column("at", sa.Float, nullable=False, index=True),
)


class Database:
    """One file, open for the life of a process. Safe in several threads and beside other processes."""

    def __init__(self, path: Path) -> None:
        """Open the file, made with its tables when it is missing. Raises StateFault."""
        self.path = path
        with self._told():
            if is_emptied(path):
                raise DamagedIndex(path, "the file is empty")
            make_once(path, lambda draft: _opened(draft).dispose())
            self._engine = _opened(path)

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """For one statement, which waits for no writer. Raises StateFault."""
        with self._told(), translated(str(self.path)), self._engine.connect() as connection:
            yield connection.execution_options(**{_READS: True})

    @contextmanager
    def transaction(self) -> Iterator[sa.Connection]:
        """All of the block or nothing of it; one writer at a time. Raises StateFault."""
        with self._told(), translated(str(self.path)), self._engine.begin() as connection:
            yield connection

    def settle(self) -> None:
        """Bring the file itself up to date and empty its journal, which still holds what was erased. Raises StateFault.

        Does as much as other processes' reading allows.
        """
        with self.reading() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except LockedIndex as error:
            raise StateFault("state_locked", self.path) from error
        except (ReadOnlyIndex, OSError) as error:
            raise StateFault("state_unwritable", self.path) from error
        except (DamagedIndex, ValueError) as error:  # JSON that is none is a ValueError
            raise StateFault("state_damaged", self.path) from error


def _opened(path: Path) -> sa.Engine:
    """The engine of a file, made with its tables when they are missing."""
    engine = sa.create_engine(sqlite_url(path), connect_args={"timeout": _BUSY_SECONDS})
    sa.event.listen(engine, "connect", _prepare)
    sa.event.listen(engine, "begin", _begin)
    with translated(str(path)):
        _METADATA.create_all(engine)
    return engine


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    """WAL and NORMAL: what is committed survives the death of the process, a power cut may lose the last instants."""
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode = WAL").close()
    connection.execute("PRAGMA synchronous = NORMAL").close()
    connection.execute("PRAGMA secure_delete = ON").close()  # what is forgotten does not stay in freed pages


def _begin(connection: sa.Connection) -> None:
    """Take the writer's place at once: two readers that turn writers would refuse each other. A read needs no BEGIN."""
    if not connection.get_execution_options().get(_READS):
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def open_database(data: Path) -> Database:
    """The conversations of a data folder. Raises StateFault."""
    return Database(data / FILE)
