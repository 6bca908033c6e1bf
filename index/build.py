"""Build: bring the index in line with the corpus, doing only what changed. It can be killed at any moment.

Order, so that nothing is lost: vectors go into their cache as they come; then each document is one transaction of
records, words and debts to Chroma; then Chroma follows and its debts are struck out; the manifest is written last.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index import folder, manifest, seal
from index.changes import Changes, find_changes, passage_keys, read_file
from index.embedder import Embedder
from index.manifest import SCHEMA, Manifest
from index.records import Records, count_debts, noted, readers
from index.records_facts import RefusedFact
from index.records_tables import Connection
from index.records_vectors import VectorStore
from index.records_writing import CorpusFile, debts, note, owe_all, put_document, remove_document, restamp, settle

if TYPE_CHECKING:
    from index.chroma import ChromaStore

Progress = Callable[[str, int, int], None]
"""Called with the stage (`remove`, `embed`, `write` or `chroma`), how much of it is done, and how much there is."""

# Texts embedded between two reports of progress; also what a kill can lose.
_BATCH = 16
_DEBTS_AT_ONCE = 1_000
_CHROMA = "chroma"


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did."""

    added: tuple[str, ...]
    """Ids of documents that are new in the index."""
    replaced: tuple[str, ...]
    """Ids of documents whose content changed."""
    removed: tuple[str, ...]
    """Ids of documents that are gone from it."""
    unchanged: int
    """Number of documents that needed nothing."""
    unreadable: tuple[str, ...]
    """Names of files of the corpus that are not entries: left out, and ingestion writes them anew."""
    embedded: int
    """Number of texts that were embedded; the others were in the cache."""
    refused: tuple[RefusedFact, ...]
    """Facts of the documents written that are not in the index: a reader misquoted them."""


@dataclass(frozen=True, slots=True)
class _Work:
    """What the steps of one build share; nothing in it is written to."""

    corpus: Path
    """Folder of the entries."""
    index: Path
    """Folder of the index."""
    embedder: Embedder
    """Embeds what the cache has not."""
    records: Records
    """Open for writing."""
    vectors: VectorStore
    """Open for writing."""
    progress: Progress
    """Told of each step."""
    chroma_url: str | None
    """Address of a Chroma server; `None` for the folder."""


def silent(_stage: str, _done: int, _total: int) -> None:
    """Progress for nobody."""


def update(
    corpus: Path,
    index: Path,
    embedder: Embedder,
    progress: Progress = silent,
    *,
    rebuild: bool = False,
    chroma_url: str | None = None,
) -> BuildReport:
    """Bring the index in line with the corpus, and say what changed. `rebuild`: from nothing but the cached vectors.

    Raises OtherEmbedder, OldIndex and DamagedIndex (which a rebuild cures), LockedIndex, ReadOnlyIndex, ChromaFault,
    and what the embedder raises. Whatever is raised, documents written before stay, and the next run goes on.
    """
    with folder.only_builder(index):
        if rebuild:
            folder.clear(index, chroma_url)
        before = manifest.expect(index, embedder.name)
        with closing(folder.open_records(index, embedder.name)) as records:
            renewed = not folder.has_vectors(index)
            with closing(VectorStore(index, create=True)) as vectors:
                work = _Work(corpus, index, embedder, records, vectors, progress, chroma_url)
                return _bring_in_line(work, before, all_again=renewed)


def _bring_in_line(work: _Work, before: Manifest | None, *, all_again: bool) -> BuildReport:
    with work.records.writing() as connection:
        changes = find_changes(work.corpus, connection, work.embedder.name, all_again=all_again)
        for document, stamp in changes.moved:
            restamp(connection, document, stamp)
        anew = _follow_chroma_place(work, connection)
        due = count_debts(connection)
    embedded = 0
    refused: tuple[RefusedFact, ...] = ()
    if changes.to_write or changes.removed or due:
        # Chroma takes more than a second to import: meanwhile the embedder works.
        with ThreadPoolExecutor(1) as beside:
            chroma = beside.submit(_open_chroma, work)
            embedded, refused = _write_changes(work, changes)
            _pay_debts(work, chroma)
    _vouch(work, before, always=anew)
    return BuildReport(
        changes.added, changes.replaced, changes.removed, changes.unchanged, changes.unreadable, embedded, refused
    )


