"""The keeper: a process that reads files in a child of its own, kills it when it goes too far, and makes another.

The child is forked from a process with one thread that has our code loaded, which takes some milliseconds. It reads
file after file, and is replaced after a hundred; where one that had read others dies, a fresh one tries again, so that
no file answers for what another left behind.
"""

import importlib
import os
import resource
import shutil
import signal
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from math import ceil
from pathlib import Path
from typing import NoReturn

from ingestion.corpus import dump
from ingestion.errors import UnreadableFile
from ingestion.frames import REPLY, REQUEST, Abandoned, Channel, Frame, Overlong, Reply, Request
from ingestion.reading import Job, Open, Read
from ingestion.reading_rules import ReadingRules

READY = Frame(REPLY.dump_json(Reply("ready")))
_FILES_A_CHILD = 100
"""Files that one child reads: what libraries leak is bounded."""
_ENTRY_OF_BYTES = 2
"""Bytes of an entry for each that a file may have: a text's is some fifteen times its size, and who receives it has no
limits of its own."""
_SPARE = 2 << 30
"""Bytes of address space beyond the memory allowed: reservations, which nothing fills."""
_STOPPED = {"SIGXCPU": "too_slow", "SIGKILL": "too_much_memory"}
"""Why a child that we did not kill ended: the system's limit of time, or, most likely, the system's want of memory."""


@dataclass(frozen=True, slots=True)
class Work:
    """What reads a file and what opens a container."""

    read: Read
    open: Open


def main(work: str) -> None:
    """Serve the requests of standard input until its end. `work` names the module whose functions read and open."""
    module = importlib.import_module(work)
    with suppress(BrokenPipeError):
        _keep(_channel(), Work(module.read_document, module.open_container))


def _keep(channel: Channel, work: Work) -> None:
    """Serve until nobody asks, then leave nothing behind."""
    with tempfile.TemporaryDirectory(prefix="alinea-") as place:
        tempfile.tempdir = os.environ["TMPDIR"] = place
        keeper = _Keeper(channel, work, Path(place))
        with suppress(EOFError, Abandoned, OSError):
            keeper.serve()
        keeper.end()


def _channel() -> Channel:
    """The pipes that we were started with, out of the way of readers: what those print goes nowhere."""
    channel = Channel(os.dup(0), os.dup(1))
    channel.send(READY)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    return channel


@dataclass(slots=True)
class _Child:
    """A process that reads."""

    pid: int
    channel: Channel
    asked: int = 0
    """Number of files that it was given."""


@dataclass(slots=True)
class _Keeper:
    channel: Channel
    work: Work
    place: Path
    """Folder of temporary files, ours alone."""
    child: _Child | None = None
    why: tuple[str, str] = ("crashed", "")
    """Reason of the last death, and what it says besides."""

    def serve(self) -> None:
        while True:
            frame = self.channel.receive(sys.maxsize)
            request = REQUEST.validate_json(frame.header)
            self.channel.send(self.answer(request, frame))

    def answer(self, request: Request, frame: Frame) -> Frame:
        """What a child says; a fresh one, where one that had read other files died."""
        used = self.child is not None
        reply = self.ask(request, frame)
        if reply is None and used:
            reply = self.ask(request, frame)
        return reply or _refused(*self.why)

    def ask(self, request: Request, frame: Frame) -> Frame | None:
        """What the child says; `None` when it died, and `why` then tells of what."""
        child = self.child = self.child or self.born()
        child.asked += 1
        rules = request.rules
        most = _ENTRY_OF_BYTES * rules.bytes if request.task == "read" else rules.unpacked
        try:
            child.channel.send(frame)
            reply = child.channel.receive(most, rules.seconds, self.channel.inward)
        except TimeoutError:
            self.end()
            return _refused("too_slow")
        except Overlong:
            self.end()
            return _refused("too_much_memory")
        except (EOFError, BrokenPipeError):
            self.why = _cause(self.end())
            return None
        if child.asked >= _FILES_A_CHILD:
            self.end()
        return reply

    def born(self) -> _Child:
        """Fork a child, between two pipes."""
        (theirs_in, ours_out), (ours_in, theirs_out) = os.pipe(), os.pipe()
        pid = os.fork()
        if pid == 0:
            for ours in (ours_in, ours_out):
                os.close(ours)
            self.channel.close()  # the child answers to us, never in our name
            _read_for_ever(Channel(theirs_in, theirs_out), self.work)
        for theirs in (theirs_in, theirs_out):
            os.close(theirs)
        return _Child(pid, Channel(ours_in, ours_out))

    def end(self) -> int:
        """End the child and all that it started; its exit code, negative for a signal."""
        child, self.child = self.child, None
        if child is None:
            return 0
        child.channel.close()
        died, status = os.waitpid(child.pid, os.WNOHANG)
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
        if not died:
            with suppress(ProcessLookupError):
                os.kill(child.pid, signal.SIGKILL)
            status = os.waitpid(child.pid, 0)[1]
        for left in self.place.iterdir():
            shutil.rmtree(left) if left.is_dir() else left.unlink(missing_ok=True)
        return os.waitstatus_to_exitcode(status)


