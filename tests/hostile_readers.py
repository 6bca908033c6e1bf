"""Readers that do their worst, chosen by a document's content; what the sandbox is tried on."""

import ctypes
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from ingestion.containers import Part, Parts
from ingestion.corpus import Entry
from ingestion.documents import Document, content_id
from ingestion.errors import UnreadableFile
from ingestion.reading import Job, read_entry
from ingestion.reading_rules import ReadingRules


class NoException(BaseException):
    """As some libraries raise for their own faults."""

    def __str__(self) -> str:
        raise RuntimeError("nothing to say")


def read_document(job: Job, rules: ReadingRules) -> Entry:
    """Do what the content says, then read it as text."""
    order, _, value = job.content.decode().partition(" ")
    if order in ORDERS:
        ORDERS[order](value)
    source = "other.txt" if order == "impostor" else job.source
    return read_entry(Document(content_id(job.content), source, "txt", job.content.decode()))


def open_container(job: Job, rules: ReadingRules) -> Parts:
    """As many parts as the content says, each with its number; or what the content says else."""
    order, _, value = job.content.decode().partition(" ")
    if order in ORDERS:
        ORDERS[order](value)
    return Parts(tuple(Part(f"{number}.txt", f"Note {number}".encode()) for number in range(int(order))))


def _fill(_: str) -> None:
    held = []
    while True:
        held.append(bytearray(20_000_000))


def _loop(_: str) -> None:
    while True:
        pass


def _print(value: str) -> None:
    os.write(1, b"\0\0\0\1noise")
    print(value, flush=True)
    sys.stderr.write(value)


def _leave_behind(path: str) -> None:
    script = "import sys, time\nwhile True:\n    open(sys.argv[1], 'a').write('x')\n    time.sleep(0.02)"
    subprocess.Popen([sys.executable, "-c", script, path])
    time.sleep(3600)


def _odd(_: str) -> None:
    raise NoException


def _recurse(value: str) -> None:
    _recurse(value)


def _refuse(_: str) -> None:
    raise UnreadableFile(Path(__file__), "empty")


def _environ(_: str) -> None:
    raise UnreadableFile(Path(__file__), "seen", why=" ".join(os.environ))


def _leave(value: str) -> None:
    tempfile.mkdtemp()
    tempfile.mkstemp()
    if value:
        ORDERS[value]("")


def _tick(path: str) -> None:
    while True:
        with Path(path).open("a") as file:
            file.write("x")
        time.sleep(0.02)


_POISON: list[str] = []


def _poison(_: str) -> None:
    _POISON.append("x")


def _die_of_poison(_: str) -> None:
    if _POISON:
        os.abort()


def _want_of_memory(_: str) -> None:
    if _POISON:
        raise MemoryError


ORDERS = {
    "segfault": lambda _: ctypes.string_at(1),
    "abort": lambda _: os.abort(),
    "exit": lambda _: sys.exit(3),
    "end": lambda value: os._exit(int(value)),
    "killed": lambda _: os.kill(os.getpid(), 9),
    "loop": _loop,
    "sleep": lambda _: time.sleep(3600),
    "fill": _fill,
    "print": _print,
    "orphan": _leave_behind,
    "odd": _odd,
    "recurse": _recurse,
    "refuse": _refuse,
    "environ": _environ,
    "leave": _leave,
    "tick": _tick,
    "poison": _poison,
    "fragile": _die_of_poison,
    "want": _want_of_memory,
    "patricide": lambda _: os.kill(os.getppid(), 9),
}
