import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from index.build import update
from index.check import Remedy, check
from index.chroma import ChromaStore
from index.errors import NoIndex
from index.records import FILE
from index.records_vectors import FILE as VECTORS
from index.records_vectors import VectorStore
from tests.made_corpus import ThemeEmbedder, write_convention


def run(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path)
    with connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()


def _lose_chroma(index: Path, _corpus: Path) -> None:
    store = ChromaStore(index, VectorStore(index).get)
    store.remove(sorted(store.keys())[:2])


def _stray_chroma(index: Path, _corpus: Path) -> None:
    ChromaStore(index, lambda keys: ThemeEmbedder().passages(list(keys))).add(["stray"])


def _sql(file: str, *statements: str) -> Callable[[Path, Path], None]:
    return lambda index, _corpus: run(index / file, *statements)


SEEDED: dict[str, Callable[[Path, Path], object]] = {
    "not_indexed": lambda _index, corpus: write_convention(corpus, "Phare", "Le phare est rallumé."),
    "outdated": lambda _index, corpus: write_convention(corpus, "Moulin", "Le meunier moud le grain."),
    "no_longer_in_corpus": lambda _index, corpus: next(corpus.glob("*.json")).unlink(),
    "unfinished": _sql(FILE, "INSERT INTO debts SELECT key FROM texts LIMIT 1"),
    "passages_without_text": _sql(FILE, "UPDATE passages SET text_id = 999 WHERE ordinal = 0"),
    "texts_without_passage": _sql(FILE, "DELETE FROM passages WHERE ordinal = 1"),
    "words_missing": _sql(FILE, "DELETE FROM spellings WHERE rowid = 1"),
    "words_left_over": _sql(FILE, "INSERT INTO words(rowid, body) VALUES (999, 'stray')"),
    "vectors_missing": _sql(VECTORS, "DELETE FROM vectors WHERE key = (SELECT min(key) FROM vectors)"),
    "chroma_missing": _lose_chroma,
    "chroma_left_over": _stray_chroma,
}


def test_a_fresh_index_has_no_fault(index: Path, corpus: Path) -> None:
    assert check(index, corpus) == ()


@pytest.mark.parametrize("key", SEEDED)
def test_each_seeded_fault_is_found_and_its_remedy_mends_it(index: Path, corpus: Path, key: str) -> None:
    SEEDED[key](index, corpus)
    found = {fault.key: fault for fault in check(index, corpus)}
    assert key in found
    assert found[key].count >= 1 and found[key].examples
    rebuild = any(fault.remedy is Remedy.REBUILD for fault in found.values())
    update(corpus, index, ThemeEmbedder(), rebuild=rebuild)
    assert check(index, corpus) == ()


def test_a_corrupt_database_is_a_fault(index: Path, corpus: Path) -> None:
    for path in index.glob(f"{FILE}*"):
        path.unlink()
    (index / FILE).write_bytes(b"not a database at all" * 500)
    (fault,) = check(index, corpus)
    assert (fault.key, fault.remedy) == ("damaged_index", Remedy.REBUILD)


def test_no_index_is_told(tmp_path: Path, corpus: Path) -> None:
    with pytest.raises(NoIndex):
        check(tmp_path / "nothing", corpus)
