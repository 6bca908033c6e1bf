"""`alinea ingest`, `list`, `show`, `search`, `index` on real stores, with an embedder that one can work out."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from ingestion.containers import CONTAINERS
from ingestion.documents import Reading, Remark, ScannedPage
from ingestion.readers import READERS
from ingestion.reading import InProcess
from ingestion.reading_rules import ReadingRules
from tests.made_folder import open_box

Alinea = Callable[..., tuple[int, str, str]]

PORTULAN = """Convention de partenariat relative au service « Portulan »

Entre le Port autonome de Brume, ci-après dénommé « le Port »,
Et l'Agence des phares, ci-après dénommée « l'Agence »,

Article 1er – Objet
Le Port confie à l'Agence la tenue des cartes marines.

Article 2 – Résiliation
Chaque partie peut mettre fin à la convention avec un préavis de deux mois.
"""


class Letters:
    """Vector of a text: how often it holds each of the letters a to h, brought to length 1."""

    name = "letters"
    dimension = 8

    def passages(self, texts: list[str]) -> np.ndarray:
        counts = np.array([[1 + text.lower().count(letter) for letter in "abcdefgh"] for text in texts], np.float32)
        return counts / np.linalg.norm(counts, axis=1, keepdims=True)

    def query(self, text: str) -> np.ndarray:
        return self.passages([text])[0]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("index.embedder.open_embedder", lambda name="letters": Letters())
    monkeypatch.setattr("index.search.open_embedder", lambda name="letters": Letters())
    place = tmp_path / "conventions"
    place.mkdir()
    (place / "a.txt").write_text(PORTULAN, encoding="utf-8")
    (place / "b.txt").write_bytes(b"\xff\xfe")
    (place / "c.xyz").write_text("?")
    return place


def test_each_file_is_accounted_for(alinea: Alinea, folder: Path) -> None:
    code, out, _ = alinea("ingest", str(folder))
    rows = {line.split("│")[1].strip(): line for line in out.splitlines() if line.count("│") == 2}
    assert code == 0
    assert "lu " in rows["a.txt"]
    assert "Portulan" in rows["a.txt"]
    assert "illisible" in rows["b.txt"]
    assert "UTF-8" in rows["b.txt"]
    assert "laissé" in rows["c.xyz"]
    assert "1 conventions, 0 documents" in out


def test_a_second_run_tells_what_changed(alinea: Alinea, folder: Path) -> None:
    alinea("ingest", str(folder))
    assert "1 fichiers inchangés" in alinea("ingest", str(folder))[1]
    (folder / "a.txt").rename(folder / "d.txt")
    (folder / "d.txt").write_text(PORTULAN.replace("deux mois", "trois mois"), encoding="utf-8")
    _, out, _ = alinea("ingest", str(folder))
    assert "retiré" in out
    assert "d.txt" in out


def test_a_folder_that_does_not_exist(alinea: Alinea, folder: Path) -> None:
    code, _, err = alinea("ingest", str(folder / "nope"))
    assert (code, "n'existe pas" in err) == (1, True)


def test_conventions_are_listed(alinea: Alinea, folder: Path) -> None:
    assert "alinea ingest" in alinea("list")[1]
    alinea("ingest", str(folder))
    assert "Portulan" in alinea("list")[1]


def test_a_document_is_shown(alinea: Alinea, folder: Path) -> None:
    alinea("ingest", str(folder))
    _, tree, _ = alinea("show", "portulan")
    assert "Article 2 – Résiliation" in tree
    assert "préavis de deux mois" in tree


def test_the_canonical_text_is_written_byte_for_byte(alinea: Alinea, folder: Path) -> None:
    (folder / "a.txt").write_bytes(PORTULAN.replace("\n", "\r\n").encode())
    alinea("ingest", str(folder))
    assert alinea("show", "a.txt", "--text")[1] == PORTULAN.replace("\n", "\r\n")


def test_all_that_was_read_is_written(alinea: Alinea, folder: Path) -> None:
    alinea("ingest", str(folder))
    entry = json.loads(alinea("show", "a.txt", "--json")[1])
    assert entry["document"]["text"] == PORTULAN
    assert entry["passages"]


def test_an_unknown_name_gives_the_names(alinea: Alinea, folder: Path) -> None:
    alinea("ingest", str(folder))
    code, _, err = alinea("show", "zzz")
    assert (code, "Portulan" in err) == (1, True)


def test_passages_are_searched(alinea: Alinea, folder: Path) -> None:
    alinea("ingest", str(folder))
    _, out, _ = alinea("search", "préavis", "-k", "1")
    assert "Portulan" in out
    assert "deux mois" in out
    assert "cartes marines" not in out


def test_the_index_is_rebuilt(alinea: Alinea, folder: Path, tmp_path: Path) -> None:
    alinea("ingest", str(folder))
    (tmp_path / "data" / "index" / "records.sqlite").write_bytes(b"not a database" * 100)
    assert alinea("list")[0] == 1
    assert alinea("index", "--rebuild")[0] == 0
    assert "Portulan" in alinea("list")[1]


class Here(InProcess):
    """In this process, where the readers of a test are."""

    def __enter__(self) -> "Here":
        return self

    def __exit__(self, *_: object) -> None:
        pass


def test_a_dry_run_tells_each_fact_and_writes_nothing(alinea: Alinea, folder: Path, tmp_path: Path) -> None:
    _, out, _ = alinea("ingest", str(folder), "--dry-run")
    assert "ajouté · a.txt · Portulan" in out
    assert not (tmp_path / "data").exists()
    alinea("ingest", str(folder))
    before = {path: path.read_bytes() for path in (tmp_path / "data").rglob("*") if path.is_file()}
    (folder / "a.txt").write_text(PORTULAN.replace("deux mois", "trois mois"), encoding="utf-8")
    code, out, _ = alinea("ingest", str(folder), "--dry-run")
    assert code == 0
    assert "changé · a.txt · Portulan" in out
    assert any("~ " in line and "2 mois" in line and "→" in line and "3 mois" in line for line in out.splitlines())
    assert "illisible" in out
    assert {path: path.read_bytes() for path in (tmp_path / "data").rglob("*") if path.is_file()} == before
    _, out, _ = alinea("ingest", str(folder), "--dry-run", ALINEA_LANGUAGE="en")
    assert "changed · a.txt" in out
    alinea("ingest", str(folder))
    assert "Rien ne changerait" in alinea("ingest", str(folder), "--dry-run")[1]


def test_the_last_run_is_told_again(alinea: Alinea, folder: Path) -> None:
    assert "alinea ingest" in alinea("report")[1]
    _, first, _ = alinea("ingest", str(folder))
    code, out, _ = alinea("report")
    rows = [line for line in first.splitlines() if "│" in line]
    assert (code, len(rows)) == (0, 3)
    assert all(row in out for row in rows)
    alinea("ingest", str(folder / "nope"))
    assert "NoFolder" in alinea("report")[1]


def test_a_document_without_a_file_is_marked(alinea: Alinea, folder: Path) -> None:
    (folder / "d.txt").write_text(PORTULAN.replace("Portulan", "Sextant"), encoding="utf-8")
    alinea("ingest", str(folder), ALINEA_GRACE_DAYS="5")
    (folder / "d.txt").unlink()
    _, out, _ = alinea("ingest", str(folder), ALINEA_GRACE_DAYS="5")
    assert "gardé jusqu'au" in out
    assert "Sextant (fichier absent" in alinea("list", ALINEA_GRACE_DAYS="5")[1]
    _, out, _ = alinea("ingest", str(folder))
    assert "retiré" in out
    assert "Sextant" not in alinea("list")[1]


@pytest.fixture
def pictured(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A format with pages, one of them recognised and one left out, alone and in a container."""

    def read(path: Path, content: bytes, rules: ReadingRules) -> Reading:
        text = content.decode()
        pages = (0, text.index("Article 1"), text.index("Article 2"))
        return Reading(text, pages, (ScannedPage(2, 0.83),), (), (Remark("page_left", {"page": "3"}),))

    assert isinstance(READERS, dict) and isinstance(CONTAINERS, dict)
    monkeypatch.setattr("ingestion.sandbox.Sandbox", Here)
    monkeypatch.setitem(READERS, "pic", read)
    monkeypatch.setitem(CONTAINERS, "box", open_box)
    (folder / "d.pic").write_text(PORTULAN.replace("Portulan", "Sextant"), encoding="utf-8")
    (folder / "e.box").write_text("sous/f.pic\n" + PORTULAN.replace("Portulan", "Astrolabe"), encoding="utf-8")
    return folder


