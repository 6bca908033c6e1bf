"""Grace: a document whose file is gone stays for a while, unless another took its place."""

from datetime import timedelta
from pathlib import Path

import pytest

from ingestion.absences import load_absences
from ingestion.corpus import only_writer
from ingestion.errors import CorpusBusy, EmptyFolder
from tests.made_folder import NOW, Place, convention


@pytest.fixture
def place(tmp_path: Path) -> Place:
    found = Place(tmp_path)
    found.put("a.txt", convention("Lavoir"))
    found.put("b.txt", convention("Moulin"))
    found.grace = timedelta(days=2)
    found.ingest()
    return found


def test_a_removed_file_s_document_stays_until_its_grace_is_over(place: Place) -> None:
    (place.folder / "a.txt").unlink()
    report = place.ingest()
    assert [(change.sort, change.source, change.until) for change in report.changes] == [
        ("absent", "a.txt", NOW + place.grace)
    ]
    assert place.names() == {"a.txt": "Lavoir", "b.txt": "Moulin"}
    place.now = NOW + timedelta(days=1, hours=23)
    assert place.changes() == {"a.txt": "absent"}
    place.now = NOW + timedelta(days=2)
    assert place.changes() == {"a.txt": "removed"}
    assert place.names() == {"b.txt": "Moulin"}
    assert load_absences(place.corpus) == {}


def test_a_file_that_comes_back_is_kept_and_its_grace_begins_anew(place: Place) -> None:
    content = (place.folder / "a.txt").read_bytes()
    (place.folder / "a.txt").unlink()
    place.ingest()
    place.put("a.txt", content)
    assert place.statuses() == {"a.txt": "unchanged", "b.txt": "unchanged"}
    assert load_absences(place.corpus) == {}
    (place.folder / "a.txt").unlink()
    place.now = NOW + timedelta(days=3)
    assert place.changes() == {"a.txt": "absent"}


def test_another_content_at_the_same_place_needs_no_grace(place: Place) -> None:
    place.put("a.txt", convention("Pont"))
    assert place.changes() == {"a.txt": "changed"}
    assert place.names() == {"a.txt": "Pont", "b.txt": "Moulin"}


def test_a_moved_file_needs_no_grace(place: Place) -> None:
    (place.folder / "a.txt").rename(place.folder / "c.txt")
    assert place.changes() == {"c.txt": "moved"}
    assert load_absences(place.corpus) == {}


def test_a_file_that_cannot_be_read_any_more_has_its_grace(place: Place) -> None:
    place.put("a.txt", b"\xff")
    report = place.ingest()
    assert report.outcomes[0].reason == "encoding"
    assert report.sources("absent") == ("a.txt",)
    assert place.names()["a.txt"] == "Lavoir"


def test_an_absent_document_keeps_its_name_among_the_others(place: Place) -> None:
    (place.folder / "a.txt").unlink()
    place.put("c.txt", convention("Lavoir").replace("syndicat du Val", "comité du Bois"))
    place.ingest()
    assert place.names() == {"a.txt": "Lavoir", "b.txt": "Moulin", "c.txt": "Lavoir (2)"}
    place.now = NOW + timedelta(days=5)
    place.ingest()
    assert place.names() == {"b.txt": "Moulin", "c.txt": "Lavoir"}


def test_a_lost_ledger_does_not_end_a_grace(place: Place) -> None:
    (place.folder / "a.txt").unlink()
    place.ingest()
    (place.corpus / ".ledger").unlink()
    place.now = NOW + timedelta(days=1)
    assert place.changes() == {"a.txt": "absent"}


def test_an_emptied_folder_erases_nothing_however_long(place: Place) -> None:
    for path in place.folder.iterdir():
        path.unlink()
    place.now = NOW + timedelta(days=100)
    with pytest.raises(EmptyFolder):
        place.ingest()
    assert place.names() == {"a.txt": "Lavoir", "b.txt": "Moulin"}


def test_another_folder_is_a_choice_and_no_absence(place: Place, tmp_path: Path) -> None:
    place.folder = tmp_path / "other"
    place.folder.mkdir()
    place.put("c.txt", convention("Pont"))
    assert place.changes() == {"a.txt": "removed", "b.txt": "removed", "c.txt": "added"}


def test_two_ingestions_do_not_mix(place: Place) -> None:
    with only_writer(place.corpus), pytest.raises(CorpusBusy):
        place.ingest()
    assert place.changes() == {}
