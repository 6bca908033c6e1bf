"""Search: passages for a question, by meaning, by words and by spelling, in the whole corpus or in some conventions."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index import lexical, manifest
from index.candidates import EXACT_AT_MOST, Candidates, CandidateSource
from index.embedder import Embedder, open_embedder
from index.errors import OtherEmbedder
from index.fusion import Measures, fused
from index.records import Records, passages_with, texts_of
from index.records_tables import Connection
from index.records_vectors import VectorStore
from index.vectors import Vectors
from index.words import without
from ingestion.passages import Passage

if TYPE_CHECKING:
    from index.chroma import ChromaStore

# Characters of a question that are read: a page. What is pasted beyond it slows the answer and does not sharpen it.
_LONGEST = 4_000
# Characters of it that are embedded: the sense of a question is in its first lines, and embedding a page takes seconds.
_MEANT = 800


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that search found."""

    document: str
    """Id of its document."""
    passage: Passage
    """The passage."""
    score: float
    """Rank's reason, 0 to 1: orders the hits of one question, and compares with no other question's (see `fused`)."""
    dense: float
    """Cosine of question and passage, -1 to 1; with e5, 0.75 is far and 0.92 is near."""
    lexical: float
    """BM25 over stems, codes and pairs of stems: 0 when no word is shared, without upper end."""
    spelling: float
    """BM25 over runs of five letters: 0 when none is shared, without upper end."""


@dataclass(frozen=True, slots=True)
class _Ranking:
    """Candidates with their measures, all of one length, in one order."""

    numbers: list[int]
    """Texts, the best first."""
    scores: Measures
    """Fused."""
    dense: Measures
    """Cosines."""
    words: Measures
    """BM25 over words."""
    spellings: Measures
    """BM25 over spellings."""


class Search:
    """Searches an index folder. Opening is cheap: the embedder loads with the first question. Thread-safe."""

    def __init__(
        self,
        index: Path,
        embedder: Embedder | None = None,
        *,
        chroma_url: str | None = None,
        exact: int = EXACT_AT_MOST,
    ) -> None:
        """Open an index, with the embedder that its manifest names unless one is given.

        `exact`: number of distinct texts up to which all are compared, without Chroma.
        Raises NoIndex, OldIndex, DamagedIndex, OtherEmbedder when the one given is not the index's.
        """
        self._index, self._chroma_url = index, chroma_url
        self._given = embedder
        self._chroma: ChromaStore | None = None
        self._stamp, self._embedder = self._opened()
        self.records = Records(index)
        """The records of the same index, for entries and lists."""
        self._vectors = VectorStore(index)
        self._source = CandidateSource(self._vectors, self._nearest, exact)

    def search(
        self, question: str, k: int = 8, documents: Collection[str] | None = None, ignore: Collection[str] = ()
    ) -> list[Hit]:
        """The best `k` passages, the best first; none for a blank question.

        `documents`: ids to search inside; `None` for all that stand for themselves. `ignore`: names (of conventions)
        whose words are dropped from the question, for every ranker. Passages with the same words in several documents
        come one after the other.
        """
        self._refresh()
        asked = without(question[:_LONGEST], ignore)
        if not asked.strip() or k < 1:
            return []
        vector = self._embedder.query(asked[:_MEANT])
        editions = self.records.editions()
        with self.records.reading() as connection:
            ranking = self._rank(connection, asked, vector, documents)
            return _hits(connection, ranking, documents, k, editions)

    def held(self, stems: Collection[str], documents: Collection[str] | None = None) -> frozenset[str]:
        """Those of the stems that some passage holds: words of these texts, however odd they look.

        `documents`: ids to look inside; `None` for all.
        """
        self._refresh()
        with self.records.reading() as connection:
            texts = None if documents is None else texts_of(connection, documents)
            return lexical.held(connection, stems, texts)

    def close(self) -> None:
        """Let go of the databases."""
        self.records.close()
        self._vectors.close()

    def _rank(self, connection: Connection, asked: str, vector: Vectors, documents: Collection[str] | None) -> _Ranking:
        words = lexical.by_words(connection, asked)
        spellings = lexical.by_spellings(connection, asked)
        found = self._source.find(connection, vector, documents, lambda n: _best(words, n) | _best(spellings, n))
        return _ranked(found, vector, words, spellings)

    def _nearest(self, vector: Vectors, count: int) -> list[str]:
        # Imported here and not above: it costs more than a second, which only a large corpus needs to pay.
        from index.chroma import ChromaStore

        if self._chroma is None:
            self._chroma = ChromaStore(self._index, self._vectors.get, self._chroma_url)
        return self._chroma.nearest(vector, count)

    def _refresh(self) -> None:
        """Follow a rebuild that another process made: the manifest is written anew, and may name another embedder."""
        if manifest.stamp(self._index) != self._stamp:
            self._stamp, self._embedder = self._opened()
            if self._chroma is not None:
                self._chroma.forsake()
                self._chroma = None

    def _opened(self) -> tuple[str, Embedder]:
        stamp, found = manifest.stamp(self._index), manifest.read(self._index)
        if self._given is None:
            return stamp, open_embedder(found.embedder)
        if self._given.name != found.embedder:
            raise OtherEmbedder(built_with=found.embedder, asked=self._given.name)
        return stamp, self._given


def _best(scores: lexical.Scores, count: int) -> set[int]:
    return set(sorted(scores, key=lambda number: (-scores[number], number))[:count])


def _ranked(found: Candidates, vector: Vectors, words: lexical.Scores, spellings: lexical.Scores) -> _Ranking:
    numbers = found.numbers.tolist()
    measures = (
        found.vectors @ vector if numbers else np.zeros(0, dtype=np.float32),
        np.array([words.get(number, 0.0) for number in numbers], dtype=np.float32),
        np.array([spellings.get(number, 0.0) for number in numbers], dtype=np.float32),
    )
    scores = fused(*measures)
    order = np.argsort(-scores, kind="stable")
    dense, lexical_scores, spelling = (measure[order] for measure in measures)
    return _Ranking([numbers[at] for at in order], scores[order], dense, lexical_scores, spelling)


def _hits(
    connection: Connection, ranking: _Ranking, documents: Collection[str] | None, k: int, but: Collection[str]
) -> list[Hit]:
    hits: list[Hit] = []
    for at, number in enumerate(ranking.numbers[: k + len(but) * k]):
        if len(hits) >= k:
            break
        measures = (float(ranking.scores[at]), float(ranking.dense[at]), float(ranking.words[at]))
        for row in passages_with(connection, number, documents, k - len(hits), but):
            hits.append(Hit(row.document, row.passage, *measures, spelling=float(ranking.spellings[at])))
    return hits
