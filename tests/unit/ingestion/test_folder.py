"""A folder's files: which, in which order, under which names."""

import os
from pathlib import Path

import pytest

from ingestion.errors import EmptyFolder, NoFolder
from ingestion.folder import files, source_of


def put(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("x")


def sources(folder: Path, but: str = "corpus") -> list[str]:
    return [source_of(folder, path) for path in files(folder, folder / but)]


def test_files_below_in_order_without_hidden_ones(tmp_path: Path) -> None:
    put(tmp_path, "b.txt", "a/z.txt", "a/b/c.md", ".hidden.txt", ".git/d.txt")
    assert sources(tmp_path) == ["a/b/c.md", "a/z.txt", "b.txt"]


def test_the_corpus_inside_the_folder_is_not_read(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", "data/corpus/b.txt")
    assert sources(tmp_path, "data/corpus") == ["a.txt"]


def test_a_pipe_is_left_and_a_broken_link_is_not(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "link.txt").symlink_to(tmp_path / "nowhere.txt")
    assert sources(tmp_path) == ["link.txt"]


def test_a_name_that_is_not_utf_8(tmp_path: Path) -> None:
    try:
        (tmp_path / os.fsdecode(b"\xe9.txt")).write_text("x")
    except OSError:
        pytest.skip("this file system refuses such names")
    assert sources(tmp_path) == ["\ufffd.txt"]


def test_a_folder_below_that_refuses_stands_among_the_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "a.txt", "closed/b.txt")
    scan = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert sources(tmp_path) == ["a.txt", "closed"]


def test_no_folder_and_nothing_in_it(tmp_path: Path) -> None:
    put(tmp_path, "a.txt")
    for place in (tmp_path / "missing", tmp_path / "a.txt"):
        with pytest.raises(NoFolder):
            files(place, tmp_path / "corpus")
    (tmp_path / "empty").mkdir()
    with pytest.raises(EmptyFolder) as caught:
        files(tmp_path / "empty", tmp_path / "corpus")
    assert ".txt" in caught.value.values["known"]
