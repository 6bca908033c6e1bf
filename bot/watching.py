"""Watching a folder: a run at the start, then one each time that its files are no longer as they were.

What the system tells of changes only wakes us: whether there is one is read from the folder itself, again every half
minute, for network folders tell nothing and a folder may go away and come back.
"""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from threading import Event

from ingestion.errors import IngestionError
from ingestion.folder import files

_LOOK = 30
"""Seconds after which the folder is looked at whatever is told of it."""
_GONE = 2
"""Seconds between two looks for a folder that is not there."""
_QUIET, _AT_MOST = 700, 5_000
"""Milliseconds without a change that end a burst of them, and that a burst may last."""
State = object
"""What the files are; equal when nothing changed."""


def watch(folder: Path, but: Path, run: Callable[[], bool], stop: Event) -> None:
    """Call `run` now and after each change, until `stop` is set. When it gives False, it is called again later.

    `but`: a folder below that is not looked at. Raises what `run` raises, KeyboardInterrupt included.
    """
    done: State = None
    for state in _states(folder, but, stop):
        if state != done:
            done = state if run() else None


def _states(folder: Path, but: Path, stop: Event) -> Iterator[State]:
    """The state of the folder, at once, then each time that there may be another."""
    watched, alarm = None, None
    while not stop.is_set():
        here = _identity(folder)
        if alarm is None or here != watched:
            watched, alarm = here, _alarm(folder, stop) if here else None
        yield _state(folder, but)
        if alarm is None or not _woken(alarm):
            alarm = None
            stop.wait(_GONE)


def _state(folder: Path, but: Path) -> State:
    """Names, sizes and times of the files; what is wrong with the folder when there are none.

    The day is part of it: once a day, what is overdue goes, and what an engine was missing for is read.
    """
    try:
        return date.today(), tuple((str(path), *_stamp(path)) for path in files(folder, but))
    except (IngestionError, OSError) as error:
        return type(error)


def _stamp(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return -1, -1
    return found.st_size, found.st_mtime_ns


def _identity(folder: Path) -> tuple[int, int] | None:
    """Which folder stands at this path; `None` for none."""
    try:
        found = folder.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _alarm(folder: Path, stop: Event) -> Iterator[object]:
    """Wakes at each burst of changes, and every half minute."""
    from watchfiles import watch as bursts

    return bursts(
        folder,
        watch_filter=None,
        step=_QUIET,
        debounce=_AT_MOST,
        stop_event=stop,
        rust_timeout=_LOOK * 1000,
        yield_on_timeout=True,
        ignore_permission_denied=True,
    )


def _woken(alarm: Iterator[object]) -> bool:
    """Wait for an alarm; False when it is broken, its folder being gone for instance."""
    try:
        next(alarm)
    except (StopIteration, OSError):
        return False
    return True
