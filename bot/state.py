"""What a team records: dates that a convention's text leaves blank, with who gave them and when.

Kept in a database of its own, which no ingestion touches and nothing rebuilds. A line is never changed: a later one
takes its place, so that the history stays. StateFault tells what the database refused: `key` chooses the sentence.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Literal, get_args

import sqlalchemy as sa

from bot.anchors import RecordedDate
from bot.state_files import is_emptied, make_once
from index.errors import DamagedIndex, LockedIndex, ReadOnlyIndex
from index.records import DocumentRow
from index.records_tables import open_database, sqlite_url, translated

FILE = "state.sqlite"
RecordedEvent = Literal["signature", "notification", "publication", "effect"]
EVENTS: tuple[RecordedEvent, ...] = get_args(RecordedEvent)
_METADATA = sa.MetaData()
_DATES = sa.Table(
    "recorded_dates",
    _METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("document_id", sa.String, nullable=False, index=True),
    sa.Column("source", sa.String, nullable=False, index=True),
    sa.Column("short_name", sa.String, nullable=False),
    sa.Column("event", sa.String, nullable=False),
    sa.Column("value", sa.Date),  # NULL: the date was taken back
    sa.Column("by", sa.String, nullable=False),
    sa.Column("on", sa.Date, nullable=False),
)


class StateFault(Exception):
    """The team's database could not be read or written; nothing was recorded."""

    def __init__(self, key: str, path: Path) -> None:
        """`key`: `state_locked` (try again), `state_unwritable`, `state_damaged`, `key_damaged` (the user's)."""
        super().__init__(f"{key}: {path}")
        self.key = key
        self.values = {"path": str(path)}


class TeamState:
    """Reads and writes what the team recorded. Cheap to make: the file is opened by what needs it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def dates(self, document: DocumentRow) -> dict[str, RecordedDate]:
        """The dates in force for a document, by event, in the order of `EVENTS`. Raises StateFault.

        A document whose file was corrected has another id: it keeps what was recorded under its file and short name.
        """
        if not self._path.exists():
            return {}
        same_file = sa.and_(_DATES.c.source == document.source, _DATES.c.short_name == document.short_name)
        query = sa.select(_DATES.c.event, _DATES.c.value, _DATES.c.by, _DATES.c.on).order_by(_DATES.c.id)
        with self._opened() as connection:
            query = query.where(sa.or_(_DATES.c.document_id == document.id, same_file))
            last = {event: (value, by, on) for event, value, by, on in connection.execute(query)}
        return {event: RecordedDate(*last[event]) for event in EVENTS if event in last and last[event][0] is not None}

    def record(self, document: DocumentRow, event: RecordedEvent, value: date | None, by: str, on: date) -> None:
        """Record a date, in place of the former one; `None` takes it back. Raises StateFault.

        `by`: who says so; `on`: the day on which they do.
        """
        row = {"document_id": document.id, "source": document.source, "short_name": document.short_name}
        with self._opened(write=True) as connection:
            connection.execute(sa.insert(_DATES), row | {"event": event, "value": value, "by": by, "on": on})

    @contextmanager
    def _opened(self, *, write: bool = False) -> Iterator[sa.Connection]:
        with self._told():
            if is_emptied(self._path):
                raise DamagedIndex(self._path, "the file is empty")
            if write:
                make_once(self._path, _make)
            engine = open_database(sqlite_url(self._path), _METADATA.create_all if write else None)
            try:
                with translated(str(self._path)), engine.begin() as connection:
                    yield connection
            finally:
                engine.dispose()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except LockedIndex as error:
            raise StateFault("state_locked", self._path) from error
        except (ReadOnlyIndex, PermissionError) as error:
            raise StateFault("state_unwritable", self._path) from error
        except (DamagedIndex, ValueError) as error:  # a date that is none is a ValueError
            raise StateFault("state_damaged", self._path) from error


def _make(path: Path) -> None:
    open_database(sqlite_url(path), _METADATA.create_all).dispose()


def open_state(data: Path) -> TeamState:
    """What the team recorded, in a data folder."""
    return TeamState(data / FILE)
