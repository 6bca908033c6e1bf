"""The corpus: entries written whole or not at all, and read as they were."""

import os
from pathlib import Path

import pytest
from pydantic import ValidationError

from ingestion.corpus import entries, entry_path, load, save
from ingestion.documents import Document
from ingestion.reading import read_entry

TEXT = "Convention « Lavoir »\n\nArticle 1 : Prix\n\n| Année | AE |\n|---|---|\n| 2022 | 5 € |\n\nVersé en mai 2024.\n"
ENTRY = read_entry(Document("id", "a.txt", "txt", TEXT))


def test_an_entry_is_read_as_it_was_written(tmp_path: Path) -> None:
    assert load(save(tmp_path / "new", ENTRY)) == ENTRY
    assert [entry.document.id for entry in entries(tmp_path / "new")] == ["id"]
    assert ENTRY.facts


def test_a_write_that_fails_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save(tmp_path, ENTRY)

    def fail(source: str, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="No space"):
        save(tmp_path, ENTRY)
    assert [path.name for path in tmp_path.iterdir()] == ["id.json"]
    assert load(entry_path(tmp_path, "id")) == ENTRY


def test_a_file_that_is_no_entry_is_refused(tmp_path: Path) -> None:
    (tmp_path / "id.json").write_text("{}")
    with pytest.raises(ValidationError):
        load(entry_path(tmp_path, "id"))
