"""Errors of the index, by what the caller should do.

IndexingError                 never raised itself; `key` chooses the sentence shown, `values` fills it
├── NoIndex                   run the ingestion: nothing was indexed here yet
├── OtherEmbedder             rebuild, or ask for the embedder that the index was built with
├── OldIndex                  rebuild: another version of Alinéa wrote the index
├── DamagedIndex              rebuild: a file of the index cannot be read
├── LockedIndex               transient: try again when the other program has finished
├── ReadOnlyIndex             the user's to fix: permissions or a full disk
├── UnknownEmbedder           the user's to fix: no embedder has that name
├── MissingExtra              the user's to fix: install the optional package
├── ModelNotFound             the user's to fix: no such folder or model, or the model hub is out of reach
├── EmbedderFault             permanent: the embedder failed on a text, or answered out of shape
├── ChromaFault               the Chroma server is out of reach, or the Chroma folder cannot be used
└── BadBench                  the user's to fix: the folder is not a retrieval benchmark
"""

from pathlib import Path
from typing import ClassVar


class IndexingError(Exception):
    """Any failure of the index. `str(error)` is for the log; people read the sentence chosen by `key`."""

    key: ClassVar[str] = "indexing"
    """Names the sentence, in the `errors` family of messages."""

    def __init__(self, **values: str) -> None:
        self.values = values
        """What the sentence names: paths, names, figures, as shown."""
        super().__init__(f"{self.key}: " + ", ".join(f"{name}={value}" for name, value in values.items()))


class NoIndex(IndexingError):
    """Nothing was indexed in this folder, or the first indexing has not finished."""

    key = "no_index"

    def __init__(self, index: Path) -> None:
        super().__init__(path=str(index))


class OtherEmbedder(IndexingError):
    """The index was built with another embedder; vectors of two embedders cannot be compared."""

    key = "other_embedder"

    def __init__(self, built_with: str, asked: str) -> None:
        super().__init__(built_with=built_with, asked=asked)


class OldIndex(IndexingError):
    """The index has another schema than this program's."""

    key = "old_index"

    def __init__(self, found: str, expected: str) -> None:
        super().__init__(found=found, expected=expected)


class DamagedIndex(IndexingError):
    """A file of the index is not what it should be. Nothing is lost: the index is rebuilt from the corpus."""

    key = "damaged_index"

    def __init__(self, path: Path | str, reason: str) -> None:
        super().__init__(path=str(path), reason=reason)


class LockedIndex(IndexingError):
    """Another program is writing the index."""

    key = "locked_index"

    def __init__(self, path: Path | str) -> None:
        super().__init__(path=str(path))


class ReadOnlyIndex(IndexingError):
    """The index folder cannot be written."""

    key = "read_only_index"

    def __init__(self, path: Path | str, reason: str) -> None:
        super().__init__(path=str(path), reason=reason)


class UnknownEmbedder(IndexingError):
    """No embedder goes by this name."""

    key = "unknown_embedder"

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class MissingExtra(IndexingError):
    """The embedder needs a package that is optional and not installed."""

    key = "missing_extra"

    def __init__(self, name: str, extra: str) -> None:
        super().__init__(name=name, remedy=f"pip install 'alinea[{extra}]'")


class ModelNotFound(IndexingError):
    """The model is neither a folder, nor in the local cache, nor to be had from the hub."""

    key = "model_not_found"

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(name=name, reason=reason)


class EmbedderFault(IndexingError):
    """The embedder failed, or gave vectors of another shape than it announced."""

    key = "embedder_fault"

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(name=name, reason=reason)


class ChromaFault(IndexingError):
    """The vector store did not open or did not answer."""

    key = "chroma_fault"

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(place=place, reason=reason)


class BadBench(IndexingError):
    """The folder has not the BEIR layout (corpus.jsonl, queries.jsonl, qrels.jsonl or qrels/test.tsv)."""

    key = "bad_bench"

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path=str(path), reason=reason)
