"""The preview of a run: every change, fact by fact, and nothing written."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ingestion.corpus import entries
from ingestion.differences import differences
from ingestion.errors import EmptyFolder
from ingestion.facts.amounts import Amount
from ingestion.preview import Preview, preview
from ingestion.reading import InProcess
from tests.made_folder import Place, convention


@pytest.fixture
def place(tmp_path: Path) -> Place:
    found = Place(tmp_path)
    found.put("a.txt", convention("Lavoir"))
    found.put("b.txt", convention("Moulin"))
    return found


def foreseen(place: Place) -> Preview:
    return preview(place.folder, place.corpus, reads=InProcess(place.rules), grace=place.grace)


def states(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    found = {path: path.stat() for path in folder.rglob("*") if path.is_file()}
    return {str(path): (it.st_ino, it.st_mtime_ns, path.read_bytes()) for path, it in found.items()}


def test_a_first_run_is_foreseen_without_a_corpus(place: Place) -> None:
    found = foreseen(place)
    assert [(one.change.sort, one.change.source, one.short_name) for one in found.documents] == [
        ("added", "a.txt", "Lavoir"),
        ("added", "b.txt", "Moulin"),
    ]
    assert all(one.after and not one.before for one in found.documents[0].differences.facts)
    assert found.documents[0].differences.facts
    assert not place.corpus.exists()
    assert found.report == place.ingest(), "and it was what a run does"


def test_what_changes_is_told_with_both_values(place: Place) -> None:
    place.ingest()
    place.put("a.txt", "\n" + convention("Lavoir", price="2 500"))
    (document,) = foreseen(place).documents
    assert document.change.sort == "changed"
    amounts = [(one.before, one.after) for one in document.differences.facts]
    assert [(str(b.value), str(a.value)) for b, a in amounts if isinstance(b, Amount) and isinstance(a, Amount)] == [
        ("1000", "2500")
    ]
    assert len(document.differences.facts) == 1, "what only moved is the same"


def test_what_goes_and_what_comes_are_told(place: Place) -> None:
    place.ingest()
    (place.folder / "b.txt").unlink()
    place.put(
        "a.txt", convention("Lavoir").split("Article 3")[0] + "Article 3 : Fin\n\nElle prend fin le 3 mai 2031.\n"
    )
    place.put("c.txt", convention("Pont"))
    changes = {one.change.source: one for one in foreseen(place).documents}
    assert {source: one.change.sort for source, one in changes.items()} == {
        "a.txt": "changed",
        "b.txt": "removed",
        "c.txt": "added",
    }
    assert all(one.before and not one.after for one in changes["b.txt"].differences.facts)
    facts = changes["a.txt"].differences.facts
    assert any("neuf mois" in one.before.evidence[0].quote for one in facts if one.before and not one.after)
    assert any("3 mai 2031" in one.after.evidence[0].quote for one in facts if one.after and not one.before)


def test_anomalies_that_come_and_go_are_told(place: Place) -> None:
    place.ingest()
    place.put("a.txt", convention("Lavoir", price="1 000 € (deux mille euros), soit 1 000"))
    (document,) = foreseen(place).documents
    assert document.differences.anomalies_new
    assert not document.differences.anomalies_gone
    place.ingest()
    place.put("a.txt", convention("Lavoir"))
    (document,) = foreseen(place).documents
    assert document.differences.anomalies_gone


def test_nothing_is_written_and_nothing_is_foreseen_twice(place: Place) -> None:
    place.grace, place.now = timedelta(days=1), datetime.now(UTC)
    place.ingest()
    (place.folder / "b.txt").unlink()
    place.put("a.txt", convention("Grand lavoir"))
    (place.corpus / ".half.tmp").write_text("{")
    before = states(place.corpus.parent)
    first, second = foreseen(place), foreseen(place)
    assert {one.change.sort for one in first.documents} == {"changed", "absent"}
    assert first.report.outcomes == second.report.outcomes
    assert states(place.corpus.parent) == before
    place.ingest()
    assert [one.change.sort for one in foreseen(place).documents] == ["absent"]


def test_what_stops_a_run_stops_its_preview(place: Place) -> None:
    for path in place.folder.iterdir():
        path.unlink()
    with pytest.raises(EmptyFolder):
        foreseen(place)


def test_a_document_differs_in_nothing_from_itself(place: Place) -> None:
    place.ingest()
    lavoir, moulin = sorted(entries(place.corpus), key=lambda entry: entry.document.source)
    assert not differences(lavoir, lavoir)
    assert not differences(None, None)
    assert len(differences(lavoir, None).facts) == len(lavoir.facts)
    there, back = differences(lavoir, moulin), differences(moulin, lavoir)
    assert {(one.before, one.after) for one in there.facts} == {(one.after, one.before) for one in back.facts}