def _cause(code: int) -> tuple[str, str]:
    """Why a child that we did not kill ended: a reason, and the signal or the exit code."""
    name = signal.Signals(-code).name if code < 0 else f"exit {code}"
    return _STOPPED.get(name, "crashed"), name


def _read_for_ever(channel: Channel, work: Work) -> NoReturn:
    """In the child: answer until nobody asks. Where a fault may be an earlier file's, leave without an answer."""
    os.setsid()
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    try:
        for earlier in count():
            frame = channel.receive(sys.maxsize)
            request = REQUEST.validate_json(frame.header)
            _limit(request.rules)
            reply, sound = _reply(request, frame.body, work)
            if sound or not earlier:
                channel.send(reply)
            if not sound:
                break
    finally:
        os._exit(0)


def _limit(rules: ReadingRules) -> None:
    """Bound what this process may take from now on; a system that has no such limit leaves it to the others."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = ceil(used.ru_utime + used.ru_stime + rules.seconds) + 1
    limits = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_DATA: rules.memory,
        resource.RLIMIT_AS: rules.memory + _SPARE,
        resource.RLIMIT_FSIZE: rules.memory,
        resource.RLIMIT_CPU: seconds,
    }
    for limit, value in limits.items():
        with suppress(OSError, ValueError):
            resource.setrlimit(limit, (value, resource.getrlimit(limit)[1]))


def _reply(request: Request, content: bytes, work: Work) -> tuple[Frame, bool]:
    """The answer, and whether this process can be trusted with another file."""
    try:
        job = Job(request.source, content, request.page)
        return (_entry(work, job, request.rules) if request.task == "read" else _parts(work, job, request.rules)), True
    except UnreadableFile as error:
        return Frame(REPLY.dump_json(Reply("refused", error.reason, error.detail))), True
    except MemoryError:
        return _refused("too_much_memory"), False
    except BaseException as error:  # some libraries' faults are no Exception, and SystemExit is nobody's here
        return _refused("crashed", type(error).__name__), False


def _entry(work: Work, job: Job, rules: ReadingRules) -> Frame:
    return Frame(REPLY.dump_json(Reply("entry")), dump(work.read(job, rules)))


def _parts(work: Work, job: Job, rules: ReadingRules) -> Frame:
    found = work.open(job, rules)
    names, sizes = (tuple(part.name for part in found.parts), tuple(len(part.content) for part in found.parts))
    header = REPLY.dump_json(Reply("parts", names=names, sizes=sizes, remarks=found.remarks))
    return Frame(header, b"".join(part.content for part in found.parts))


def _refused(reason: str, why: str = "") -> Frame:
    return Frame(REPLY.dump_json(Reply("refused", reason, {"why": why})))
