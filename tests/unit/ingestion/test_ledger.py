"""The ledger: what it holds, and what its lines depend on."""

from dataclasses import replace
from pathlib import Path

import pytest

from ingestion.documents import Document, Remark, ScannedPage
from ingestion.editions import Likeness
from ingestion.ledger import Box, Ledger, Line, Refusal, Stamp, drop_ledger, load_ledger, save_ledger, versions
from ingestion.names import Alias, DocumentKind, Identity
from ingestion.reading_rules import ReadingRules

IDENTITY = Identity(DocumentKind.CONVENTION, "Lavoir", "Convention", (Alias("Lavoir", "title", 0, 6),), ("commune",))


def ledger_of(folder: Path) -> Ledger:
    stamp = Stamp(3, 4)
    return Ledger(
        str(folder.resolve()),
        {"a.txt": Line(stamp, "version", "id", IDENTITY, "Lavoir (2)", Likeness((1, 2), None, (2025,), False))},
        {"b.txt": Refusal(stamp, "version", "binary", {"format": "PDF"})},
        {"c.zip": Box(stamp, "version", {"c.zip/d.txt": "id"}, (Remark("nested", {"name": "e.zip"}),))},
    )


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    save_ledger(tmp_path, ledger_of(tmp_path))
    assert load_ledger(tmp_path) == ledger_of(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [".ledger"]


def test_a_damaged_file_knows_nothing(tmp_path: Path) -> None:
    save_ledger(tmp_path, ledger_of(tmp_path))
    (tmp_path / ".ledger").write_bytes(b"{")
    assert load_ledger(tmp_path) == Ledger("")


def test_what_rules_and_engines_leave_out_depends_on_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Document("id", "a.pdf", "pdf", "texte")
    monkeypatch.setenv("PATH", str(tmp_path))
    before = versions(ReadingRules())
    assert versions(ReadingRules(ocr=False)).of(whole) == before.of(whole)
    for part in (replace(whole, remarks=(Remark("left"),)), replace(whole, scanned=(ScannedPage(1, 0.9),))):
        assert versions(ReadingRules(ocr=False)).of(part) != before.of(part) != before.of(whole)
        engine = tmp_path / "tesseract"
        engine.write_text("#!/bin/sh")
        engine.chmod(0o755)
        after = versions(ReadingRules())
        assert after.of(part) != before.of(part)
        assert before.of(part) not in after
        assert after.of(whole) == before.of(whole)
        engine.unlink()


def test_it_can_be_dropped_twice(tmp_path: Path) -> None:
    save_ledger(tmp_path, ledger_of(tmp_path))
    drop_ledger(tmp_path)
    drop_ledger(tmp_path)
    assert load_ledger(tmp_path).lines == {}
