"""Candidates: the texts that a question is compared with, and their vectors. All where that is quick, else a pool."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from index.records import count_texts, keys_by_text, keys_of, numbers_of, revision, texts_of
from index.records_tables import Connection
from index.records_vectors import VectorStore
from index.vectors import Vectors

# Up to here each question is compared with every vector: 20,000 are read from the cache in 0.2 s, once, and compared in
# 1 ms, when importing Chroma alone takes more than a second.
EXACT_AT_MOST = 20_000
# Taken by each ranker when not all texts are compared. Measured against comparing all: nDCG@10 0.718 for 0.713 on FAQ,
# 0.674 for 0.686 on labour law.
POOL = 150

Nearest = Callable[[Vectors, int], list[str]]
"""Keys of the vectors nearest to one, the nearest first, as Chroma gives them."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Texts to be ranked."""

    numbers: NDArray[np.int64]
    """Number of each text, shape (n,), growing."""
    vectors: Vectors
    """Their vectors, shape (n, dimension)."""


@dataclass(frozen=True, slots=True)
class _Whole:
    """All texts, as of one revision of the records."""

    revision: int
    """Of the records, when they were read."""
    candidates: Candidates
    """Every text."""


class CandidateSource:
    """Finds candidates; keeps the vectors of a small corpus in memory until the records change."""

    def __init__(self, vectors: VectorStore, nearest: Nearest, exact: int = EXACT_AT_MOST) -> None:
        self._vectors = vectors
        self._nearest = nearest
        self._exact = exact
        self._whole: _Whole | None = None
        self._lock = Lock()

    def find(
        self,
        connection: Connection,
        vector: Vectors,
        documents: Collection[str] | None,
        best: Callable[[int], set[int]],
    ) -> Candidates:
        """Texts to rank for a question: those of `documents`, or of the whole corpus for `None`.

        `best(n)` gives the numbers that the lexical rankers put first; they join the pool when not all are compared.
        """
        wanted = None if documents is None else texts_of(connection, documents)
        if count_texts(connection) <= self._exact:
            return _among(self._all(connection), wanted)
        if wanted is not None and len(wanted) <= self._exact:
            return self._load(keys_of(connection, wanted))
        near = numbers_of(connection, self._nearest(vector, POOL))
        pool = keys_of(connection, best(POOL)) | near
        return self._load({number: key for number, key in pool.items() if wanted is None or number in wanted})

    def _all(self, connection: Connection) -> Candidates:
        now = revision(connection)
        with self._lock:
            if self._whole is None or self._whole.revision != now:
                self._whole = _Whole(now, self._load(keys_by_text(connection)))
            return self._whole.candidates

    def _load(self, keys: dict[int, str]) -> Candidates:
        numbers = np.array(sorted(keys), dtype=np.int64)
        return Candidates(numbers, self._vectors.get([keys[int(number)] for number in numbers]))


def _among(whole: Candidates, wanted: set[int] | None) -> Candidates:
    if wanted is None:
        return whole
    kept = np.isin(whole.numbers, np.fromiter(wanted, dtype=np.int64, count=len(wanted)))
    return Candidates(whole.numbers[kept], whole.vectors[kept])
