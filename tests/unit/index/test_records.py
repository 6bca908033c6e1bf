import threading
from pathlib import Path

import numpy as np
import pytest

from index.build import update
from index.errors import DamagedIndex
from index.records import Records
from index.records_vectors import VectorStore, vector_key
from ingestion import corpus
from ingestion.names import DocumentKind
from tests.made_corpus import BOARD, NOTICE, ThemeEmbedder, write_convention


@pytest.fixture
def index(tmp_path: Path) -> Path:
    write_convention(tmp_path / "corpus", "Péniche", NOTICE)
    write_convention(tmp_path / "corpus", "Moulin", NOTICE, BOARD)
    update(tmp_path / "corpus", tmp_path / "index", ThemeEmbedder())
    return tmp_path / "index"


def test_documents_are_listed_by_short_name_with_their_counts(index: Path) -> None:
    rows = Records(index).documents()
    assert [(row.short_name, row.passages, row.articles) for row in rows] == [("Moulin", 2, 0), ("Péniche", 1, 0)]
    assert {row.kind for row in rows} == {DocumentKind.CONVENTION}
    assert rows[1].identity.title == rows[1].title == "Convention Péniche"


def test_an_entry_is_what_ingestion_wrote(index: Path) -> None:
    records = Records(index)
    for row in records.documents():
        written = corpus.load(corpus.entry_path(index.parent / "corpus", row.id))
        assert records.entry(row.id) == written
        assert records.entry(row.id) is records.entry(row.id)


def test_an_entry_that_is_not_there_is_a_key_error(index: Path) -> None:
    with pytest.raises(KeyError):
        Records(index).entry("absent")


def test_lists_and_entries_follow_a_change(index: Path) -> None:
    records = Records(index)
    (before,) = [row for row in records.documents() if row.short_name == "Moulin"]
    assert records.entry(before.id).passages[1].text == BOARD
    write_convention(index.parent / "corpus", "Moulin", NOTICE)
    update(index.parent / "corpus", index, ThemeEmbedder())
    (after,) = [row for row in records.documents() if row.short_name == "Moulin"]
    assert (before.passages, after.passages) == (2, 1)
    assert len(records.entry(after.id).passages) == 1


def test_several_threads_may_read(index: Path) -> None:
    records, found = Records(index), []
    names = [row.id for row in records.documents()]
    threads = [
        threading.Thread(target=lambda: found.extend(records.entry(n).document.id for n in names)) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == sorted(names * 8)


def test_no_file_is_made_by_reading(tmp_path: Path) -> None:
    with pytest.raises(DamagedIndex):
        Records(tmp_path).documents()
    assert list(tmp_path.iterdir()) == []


def test_vectors_come_back_in_the_order_asked(tmp_path: Path) -> None:
    store = VectorStore(tmp_path, create=True)
    rows = np.eye(3, dtype=np.float32)
    store.put(["a", "b", "c"], rows)
    assert np.array_equal(store.get(["c", "a"]), rows[[2, 0]])
    assert store.get([]).shape[0] == 0
    assert store.missing(["d", "a", "d"]) == ["d"]
    assert store.dimension() == 3


def test_a_vector_put_again_replaces_the_first(tmp_path: Path) -> None:
    store = VectorStore(tmp_path, create=True)
    for value in (1, 2):
        store.put(["a"], np.full((1, 2), value, dtype=np.float32))
    assert store.get(["a"]).tolist() == [[2, 2]]


def test_a_missing_vector_is_damage(tmp_path: Path) -> None:
    with pytest.raises(DamagedIndex):
        VectorStore(tmp_path, create=True).get(["a"])


def test_keys_tell_embedders_and_texts_apart() -> None:
    keys = {vector_key("a", "b"), vector_key("a", "c"), vector_key("ab", ""), vector_key("a", "b ")}
    assert len(keys) == 4 and vector_key("a", "b") in keys
