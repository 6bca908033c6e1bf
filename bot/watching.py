"""Watching a folder: a run at the start, then one each time that its files are no longer as they were.

What the system tells of changes only wakes us: whether there is one is read from the folder itself, again every half
minute, for network folders tell nothing and a folder may go away and come back.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Event, Thread

from ingestion.errors import IngestionError
from ingestion.folder import files

_LOOK = 30
"""Seconds after which the folder is looked at whatever is told of it."""
_SOON = 2
"""Seconds until the first of these looks, and between those for a folder that is not there."""
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
    alarm: _Alarm | None = None
    while not stop.is_set():
        here = _identity(folder)
        if alarm is None or alarm.folder != here or alarm.broken.is_set():
            alarm = _set(folder, here, stop)
        alarm.rung.clear()
        yield _state(folder, but)
        alarm.rung.wait(_LOOK if alarm.heard else _SOON)
        alarm.heard = here is not None


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


@dataclass(slots=True)
class _Alarm:
    """What wakes us when something changes in one folder."""

    folder: tuple[int, int] | None
    rung: Event
    broken: Event
    heard: bool = False
    """False until it had the time to listen."""


def _set(folder: Path, here: tuple[int, int] | None, stop: Event) -> _Alarm:
    """Listen from now on: a change in the middle of a run rings too."""
    alarm = _Alarm(here, Event(), Event())
    if here is not None:
        Thread(target=_listen, args=(folder, alarm, stop), daemon=True).start()
    return alarm


def _listen(folder: Path, alarm: _Alarm, stop: Event) -> None:
    """Ring at each burst of changes; where the system tells of none, only looks are left."""
    from watchfiles import watch as bursts

    try:
        for _ in bursts(
            folder,
            watch_filter=None,
            step=_QUIET,
            debounce=_AT_MOST,
            stop_event=stop,
            ignore_permission_denied=True,
        ):
            alarm.rung.set()
    except OSError:
        return
    finally:
        alarm.broken.set()
        alarm.rung.set()
