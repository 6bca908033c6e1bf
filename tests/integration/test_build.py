import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from index import build, manifest, seal
from index.build import update
from index.check import Remedy, check
from index.chroma import ChromaStore
from index.errors import DamagedIndex, LockedIndex, OtherEmbedder, ReadOnlyIndex
from index.folder import only_builder
from index.records import FILE, Records, keys_by_text
from index.records_vectors import VectorStore
from index.search import Search
from tests.made_corpus import BOARD, BUDGET, NOTICE, ThemeEmbedder, write_convention


def texts_found(index: Path, question: str) -> list[str]:
    return [hit.passage.text for hit in Search(index, ThemeEmbedder()).search(question, 50)]


def chroma_keys(index: Path) -> set[str]:
    return ChromaStore(index, VectorStore(index).get).keys()


def record_keys(index: Path) -> set[str]:
    with Records(index).reading() as connection:
        return set(keys_by_text(connection).values())


def test_identical_texts_are_embedded_once(index: Path, embedder: ThemeEmbedder) -> None:
    assert embedder.embedded.count(NOTICE) == 1
    assert len(embedder.embedded) == len(set(embedder.embedded))
    assert len(chroma_keys(index)) == len(embedder.embedded)


def test_a_rebuild_embeds_nothing_again(index: Path, corpus: Path) -> None:
    embedder = ThemeEmbedder()
    report = update(corpus, index, embedder, rebuild=True)
    assert embedder.embedded == [] and report.embedded == 0
    assert len(report.added) == 3 and check(index, corpus) == ()