def _write_changes(work: _Work, changes: Changes) -> tuple[int, tuple[RefusedFact, ...]]:
    """Write what changed; how many texts were embedded, and the facts refused."""
    for at, document in enumerate(changes.removed, 1):
        with work.records.writing() as connection:
            remove_document(connection, document)
        work.progress("remove", at, len(changes.removed))
    total, embedded = len(work.vectors.missing(changes.keys)), 0
    refused: list[RefusedFact] = []
    for at, document in enumerate(changes.to_write, 1):
        file = read_file(work.corpus, document)
        keys = passage_keys(file, work.embedder.name)
        for done in _embed(work, file, keys):
            embedded += done
            work.progress("embed", embedded, max(total, embedded))
        with work.records.writing() as connection:
            refused += put_document(connection, file, keys)
        work.progress("write", at, len(changes.to_write))
    return embedded, tuple(refused)


def _embed(work: _Work, file: CorpusFile, keys: Sequence[str]) -> Iterator[int]:
    """Embed the passages of an entry that the cache has not, yielding how many texts at a time."""
    texts = dict(zip(keys, (passage.indexed_text for passage in file.entry.passages), strict=True))
    # Texts of like length together: a batch takes as long as its longest text lets it.
    missing = sorted(work.vectors.missing(keys), key=lambda key: len(texts[key]))
    for start in range(0, len(missing), _BATCH):
        some = missing[start : start + _BATCH]
        work.vectors.put(some, work.embedder.passages([texts[key] for key in some]))
        yield len(some)


def _open_chroma(work: _Work) -> "ChromaStore":
    from index.chroma import ChromaStore

    seal.lift(work.index)
    return ChromaStore(work.index, work.vectors.get, work.chroma_url)


def _follow_chroma_place(work: _Work, connection: Connection) -> bool:
    """When Chroma is not where the last build left it, or its folder not as it was sealed, it is owed everything.

    Whether its folder is made anew, which programs that have the former one open must be told.
    """
    place = work.chroma_url or ""
    unsound = not place and not (folder.has_chroma(work.index) and seal.is_whole(work.index))
    if unsound:
        folder.drop_chroma(work.index)
    if unsound or noted(connection, _CHROMA) != place:
        owe_all(connection)
        note(connection, _CHROMA, place)
    return unsound


def _pay_debts(work: _Work, chroma: "Future[ChromaStore]") -> None:
    with work.records.reading() as connection:
        total = count_debts(connection)
    paid, store = 0, chroma.result()
    while paid < total:
        with work.records.reading() as connection:
            there, gone = debts(connection, _DEBTS_AT_ONCE)
        store.remove(gone)
        store.add(there)
        with work.records.writing() as connection:
            settle(connection, there + gone)
        paid += len(there) + len(gone)
        work.progress("chroma", paid, total)
    if work.chroma_url is None:
        seal.put(work.index)


def _vouch(work: _Work, before: Manifest | None, *, always: bool) -> None:
    """Write the manifest, unless it says the same already. An index without a document has no dimension to speak of.

    `always`: write it all the same, for those who read the index to open it again.
    """
    with work.records.reading() as connection:
        made_by = ",".join(readers(connection))
    if not always and before is not None and (before.schema, before.reader) == (SCHEMA, made_by):
        return
    dimension = before.dimension if before and before.dimension else work.vectors.dimension()
    manifest.write(work.index, Manifest(SCHEMA, work.embedder.name, dimension, made_by))
