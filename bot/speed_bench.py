"""The speed table of `alinea bench`: ingestion against the bare embedder, questions cold and warm, memory."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bot.process_memory import MemoryWatch
from bot.settings import Settings
from bot.speed_corpus import grow
from prompts import read

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table."""

    key: str
    """Names what was measured, in the `bench` family of messages."""
    unit: str
    """`seconds`, `milliseconds`, `mebibytes` or `times`."""
    values: tuple[float, float | None]
    """Median and 95th percentile in that unit; the latter is `None` for what is measured once."""


@dataclass(frozen=True, slots=True)
class Speed:
    """What `measure` found."""

    documents: int
    """Number of documents measured, generated ones included."""
    passages: int
    """Number of their passages, identical ones counted each time."""
    lines: tuple[Line, ...]
    """The table, in reading order."""


@dataclass(frozen=True, slots=True)
class Run:
    """A process that ended."""

    seconds: float
    """From its start to its end."""
    mebibytes: float
    """Peak memory, with the processes that it started."""


def measure(settings: Settings, folder: Path, *, multiply: int, repeat: int, progress: Progress) -> Speed:
    """Measure on a temporary copy of a folder of conventions, grown `multiply` times. Raises what ingestion raises.

    Processes are measured before this one loads anything: Linux counts a parent's memory in its child's peak.
    """
    with tempfile.TemporaryDirectory(prefix="alinea-bench-") as place:
        conventions, data = Path(place, "conventions"), Path(place, "data")
        settings = settings.model_copy(update={"data": data})
        grow(folder, conventions, multiply)
        progress("measure", 0, 4)
        first = run_alinea(data, "ingest", str(conventions))
        progress("measure", 1, 4)
        unchanged = [run_alinea(data, "ingest", str(conventions)) for _ in range(repeat)]
        question = questions("lookup", short_names(settings))[0]
        cold = [run_alinea(data, "ask", question) for _ in range(repeat)]
        progress("measure", 2, 4)
        bare, documents, passages = _bare_embedder(settings)
        progress("measure", 3, 4)
        lines = (*_ingestion_lines(first, bare, unchanged), *_question_lines(settings, repeat, cold))
        progress("measure", 4, 4)
        return Speed(documents, passages, lines)


@contextmanager
def ingested(settings: Settings, folder: Path) -> Iterator[Settings]:
    """Settings of a temporary copy of a folder of conventions, ingested. Raises what ingestion raises."""
    with tempfile.TemporaryDirectory(prefix="alinea-bench-") as place:
        conventions, data = Path(place, "conventions"), Path(place, "data")
        grow(folder, conventions, 1)
        run_alinea(data, "ingest", str(conventions))
        yield settings.model_copy(update={"data": data})


def _ingestion_lines(first: Run, bare: float, unchanged: list[Run]) -> list[Line]:
    return [
        Line("first_ingestion", "seconds", (first.seconds, None)),
        Line("bare_embedder", "seconds", (bare, None)),
        Line("ratio", "times", (first.seconds / bare, None)),
        Line("unchanged_ingestion", "seconds", _spread(run.seconds for run in unchanged)),
        Line("memory_ingestion", "mebibytes", (first.mebibytes, None)),
    ]


def _question_lines(settings: Settings, repeat: int, cold: list[Run]) -> list[Line]:
    """Questions asked of one assistant, after a first one that loads what is loaded once."""
    from bot.assistant import open_assistant
    from bot.question import Question

    assistant = open_assistant(settings)
    names = short_names(settings)

    def warm(kind: str) -> tuple[float, float | None]:
        asked = [Question(id="1", text=text, thread=()) for text in questions(kind, names)]
        assistant.ask(asked[0])
        return _spread(1000 * _seconds(partial(assistant.ask, question)) for _ in range(repeat) for question in asked)

    return [
        Line("facts_lookup", "milliseconds", _facts_lookup(settings, names, repeat)),
        Line("cold_ask", "seconds", _spread(run.seconds for run in cold)),
        Line("memory_ask", "mebibytes", _spread(run.mebibytes for run in cold)),
        Line("lookup", "milliseconds", warm("lookup")),
        Line("passage", "milliseconds", warm("passage")),
    ]


def _facts_lookup(settings: Settings, names: list[str], repeat: int) -> tuple[float, float | None]:
    """Milliseconds from a convention's name to all its facts, parsed, with the records open."""
    from contextlib import closing

    from index.lookup import documents_named, facts
    from index.records import Records
    from ingestion.naming import name_key

    with closing(Records(settings.index)) as records:

        def look_up(name: str) -> object:
            return facts(records, documents=documents_named(records, name_key(name)))

        for name in names[:1]:
            look_up(name)
        return _spread(1000 * _seconds(partial(look_up, name)) for _ in range(repeat) for name in names or [""])


def run_alinea(data: Path, *arguments: str) -> Run:
    """Run `alinea` as a process of its own. Raises subprocess.CalledProcessError when it fails."""
    environ = {**os.environ, "ALINEA_DATA": str(data)}
    command = [sys.executable, "-m", "bot", *arguments]
    start = time.perf_counter()
    process = subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL)
    watch = MemoryWatch(process.pid)
    _, status, usage = os.wait4(process.pid, 0)
    seconds, seen = time.perf_counter() - start, watch.stop()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    unit = 1 if sys.platform == "darwin" else 1024  # ru_maxrss: bytes on macOS, kibibytes on Linux
    return Run(seconds, max(seen, usage.ru_maxrss * unit / 2**20))


def _bare_embedder(settings: Settings) -> tuple[float, int, int]:
    """Seconds that the embedder alone needs for the distinct passages; number of documents and of passages."""
    from index.embedder import open_embedder
    from ingestion.corpus import entries

    known = list(entries(settings.corpus))
    texts = [passage.indexed_text for entry in known for passage in entry.passages]
    embedder = open_embedder(settings.embedder)
    seconds = _seconds(lambda: embedder.passages(list(dict.fromkeys(texts))))
    return seconds, len(known), len(texts)


def short_names(settings: Settings) -> list[str]:
    """Short names of the first twenty conventions of a corpus."""
    from ingestion.corpus import entries
    from ingestion.names import DocumentKind

    known = entries(settings.corpus)
    return [entry.identity.short_name for entry in known if entry.identity.kind is DocumentKind.CONVENTION][:20]


def questions(kind: str, names: list[str]) -> list[str]:
    """Questions of `prompts/speed_questions.toml` about each of these conventions, `lookup` or `passage` ones."""
    templates = tomllib.loads(read("speed_questions.toml"))[kind]
    return [template.format(name=name) for name in names or [""] for template in templates]


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _spread(measures: Iterable[float]) -> tuple[float, float | None]:
    """Median and 95th percentile; the latter is `None` under 20 measures, where it would be their maximum."""
    ordered = sorted(measures)
    p95 = ordered[int(len(ordered) * 0.95) - 1] if len(ordered) >= 20 else None
    return statistics.median(ordered), p95