def test_nothing_changed_touches_nothing(index: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("Chroma was opened")

    monkeypatch.setattr(build, "_open_chroma", refuse)
    before = manifest.stamp(index), Records(index).revision()
    report = update(corpus, index, ThemeEmbedder())
    assert (report.added, report.replaced, report.removed, report.unchanged) == ((), (), (), 3)
    assert (manifest.stamp(index), Records(index).revision()) == before


def test_a_copied_corpus_is_no_change(index: Path, corpus: Path) -> None:
    for path in corpus.glob("*.json"):
        content = path.read_bytes()
        path.unlink()
        path.write_bytes(content)
    assert update(corpus, index, ThemeEmbedder()).unchanged == 3


def test_a_removed_document_is_gone_from_every_store(index: Path, corpus: Path) -> None:
    document = next(row for row in Records(index).documents() if row.short_name == "Moulin")
    (corpus / f"{document.id}.json").unlink()
    assert update(corpus, index, ThemeEmbedder()).removed == (document.id,)
    assert BOARD not in texts_found(index, "comité de suivi")
    assert texts_found(index, "préavis").count(NOTICE) == 1  # the other convention still has it
    assert chroma_keys(index) == record_keys(index)
    assert check(index, corpus) == ()
    with pytest.raises(KeyError):
        Records(index).entry(document.id)


def test_a_replaced_document_is_gone_from_every_store(index: Path, corpus: Path) -> None:
    document = write_convention(corpus, "Moulin", NOTICE, "Le meunier moud le grain.")
    embedder = ThemeEmbedder()
    assert update(corpus, index, embedder).replaced == (document,)
    assert embedder.embedded == ["Le meunier moud le grain."]
    assert BOARD not in texts_found(index, "comité") and "Le meunier moud le grain." in texts_found(index, "meunier")
    assert chroma_keys(index) == record_keys(index)
    assert check(index, corpus) == ()
    assert Records(index).entry(document).passages[1].text == "Le meunier moud le grain."


def test_a_file_that_is_no_entry_is_reported_and_the_others_indexed(index: Path, corpus: Path) -> None:
    (corpus / "00000000deadbeef.json").write_bytes(b'{"reader": ')
    added = write_convention(corpus, "Phare", "Le phare est rallumé.")
    report = update(corpus, index, ThemeEmbedder())
    assert report.unreadable == ("00000000deadbeef.json",) and report.added == (added,)


class _Killed(BaseException):
    """Stands for the end of the process: nothing may catch it."""


def _failing(real: Callable[..., object], at: int) -> Callable[..., object]:
    calls = 0

    def fail(*arguments: object, **named: object) -> object:
        nonlocal calls
        calls += 1
        if calls == at:
            raise _Killed
        return real(*arguments, **named)

    return fail


@pytest.mark.parametrize("at", [1, 2])
@pytest.mark.parametrize(
    "place",
    [
        (VectorStore, "put"),
        (build, "put_document"),
        (ChromaStore, "add"),
        (build, "settle"),
        (manifest, "write"),
        (ThemeEmbedder, "passages"),
    ],
    ids=lambda place: f"{place[1]}",
)
def test_what_was_killed_is_finished_by_the_next_run(
    tmp_path: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch, place: tuple[object, str], at: int
) -> None:
    index, (owner, name) = tmp_path / "index", place
    with monkeypatch.context() as patched:
        patched.setattr(owner, name, _failing(getattr(owner, name), at))
        patched.setattr(build, "_DEBTS_AT_ONCE", 3)
        try:
            update(corpus, index, ThemeEmbedder())
        except _Killed:
            killed = True
        else:
            killed = False
    assert killed or (name, at) == ("write", 2)  # the manifest is written once
    update(corpus, index, ThemeEmbedder())
    assert check(index, corpus) == ()
    assert texts_found(index, "préavis").count(NOTICE) == 2


def test_what_was_embedded_before_a_kill_is_not_embedded_again(
    tmp_path: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = ThemeEmbedder(), ThemeEmbedder()
    with monkeypatch.context() as patched:
        patched.setattr(build, "put_document", _failing(build.put_document, 3))
        with pytest.raises(_Killed):
            update(corpus, tmp_path / "index", first)
    update(corpus, tmp_path / "index", second)
    assert first.embedded and not set(first.embedded) & set(second.embedded)


def test_a_process_killed_outright_loses_nothing(tmp_path: Path, root: Path) -> None:
    corpus, index = tmp_path / "many", tmp_path / "index"
    for number in range(30):
        write_convention(corpus, f"Service {number}", NOTICE, f"Le budget du service {number} est libre.")
    program = f"""
import time
from pathlib import Path
from index.build import update
from tests.made_corpus import ThemeEmbedder
def slowly(stage, done, total):
    print(stage, done, flush=True)
    time.sleep(0.05)
update(Path({str(corpus)!r}), Path({str(index)!r}), ThemeEmbedder(), slowly)
"""
    process = subprocess.Popen([sys.executable, "-c", program], cwd=root, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    while process.stdout.readline() != "write 5\n":
        assert process.poll() is None
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert not (index / manifest.FILE).exists()
    embedder = ThemeEmbedder()
    report = update(corpus, index, embedder)
    assert report.unchanged >= 5 and NOTICE not in embedder.embedded
    assert check(index, corpus) == ()


def test_another_embedder_is_refused_until_a_rebuild(index: Path, corpus: Path) -> None:
    others = ThemeEmbedder("others")
    with pytest.raises(OtherEmbedder) as raised:
        update(corpus, index, others)
    assert raised.value.values == {"built_with": "themes", "asked": "others"} and others.embedded == []
    update(corpus, index, others, rebuild=True)
    assert manifest.read(index).embedder == "others" and check(index, corpus) == ()


def test_a_first_build_killed_then_run_with_another_embedder_is_not_mixed(
    tmp_path: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(manifest, "write", _failing(manifest.write, 1))
        with pytest.raises(_Killed):
            update(corpus, tmp_path / "index", ThemeEmbedder())
    others = ThemeEmbedder("others")
    update(corpus, tmp_path / "index", others)
    assert BUDGET in others.embedded and check(tmp_path / "index", corpus) == ()


@pytest.mark.parametrize("lost", ["chroma", "vectors.sqlite"])
def test_a_lost_store_is_filled_again(index: Path, corpus: Path, lost: str) -> None:
    if lost == "chroma":
        from chromadb.api.shared_system_client import SharedSystemClient

        SharedSystemClient.clear_system_cache()
        (index / lost).rename(index.parent / "away")
    else:
        for path in index.glob(f"{lost}*"):
            path.unlink()
    update(corpus, index, ThemeEmbedder())
    assert check(index, corpus) == ()


def test_two_builds_at_once_are_told(index: Path, corpus: Path) -> None:
    with only_builder(index), pytest.raises(LockedIndex):
        update(corpus, index, ThemeEmbedder())


def test_a_locked_database_is_told(index: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.records_tables._BUSY_SECONDS", 0.05)
    write_convention(corpus, "Phare", "Le phare est rallumé.")
    other = sqlite3.connect(index / FILE)
    other.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(LockedIndex):
            update(corpus, index, ThemeEmbedder())
    finally:
        other.close()


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path, corpus: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ReadOnlyIndex):
        update(corpus, tmp_path / "file" / "index", ThemeEmbedder())


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only to root")
def test_a_read_only_folder_is_told_and_still_searched(index: Path, corpus: Path) -> None:
    write_convention(corpus, "Phare", "Le phare est rallumé.")
    for path in [index, *index.iterdir()]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        with pytest.raises(ReadOnlyIndex):
            update(corpus, index, ThemeEmbedder())
        assert NOTICE in texts_found(index, "préavis")
    finally:
        for path in [index, *index.iterdir()]:
            path.chmod(0o755 if path.is_dir() else 0o644)


def test_a_corrupt_file_is_damage_and_a_rebuild_mends_it(index: Path, corpus: Path) -> None:
    for path in index.glob(f"{FILE}*"):
        path.unlink()
    (index / FILE).write_bytes(b"not a database at all" * 500)
    with pytest.raises(DamagedIndex):
        update(corpus, index, ThemeEmbedder())
    update(corpus, index, ThemeEmbedder(), rebuild=True)
    assert check(index, corpus) == ()


def test_search_files_of_chroma_that_changed_are_never_opened_and_made_anew(index: Path, corpus: Path) -> None:
    """Its native code would end the process; the next build needs no `rebuild`."""
    written_out = index / "chroma" / "collection"
    written_out.mkdir()
    for name in ("index_metadata.pickle", "data_level0.bin"):
        (written_out / name).write_bytes(b"as written")
    seal.put(index)
    assert check(index, corpus) == ()
    (written_out / "data_level0.bin").write_bytes(b"not as written")
    with pytest.raises(DamagedIndex):
        chroma_keys(index)
    assert [(fault.key, fault.remedy) for fault in check(index, corpus)] == [("damaged_index", Remedy.REBUILD)]
    embedder, before = ThemeEmbedder(), manifest.stamp(index)
    update(corpus, index, embedder)
    assert embedder.embedded == [] and check(index, corpus) == ()
    assert manifest.stamp(index) != before, "who reads the index opens it again"


def test_an_altered_vector_is_told_and_embedded_again(index: Path, corpus: Path) -> None:
    with closing(sqlite3.connect(index / "vectors.sqlite")) as connection:
        connection.execute("UPDATE vectors SET vector = zeroblob(16) WHERE key = (SELECT min(key) FROM vectors)")
        connection.commit()
    with pytest.raises(DamagedIndex):
        texts_found(index, "préavis")
    assert "vectors_altered" in {fault.key for fault in check(index, corpus)}
    embedder = ThemeEmbedder()
    update(corpus, index, embedder, rebuild=True)
    assert len(embedder.embedded) == 1 and check(index, corpus) == ()


def test_a_cache_made_before_sums_is_kept(index: Path, corpus: Path) -> None:
    with closing(sqlite3.connect(index / "vectors.sqlite")) as connection:
        connection.execute("ALTER TABLE vectors DROP COLUMN sum")
        connection.commit()
    assert NOTICE in texts_found(index, "préavis")
    embedder = ThemeEmbedder()
    update(corpus, index, embedder, rebuild=True)
    assert embedder.embedded == [] and check(index, corpus) == ()


def test_an_entry_that_cannot_be_read_stays_as_it_was_indexed(index: Path, corpus: Path) -> None:
    damaged = sorted(corpus.glob("*.json"))[0]
    damaged.write_bytes(b"{")
    report = update(corpus, index, ThemeEmbedder())
    assert (report.unreadable, report.removed) == ((damaged.name,), ())
    assert Records(index).entry(damaged.stem).passages


def test_progress_goes_up_to_its_total(tmp_path: Path, corpus: Path) -> None:
    told: dict[str, list[tuple[int, int]]] = {}
    update(
        corpus,
        tmp_path / "index",
        ThemeEmbedder(),
        lambda stage, done, of: told.setdefault(stage, []).append((done, of)),
    )
    assert set(told) == {"embed", "write", "chroma"}
    for steps in told.values():
        assert steps == sorted(steps) and steps[-1][0] == steps[-1][1]
