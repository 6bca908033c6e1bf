"""Check: whether corpus, records, words, vectors and Chroma agree, each fault with what mends it."""

from collections.abc import Collection, Iterator
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from index import folder, lexical, manifest
from index.changes import digests
from index.errors import IndexingError, NoIndex
from index.records import Records, count_debts, held_texts, keys_by_text, stamps
from index.records_tables import Connection, damaged
from index.records_vectors import VectorStore
from index.records_writing import debts

_SHOWN = 3


class Remedy(StrEnum):
    """What mends a fault."""

    UPDATE = "update"
    """An ordinary build, as after each ingestion."""
    REBUILD = "rebuild"
    """A build with `rebuild`, which embeds nothing that is in the cache."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One kind of disagreement between the stores."""

    key: str
    """Names the fault and the sentence that tells it: `not_indexed`, `no_longer_in_corpus`, `outdated`, `unfinished`,
    `passages_without_text`, `texts_without_passage`, `words_missing`, `words_left_over`, `vectors_missing`,
    `vectors_altered`,    `chroma_missing`, `chroma_left_over`, or the `key` of an IndexingError."""
    count: int
    """How many documents, texts or vectors, 1 or more."""
    examples: tuple[str, ...]
    """A few of them: ids, keys, numbers, or the reason of an error."""
    remedy: Remedy
    """What mends it."""


def check(index: Path, corpus: Path, chroma_url: str | None = None) -> tuple[Fault, ...]:
    """Compare the stores with one another, reading only; empty when they agree.

    Imports Chroma. Raises NoIndex; every other failure to read a store is a fault itself.
    """
    try:
        manifest.read(index)
        with closing(Records(index)) as records, closing(VectorStore(index)) as vectors:
            return tuple(_faults(records, vectors, index, corpus, chroma_url))
    except NoIndex:
        raise
    except IndexingError as error:
        return (_failure(error),)


def _faults(
    records: Records, vectors: VectorStore, index: Path, corpus: Path, chroma_url: str | None
) -> Iterator[Fault]:
    wrong = damaged(records.engine)
    if wrong is not None:
        yield Fault("damaged_index", 1, (wrong,), Remedy.REBUILD)
        return
    with records.reading() as connection:
        keys = keys_by_text(connection)
        yield from _against_corpus(connection, corpus)
        yield from _unfinished(connection)
        yield from _texts(connection, set(keys))
        yield from _words(connection, set(keys))
    try:
        # Not « update »: it trusts the cache for what it has recorded already.
        yield from _some("vectors_missing", vectors.missing(list(keys.values())), Remedy.REBUILD)
        yield from _some("vectors_altered", vectors.altered(), Remedy.REBUILD)
        yield from _chroma(set(keys.values()), vectors, index, chroma_url)
    except IndexingError as error:
        yield _failure(error)


def _against_corpus(connection: Connection, corpus: Path) -> Iterator[Fault]:
    there = digests(corpus)
    known = {name: digest for name, (digest, _) in stamps(connection).items()}
    yield from _some("not_indexed", there.keys() - known.keys(), Remedy.UPDATE)
    yield from _some("no_longer_in_corpus", known.keys() - there.keys(), Remedy.UPDATE)
    outdated = {name for name in there.keys() & known.keys() if there[name] != known[name]}
    yield from _some("outdated", outdated, Remedy.UPDATE)


def _unfinished(connection: Connection) -> Iterator[Fault]:
    there, gone = debts(connection, count_debts(connection))
    yield from _some("unfinished", there + gone, Remedy.UPDATE)


def _texts(connection: Connection, texts: set[int]) -> Iterator[Fault]:
    held = held_texts(connection)
    yield from _some("passages_without_text", held - texts, Remedy.REBUILD)
    yield from _some("texts_without_passage", texts - held, Remedy.REBUILD)


def _words(connection: Connection, texts: set[int]) -> Iterator[Fault]:
    words, spellings = lexical.numbers(connection)
    yield from _some("words_missing", texts - (words & spellings), Remedy.REBUILD)
    yield from _some("words_left_over", (words | spellings) - texts, Remedy.REBUILD)


def _chroma(keys: set[str], vectors: VectorStore, index: Path, url: str | None) -> Iterator[Fault]:
    if url is None and not folder.has_chroma(index):
        yield from _some("chroma_missing", keys, Remedy.UPDATE)
        return
    there = _chroma_keys(vectors, index, url)
    yield from _some("chroma_missing", keys - there, Remedy.REBUILD)
    yield from _some("chroma_left_over", there - keys, Remedy.REBUILD)


def _chroma_keys(vectors: VectorStore, index: Path, url: str | None) -> set[str]:
    from index.chroma import ChromaStore

    return ChromaStore(index, vectors.get, url).keys()


def _some(key: str, found: Collection[object], remedy: Remedy) -> Iterator[Fault]:
    if found:
        yield Fault(key, len(found), tuple(sorted(map(str, found))[:_SHOWN]), remedy)


def _failure(error: IndexingError) -> Fault:
    return Fault(error.key, 1, tuple(error.values.values()), Remedy.REBUILD)
