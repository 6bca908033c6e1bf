"""Ownership: which running process is at work on a turn, and which process has died and left its turns behind.

Each process holds the lock of a file of its own in `DATA/running`; the system lets go of it when the process ends,
`kill -9` included. Whoever can take the lock knows that its owner is dead.
"""

import fcntl
import secrets
from pathlib import Path
from typing import IO

_FOLDER = "running"


class Ownership:
    """This process's lock, and the test of the others'."""

    def __init__(self, data: Path) -> None:
        """Take a lock. Raises OSError when the folder cannot be written."""
        self._folder = data / _FOLDER
        self._folder.mkdir(parents=True, exist_ok=True)
        self.name = secrets.token_hex(8)
        self._file: IO[bytes] = (self._folder / self.name).open("wb")
        fcntl.flock(self._file, fcntl.LOCK_EX)

    def is_dead(self, owner: str) -> bool:
        """Whether the process of that name has ended."""
        if owner == self.name:
            return False
        try:
            with (self._folder / owner).open("rb+") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except FileNotFoundError:
            return True
        except BlockingIOError:
            return False
        (self._folder / owner).unlink(missing_ok=True)
        return True

    def release(self) -> None:
        """Give the lock up: what is left undone may be taken by others."""
        (self._folder / self.name).unlink(missing_ok=True)
        self._file.close()


def is_running(data: Path) -> bool:
    """Whether a bot runs on a data folder."""
    return any(_is_held(path) for path in (data / _FOLDER).glob("*"))


def _is_held(path: Path) -> bool:
    try:
        with path.open("rb+") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except FileNotFoundError:
        return False
    return False
