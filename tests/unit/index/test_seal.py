"""The seal of Chroma's search files: broken by any change, lifted while a build is at work."""

from pathlib import Path

import pytest

from index import seal


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """An index folder, one of whose collections is written out."""
    for name in ("written", "new"):
        (tmp_path / "chroma" / name).mkdir(parents=True)
        (tmp_path / "chroma" / name / "data_level0.bin").write_bytes(b"vectors")
    (tmp_path / "chroma" / "written" / "index_metadata.pickle").write_bytes(b"")
    seal.put(tmp_path)
    return tmp_path


def test_what_was_sealed_is_whole(index: Path) -> None:
    assert seal.is_whole(index) and not seal.is_broken(index)


@pytest.mark.parametrize("content", [b"vectorz", b"vector", b""])
def test_a_change_breaks_it(index: Path, content: bytes) -> None:
    (index / "chroma" / "written" / "data_level0.bin").write_bytes(content)
    assert seal.is_broken(index) and not seal.is_whole(index)


def test_a_lost_file_breaks_it(index: Path) -> None:
    (index / "chroma" / "written" / "data_level0.bin").unlink()
    assert seal.is_broken(index)


def test_files_that_chroma_makes_anew_at_each_opening_are_left_out(index: Path) -> None:
    (index / "chroma" / "new" / "data_level0.bin").write_bytes(b"other")
    assert seal.is_whole(index)


def test_a_seal_that_cannot_be_read_is_broken(index: Path) -> None:
    (index / ".chroma_seal").write_bytes(b"[")
    assert seal.is_broken(index)


def test_without_a_seal_files_are_neither_broken_nor_whole(index: Path) -> None:
    seal.lift(index)
    assert not seal.is_broken(index) and not seal.is_whole(index)
