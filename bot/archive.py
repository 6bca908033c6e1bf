"""The archive that `alinea backup` writes and `alinea restore` reads: what is in it, and how it is known to be whole.

BackupError               `key` chooses the sentence shown, `values` fills it
├── NothingToBackUp       the user ingests a folder first, or names another data folder
├── ForeignArchive        the user names another file: this one is no backup of Alinéa
├── DamagedArchive        the user names another backup
├── LaterArchive          the user updates Alinéa first
├── DataNotEmpty          the user says `--replace`, or names another data folder
├── DataInUse             the user stops the bot first
└── RestoreUnderWay       transient: another restore is at work on this data folder
"""

import gzip
import hashlib
import re
import tarfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, ClassVar

from pydantic import TypeAdapter, ValidationError

FORMAT = 1
"""Raised when an older Alinéa could not restore what is written."""
MANIFEST = "alinea-backup.json"
"""Last member of the archive: what is before it was written whole."""
DATABASES = ("state.sqlite", "conversations.sqlite", "index/vectors.sqlite")
"""What the team recorded, what the bot remembers; and the vectors, which cost most of the time of a build."""
KEY = "hash.key"
LINKS_KEY = "link.key"
"""What links to the reader are signed with: without it, those that were posted no longer open."""
_CORPUS = re.compile(r"corpus/(?:[0-9A-Za-z_-]+\.json|\.ledger|\.absent)")
_PIECE = 1 << 20


class BackupError(Exception):
    """Nothing was changed."""

    key: ClassVar[str] = "backup"

    def __init__(self, path: Path, **values: str) -> None:
        super().__init__(f"{self.key}: {path}")
        self.values = {"path": str(path), **values}


class NothingToBackUp(BackupError):
    """The data folder holds nothing."""

    key = "nothing_to_back_up"


class ForeignArchive(BackupError):
    """The file is no backup of ours, or holds what none of ours holds."""

    key = "foreign_archive"


class DamagedArchive(BackupError):
    """The file is cut, or something in it is not what was written."""

    key = "damaged_archive"


class LaterArchive(BackupError):
    """A later version of Alinéa wrote the backup."""

    key = "later_archive"


class DataNotEmpty(BackupError):
    """The data folder holds something already."""

    key = "data_not_empty"


class DataInUse(BackupError):
    """A bot runs on the data folder."""

    key = "data_in_use"


class RestoreUnderWay(BackupError):
    """Another process is restoring into the data folder."""

    key = "restore_under_way"


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a backup."""

    size: int
    """Bytes."""
    digest: str
    """SHA-256, in hexadecimal."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds."""

    format: int
    made: str
    """Day and hour, UTC, ISO 8601."""
    files: Mapping[str, Part]
    """By path in the data folder, with `/`."""


MANIFESTS = TypeAdapter(Manifest)


def may_hold(name: str) -> bool:
    """Whether a backup may hold a file of this name: paths that lead elsewhere are not among them.

    >>> [may_hold(name) for name in ("corpus/0a1b.json", "hash.key", "corpus/../.env", "/etc/passwd")]
    [True, True, False, False]
    """
    return name in DATABASES or name in (KEY, LINKS_KEY) or _CORPUS.fullmatch(name) is not None


def unpack(archive: Path, folder: Path, progress: Callable[[int], None] = lambda count: None) -> Manifest:
    """Write what a backup holds into a folder, once it is known to be what was written.

    `progress`: told how many files were written. Raises ForeignArchive, DamagedArchive, LaterArchive, OSError; what was
    written before stays in the folder.
    """
    written: dict[str, Part] = {}
    manifest = None
    with _members(archive) as members:
        for name, content in members:
            if name == MANIFEST:
                manifest = _manifest(archive, content.read())
            elif manifest or name in written or not may_hold(name):
                raise ForeignArchive(archive)
            else:
                written[name] = _write(content, folder / name)
                progress(len(written))
    if manifest is None:
        raise ForeignArchive(archive)
    if manifest.files != written:
        raise DamagedArchive(archive)
    return manifest


@contextmanager
def _members(archive: Path) -> Iterator[Iterator[tuple[str, IO[bytes]]]]:
    """Names and contents of an archive's files, in order; whatever else it holds is foreign."""
    with archive.open("rb") as file:
        if file.read(2) != b"\x1f\x8b":
            raise ForeignArchive(archive)
        file.seek(0)
        try:
            with gzip.GzipFile(fileobj=file) as unzipped:
                with tarfile.open(fileobj=unzipped, mode="r|") as tar:
                    yield _files(archive, tar)
                while unzipped.read(_PIECE):  # up to the sum at its end
                    pass
        except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile, ValueError) as error:
            raise DamagedArchive(archive) from error


def _files(archive: Path, tar: tarfile.TarFile) -> Iterator[tuple[str, IO[bytes]]]:
    for member in tar:
        content = tar.extractfile(member) if member.isreg() else None
        if content is None:
            raise ForeignArchive(archive)
        yield member.name, content


def _manifest(archive: Path, content: bytes) -> Manifest:
    try:
        manifest = MANIFESTS.validate_json(content)
    except ValidationError as error:
        raise DamagedArchive(archive) from error
    if manifest.format > FORMAT:
        raise LaterArchive(archive)
    return manifest


def _write(content: IO[bytes], path: Path) -> Part:
    """Write a file, for its owner's eyes only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    size, digest = 0, hashlib.sha256()
    with path.open("xb") as file:
        path.chmod(0o600)
        while piece := content.read(_PIECE):
            file.write(piece)
            digest.update(piece)
            size += len(piece)
    return Part(size, digest.hexdigest())
