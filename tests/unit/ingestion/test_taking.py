"""Taking files in: containers and their parts, copies, refusals that are remembered, engines that come and go."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from ingestion.containers import CONTAINERS, Parts
from ingestion.corpus import entries
from ingestion.documents import Remark
from ingestion.errors import UnreadableFile
from ingestion.readers import READERS
from ingestion.reading import InProcess, Job
from ingestion.reading_rules import ReadingRules
from prompts import LANGUAGES, message
from tests.made_folder import Place, convention, open_box, read_scan


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    assert isinstance(CONTAINERS, dict) and isinstance(READERS, dict)
    monkeypatch.setitem(CONTAINERS, "box", open_box)
    monkeypatch.setitem(READERS, "scan", read_scan)
    return Place(tmp_path)


class Watched(InProcess):
    """Notes what is read and opened."""

    def __init__(self) -> None:
        super().__init__(ReadingRules())
        self.done: list[str] = []

    def read(self, jobs: Iterator[Job]):  # type: ignore[no-untyped-def]
        for done in super().read(jobs):
            self.done.append(done.job.source)
            yield done

    def open(self, job: Job) -> Parts:
        self.done.append(job.source)
        return super().open(job)


def worked(place: Place) -> list[str]:
    """What one run reads and opens."""
    watched = Watched()
    place.ingest(watched)
    return watched.done


def test_each_part_of_a_container_is_a_document(place: Place) -> None:
    place.box("envoi.box", lavoir_txt=convention("Lavoir"), sous__moulin_md=convention("Moulin"), x_mkv="x", secret="")
    found = place.outcomes()
    assert {source: outcome.status for source, outcome in found.items()} == {
        "envoi.box": "opened",
        "envoi.box/lavoir.txt": "read",
        "envoi.box/sous/moulin.md": "read",
        "envoi.box/x.mkv": "skipped",
    }
    assert next(iter(found)) == "envoi.box"
    assert found["envoi.box"].remarks == (Remark("left", {"name": "secret"}),)
    assert place.names() == {"envoi.box/lavoir.txt": "Lavoir", "envoi.box/sous/moulin.md": "Moulin"}
    assert {entry.document.format for entry in entries(place.corpus)} == {"txt", "md"}


def test_a_container_is_opened_again_only_when_it_changed(place: Place) -> None:
    place.put("a.txt", convention("Lavoir"))
    path = place.box("envoi.box", copie_txt=convention("Lavoir"), moulin_txt=convention("Moulin"), vide_txt=" ")
    assert worked(place) == ["a.txt", "envoi.box", "envoi.box/moulin.txt", "envoi.box/vide.txt"]
    assert worked(place) == []
    assert place.statuses() == {
        "a.txt": "unchanged",
        "envoi.box": "unchanged",
        "envoi.box/copie.txt": "duplicate",
        "envoi.box/moulin.txt": "unchanged",
        "envoi.box/vide.txt": "unreadable",
    }
    place.box("envoi.box", moulin_txt=convention("Moulin"), pont_txt=convention("Pont"))
    assert worked(place) == ["envoi.box", "envoi.box/pont.txt"]
    path.unlink()
    assert place.changes() == {"envoi.box/moulin.txt": "removed", "envoi.box/pont.txt": "removed"}
    assert place.names() == {"a.txt": "Lavoir"}


def test_a_copy_in_a_container_takes_the_place_of_a_file_that_goes(place: Place) -> None:
    path = place.put("a.txt", convention("Lavoir"))
    place.box("envoi.box", copie_txt=convention("Lavoir"))
    place.ingest()
    path.unlink()
    assert place.statuses() == {"envoi.box": "opened", "envoi.box/copie.txt": "read"}
    assert place.names() == {"envoi.box/copie.txt": "Lavoir"}


def test_a_container_that_cannot_be_opened_is_told(place: Place) -> None:
    place.put("a.txt", convention("Lavoir"))
    place.put("b.box", "broken")
    assert place.outcomes()["b.box"].reason == "empty"
    assert worked(place) == []


def test_a_damaged_entry_of_a_part_is_made_again(place: Place) -> None:
    place.box("envoi.box", lavoir_txt=convention("Lavoir"))
    place.ingest()
    for path in place.corpus.glob("*.json"):
        path.write_text("{")
    place.put("a.txt", convention("Lavoir").replace("syndicat du Val", "comité du Bois"))
    place.ingest()
    assert place.names() == {"a.txt": "Lavoir", "envoi.box/lavoir.txt": "Lavoir (2)"}


def test_a_copy_is_read_where_the_first_cannot_be(place: Place) -> None:
    place.put("a.md", "x")
    place.put("b.scan", "y")
    place.put("c.txt", "%PDF texte")
    place.put("d.scan", "%PDF texte")
    place.box("e.box", copie_txt="%PDF texte", autre_scan="%PDF texte")
    found = place.outcomes()
    assert (found["c.txt"].reason, found["d.scan"].status) == ("binary", "read")
    assert found["e.box/autre.scan"].detail == {"other": "d.scan"}
    assert found["e.box/copie.txt"].status == "duplicate", "of what is read in the end"
    assert place.names().keys() == {"a.md", "b.scan", "d.scan"}


def test_a_part_waits_for_another_s_content_and_is_read_when_it_fails(place: Place) -> None:
    place.put("a.md", "x")
    place.put("c.txt", "%PDF texte")
    place.box("e.box", copie_scan="%PDF texte")

    class Late(InProcess):
        """Says what became of files when all were given."""

        def read(self, jobs: Iterator[Job]):  # type: ignore[no-untyped-def]
            yield from super().read(iter(list(jobs)))

    report = place.ingest(Late(ReadingRules()))
    assert {outcome.source: outcome.status for outcome in report.outcomes} == {
        "a.md": "read",
        "c.txt": "unreadable",
        "e.box": "opened",
        "e.box/copie.scan": "read",
    }


def test_what_was_refused_is_refused_again_unopened(place: Place) -> None:
    place.put("a.txt", convention("Lavoir"))
    path = place.put("b.txt", b"\xff")
    first = place.outcomes()["b.txt"]
    assert worked(place) == []
    assert place.outcomes()["b.txt"] == first
    path.write_text("Enfin du texte.")
    assert place.statuses()["b.txt"] == "read"


def test_rules_that_allow_more_are_tried(place: Place) -> None:
    place.put("a.txt", "Une note.")
    place.put("b.txt", convention("Lavoir"))
    place.rules = replace(place.rules, bytes=100)
    outcome = place.outcomes()["b.txt"]
    assert (outcome.status, outcome.reason) == ("unreadable", "too_large")
    for language in LANGUAGES:
        assert "{" not in message("ingest.reason_too_large", language, **outcome.detail)
    place.rules = ReadingRules()
    assert place.statuses() == {"a.txt": "unchanged", "b.txt": "read"}


@pytest.mark.parametrize("ledger", [True, False])
def test_a_page_left_out_is_read_once_it_can_be(place: Place, ledger: bool) -> None:
    place.put("a.txt", "Une note.")
    place.put("b.scan", "Une autre.\nSa suite.")
    place.without_recognition()
    assert place.outcomes()["b.scan"].remarks == (Remark("left", {"name": "Sa suite."}),)
    assert place.statuses() == {"a.txt": "unchanged", "b.scan": "unchanged"}
    if not ledger:
        (place.corpus / ".ledger").unlink()
    place.rules = ReadingRules()
    assert place.statuses() == {"a.txt": "unchanged", "b.scan": "read"}
    assert {entry.document.text for entry in entries(place.corpus)} == {"Une note.", "Une autre.\nSa suite."}


def test_a_reader_that_fails_is_one_file_s_fault(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.put("a.txt", "Une note.")
    place.put("b.scan", "Une autre.")

    def fail(path: Path, content: bytes, rules: ReadingRules) -> Mapping[str, str]:
        raise ZeroDivisionError

    monkeypatch.setitem(READERS, "scan", fail)  # type: ignore[arg-type]
    outcome = place.outcomes()["b.scan"]
    assert (outcome.reason, outcome.detail) == ("crashed", {"why": "ZeroDivisionError"})
    with pytest.raises(UnreadableFile):
        InProcess(ReadingRules()).open(Job("a.box", b"broken"))
