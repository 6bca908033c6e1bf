"""The whole of ingestion on a folder: what is read, kept, left, removed; and what a killed run leaves."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import ingestion.pipeline
import ingestion.reading
from ingestion.corpus import Entry, entries, load
from ingestion.documents import Document
from ingestion.errors import CorpusUnwritable, EmptyFolder, NoFolder
from ingestion.outcome import Change, Outcome, Report
from ingestion.pipeline import ingest
from ingestion.reading_rules import ReadingRules
from prompts import LANGUAGES, message

CONVENTION = """Convention relative au service « {name} »

Entre :

La commune des Sources, délégant,

Et le syndicat du Val, délégataire,

Article 1 : Objet

Le service « {name} » recense les lavoirs.

Article 2 : Durée

La durée est de neuf mois.
"""


def of_another(name: str, partner: str) -> str:
    """A convention of the same name with another partner: another convention, and no edition of it."""
    return CONVENTION.format(name=name).replace("le syndicat du Val", f"la régie {partner}")


class Place:
    """A folder of conventions and its corpus."""

    def __init__(self, root: Path) -> None:
        self.folder, self.corpus = root / "conventions", root / "data" / "corpus"
        self.folder.mkdir()

    def put(self, source: str, content: str | bytes) -> Path:
        path = self.folder / source
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def convention(self, source: str, name: str) -> Path:
        return self.put(source, CONVENTION.format(name=name))

    def ingest(self) -> Report:
        return ingest(self.folder, self.corpus)

    def statuses(self) -> dict[str, str]:
        return {outcome.source: outcome.status for outcome in self.ingest().outcomes}

    def ids(self) -> dict[str, str]:
        return {entry.document.source: entry.document.id for entry in entries(self.corpus)}

    def names(self) -> dict[str, str]:
        return {entry.document.source: entry.identity.short_name for entry in entries(self.corpus)}

    def states(self) -> dict[str, tuple[int, int]]:
        """Inode and time of each file of the corpus: an entry that is written again has another inode."""
        return {p.name: (p.stat().st_ino, p.stat().st_mtime_ns) for p in self.corpus.iterdir()}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_a_folder_is_read(place: Place) -> None:
    place.convention("b/lavoir.txt", "Lavoir")
    place.put("note.md", "Une note sans titre.\n")
    assert place.ingest() == Report(
        (
            Outcome("b/lavoir.txt", "read", short_name="Lavoir", kind="convention"),
            Outcome("note.md", "read", short_name="note.md", kind="document"),
        ),
        (
            Change("added", "b/lavoir.txt", None, place.ids()["b/lavoir.txt"]),
            Change("added", "note.md", None, place.ids()["note.md"]),
        ),
    )
    entry = next(entries(place.corpus))
    assert {passage.convention for passage in entry.passages} == {entry.identity.short_name}


def test_progress_goes_from_none_to_all(place: Place) -> None:
    place.convention("a.txt", "Lavoir")
    place.convention("b.txt", "Moulin")
    seen: list[tuple[str, int, int]] = []
    ingest(place.folder, place.corpus, progress=lambda *step: seen.append(step))
    assert seen == [("read", 0, 2), ("read", 1, 2), ("read", 2, 2)]


def test_unchanged_files_cost_nothing(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.convention("a.txt", "Lavoir")
    place.convention("b.txt", "Lavoir du bas")
    place.ingest()
    before = place.states()
    read = Path.read_bytes
    monkeypatch.setattr(Path, "read_text", None)
    monkeypatch.setattr(Path, "read_bytes", lambda path: read(path) if path.name in (".ledger", ".absent") else None)
    monkeypatch.setattr("ingestion.corpus.load", None)
    monkeypatch.setattr(ingestion.reading, "read_entry", None)
    assert place.statuses() == {"a.txt": "unchanged", "b.txt": "unchanged"}
    assert place.states() == before


def test_a_touched_file_is_not_written_again(place: Place) -> None:
    path = place.convention("a.txt", "Lavoir")
    place.ingest()
    before = place.states()
    os.utime(path, ns=(1, 1))
    assert place.statuses() == {"a.txt": "unchanged"}
    assert {k: v for k, v in place.states().items() if k.endswith(".json")} == {
        k: v for k, v in before.items() if k.endswith(".json")
    }


def test_removed_and_replaced_files_are_gone(place: Place) -> None:
    place.convention("a.txt", "Lavoir").touch()
    gone = place.convention("b.txt", "Moulin")
    place.ingest()
    gone.unlink()
    place.convention("a.txt", "Grand Lavoir")
    report = place.ingest()
    assert [outcome.status for outcome in report.outcomes] == ["read"]
    assert {change.source: change.sort for change in report.changes} == {"a.txt": "changed", "b.txt": "removed"}
    assert place.names() == {"a.txt": "Grand Lavoir"}


def test_a_renamed_file_is_the_same_document_elsewhere(place: Place) -> None:
    path = place.convention("a.txt", "Lavoir")
    place.ingest()
    path.rename(place.folder / "c.txt")
    report = place.ingest()
    assert [outcome.status for outcome in report.outcomes] == ["read"]
    assert [(change.sort, change.source) for change in report.changes] == [("moved", "c.txt")]
    assert place.names() == {"c.txt": "Lavoir"}


def test_the_same_content_twice_is_one_document(place: Place) -> None:
    first = place.convention("a.txt", "Lavoir")
    place.convention("b.txt", "Lavoir")
    assert place.ingest().outcomes[1] == Outcome("b.txt", "duplicate", "duplicate", {"other": "a.txt"})
    assert place.names() == {"a.txt": "Lavoir"}
    first.unlink()
    assert place.statuses() == {"b.txt": "read"}
    assert place.names() == {"b.txt": "Lavoir"}


def test_conventions_of_one_name_are_told_apart_as_they_come_and_go(place: Place) -> None:
    place.convention("a.txt", "Lavoir")
    place.ingest()
    other = place.put("b.txt", of_another("Lavoir", "Bois"))
    assert [outcome.short_name for outcome in place.ingest().outcomes] == ["Lavoir", "Lavoir (2)"]
    (place.folder / "a.txt").unlink()
    assert [outcome.short_name for outcome in place.ingest().outcomes] == ["Lavoir"]
    assert place.names() == {"b.txt": "Lavoir"}
    assert {p.convention for entry in entries(place.corpus) for p in entry.passages} == {"Lavoir"}
    assert other.exists()


@pytest.mark.parametrize(
    ("source", "content", "status", "reason"),
    [
        ("z.txt", b"%PDF-1.7 lavoir", "unreadable", "binary"),
        ("z.txt", b"lav\x00oir", "unreadable", "binary"),
        ("z.txt", b"lavoir \xe9t\xe9", "unreadable", "encoding"),
        ("z.txt", b" \n", "unreadable", "empty"),
        ("z.txt", b"a" * (ReadingRules().bytes + 1), "unreadable", "too_large"),
        ("z.xyz", b"lavoir", "skipped", "format"),
        ("z", b"lavoir", "skipped", "format"),
    ],
)
def test_what_cannot_be_read_is_said_and_the_others_are_read(
    place: Place, source: str, content: bytes, status: str, reason: str
) -> None:
    place.convention("a.txt", "Lavoir")
    place.put(source, content)
    outcome = place.ingest().outcomes[1]
    assert (outcome.source, outcome.status, outcome.reason) == (source, status, reason)
    assert place.names() == {"a.txt": "Lavoir"}
    for language in LANGUAGES:
        assert "{" not in message(f"ingest.reason_{reason}", language, **outcome.detail)


def test_a_file_of_an_unknown_format_is_not_opened(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.convention("a.txt", "Lavoir")
    place.put("film.mkv", "x")
    opened: list[str] = []
    read = Path.read_bytes

    def note(path: Path) -> bytes:
        opened.append(path.name)
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", note)
    place.ingest()
    assert "film.mkv" not in opened
    assert "a.txt" in opened


def test_a_file_that_the_system_refuses(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.convention("a.txt", "Lavoir")
    place.convention("b.txt", "Moulin")
    read = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == "b.txt":
            raise PermissionError(13, "Permission denied", str(path))
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert place.ingest().outcomes[1] == Outcome("b.txt", "unreadable", "refused", {"why": "Permission denied"})
    assert place.names() == {"a.txt": "Lavoir"}
    (place.folder / "c.txt").symlink_to(place.folder / "nowhere")
    assert place.ingest().outcomes[2].reason == "refused"


@pytest.mark.parametrize("reason", ["refused", "duplicate"])
def test_reasons_have_their_words(reason: str) -> None:
    for language in LANGUAGES:
        assert "a.txt" in message(f"ingest.reason_{reason}", language, why="a.txt", other="a.txt")


@pytest.mark.parametrize("key", ["no_folder", "empty_folder", "corpus_unwritable"])
def test_errors_have_their_words(key: str) -> None:
    for language in LANGUAGES:
        assert "lavoir" in message(f"errors.{key}", language, folder="lavoir", known=".txt", path="lavoir")


def test_a_missing_or_empty_folder_changes_nothing(place: Place, tmp_path: Path) -> None:
    path = place.convention("a.txt", "Lavoir")
    place.ingest()
    before = place.states()
    with pytest.raises(NoFolder):
        ingest(tmp_path / "missing", place.corpus)
    path.unlink()
    with pytest.raises(EmptyFolder):
        place.ingest()
    place.put("b.txt", b"\x00")
    with pytest.raises(EmptyFolder):
        place.ingest()
    assert place.states() == before


def test_another_folder_takes_the_place_of_the_first(place: Place, tmp_path: Path) -> None:
    place.convention("a.txt", "Lavoir")
    place.ingest()
    other = tmp_path / "other"
    other.mkdir()
    (other / "a.txt").write_text(CONVENTION.format(name="Moulin"))
    assert ingest(other, place.corpus).sources("changed") == ("a.txt",)
    assert place.names() == {"a.txt": "Moulin"}


def test_a_corpus_that_cannot_be_written_is_one_error(place: Place) -> None:
    place.convention("a.txt", "Lavoir")
    place.corpus.parent.write_text("a file where the data folder should be")
    with pytest.raises(CorpusUnwritable) as caught:
        place.ingest()
    assert str(place.corpus.parent) in caught.value.values["path"]


@pytest.mark.parametrize("number", [13, 28, 30])
def test_a_refusal_in_the_middle_is_one_error(place: Place, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    place.convention("a.txt", "Lavoir")

    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("ingestion.corpus.os.replace", refuse)
    with pytest.raises(CorpusUnwritable) as caught:
        place.ingest()
    assert caught.value.values["path"] == str(place.corpus)


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_read_only_corpus(place: Place) -> None:
    place.convention("a.txt", "Lavoir")
    place.ingest()
    place.corpus.chmod(0o500)
    try:
        assert place.statuses() == {"a.txt": "unchanged"}
        place.convention("b.txt", "Moulin")
        with pytest.raises(CorpusUnwritable):
            place.ingest()
    finally:
        place.corpus.chmod(0o700)


def fail_at(count: int) -> Callable[[Document], Entry]:
    """A reader of entries that fails when it has read `count` of them."""
    read = ingestion.reading.read_entry
    done: list[str] = []

    def entry(document: Document) -> Entry:
        if len(done) == count:
            raise KeyboardInterrupt
        done.append(document.id)
        return read(document)

    return entry


@pytest.mark.parametrize("count", [0, 1, 2])
def test_an_interrupted_run_is_finished_by_the_next(place: Place, monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    for source in ("a.txt", "b.txt", "c.txt"):
        place.put(source, of_another("Lavoir", source))
    with monkeypatch.context() as patch:
        patch.setattr(ingestion.reading, "read_entry", fail_at(count))
        with pytest.raises(KeyboardInterrupt):
            place.ingest()
    (place.corpus / ".half.tmp").write_text("{")
    assert list(place.statuses().values()) == ["unchanged"] * count + ["read"] * (3 - count)
    assert sorted(place.names().values()) == ["Lavoir", "Lavoir (2)", "Lavoir (3)"]
    assert not (place.corpus / ".half.tmp").exists()
    before = place.states()
    assert set(place.statuses().values()) == {"unchanged"}
    assert place.states() == before


@pytest.mark.parametrize("failing", ["distinguish", "load", "held", "save_ledger"])
def test_a_run_that_dies_after_reading_is_finished_by_the_next(
    place: Place, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    place.convention("a.txt", "Lavoir")
    place.convention("b.txt", "Moulin")
    place.ingest()
    place.put("a.txt", CONVENTION.format(name="Moulin") + "autre")

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(ingestion.pipeline, failing, die)
        with pytest.raises(KeyboardInterrupt):
            place.ingest()
    place.ingest()
    assert place.names() == {"a.txt": "Moulin", "b.txt": "Moulin (b.txt)"}


def test_a_document_that_a_dead_run_moved_is_found_where_it_is(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.convention("b.txt", "Lavoir")
    place.ingest()
    moved = place.convention("a.txt", "Lavoir")

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(ingestion.pipeline, "save_ledger", die)
        with pytest.raises(KeyboardInterrupt):
            place.ingest()
    assert place.names() == {"a.txt": "Lavoir"}
    moved.unlink()
    place.ingest()
    assert place.names() == {"b.txt": "Lavoir"}


KILLED = """
import os, signal, sys
from pathlib import Path
import ingestion.corpus, ingestion.pipeline

