"""The database: one file for several threads and processes, and faults that are told by their key."""

import os
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.conversations.database import FILE, SEEN, Database, open_database
from bot.conversations.turns import Turn, Turns, new_id
from bot.state import StateFault

KEYS = 40
RECEIVE = f"""
import sys
from pathlib import Path
from bot.conversations.database import open_database
from bot.conversations.turns import Turns
sys.stdin.readline()
database = open_database(Path(sys.argv[1]))
turns = Turns(database, sys.argv[2])
print(*(int(turns.receive([f"event {{n}}", f"message {{n}}"], None)) for n in range({KEYS})))
database.close()
"""


def fault(path: Path) -> str:
    with pytest.raises(StateFault) as caught:
        open_database(path).close()
    assert caught.value.values == {"path": str(path / FILE)}
    return caught.value.key


def made(number: int) -> Turn:
    return Turn(id=new_id(), place="p", thread=str(number), person="h", kind="message", question="?")


def test_of_several_threads_one_receives_each_message(tmp_path: Path) -> None:
    database = open_database(tmp_path)
    turns = Turns(database, "me")

    def receive(number: int) -> tuple[int, bool]:
        same = number % KEYS
        return same, turns.receive([f"event {number}", f"message {same}"], made(same))

    with ThreadPoolExecutor(8) as threads:
        told = list(threads.map(receive, range(KEYS * 4)))
    assert sorted(number for number, first in told if first) == list(range(KEYS))
    assert len([turn for n in range(KEYS) for turn in turns.open_in("p", str(n))]) == KEYS
    database.close()


def test_of_several_processes_one_receives_each_message(tmp_path: Path) -> None:
    command = [sys.executable, "-c", RECEIVE, str(tmp_path)]
    started = [subprocess.Popen([*command, str(n)], stdin=-1, stdout=-1, stderr=-1, text=True) for n in range(3)]
    for process in started:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    ended = [process.communicate(timeout=100) for process in started]
    assert [process.returncode for process in started] == [0, 0, 0], [errors for _, errors in ended]
    told = [list(map(int, out.split())) for out, _ in ended]
    assert [sum(column) for column in zip(*told, strict=True)] == [1] * KEYS


def test_databases_opened_together_in_threads(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        opened = list(threads.map(lambda _: open_database(tmp_path), range(8)))
    for database in opened:
        Turns(database, "me").receive([new_id()], None)
        database.close()


def test_a_transaction_is_all_or_nothing(tmp_path: Path) -> None:
    database = open_database(tmp_path)
    with pytest.raises(RuntimeError), database.transaction() as connection:
        connection.execute(sa.insert(SEEN), {"key": "a", "at": 1.0})
        raise RuntimeError
    assert Turns(database, "me").receive(["a"], None)
    database.close()


def test_what_is_committed_outlives_the_process(tmp_path: Path) -> None:
    code = RECEIVE.replace("database.close()", "import os; sys.stdout.flush(); os.kill(os.getpid(), 9)")
    killed = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path), "x"], input="\n", capture_output=True, text=True
    )
    assert killed.returncode == -9 and killed.stdout.split() == ["1"] * KEYS
    database = open_database(tmp_path)
    assert not Turns(database, "me").receive([f"message {KEYS - 1}"], None)
    database.close()


def test_the_folder_is_made_and_the_file_kept(tmp_path: Path) -> None:
    for first in (True, False):
        database = open_database(tmp_path / "a" / "b")
        assert Turns(database, "me").receive(["k"], None) is first
        database.close()
    assert sorted(path.name for path in (tmp_path / "a" / "b").iterdir()) == [FILE]


def test_a_file_in_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("x", encoding="utf-8")
    assert fault(tmp_path / "data") == "state_unwritable"


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert fault(tmp_path) == "state_unwritable"


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"ceci n'est pas une base" * 400)
    assert fault(tmp_path) == "state_damaged"


def test_a_file_damaged_while_it_is_open(tmp_path: Path) -> None:
    database = open_database(tmp_path)
    with database.transaction() as connection:
        connection.exec_driver_sql("DROP TABLE seen")
    with pytest.raises(StateFault) as caught:
        Turns(database, "me").receive(["a"], None)
    assert caught.value.key == "state_damaged"
    database.close()


def test_a_file_that_another_process_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_database(tmp_path).close()
    monkeypatch.setattr("bot.conversations.database._BUSY_SECONDS", 0.05)
    database = Database(tmp_path / FILE)
    other = sqlite3.connect(tmp_path / FILE, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StateFault) as caught:
        Turns(database, "me").receive(["a"], None)
    assert caught.value.key == "state_locked"
    other.execute("ROLLBACK")
    assert Turns(database, "me").receive(["a"], None)
    other.close()
    database.close()


def test_what_is_erased_leaves_no_byte_in_the_file(tmp_path: Path) -> None:
    database = open_database(tmp_path)
    turns = Turns(database, "me")
    turn = made(1).model_copy(update={"question": "introuvable ensuite", "at": 1.0})
    turns.receive(["k"], turn)
    turns.ended(turn.id, "delivered")
    assert turns.purge(2.0) == 1
    database.close()
    assert b"introuvable" not in (tmp_path / FILE).read_bytes()
