"""The index folder: its one builder, opening it for writing, and clearing it for a rebuild."""

import fcntl
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from index import lexical, manifest, seal
from index.errors import ChromaFault, DamagedIndex, LockedIndex, ReadOnlyIndex
from index.manifest import SCHEMA
from index.records import FILE as RECORDS
from index.records import Records, noted
from index.records_tables import damaged, open_database, sqlite_url
from index.records_vectors import FILE as VECTORS
from index.records_vectors import VectorStore
from index.records_writing import clear as clear_records
from index.records_writing import note

_LOCK = ".building"
_WRITTEN_FOR = "written_for"


@contextmanager
def only_builder(index: Path) -> Iterator[None]:
    """Hold the folder for one build; the system lets go of it when the process ends, however it ends.

    Raises LockedIndex when another build is at work, ReadOnlyIndex when the folder cannot be made or written.
    """
    try:
        index.mkdir(parents=True, exist_ok=True)
        file = (index / _LOCK).open("wb")
    except OSError as error:
        raise ReadOnlyIndex(index, error.strerror or str(error)) from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise LockedIndex(index) from error
        yield


def open_records(index: Path, embedder: str) -> Records:
    """Open the records for writing, emptied when a build that never finished wrote them for another embedder."""
    records = Records(index, create=True)
    written_for = f"{SCHEMA} {embedder}"
    with records.writing() as connection:
        lexical.create(connection)
        if noted(connection, _WRITTEN_FOR) not in (None, written_for):
            clear_records(connection)
        note(connection, _WRITTEN_FOR, written_for)
    return records


def has_vectors(index: Path) -> bool:
    """Whether there is a vector cache."""
    return (index / VECTORS).exists()


def has_chroma(index: Path) -> bool:
    """Whether there is a Chroma folder."""
    return (index / seal.FOLDER).exists()


def drop_chroma(index: Path) -> None:
    """Remove the Chroma folder, if there is one. Raises ReadOnlyIndex."""
    if has_chroma(index):
        from index import chroma

        try:
            chroma.drop(index)
        except OSError as error:
            raise ReadOnlyIndex(index, error.strerror or str(error)) from error


def clear(index: Path, chroma_url: str | None) -> None:
    """Remove all but the cached vectors; these too when their file is damaged. The manifest goes first."""
    try:
        (index / manifest.FILE).unlink(missing_ok=True)
        _clear_records(index)
        if has_vectors(index):
            _clear_altered_vectors(index)
        _clear_chroma(index, chroma_url)
    except OSError as error:
        raise ReadOnlyIndex(index, error.strerror or str(error)) from error


def _clear_records(index: Path) -> None:
    """Emptied in place where they can be, so that a bot that has them open goes on; else their file is removed."""
    try:
        records = Records(index, create=True)
        with records.writing() as connection:
            lexical.create(connection)
            clear_records(connection)
        sound = damaged(records.engine) is None
        records.close()
    except DamagedIndex:
        sound = False
    if not sound:
        _unlink(index / RECORDS)


def _clear_chroma(index: Path, url: str | None) -> None:
    if url is None and not has_chroma(index):
        return
    from index import chroma

    if url is None and not seal.is_whole(index):
        return drop_chroma(index)
    seal.lift(index)
    try:
        chroma.forget(index, url)
    except ChromaFault:
        if url is not None:
            raise
        drop_chroma(index)


def _clear_altered_vectors(index: Path) -> None:
    """The vectors that are not what was put, or all of them when their file is damaged."""
    try:
        if not _is_damaged(index / VECTORS):
            with closing(VectorStore(index, create=True)) as vectors:
                vectors.drop(vectors.altered())
            return
    except DamagedIndex:
        pass
    _unlink(index / VECTORS)


def _is_damaged(path: Path) -> bool:
    engine = open_database(sqlite_url(path), None)
    try:
        return damaged(engine) is not None
    finally:
        engine.dispose()


def _unlink(path: Path) -> None:
    for name in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
        name.unlink(missing_ok=True)
