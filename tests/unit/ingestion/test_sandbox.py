"""The sandbox: what a reader does to itself is its file's fault, and no other file suffers."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ingestion.containers import Parts
from ingestion.corpus import Entry
from ingestion.errors import SandboxFailed, UnreadableFile
from ingestion.reading import InProcess, Job
from ingestion.reading_rules import ReadingRules
from ingestion.sandbox import Sandbox
from prompts import LANGUAGES, message

RULES = replace(ReadingRules(), seconds=1.5, memory=400_000_000)
WORK = "tests.hostile_readers"


@pytest.fixture(scope="module")
def hostile() -> Iterator[Sandbox]:
    """One process for all that is done to it."""
    with Sandbox(RULES, count=1, work=WORK) as sandbox:
        yield sandbox


def results(sandbox: Sandbox, *orders: str) -> list[Entry | UnreadableFile]:
    """What becomes of files with these contents, in their order."""
    jobs = [Job(f"{number}.txt", order.encode()) for number, order in enumerate(orders)]
    found = {done.job.source: done.result for done in sandbox.read(iter(jobs))}
    return [found[job.source] for job in jobs]


def told(result: Entry | UnreadableFile) -> tuple[str, str] | str:
    return (result.reason, result.detail.get("why", "")) if isinstance(result, UnreadableFile) else result.document.text


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("segfault", ("crashed", "SIGSEGV")),
        ("abort", ("crashed", "SIGABRT")),
        ("end 7", ("crashed", "exit 7")),
        ("exit", ("crashed", "SystemExit")),
        ("odd", ("crashed", "NoException")),
        ("recurse", ("crashed", "RecursionError")),
        ("impostor", ("crashed", "entry")),
        ("loop", ("too_slow", "")),
        ("sleep", ("too_slow", "")),
        ("fill", ("too_much_memory", "")),
        ("killed", ("too_much_memory", "SIGKILL")),
        ("refuse", ("empty", "")),
        ("print bonjour", "print bonjour"),
    ],
)
def test_a_hostile_file_is_told_and_the_others_are_read(hostile: Sandbox, order: str, expected: object) -> None:
    before, found, after = results(hostile, "Une note.", order, "Une autre.")
    assert told(found) == expected
    assert (told(before), told(after)) == ("Une note.", "Une autre.")


@pytest.mark.parametrize("reason", ["crashed", "too_slow", "too_much_memory"])
def test_reasons_have_their_words(reason: str) -> None:
    for language in LANGUAGES:
        assert "{" not in message(f"ingest.reason_{reason}", language, why="SIGSEGV")


def test_no_file_answers_for_what_another_left_behind(hostile: Sandbox) -> None:
    for orders in (("poison", "fragile"), ("poison", "want")):
        assert tuple(told(one) for one in results(hostile, *orders)) == orders


def test_a_keeper_that_dies_is_replaced() -> None:
    with Sandbox(RULES, count=1, work=WORK) as sandbox:
        first, second = results(sandbox, "patricide", "Une note.")
    assert told(first) == ("crashed", "EOFError")
    assert told(second) == "Une note."


def test_an_entry_without_measure_is_left_out() -> None:
    with Sandbox(replace(RULES, bytes=100_000), count=1, work=WORK) as sandbox:
        measured, excessive = results(sandbox, "une" * 10_000, "lot " * 60_000)
    assert told(measured) == "une" * 10_000
    assert told(excessive) == ("too_much_memory", "")


def test_what_a_reader_started_ends_with_it(hostile: Sandbox, tmp_path: Path) -> None:
    left = tmp_path / "left"
    assert told(results(hostile, f"orphan {left}")[0]) == ("too_slow", "")
    size = left.stat().st_size
    assert size > 0, "it was at work"
    time.sleep(0.3)
    assert left.stat().st_size == size


def test_readers_see_no_settings_and_leave_no_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ALINEA_MODEL_KEY", "secret")
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with Sandbox(RULES, count=1, work=WORK) as sandbox:
        environ = told(results(sandbox, "environ")[0])[1]
        assert "PATH" in environ
        assert "ALINEA" not in environ
        results(sandbox, "leave", "leave segfault")
        assert list(tmp_path.iterdir()), "files are left where readers put temporary ones"
    assert list(tmp_path.iterdir()) == []


def test_a_container_is_opened_while_files_are_read() -> None:
    with Sandbox(RULES, count=1, work=WORK) as sandbox:
        held: list[Parts] = []

        def jobs() -> Iterator[Job]:
            yield Job("a.txt", b"Une note.")
            held.append(sandbox.open(Job("b.zip", b"3")))
            yield Job("c.txt", b"Une autre.")

        assert sorted(done.job.source for done in sandbox.read(jobs())) == ["a.txt", "c.txt"]
        assert [(part.name, part.content) for part in held[0].parts] == [
            (f"{number}.txt", f"Note {number}".encode()) for number in range(3)
        ]
        with pytest.raises(UnreadableFile) as caught:
            sandbox.open(Job("d.zip", b"segfault"))
        assert caught.value.reason == "crashed"


def test_files_are_asked_for_when_somebody_is_free() -> None:
    asked: list[int] = []

    def jobs() -> Iterator[Job]:
        for number in range(8):
            asked.append(number)
            yield Job(f"{number}.txt", b"Une note." + b"!" * number)

    with Sandbox(RULES, count=2, work=WORK) as sandbox:
        for at, _ in enumerate(sandbox.read(jobs())):
            assert len(asked) <= at + 4, "no file waits in memory for long"
    assert len(asked) == 8


def test_the_same_entries_as_in_this_process(root: Path) -> None:
    jobs = [Job(path.name, path.read_bytes()) for path in sorted((root / "conventions").iterdir())]
    with Sandbox(ReadingRules()) as sandbox:
        apart = {done.job.source: done.result for done in sandbox.read(iter(jobs))}
    here = {done.job.source: done.result for done in InProcess(ReadingRules()).read(iter(jobs))}
    assert apart == here


def test_what_cannot_start_blames_no_file() -> None:
    with Sandbox(RULES, work="tests.no_such_module") as sandbox, pytest.raises(SandboxFailed):
        results(sandbox, "Une note.")
    for language in LANGUAGES:
        assert message("errors.sandbox_failed", language)


DYING = """
import os, sys, time
from ingestion.reading import Job
from ingestion.reading_rules import ReadingRules
from ingestion.sandbox import Sandbox

def jobs():
    yield Job("a.txt", f"tick {sys.argv[1]}".encode())
    while not os.path.exists(sys.argv[1]):
        time.sleep(0.05)
    os.kill(os.getpid(), 9)

list(Sandbox(ReadingRules(), count=2, work="tests.hostile_readers").read(jobs()))
"""


def test_nothing_goes_on_when_the_one_who_asked_is_killed(root: Path, tmp_path: Path) -> None:
    left = tmp_path / "left"
    environ = {**os.environ, "PYTHONPATH": str(root)}
    assert subprocess.run([sys.executable, "-c", DYING, str(left)], env=environ, check=False).returncode == -9
    sizes = [-1, -2]
    while sizes[-1] != sizes[-2]:  # for ever, if the reader lives on: it writes fifty times a second
        time.sleep(0.5)
        sizes.append(left.stat().st_size)
    assert sizes[-1] > 0
