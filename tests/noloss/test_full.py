"""A full disk and a locked database: told in a sentence with what to do, and nothing to mend afterwards."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.noloss.served import Ended, Served

_TOLD = ("disk", "No room", "takes no more")


@pytest.fixture(scope="module")
def peace(served: Served, conventions: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What a data folder holds after an ingestion with room enough."""
    data = tmp_path_factory.mktemp("peace") / "data"
    served.do("ordinary", str(conventions), str(data))
    contents: dict[str, object] = served.do("contents", str(data)).given
    return contents


def refused(ended: Ended) -> None:
    assert ended.signal == 0 and ended.given == 1, ended
    assert "Traceback" not in ended.output and "Unexpected" not in ended.output, ended.output
    assert any(word in ended.output for word in _TOLD), ended.output


@pytest.mark.parametrize("largest", [1_000, 2_000, 12_000, 30_000, 100_000])
def test_files_that_may_not_grow(
    served: Served, conventions: Path, tmp_path: Path, peace: dict[str, object], largest: int
) -> None:
    refused(served.do("command", ["ingest", str(conventions)], str(tmp_path / "data"), largest=largest))
    served.do("ordinary", str(conventions), str(tmp_path / "data"))
    assert served.do("contents", str(tmp_path / "data")).given == peace


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own for the data folder, which only root may make."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "alinea-test", str(place)]
    if os.geteuid() != 0 or not shutil.which("mount") or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("a disk of its own cannot be mounted here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


@pytest.mark.parametrize("kibibytes", [8, 64, 160, 320, 500])
def test_a_full_disk(served: Served, conventions: Path, small: Path, peace: dict[str, object], kibibytes: int) -> None:
    _resize(small, kibibytes)
    refused(served.do("command", ["ingest", str(conventions)], str(small / "data")))
    _resize(small, 100_000)
    served.do("ordinary", str(conventions), str(small / "data"))
    assert served.do("contents", str(small / "data")).given == peace


def _resize(disk: Path, kibibytes: int) -> None:
    subprocess.run(["mount", "-o", f"remount,size={kibibytes}k", str(disk)], check=True)


def test_a_locked_database(served: Served, conventions: Path, changed: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    served.do("ordinary", str(conventions), str(data))
    before = served.do("contents", str(data)).given
    for name, command in (("records.sqlite", ["index", "--rebuild"]), ("vectors.sqlite", ["ingest", str(changed)])):
        with closing(sqlite3.connect(data / "index" / name, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            locked = served.do("command", command, str(data), patience=0.05)
            assert locked.given == 1 and name in locked.output and "try again" in locked.output, locked.output
        served.do("ordinary", str(conventions), str(data))
        assert served.do("contents", str(data)).given == before
