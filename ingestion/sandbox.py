"""The sandbox: files read in processes of their own, with limits, several at a time.

Whatever a file does to its reader (a crash, a loop, all the memory) is that file's fault and no other's. Nothing of
what comes back is run: entries are JSON that must validate, of the document that was asked for. Our own pool rather
than multiprocessing's or pebble's: these unpickle what a worker sends, and load the main program anew in each.
"""

import os
import selectors
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from types import TracebackType
from typing import Self

from pydantic import ValidationError

from ingestion.containers import Part, Parts
from ingestion.corpus import Entry, parse
from ingestion.documents import content_id
from ingestion.errors import SandboxFailed, UnreadableFile
from ingestion.frames import REPLY, REQUEST, Channel, Frame, Overlong, Reply, Request
from ingestion.reading import Done, Job
from ingestion.reading_rules import ReadingRules

_MOST = 8
"""Processes at once: each may take the memory that the rules allow."""
_START = 60
"""Seconds in which a keeper starts, on the slowest machine that we bear."""
_LATE = 30
"""Seconds beyond those of the rules after which a keeper itself is taken for stuck."""
_PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "LD_LIBRARY_PATH", "TESSDATA_PREFIX", "TMPDIR")
"""Variables that readers see: no setting, no token."""
_ALONE = {"PYTHONHASHSEED": "0", "OMP_NUM_THREADS": "1", "OMP_THREAD_LIMIT": "1", "OPENBLAS_NUM_THREADS": "1"}
"""The same order of sets in each process, and one thread in each: there are as many processes as cores."""
_BEGIN = "import sys; sys.path[:] = sys.argv[2:]; from ingestion.keeper import main; main(sys.argv[1])"


def cores() -> int:
    """Processors that this process may use, at most `_MOST`."""
    return max(1, min(_MOST, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1))


@dataclass(slots=True)
class _Keeper:
    """One process that reads, and what it is at."""

    process: subprocess.Popen[bytes]
    channel: Channel
    ready: bool = False
    job: Job | None = None
    begun: float = 0.0


@dataclass(slots=True)
class Sandbox:
    """Reads in other processes, started when there is something to read. Use it as a context manager.

    Raises SandboxFailed from `read` and `open` when its processes cannot start.
    """

    rules: ReadingRules
    count: int = field(default_factory=cores)
    """Processes at most."""
    work: str = "ingestion.reading"
    """Module whose `read_document` and `open_container` they run."""
    _keepers: list[_Keeper] = field(default_factory=list)
    _done: deque[tuple[Job, Reply | UnreadableFile, bytes, float]] = field(default_factory=deque)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End the processes, whatever they are at."""
        while self._keepers:
            _end(self._keepers.pop())

    def read(self, jobs: Iterator[Job]) -> Iterator[Done]:
        """As `Reads.read`."""
        for job in jobs:
            self._give("read", job, self._idle())
            yield from self._entries()
        while any(keeper.job for keeper in self._keepers):
            self._wait()
            yield from self._entries()

    def open(self, job: Job) -> Parts:
        """As `Reads.open`."""
        self._give("open", job, self._idle())
        while True:
            self._wait()
            for one in list(self._done):
                if one[0] is job:
                    self._done.remove(one)
                    return _parts(job, one[1], one[2])

    def _entries(self) -> Iterator[Done]:
        while self._done:
            job, reply, body, seconds = self._done.popleft()
            yield Done(job, _entry(job, reply, body), seconds)

    def _idle(self) -> _Keeper:
        """A process with nothing to do: a new one while there are few."""
        while True:
            for keeper in self._keepers:
                if keeper.job is None:
                    return keeper
            if len(self._keepers) < self.count:
                self._keepers.append(_start(self.work))
                return self._keepers[-1]
            self._wait()

    def _give(self, task: str, job: Job, keeper: _Keeper) -> None:
        header = REQUEST.dump_json(Request("read" if task == "read" else "open", job.source, self.rules, job.page))
        keeper.job, keeper.begun = job, time.monotonic()
        with suppress(BrokenPipeError):  # its end is seen where its answer is awaited
            keeper.channel.send(Frame(header, job.content))

    def _wait(self) -> None:
        """Take what is answered, once something is."""
        busy = [keeper for keeper in self._keepers if keeper.job]
        with selectors.DefaultSelector() as selector:
            for keeper in busy:
                selector.register(keeper.channel.inward, selectors.EVENT_READ, keeper)
            late = min(keeper.begun for keeper in busy) + self.rules.seconds + _START + _LATE
            ready = [key.data for key, _ in selector.select(max(0.0, late - time.monotonic()))]
        for keeper in ready or [min(busy, key=lambda keeper: keeper.begun)]:
            self._take(keeper, stuck=not ready)

    def _take(self, keeper: _Keeper, *, stuck: bool) -> None:
        """What a process says; a process that says nothing sound is ended."""
        job = keeper.job
        assert job is not None
        try:
            frame = keeper.channel.receive(sys.maxsize, 0 if stuck else _LATE)
            reply = REPLY.validate_json(frame.header)
            if reply.sort == "ready":
                keeper.ready = True
                return
            answer: tuple[Reply | UnreadableFile, bytes] = reply, frame.body
        except (EOFError, OSError, Overlong, ValidationError) as error:  # TimeoutError is an OSError
            self._keepers.remove(keeper)
            _end(keeper)
            if not keeper.ready:
                raise SandboxFailed from error
            reason = "too_slow" if isinstance(error, TimeoutError) else "crashed"
            answer = UnreadableFile(Path(job.source), reason, why=type(error).__name__), b""
        keeper.job = None
        self._done.append((job, *answer, time.monotonic() - keeper.begun))


def _start(work: str) -> _Keeper:
    environ = {name: os.environ[name] for name in _PASSED_ON if name in os.environ} | _ALONE
    try:
        process = subprocess.Popen(
            [sys.executable, "-c", _BEGIN, work, *(path or os.getcwd() for path in sys.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environ,
            start_new_session=True,  # Ctrl-C is ours to obey
        )
    except OSError as error:
        raise SandboxFailed from error
    assert process.stdin is not None and process.stdout is not None
    return _Keeper(process, Channel(process.stdout.fileno(), process.stdin.fileno()))


def _end(keeper: _Keeper) -> None:
    """Let it end by itself, which ends its child and removes its files; kill it when it does not."""
    process = keeper.process
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(OSError):
                pipe.close()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _entry(job: Job, reply: Reply | UnreadableFile, body: bytes) -> Entry | UnreadableFile:
    """The entry of the very document that was asked for."""
    if isinstance(reply, UnreadableFile):
        return reply
    if reply.sort == "refused":
        return UnreadableFile(Path(job.source), reply.reason, **reply.detail)
    try:
        entry = parse(body)
    except ValidationError:
        return UnreadableFile(Path(job.source), "crashed", why="ValidationError")
    asked = (content_id(job.content), job.source)
    if reply.sort != "entry" or (entry.document.id, entry.document.source) != asked:
        return UnreadableFile(Path(job.source), "crashed", why=reply.sort)
    return entry


def _parts(job: Job, reply: Reply | UnreadableFile, body: bytes) -> Parts:
    """Raises UnreadableFile."""
    if isinstance(reply, UnreadableFile):
        raise reply
    if reply.sort != "parts":
        raise UnreadableFile(Path(job.source), reply.reason or "crashed", **{"why": reply.sort, **reply.detail})
    ends = list(accumulate(reply.sizes))
    cut = [body[end - size : end] for end, size in zip(ends, reply.sizes, strict=True)]
    return Parts(tuple(map(Part, reply.names, cut)), reply.remarks)