def test_pages_and_what_was_not_read_are_told(alinea: Alinea, pictured: Path) -> None:
    _, out, _ = alinea("ingest", str(pictured))
    row = next(line for line in out.splitlines() if "d.pic" in line)
    assert all(words in row for words in ("Sextant", "3 pages"))
    assert "pages reconnues : 1, confiance moyenne 83" in out.replace("\xa0", " ")
    assert "à vérifier sur l'original : p. 2 (83" in out.replace("\xa0", " ")
    assert "page_left" in out, "a remark without words is told by its key"
    _, out, _ = alinea("show", "sextant")
    assert all(words in out for words in ("format pic", "3 pages", "83", "page_left"))


def test_the_text_of_a_part_is_written_byte_for_byte(alinea: Alinea, pictured: Path) -> None:
    _, out, _ = alinea("ingest", str(pictured))
    assert "ouvert" in next(line for line in out.splitlines() if "e.box " in line)
    expected = PORTULAN.replace("Portulan", "Astrolabe")
    assert alinea("show", "e.box/sous/f.pic", "--text")[1] == expected
    assert alinea("show", "astrolabe", "--text")[1] == expected


def test_there_is_no_progress_where_there_is_no_terminal(alinea: Alinea, folder: Path) -> None:
    assert alinea("ingest", str(folder))[2] == ""


def test_the_report_says_how_surely_scans_were_read(
    alinea: Alinea, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scanned = tuple(ScannedPage(number, sure) for number, sure in ((1, 0.95), (2, 0.61)))
    remarks = (Remark("recognition_failed", {"pages": "3"}),)
    reading = Reading(PORTULAN, (0, 50, 90), scanned, (), remarks)
    assert isinstance(READERS, dict)
    monkeypatch.setattr("ingestion.sandbox.Sandbox", Here)
    monkeypatch.setitem(READERS, "png", lambda path, content, rules: reading)
    (folder / "scan.png").write_bytes(b"picture")
    (folder / "a.txt").unlink()
    out = " ".join(alinea("ingest", str(folder))[1].replace("\xa0", " ").split())
    assert "pages reconnues : 2, confiance moyenne 78 %" in out
    assert "à vérifier sur l'original : p. 2 (61 %)" in out
    assert "pages 3 non lues : la reconnaissance de texte y a échoué" in out
