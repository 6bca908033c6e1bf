"""Keyed hashes: the same person is the same line, and the line alone names nobody."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversations.hashing import FILE, Hasher, hasher

names = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12)
MADE = "import sys; from pathlib import Path; from bot.conversations.hashing import hasher;"
MADE += "print(hasher(Path(sys.argv[1]), None).of('T1', 'U1'))"


@given(st.lists(names, min_size=1, max_size=4), st.lists(names, min_size=1, max_size=4))
def test_other_parts_give_another_hash(one: list[str], other: list[str]) -> None:
    assert (Hasher(b"k").of(*one) == Hasher(b"k").of(*other)) == (one == other)


def test_parts_are_kept_apart() -> None:
    assert Hasher(b"k").of("a", "bc") != Hasher(b"k").of("ab", "c") != Hasher(b"k").of("abc")


def test_a_hash_tells_neither_name_nor_key_and_depends_on_both() -> None:
    told = Hasher(b"k").of("person", "T1", "U0123ABCD")
    assert len(told) == 32 and set(told) <= set("0123456789abcdef") and "u0123" not in told
    assert told != Hasher(b"l").of("person", "T1", "U0123ABCD")
    assert "secret" not in repr(Hasher(b"secret")) + str(Hasher(b"secret"))


def test_a_key_given_leaves_no_file(tmp_path: Path) -> None:
    assert hasher(tmp_path, "k") == Hasher(b"k") and list(tmp_path.iterdir()) == []


def test_a_key_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    first, again = hasher(folder, None), hasher(folder, None)
    assert first == again and len(first.key) == 32
    assert [path.name for path in folder.iterdir()] == [FILE]
    assert stat.S_IMODE((folder / FILE).stat().st_mode) == 0o600
    assert hasher(tmp_path / "other", None) != first


def test_processes_that_start_together_share_one_key(tmp_path: Path) -> None:
    started = [
        subprocess.Popen([sys.executable, "-c", MADE, str(tmp_path)], stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    told = {process.communicate(timeout=60)[0].strip() for process in started}
    assert told == {hasher(tmp_path, None).of("T1", "U1")}
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(OSError):
        hasher(tmp_path, None)


def test_a_file_in_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("x", encoding="utf-8")
    with pytest.raises(OSError):
        hasher(tmp_path / "data", None)
