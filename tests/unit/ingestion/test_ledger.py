"""The ledger: true for one folder and one version of the code, or empty."""

from dataclasses import replace
from pathlib import Path

from ingestion.ledger import Ledger, Line, drop_ledger, load_ledger, reader_version, save_ledger
from ingestion.names import Alias, DocumentKind, Identity

IDENTITY = Identity(DocumentKind.CONVENTION, "Lavoir", "Convention", (Alias("Lavoir", "title", 0, 6),), ("commune",))


def ledger_of(folder: Path) -> Ledger:
    return Ledger(reader_version(), str(folder.resolve()), {"a.txt": Line(3, 4, "id", IDENTITY, "Lavoir (2)")})


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    save_ledger(tmp_path, ledger_of(tmp_path))
    assert load_ledger(tmp_path, tmp_path) == ledger_of(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [".ledger"]


def test_another_folder_another_code_or_a_damaged_file_know_nothing(tmp_path: Path) -> None:
    save_ledger(tmp_path, ledger_of(tmp_path))
    assert load_ledger(tmp_path, tmp_path / "other").lines == {}
    save_ledger(tmp_path, replace(ledger_of(tmp_path), reader="older"))
    assert load_ledger(tmp_path, tmp_path).lines == {}
    (tmp_path / ".ledger").write_bytes(b"{")
    assert load_ledger(tmp_path, tmp_path).lines == {}


def test_it_can_be_dropped_twice(tmp_path: Path) -> None:
    save_ledger(tmp_path, ledger_of(tmp_path))
    drop_ledger(tmp_path)
    drop_ledger(tmp_path)
    assert load_ledger(tmp_path, tmp_path).lines == {}
