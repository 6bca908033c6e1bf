"""The swap: each of its steps may be the last one of a killed process, and the next goes on from there."""

from pathlib import Path

import pytest

from bot import data_swap
from bot.archive import RestoreUnderWay
from bot.data_swap import alone, commit, finish, holds_something, is_pending


def fill(folder: Path, word: str, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(word)


def held(data: Path) -> dict[str, str]:
    return {
        path.relative_to(data).as_posix(): path.read_text()
        for path in sorted(data.rglob("*"))
        if path.is_file() and path.name != ".restore.lock"
    }


@pytest.fixture
def data(tmp_path: Path) -> Path:
    fill(tmp_path, "former", "corpus/a.json", "index/x", "state.sqlite", "state.sqlite-wal", "running/1", "bench/y")
    return tmp_path


NEW = {"corpus/b.json": "new", "hash.key": "new", "index/z": "new", "running/1": "former", "bench/y": "former"}


def test_all_is_replaced_and_what_is_not_ours_stays(data: Path) -> None:
    with alone(data) as new:
        fill(new, "new", "corpus/b.json", "hash.key", "index/z")
        assert "corpus/a.json" in held(data)
        commit(data)
    assert held(data) == NEW and not is_pending(data)


def test_what_was_not_committed_changes_nothing(data: Path) -> None:
    before = held(data)
    with pytest.raises(ZeroDivisionError), alone(data) as new:
        fill(new, "new", "corpus/b.json")
        raise ZeroDivisionError
    assert held(data) == before and not is_pending(data)


@pytest.mark.parametrize("renames", range(9))
def test_a_swap_killed_at_any_rename_is_ended(data: Path, monkeypatch: pytest.MonkeyPatch, renames: int) -> None:
    before, rename, done = held(data), Path.rename, []

    def until_killed(path: Path, target: Path) -> Path:
        if len(done) == renames:
            raise KeyboardInterrupt
        done.append(path)
        return rename(path, target)

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt), alone(data) as new:
        fill(new, "new", "corpus/b.json", "hash.key", "index/z")
        patched.setattr(Path, "rename", until_killed)
        commit(data)
    finish(data)
    assert held(data) == (before if renames == 0 else NEW) and not is_pending(data)


def test_what_a_program_wrote_in_between_gives_way(data: Path) -> None:
    fill(data / ".restore" / "moving", "new", "corpus/b.json", "state.sqlite")
    fill(data, "stray", "corpus/c.json")
    finish(data)
    assert held(data)["state.sqlite"] == "new" and "corpus/c.json" not in held(data)


def test_one_restore_at_a_time(data: Path) -> None:
    with alone(data):
        with pytest.raises(RestoreUnderWay), alone(data):
            pass
        finish(data)  # nothing is committed: other commands go on
        assert is_pending(data)


def test_empty_folders_are_nothing(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    fill(tmp_path, "x", "bench/y", "slack_alive")
    assert not holds_something(tmp_path)
    fill(tmp_path, "x", "hash.key")
    assert holds_something(tmp_path)


def test_the_terminal_knows_the_folder(root: Path) -> None:
    """It looks for the name without importing the module."""
    assert f'"{data_swap.FOLDER}"' in (root / "bot" / "cli" / "terminal.py").read_text(encoding="utf-8")
