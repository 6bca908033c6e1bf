"""Reports of runs: written whole, read back, the last ones kept."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import runs
from bot.runs import Run, last_run, run, save_run
from bot.settings import Settings
from ingestion.documents import Remark, ScannedPage
from ingestion.errors import EmptyFolder
from ingestion.outcome import Change, Outcome
from tests.made_corpus import ThemeEmbedder
from tests.made_folder import convention

BEGUN = datetime(2026, 3, 1, 8, 30, 0, 5, tzinfo=UTC)
TOLD = Run(
    BEGUN,
    "conventions",
    (
        Outcome("a.pdf", "read", None, {}, "Lavoir", "convention", 3, (ScannedPage(2, 0.8),), (Remark("left"),), 1.5),
        Outcome("b.txt", "unreadable", "encoding", {"offset": "3"}),
    ),
    7,
    (Change("changed", "a.pdf", "old", "new"), Change("absent", "c.txt", "id", "id", BEGUN)),
    1.5,
    2.5,
    1,
)


def test_a_report_is_read_as_it_was_written(tmp_path: Path) -> None:
    assert last_run(tmp_path / "reports") is None
    path = save_run(tmp_path / "reports", TOLD)
    assert path.name == "20260301T083000.000005Z.json"
    found = last_run(tmp_path / "reports")
    assert found == TOLD
    assert found is not None and found.outcomes[0].seconds == 1.5


def test_the_last_whole_report_counts(tmp_path: Path) -> None:
    save_run(tmp_path, replace(TOLD, begun=BEGUN + timedelta(seconds=1)))
    save_run(tmp_path, TOLD)
    (tmp_path / "20270101T000000.000000Z.json").write_text("{")
    found = last_run(tmp_path)
    assert found is not None and found.begun == BEGUN + timedelta(seconds=1)


def test_the_last_ones_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "_KEPT", 3)
    for number in range(5):
        save_run(tmp_path, replace(TOLD, begun=BEGUN + timedelta(days=number)))
    assert [path.name[:8] for path in sorted(tmp_path.iterdir())] == ["20260303", "20260304", "20260305"]


def test_a_report_that_cannot_be_written_leaves_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("bot.runs.os.replace", refuse)
    with pytest.raises(OSError, match="No space"):
        save_run(tmp_path, TOLD)
    assert list(tmp_path.iterdir()) == []


def test_each_run_leaves_its_report(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data")
    folder = tmp_path / "conventions"
    folder.mkdir()
    (folder / "a.txt").write_text(convention("Lavoir"))
    (folder / "b.txt").write_bytes(b"\xff")
    told, refused = run(settings, folder, ThemeEmbedder(), lambda *step: None)
    assert last_run(settings.reports) == told
    assert refused == ()
    assert [(one.source, one.status, one.seconds is not None) for one in told.outcomes] == [
        ("a.txt", "read", True),
        ("b.txt", "unreadable", True),
    ]
    assert told.seconds_reading > 0 < told.seconds_indexing
    again, _ = run(settings, folder, ThemeEmbedder(), lambda *step: None)
    assert (again.unchanged, [one.source for one in again.outcomes], again.changes) == (1, ["b.txt"], ())
    for path in folder.iterdir():
        path.unlink()
    with pytest.raises(EmptyFolder):
        run(settings, folder, ThemeEmbedder(), lambda *step: None)
    stopped = last_run(settings.reports)
    assert stopped is not None and (stopped.fault, stopped.outcomes) == ("EmptyFolder", ())
