"""Restoring: a data folder made of a backup, checked and indexed beside the one in use, then put in its place."""

from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

from bot.archive import DataInUse, DataNotEmpty, Manifest, unpack
from bot.conversations.ownership import is_running
from bot.data_swap import alone, commit, holds_something
from index.folder import only_builder

Build = Callable[[Path], None]
"""Makes the index of a data folder."""


def restore(archive: Path, data: Path, build: Build, *, replace: bool = False) -> Manifest:
    """Put a backup in place of what a data folder holds; what it held stays until the new data is there, whole.

    `build`: indexes the new data before it is put in place, so that questions are answered from then on. `replace`:
    the folder may hold something. Raises the errors of `bot.archive`, LockedIndex when an index is being built,
    OSError, and what `build` raises: nothing is changed then.
    """
    if not archive.is_file():
        raise FileNotFoundError(2, "", str(archive))
    with alone(data) as new:
        if holds_something(data) and not replace:
            raise DataNotEmpty(data)
        _refuse_if_running(data)
        manifest = unpack(archive, new)
        build(new)
        _refuse_if_running(data)
        index = data / "index"
        with only_builder(index) if index.exists() else nullcontext():
            commit(data)
    return manifest


def _refuse_if_running(data: Path) -> None:
    if is_running(data):
        raise DataInUse(data)