replace, done = os.replace, []

def dying(source, target):
    if len(done) == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    done.append(target)
    replace(source, target)

os.replace = dying
ingestion.pipeline.ingest(Path(sys.argv[1]), Path(sys.argv[2]))
"""


def test_a_killed_run_leaves_whole_files_and_is_finished_by_the_next(place: Place, root: Path) -> None:
    for source in ("a.txt", "b.txt", "c.txt"):
        place.put(source, of_another("Lavoir", source))
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(place.folder), str(place.corpus)],
        env={**os.environ, "PYTHONPATH": str(root)},
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    left = sorted(path.suffix for path in place.corpus.iterdir())
    assert left == [".json", ".tmp"]
    assert [load(path).document.source for path in place.corpus.glob("*.json")] == ["a.txt"]
    assert place.statuses() == {"a.txt": "unchanged", "b.txt": "read", "c.txt": "read"}
    assert list(place.corpus.glob(".*.tmp")) == []
    assert sorted(place.names().values()) == ["Lavoir", "Lavoir (2)", "Lavoir (3)"]


def test_damaged_entries_are_made_again(place: Place) -> None:
    place.convention("a.txt", "Lavoir")
    place.convention("b.txt", "Moulin")
    place.ingest()
    for path in place.corpus.glob("*.json"):
        path.write_text("{")
    (place.corpus / ".ledger").unlink()
    assert place.statuses() == {"a.txt": "read", "b.txt": "read"}
    assert place.names() == {"a.txt": "Lavoir", "b.txt": "Moulin"}


def test_an_entry_that_was_changed_is_made_again(place: Place) -> None:
    place.convention("a.txt", "Lavoir")
    place.convention("b.txt", "Moulin")
    place.ingest()
    (path,) = (path for path in place.corpus.glob("*.json") if load(path).document.source == "a.txt")
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b"lavoirs", b"LAVOIRS"))
    assert place.statuses() == {"a.txt": "read", "b.txt": "unchanged"}
    assert path.read_bytes() == whole
    os.utime(path)
    assert place.statuses() == {"a.txt": "unchanged", "b.txt": "unchanged"}, "only its date is another"


def test_a_damaged_entry_that_must_be_renamed_is_made_again(place: Place) -> None:
    place.convention("b.txt", "Lavoir")
    place.ingest()
    for path in place.corpus.glob("*.json"):
        path.write_text("{")
    place.put("a.txt", of_another("Lavoir", "Bois"))
    place.ingest()
    assert place.names() == {"a.txt": "Lavoir", "b.txt": "Lavoir (2)"}


def test_entries_of_other_code_are_read_again(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.convention("a.txt", "Lavoir")
    place.ingest()
    for name in ("ingestion.reading.reader_version", "ingestion.ledger.reader_version"):
        monkeypatch.setattr(name, lambda: "newer")
    assert place.statuses() == {"a.txt": "read"}
    assert [entry.reader for entry in entries(place.corpus)] == ["newer"]
