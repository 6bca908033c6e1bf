"""Backup: what a data folder holds and nothing rebuilds, in one file, while the bot runs.

Kept: the corpus and its ledger, the vectors (a tenth of the corpus in size, most of a build in time), what the team
recorded, what the bot remembers, and the key of its hash. Left out: the rest of the index, which a restore builds from
these in seconds, and what is not in the data folder: settings with their secrets, access rules, conventions.
"""

import contextlib
import gzip
import hashlib
import io
import os
import secrets
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from bot.archive import DATABASES, FORMAT, KEY, LINKS_KEY, MANIFEST, MANIFESTS, Manifest, NothingToBackUp, Part
from bot.state import StateFault
from bot.state_files import is_emptied

_BUSY_SECONDS = 20
_REBUILT = "index/"


@dataclass(frozen=True, slots=True)
class BackupReport:
    """What a backup wrote."""

    path: Path
    documents: int
    """Entries of the corpus."""
    size: int
    """Bytes of the archive."""


def back_up(data: Path, target: Path) -> BackupReport:
    """Write a backup of a data folder, whole or not at all, readable by its owner only.

    `target`: a file, whose former content is replaced once the new one is whole; or a folder, in which a file is named
    after the time. Raises NothingToBackUp, StateFault when what nothing rebuilds cannot be read, OSError.
    """
    now = datetime.now(UTC)
    path = target / f"alinea-{now:%Y-%m-%d-%H%M%S}.tar.gz" if target.is_dir() else target
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".alinea-backup-") as place:
            files = dict(_files(data, Path(place)))
            if not files:
                raise NothingToBackUp(data)
            documents = _write(draft, files, now)
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    return BackupReport(path, documents, path.stat().st_size)


def _files(data: Path, place: Path) -> Iterator[tuple[str, Path]]:
    """Name of each file to keep, and where it is read: databases are copied first, as they are at one moment."""
    corpus = data / "corpus"
    for path in [*sorted(corpus.glob("*.json")), corpus / ".ledger", corpus / ".absent", data / KEY, data / LINKS_KEY]:
        if path.is_file():
            yield path.relative_to(data).as_posix(), path
    for number, name in enumerate(DATABASES):
        if (data / name).is_file():
            copy = place / str(number)
            try:
                _copy(data / name, copy)
            except StateFault as fault:
                if name.startswith(_REBUILT) and fault.key == "state_damaged":
                    continue
                raise
            yield name, copy


def _copy(database: Path, copy: Path) -> None:
    """Copy a database with SQLite's own means, which wait for writers and let them go on. Raises StateFault."""
    try:
        with (
            closing(sqlite3.connect(database, timeout=_BUSY_SECONDS)) as source,
            closing(sqlite3.connect(copy)) as made,
        ):
            source.backup(made)
            sound = made.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_FULL:
            raise StateFault("state_unwritable", copy.parent) from error
        locked = error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
        raise StateFault("state_locked" if locked else "state_damaged", database) from error
    except sqlite3.DatabaseError as error:
        raise StateFault("state_damaged", database) from error
    if not sound or is_emptied(database):
        raise StateFault("state_damaged", database)


def _write(draft: Path, files: dict[str, Path], now: datetime) -> int:
    """Write the archive; how many entries of the corpus it holds."""
    parts: dict[str, Part] = {}
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        with (
            gzip.GzipFile(fileobj=file, mode="wb", filename="") as zipped,
            tarfile.open(fileobj=zipped, mode="w|", format=tarfile.PAX_FORMAT) as tar,
        ):
            for name, path in files.items():
                with contextlib.suppress(FileNotFoundError), path.open("rb") as content:  # an ingestion removed it
                    parts[name] = _add(tar, name, content, now)
            told = MANIFESTS.dump_json(Manifest(FORMAT, now.isoformat(timespec="seconds"), parts))
            _add(tar, MANIFEST, io.BytesIO(told), now)
        file.flush()
        os.fsync(file.fileno())
    return sum(name.endswith(".json") for name in parts)


def _add(tar: tarfile.TarFile, name: str, content: IO[bytes], now: datetime) -> Part:
    digest = hashlib.file_digest(content, "sha256").hexdigest()  # type: ignore[arg-type]
    member = tarfile.TarInfo(name)
    member.size, member.mode, member.mtime = content.seek(0, os.SEEK_END), 0o600, int(now.timestamp())
    content.seek(0)
    tar.addfile(member, content)
    return Part(member.size, digest)
