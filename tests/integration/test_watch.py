"""`alinea watch` as a process: what it does at each change, beside a reader of its index, and how it ends."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, SimpleQueue

import pytest

from bot.watching import watch
from index.records import Records
from tests.made_folder import convention

_LONG = 90.0
"""Seconds after which a busy machine has had its chance."""
WATCHING = """
import signal, sys
import index.embedder
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job ignores it
from tests.made_corpus import ThemeEmbedder
index.embedder.open_embedder = lambda name="themes": ThemeEmbedder()
from bot.cli.app import run
sys.exit(run(["watch", sys.argv[1]], {"ALINEA_DATA": sys.argv[2], "ALINEA_LANGUAGE": "en"}))
"""


class Watching:
    """The process, the lines that it writes, its folder and its index."""

    def __init__(self, root: Path, place: Path) -> None:
        self.folder, self.data = place / "conventions", place / "data"
        self.folder.mkdir()
        self.put("a.txt", convention("Lavoir"))
        self.process = subprocess.Popen(
            [sys.executable, "-c", WATCHING, str(self.folder), str(self.data)],
            env={**os.environ, "PYTHONPATH": str(root), "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            text=True,
        )
        self.lines: SimpleQueue[str] = SimpleQueue()
        threading.Thread(target=self.follow, daemon=True).start()

    def follow(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.put(line)

    def put(self, source: str, text: str) -> None:
        (self.folder / source).write_text(text, encoding="utf-8")

    def says(self, words: str) -> str:
        """The next line that holds these words."""
        end = time.monotonic() + _LONG
        seen: list[str] = []
        while time.monotonic() < end:
            try:
                seen.append(self.lines.get(timeout=1))
            except Empty:
                continue
            if words in seen[-1]:
                return seen[-1]
        raise AssertionError(f"{words!r} is not in {seen}")

    def names(self, records: Records, expected: list[str]) -> None:
        """Wait until a reader that was opened before sees these documents, which it does when a run has ended."""
        end = time.monotonic() + _LONG
        while [row.short_name for row in records.documents()] != expected and time.monotonic() < end:
            time.sleep(0.1)
        assert [row.short_name for row in records.documents()] == expected


@pytest.fixture
def watching(root: Path, tmp_path: Path) -> Iterator[Watching]:
    found = Watching(root, tmp_path)
    yield found
    found.process.kill()
    found.process.wait()


def test_the_index_follows_the_folder_until_it_is_stopped(watching: Watching, tmp_path: Path) -> None:
    watching.says("is watched")
    watching.says("read: 1 ")
    records = Records(watching.data / "index")
    watching.names(records, ["Lavoir"])
    watching.put("b.txt", convention("Moulin"))
    watching.says("read: 1, unchanged: 1 ")
    watching.names(records, ["Lavoir", "Moulin"])
    (watching.folder / "a.txt").unlink()
    watching.says("removed: 1, unchanged: 1 ")
    watching.names(records, ["Moulin"])
    watching.folder.rename(tmp_path / "unmounted")
    watching.says("does not exist")
    watching.names(records, ["Moulin"])
    (tmp_path / "unmounted").rename(watching.folder)
    watching.says("unchanged: 1 ")
    watching.put("c.txt", convention("Pont"))
    watching.says("read: 1, unchanged: 1 ")
    watching.names(records, ["Moulin", "Pont"])
    records.close()
    watching.process.send_signal(signal.SIGINT)
    watching.says("Watching stopped")
    assert watching.process.wait(_LONG) == 0


def test_an_error_is_told_and_the_end_is_clean(watching: Watching) -> None:
    watching.says("read: 1 ")
    damaged = watching.data / "index" / "manifest.json"
    held = damaged.read_bytes()
    damaged.write_text("{")
    watching.put("b.txt", convention("Moulin"))
    watching.says("alinea index --rebuild")
    damaged.write_bytes(held)
    watching.put("c.txt", convention("Pont"))
    watching.says("read: 1, unchanged: 2 ")
    watching.process.send_signal(signal.SIGTERM)
    watching.says("Watching stopped")
    assert watching.process.wait(_LONG) == 0


def test_what_is_written_below_the_data_folder_wakes_nobody(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "a.txt").write_text("Une note.")
    stop, seen = threading.Event(), []

    def once() -> bool:
        (tmp_path / "data" / f"{len(seen)}.json").write_text("{}")
        seen.append(sorted(path.name for path in tmp_path.glob("*.txt")))
        if len(seen) == 1:
            threading.Timer(3, lambda: (tmp_path / "b.txt").write_text("Une autre.")).start()
        else:
            stop.set()
        return True

    watch(tmp_path, tmp_path / "data", once, stop)
    assert seen == [["a.txt"], ["a.txt", "b.txt"]]


def test_a_run_that_fails_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.watching._SOON", 0.1)
    (tmp_path / "a.txt").write_text("Une note.")
    stop, results = threading.Event(), [True, False]

    def once() -> bool:
        if len(results) == 1:
            stop.set()
        return results.pop()

    watch(tmp_path, tmp_path / "data", once, stop)
    assert results == []


def test_what_changes_during_a_run_has_a_run_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Une note.")
    stop, seen = threading.Event(), []

    def once() -> bool:
        seen.append(sorted(path.name for path in tmp_path.glob("*.txt")))
        if len(seen) == 1:
            (tmp_path / "b.txt").write_text("Une autre.")
        else:
            stop.set()
        return True

    watch(tmp_path, tmp_path / "data", once, stop)
    assert seen == [["a.txt"], ["a.txt", "b.txt"]]
