"""The swap: all that a data folder holds, replaced by what was made ready beside it; no kill can halve it.

Everything happens in `DATA/.restore`, for a data folder may be a volume, which cannot be renamed. `new` is being made,
and means nothing. Once it is called `ready`, the swap will be ended by whoever comes: the former files go to `former`,
`ready` becomes `moving`, its files come to their places, and the folder goes.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.archive import DATABASES, KEY, LINKS_KEY, RestoreUnderWay

FOLDER, _LOCK = ".restore", ".restore.lock"
_SWAPPED = (
    "corpus",
    "index",
    KEY,
    LINKS_KEY,
    *(name + end for name in DATABASES if "/" not in name for end in ("", "-wal", "-shm")),
)
"""Replaced together, those that the new data has not included: nothing of the former stays among the new."""


@contextmanager
def alone(data: Path) -> Iterator[Path]:
    """Hold the data folder for one swap, and give an empty folder to make the new data in; it goes with the block.

    A swap that was killed is ended first. Raises RestoreUnderWay, OSError.
    """
    with _locked(data):
        _go_on(data)
        place = data / FOLDER
        shutil.rmtree(place, ignore_errors=True)
        (place / "new").mkdir(parents=True)
        try:
            yield place / "new"
        finally:
            if not _is_committed(data):
                shutil.rmtree(place, ignore_errors=True)


def holds_something(data: Path) -> bool:
    """Whether a swap would take something away; empty folders are nothing."""
    return any(path.is_file() or any(path.iterdir()) for name in _SWAPPED if (path := data / name).exists())


def commit(data: Path) -> None:
    """Put what was made in place of what is there; inside `alone`. What is killed here, the next command ends.

    Raises OSError.
    """
    os.sync()
    (data / FOLDER / "new").rename(data / FOLDER / "ready")
    _go_on(data)


def finish(data: Path) -> None:
    """End a swap that was killed, and remove what one that was not committed left. Raises RestoreUnderWay, OSError."""
    if not is_pending(data):
        return
    try:
        with _locked(data):
            _go_on(data)
            shutil.rmtree(data / FOLDER, ignore_errors=True)
    except RestoreUnderWay:
        if _is_committed(data):
            raise


def is_pending(data: Path) -> bool:
    """Whether a swap is under way, or was killed."""
    return (data / FOLDER).exists()


def _is_committed(data: Path) -> bool:
    return any((data / FOLDER / name).exists() for name in ("ready", "moving", "former"))


def _go_on(data: Path) -> None:
    """Each step can be done again: what is where it should be is not moved twice."""
    place = data / FOLDER
    ready, moving, former = (place / name for name in ("ready", "moving", "former"))
    if ready.exists():
        former.mkdir(exist_ok=True)
        _move(data, former, replace=False)
        ready.rename(moving)
    if moving.exists():
        _move(moving, data, replace=True)
        moving.rmdir()
    if former.exists():
        shutil.rmtree(former)
        shutil.rmtree(place, ignore_errors=True)


def _move(here: Path, there: Path, *, replace: bool) -> None:
    """Move what is swapped; where both are, a program wrote in between: `replace` tells which of the two stays."""
    for name in _SWAPPED:
        if (here / name).exists() and (there / name).exists():
            _remove((there if replace else here) / name)
        if (here / name).exists():
            (here / name).rename(there / name)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()


@contextmanager
def _locked(data: Path) -> Iterator[None]:
    data.mkdir(parents=True, exist_ok=True)
    with (data / _LOCK).open("wb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise RestoreUnderWay(data) from error
        yield
