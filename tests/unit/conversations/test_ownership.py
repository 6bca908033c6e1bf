"""Ownership: who is at work, told by the system's locks, `kill -9` included."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.conversations.ownership import Ownership

HOLD = """
import sys
from pathlib import Path
from bot.conversations.ownership import Ownership
held = Ownership(Path(sys.argv[1]))
print(held.name, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def other(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Another process that holds its lock, with its name."""
    held = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdin=-1, stdout=-1, text=True)
    assert held.stdout is not None
    yield held, held.stdout.readline().strip()
    held.kill()
    held.communicate()


def test_a_process_at_work_is_not_dead(tmp_path: Path, other: tuple[subprocess.Popen[str], str]) -> None:
    process, name = other
    mine = Ownership(tmp_path)
    assert name and not mine.is_dead(name) and not mine.is_dead(name)
    assert process.poll() is None and (tmp_path / "running" / name).exists()


def test_a_killed_process_is_dead_and_its_lock_is_cleared(
    tmp_path: Path, other: tuple[subprocess.Popen[str], str]
) -> None:
    process, name = other
    mine = Ownership(tmp_path)
    process.kill()
    process.wait()
    assert (tmp_path / "running" / name).exists()
    assert mine.is_dead(name) and not (tmp_path / "running" / name).exists()
    assert mine.is_dead(name)


def test_one_is_never_dead_to_oneself(tmp_path: Path) -> None:
    mine = Ownership(tmp_path)
    assert not mine.is_dead(mine.name)
    mine.release()
    assert not mine.is_dead(mine.name)


def test_two_owners_of_one_process_are_two(tmp_path: Path) -> None:
    one, two = Ownership(tmp_path), Ownership(tmp_path)
    assert one.name != two.name and not one.is_dead(two.name)
    two.release()
    assert one.is_dead(two.name)
    assert [path.name for path in (tmp_path / "running").iterdir()] == [one.name]


def test_who_never_was_is_dead(tmp_path: Path) -> None:
    assert Ownership(tmp_path).is_dead("0" * 16)


def test_a_file_in_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "running").write_text("x", encoding="utf-8")
    with pytest.raises(OSError):
        Ownership(tmp_path)
