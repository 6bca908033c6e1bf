"""`kill -9` at random moments: after the next ordinary run, the index equals one built in peace."""

import json
import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from index import manifest
from index.records import FILE
from tests.noloss.served import Served

_SLOW = os.environ.get("ALINEA_SLOW") == "1"
_KILLS = 25 if _SLOW else 3
"""A scenario; there are four."""
_SEED = int(os.environ.get("NOLOSS_SEED", "7"))


@dataclass(frozen=True, slots=True)
class Scenario:
    """A run to be killed: where it starts from and what it does."""

    start: Callable[[Served, Path, Path], None]
    """Makes the data folder that it finds, from the conventions of the week before."""
    rebuild: bool = False
    read: bool = True
    changes: bool = False
    """The folder of conventions is the one that changed."""


def _nothing(_served: Served, _conventions: Path, data: Path) -> None:
    data.mkdir()


def _built(served: Served, conventions: Path, data: Path) -> None:
    served.do("ordinary", str(conventions), str(data))


def _of_schema_1(served: Served, conventions: Path, data: Path) -> None:
    """As the program of schema 1 left it."""
    _built(served, conventions, data)
    index = data / "index"
    with closing(sqlite3.connect(index / "old.sqlite")) as connection:
        connection.execute("ATTACH ? AS new", (str(index / FILE),))
        connection.executescript(Path("tests/data/index_schema_1.sql").read_text(encoding="utf-8"))
        connection.commit()
    for path in index.glob(f"{FILE}*"):
        path.unlink()
    (index / "old.sqlite").rename(index / FILE)
    told = json.loads((index / manifest.FILE).read_text())
    (index / manifest.FILE).write_text(json.dumps(told | {"schema": 1}))


SCENARIOS = {
    "first run": Scenario(_nothing),
    "changes": Scenario(_built, changes=True),
    "rebuild": Scenario(_built, rebuild=True, read=False),
    "migration": Scenario(_of_schema_1, read=False),
}


@pytest.mark.parametrize("name", SCENARIOS)
def test_what_was_killed_is_as_if_built_in_peace(
    served: Served,
    conventions: Path,
    changed: Path,
    tmp_path: Path,
    name: str,
    monkeypatch: pytest.MonkeyPatch,
    root: Path,
) -> None:
    monkeypatch.chdir(root)
    scenario, rng = SCENARIOS[name], random.Random(f"{_SEED} {name}")
    folder, start = changed if scenario.changes else conventions, tmp_path / "start"
    scenario.start(served, conventions, start)

    def run(data: Path, **kill: float) -> object:
        todo = {"rebuild": scenario.rebuild, "read": scenario.read}
        return served.do("ordinary", str(folder), str(data), inside=str(tmp_path), **kill, **todo)

    shutil.copytree(start, tmp_path / "peace")
    peace = run(tmp_path / "peace")
    expected = served.do("contents", str(tmp_path / "peace")).given
    assert len(expected["documents"]) == 6 and len(expected["facts"]) > 12 and expected["debts"] == []
    died = 0
    for at in range(_KILLS):
        data = tmp_path / f"killed {at}"
        shutil.copytree(start, data)
        kill = _moment(rng, at, peace.steps, peace.seconds)
        killed = run(data, **kill)
        died += killed.signal != 0
        assert killed.signal in (0, 9), killed.output
        served.do("ordinary", str(folder), str(data), read=scenario.read)
        print(f"seed {_SEED}, {name}, {kill}, killed: {killed.signal == 9}")
        found = served.do("contents", str(data)).given
        assert [key for key in expected if found[key] != expected[key]] == []
        shutil.rmtree(data)
    assert died > _KILLS // 2


def _moment(rng: random.Random, at: int, steps: int, seconds: float) -> dict[str, float]:
    """Two kills of three fall at an operation on a file or a database, the third at any time, inside one too."""
    return {"kill_after": rng.uniform(0.01, seconds)} if at % 3 == 2 else {"deadly_step": rng.randint(1, steps)}
