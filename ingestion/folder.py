"""A folder of conventions: its files, in an order that does not change from run to run."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from ingestion.containers import CONTAINERS
from ingestion.errors import EmptyFolder, NoFolder
from ingestion.readers import READERS


def files(folder: Path, but: Path) -> tuple[Path, ...]:
    """Files of the folder and below, in the order of their paths; hidden ones and the folder `but` are left out.

    A folder below that refuses to be opened stands among them, so that its silence is not taken for absence.
    Raises NoFolder, and EmptyFolder when there is none.
    """
    if not folder.is_dir():
        raise NoFolder(folder=str(folder))
    found = tuple(sorted(_walk(folder, but.resolve())))
    if not found:
        raise empty(folder)
    return found


def empty(folder: Path) -> EmptyFolder:
    """The error of a folder without a file that can be read."""
    return EmptyFolder(folder=str(folder), known=", ".join(f".{suffix}" for suffix in (*READERS, *CONTAINERS)))


def source_of(folder: Path, path: Path) -> str:
    """Path relative to the folder, with `/`; bytes of a name that are not UTF-8 become U+FFFD."""
    relative = path.relative_to(folder).as_posix()
    return relative.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def place_of(source: str) -> tuple[str, ...]:
    """What sources are ordered by: as their paths are, a container before its parts."""
    return tuple(source.split("/"))


def _walk(folder: Path, but: Path) -> Iterator[Path]:
    refused: list[Path] = []
    for place, inner, names in os.walk(folder, onerror=lambda error: refused.append(Path(error.filename))):
        inner[:] = [name for name in inner if not name.startswith(".") and Path(place, name).resolve() != but]
        yield from (path for name in names if not name.startswith(".") and _is_file(path := Path(place, name)))
    yield from refused


def _is_file(path: Path) -> bool:
    """False for pipes and devices; true for what cannot be told, which reading will."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except OSError:
        return True
