"""Door to Chroma, through langchain-chroma: the vectors of a large corpus. Importing it costs more than a second.

Chroma holds keys and vectors, no words: what it finds is looked up in the records, which stay the one truth.
"""

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import chromadb
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import Settings
from chromadb.errors import ChromaError, NotFoundError
from langchain_chroma import Chroma
from langchain_core.embeddings import Embeddings

from index import seal
from index.errors import ChromaFault, DamagedIndex
from index.vectors import Vectors

FOLDER = seal.FOLDER
_COLLECTION = "passages"
# Vectors have length 1, so the inner product orders as the cosine does, and costs less.
_SPACE = {"hnsw:space": "ip"}
_PANIC = "PanicException"  # of its Rust core: no Exception, and importable from nowhere
_PAGE = 5_000  # ids read at once when all are listed


class _Known(Embeddings):
    """Gives Chroma the vectors that are in the cache already; the « documents » it embeds are their keys."""

    def __init__(self, fetch: Callable[[Sequence[str]], Vectors]) -> None:
        self._fetch = fetch

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [[float(value) for value in row] for row in self._fetch(texts)]

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]


class ChromaStore:
    """Vectors by key, searched approximately (HNSW). Embedded in the index folder, or a server's, by URL."""

    def __init__(self, index: Path, fetch: Callable[[Sequence[str]], Vectors], url: str | None = None) -> None:
        """Open the collection, made if it is not there. `fetch` gives the vectors of keys.

        Raises ChromaFault, and DamagedIndex when the folder's files are not as they were sealed.
        """
        self._place = url or str(index / FOLDER)
        if url is None and seal.is_broken(index):
            raise DamagedIndex(self._place, "the seal is broken")
        with self._translated():
            self._client = _client(index, url)
            self._store = Chroma(_COLLECTION, _Known(fetch), client=self._client, collection_metadata=_SPACE)

    def add(self, keys: Sequence[str]) -> None:
        """Add or replace the vectors of keys."""
        most = self._client.get_max_batch_size()
        with self._translated():
            for start in range(0, len(keys), most):
                some = list(keys[start : start + most])
                self._store.add_texts(some, ids=some)

    def remove(self, keys: Sequence[str]) -> None:
        """Remove the vectors of keys; those that are not there are no fault."""
        most = self._client.get_max_batch_size()
        with self._translated():
            for start in range(0, len(keys), most):
                self._store.delete(ids=list(keys[start : start + most]))

    def nearest(self, vector: Vectors, count: int) -> list[str]:
        """Keys of the vectors nearest to one of shape (dimension,), the nearest first."""
        with self._translated():
            found = self._store.similarity_search_by_vector(vector.tolist(), k=count)
        return [document.page_content for document in found]

    def keys(self) -> set[str]:
        """All the keys it holds."""
        found: set[str] = set()
        with self._translated():
            while page := self._store.get(limit=_PAGE, offset=len(found), include=[])["ids"]:
                found.update(page)
        return found

    def forsake(self) -> None:
        """Let this process open the folder afresh: the files that it holds may have been replaced."""
        SharedSystemClient.clear_system_cache()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        # Chroma's own errors, its Rust core's (plain exceptions of several kinds) and its HTTP client's.
        try:
            yield
        except (ChromaError, OSError, ValueError, RuntimeError) as error:
            raise ChromaFault(self._place, f"{type(error).__name__}: {error}") from error
        except BaseException as error:
            if type(error).__name__ != _PANIC:
                raise
            raise ChromaFault(self._place, f"{_PANIC}: {error}") from error


def forget(index: Path, url: str | None = None) -> None:
    """Drop the collection of an index, for it to be built anew. Raises ChromaFault."""
    try:
        _client(index, url).delete_collection(_COLLECTION)
    except NotFoundError:
        return
    except BaseException as error:  # a damaged folder raises whatever its Rust core meets
        if not isinstance(error, Exception) and type(error).__name__ != _PANIC:
            raise
        SharedSystemClient.clear_system_cache()
        raise ChromaFault(url or str(index / FOLDER), f"{type(error).__name__}: {error}") from error


def drop(index: Path) -> None:
    """Remove the folder of an index, and what this process holds of it. Raises OSError."""
    SharedSystemClient.clear_system_cache()
    if (index / FOLDER).exists():
        shutil.rmtree(index / FOLDER)


def _client(index: Path, url: str | None) -> Any:
    settings = Settings(anonymized_telemetry=False)
    if url is None:
        return chromadb.PersistentClient(str(index / FOLDER), settings=settings)
    parts = urlsplit(url)
    secure = parts.scheme == "https"
    port = parts.port or (443 if secure else 8000)
    return chromadb.HttpClient(parts.hostname or url, port, ssl=secure, settings=settings)
