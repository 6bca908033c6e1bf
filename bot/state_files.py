"""Files that nothing rebuilds: made whole or not at all, so that one that is empty is damaged, never new."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path

_BESIDE = ("", "-wal", "-shm", "-journal")
"""What SQLite may leave beside a database, and the database itself."""


def make_once(path: Path, make: Callable[[Path], None]) -> None:
    """Make a file unless it is there: under another name first, then under its own, which refuses to replace.

    Of two processes that start together one wins, and a process killed meanwhile leaves nothing under that name.
    Raises OSError, and what `make` raises.
    """
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        make(draft)
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        for end in _BESIDE:
            draft.with_name(draft.name + end).unlink(missing_ok=True)


def is_emptied(path: Path) -> bool:
    """Whether a file is there and holds nothing: SQLite would take it for a new database."""
    return path.is_file() and path.stat().st_size == 0
