"""The table of `alinea bench ingest`: many conventions whose clauses are mostly the same, as a ministry's are."""

import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from bot.settings import Settings
from bot.speed_bench import Progress, run_alinea
from bot.speed_corpus import grow


@dataclass(frozen=True, slots=True)
class IngestionSpeed:
    """What `measure` found."""

    documents: int
    passages: int
    distinct: int
    """Different texts among the passages."""
    embedded: int
    """Texts that the ingestion embedded: as many as are distinct, else some were embedded twice."""
    ingestion: float
    """Seconds of a first `alinea ingest`, the whole process."""
    embedder: float
    """Seconds that the embedder alone takes for the distinct texts."""
    rebuild: float
    """Seconds of `alinea index --rebuild`, which embeds nothing."""
    memory_ingestion: float
    """Peak of `alinea ingest` with the processes that it starts, MiB."""
    memory_rebuild: float
    """Peak of `alinea index --rebuild`, MiB."""

    @property
    def on_top(self) -> float:
        """What ingestion adds to the embedder's time, in hundredths of it."""
        return 100 * (self.ingestion - self.embedder) / self.embedder


def measure(settings: Settings, folder: Path, documents: int, progress: Progress) -> IngestionSpeed:
    """Measure on a temporary folder of variants of given conventions, at least `documents` of them.

    Raises what ingestion raises.
    """
    with tempfile.TemporaryDirectory(prefix="alinea-bench-") as place:
        conventions, data = Path(place, "conventions"), Path(place, "data")
        given = sum(path.is_file() for path in folder.rglob("*"))
        grow(folder, conventions, -(-documents // max(1, given)))
        settings = settings.model_copy(update={"data": data})
        progress("measure", 0, 3)
        first = run_alinea(data, "ingest", str(conventions))
        embedded = _vectors(settings)
        progress("measure", 1, 3)
        rebuilt = run_alinea(data, "index", "--rebuild")
        progress("measure", 2, 3)
        count, passages, distinct = _texts(settings)
        alone = _bare_embedder(settings, distinct)
        progress("measure", 3, 3)
        return IngestionSpeed(
            count, passages, len(distinct), embedded,
            first.seconds, alone, rebuilt.seconds, first.mebibytes, rebuilt.mebibytes,
        )  # fmt: skip


def _vectors(settings: Settings) -> int:
    from contextlib import closing

    from index.records_vectors import VectorStore

    with closing(VectorStore(settings.index)) as vectors:
        return vectors.count()


def _texts(settings: Settings) -> tuple[int, int, list[str]]:
    """Number of documents, number of passages, and their distinct texts."""
    from ingestion.corpus import entries

    documents, passages = 0, 0
    distinct: dict[str, None] = {}
    for entry in entries(settings.corpus):
        documents += 1
        passages += len(entry.passages)
        distinct.update(dict.fromkeys(passage.indexed_text for passage in entry.passages))
    return documents, passages, list(distinct)


def _bare_embedder(settings: Settings, texts: list[str]) -> float:
    """Seconds for all the texts at once, those of like length together, which is when the embedder is at its best."""
    from index.embedder import open_embedder

    embedder = open_embedder(settings.embedder)
    ordered = sorted(texts, key=len)
    start = time.perf_counter()
    embedder.passages(ordered)
    return time.perf_counter() - start
