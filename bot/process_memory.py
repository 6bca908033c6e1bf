"""Memory of a process and of all those that it starts: a parent's own peak says nothing of its workers."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

_EVERY = 0.1
"""Seconds between two looks; a peak shorter than this may be missed, but for the parent's own."""


class MemoryWatch:
    """Watches a running process; Linux only, elsewhere it sees nothing."""

    def __init__(self, pid: int) -> None:
        """`pid`: of the process; once it has ended, nothing more is seen."""
        self._pid = pid
        self._peak = 0
        self._stop = Event()
        self._thread = Thread(target=self._watch, daemon=True)
        self._thread.start()

    def seen(self) -> bool:
        """Whether anything was measured yet."""
        return self._peak > 0

    def stop(self) -> float:
        """Stop watching; the highest sum seen, in MiB, pages that several share counted once; 0 when nothing was."""
        self._stop.set()
        self._thread.join()
        return self._peak / 1024

    def _watch(self) -> None:
        while not self._stop.wait(_EVERY):
            self._peak = max(self._peak, sum(_kibibytes(pid) for pid in _tree(self._pid)))


def _tree(pid: int) -> Iterator[int]:
    """A process and its descendants."""
    yield pid
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = [int(child) for child in path.read_text().split()]
        except OSError:  # it ended meanwhile
            continue
        for child in children:
            yield from _tree(child)


def _kibibytes(pid: int) -> int:
    """Proportional set size, in KiB; 0 for a process that ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
