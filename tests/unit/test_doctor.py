"""`alinea doctor`: each check finds its fault and gives a remedy."""

import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pytest

from bot.doctor import Check, examine
from index.check import Fault, Remedy
from index.errors import DamagedIndex, ModelNotFound
from ingestion.corpus import Entry, save
from ingestion.documents import Document
from ingestion.names import DocumentKind, Identity

Install = Callable[..., None]


@pytest.fixture
def install(monkeypatch: pytest.MonkeyPatch) -> Install:
    """Puts doubles of the index's check and of the embedder in place: all is well unless said otherwise."""

    def put(check: Callable[..., tuple[Any, ...]] = lambda *_: (), query: Any = None) -> None:
        embedder = SimpleNamespace(name="double", query=query or (lambda text: np.zeros(7, np.float32)))
        for name, names in {
            "index.check": {"check": check},
            "index.embedder": {"open_embedder": lambda name: embedder},
        }.items():
            module = ModuleType(name)
            vars(module).update(names)
            monkeypatch.setitem(sys.modules, name, module)

    return put


def raising(error: Exception) -> Callable[..., Any]:
    def fail(*_: object) -> Any:
        raise error

    return fail


def checks(data: Path, **environ: str) -> dict[str, Check]:
    return {check.name: check for check in examine({"ALINEA_DATA": str(data), **environ}, data / "no.env", "en")}


def fill(data: Path) -> None:
    identity = Identity(DocumentKind.CONVENTION, "Portulan", "Portulan", (), ())
    save(data / "corpus", Entry("1", Document("0" * 16, "a.txt", "txt", "text"), identity, (), ()))


def test_all_is_well(tmp_path: Path, install: Install) -> None:
    install()
    fill(tmp_path)
    found = checks(tmp_path)
    assert list(found) == ["Settings", "Data folder", "Corpus", "Index", "Embedder", "Scanned pages"]
    assert [check.remedy for check in found.values()] == [None] * 6
    assert found["Embedder"].finding == "double, 7 dimensions"
    assert found["Corpus"].finding == "1 documents, 0 passages"


def test_bad_settings_stop_the_rest(tmp_path: Path) -> None:
    found = checks(tmp_path, ALINEA_LANGUAGE="xx")
    assert found == {"Settings": Check("Settings", "ALINEA_LANGUAGE=xx", found["Settings"].remedy)}
    assert found["Settings"].remedy


def test_a_data_folder_that_is_a_file(tmp_path: Path, install: Install) -> None:
    install()
    (tmp_path / "data").write_text("not a folder")
    assert "ALINEA_DATA" in (checks(tmp_path / "data")["Data folder"].remedy or "")


def test_a_data_folder_under_a_file_cannot_be_made(tmp_path: Path, install: Install) -> None:
    install()
    (tmp_path / "file").write_text("")
    assert "cannot be written" in checks(tmp_path / "file" / "data")["Data folder"].finding


def test_an_empty_corpus(tmp_path: Path, install: Install) -> None:
    install()
    assert "alinea ingest" in (checks(tmp_path)["Corpus"].remedy or "")


def test_a_broken_entry_is_named(tmp_path: Path, install: Install) -> None:
    install()
    fill(tmp_path)
    (tmp_path / "corpus" / "broken.json").write_text("{")
    assert "broken.json" in checks(tmp_path)["Corpus"].finding


@pytest.mark.parametrize("error", [DamagedIndex("words.sqlite", "malformed"), RuntimeError("boom")])
def test_an_index_that_fails_its_check_is_a_finding(tmp_path: Path, install: Install, error: Exception) -> None:
    install(check=raising(error))
    found = checks(tmp_path)["Index"]
    assert found.remedy == "alinea index --rebuild"
    assert "malformed" not in found.finding
    assert "boom" not in found.finding


def test_each_fault_of_the_index_is_told(tmp_path: Path, install: Install) -> None:
    first = Fault("vectors_missing", 3, ("a",), Remedy.REBUILD)
    second = Fault("no_such_store", 1, ("b.sqlite",), Remedy.UPDATE)
    install(check=lambda *_: (first, second))
    found = [
        check for check in examine({"ALINEA_DATA": str(tmp_path)}, tmp_path / ".env", "en") if check.name == "Index"
    ]
    assert [check.finding for check in found] == ["3 vectors are missing", "the index cannot be read (b.sqlite)"]


def test_an_embedder_that_does_not_open(tmp_path: Path, install: Install) -> None:
    install(query=raising(ModelNotFound("camembert", "404")))
    assert "camembert" in checks(tmp_path)["Embedder"].finding


def test_scans_are_optional(tmp_path: Path, install: Install, monkeypatch: pytest.MonkeyPatch) -> None:
    install()
    fill(tmp_path)
    monkeypatch.setattr("ingestion.readers.recognition._binary", lambda: None)
    found = checks(tmp_path)["Scanned pages"]
    assert "tesseract-ocr" in found.finding and found.remedy is None
    assert "ALINEA_OCR" in checks(tmp_path, ALINEA_OCR="0")["Scanned pages"].finding
