"""The vector cache: a text is embedded once, ever, by content and embedder. Its own file outlives a rebuild."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from zlib import crc32

import numpy as np
import sqlalchemy as sa

from index.errors import DamagedIndex
from index.records_tables import VECTORS, VECTORS_METADATA, open_database, slices, sqlite_url, translated
from index.vectors import Vectors

FILE = "vectors.sqlite"


def vector_key(embedder: str, text: str) -> str:
    """Where the vector of a text is kept: SHA-256, in hexadecimal, of the embedder's name and the text."""
    return hashlib.sha256(f"{embedder}\0{text}".encode("utf-8", "replace")).hexdigest()


class VectorStore:
    """Vectors by key. Safe to use from several threads."""

    def __init__(self, index: Path, *, create: bool = False) -> None:
        self._path = index / FILE
        self._engine = open_database(sqlite_url(self._path), _prepare if create else None)
        self._summed = create

    def missing(self, keys: Sequence[str]) -> list[str]:
        """Those of the keys that have no vector yet, each once, in their order."""
        known: set[str] = set()
        with translated(str(self._path)), self._engine.connect() as connection:
            for some in slices(keys):
                known.update(connection.scalars(sa.select(VECTORS.c.key).where(VECTORS.c.key.in_(some))))
        return [key for key in dict.fromkeys(keys) if key not in known]

    def put(self, keys: Sequence[str], vectors: Vectors) -> None:
        """Keep vectors, all in one transaction. Shape of `vectors`: (len(keys), dimension)."""
        stored = np.ascontiguousarray(vectors, dtype="<f4")
        packed = [row.tobytes() for row in stored]
        rows = [{"key": key, "vector": one, "sum": crc32(one)} for key, one in zip(keys, packed, strict=True)]
        if not rows:
            return
        with translated(str(self._path)), self._engine.begin() as connection:
            for some in slices(keys):
                connection.execute(sa.delete(VECTORS).where(VECTORS.c.key.in_(some)))
            connection.execute(sa.insert(VECTORS), rows)

    def get(self, keys: Sequence[str]) -> Vectors:
        """Vectors of distinct keys, one row each, in their order. DamagedIndex: one is missing or altered."""
        found: dict[str, bytes] = {}
        with translated(str(self._path)), self._engine.connect() as connection:
            for some in slices(keys):
                rows = connection.execute(self._rows(connection).where(VECTORS.c.key.in_(some)))
                found.update((row.key, row.vector) for row in rows if _is_sound(row))
        try:
            joined = b"".join([found[key] for key in keys])
            return np.frombuffer(joined, dtype="<f4").reshape(len(keys), -1 if keys else 0)
        except (KeyError, ValueError) as error:
            raise DamagedIndex(self._path, f"{len(keys) - len(found)} vectors missing or altered") from error

    def altered(self) -> list[str]:
        """Keys of the vectors that are not what was put; all are read."""
        with translated(str(self._path)), self._engine.connect() as connection:
            return [row.key for row in connection.execute(self._rows(connection)) if not _is_sound(row)]

    def drop(self, keys: Sequence[str]) -> None:
        """Forget vectors, which are then embedded again."""
        with translated(str(self._path)), self._engine.begin() as connection:
            for some in slices(keys):
                connection.execute(sa.delete(VECTORS).where(VECTORS.c.key.in_(some)))

    def count(self) -> int:
        """How many vectors there are."""
        with translated(str(self._path)), self._engine.connect() as connection:
            return connection.scalar(sa.select(sa.func.count()).select_from(VECTORS)) or 0

    def dimension(self) -> int:
        """Components of the vectors; 0 when there is none."""
        with translated(str(self._path)), self._engine.connect() as connection:
            vector = connection.scalar(sa.select(VECTORS.c.vector).limit(1))
        return len(vector or b"") // 4

    def _rows(self, connection: sa.Connection) -> sa.Select[tuple[str, bytes, int | None]]:
        """All rows; their sums are NULL as long as no build has given the cache its column."""
        self._summed = self._summed or _has_sums(connection)
        summed = VECTORS.c.sum if self._summed else sa.null().label(VECTORS.c.sum.name)
        return sa.select(VECTORS.c.key, VECTORS.c.vector, summed)

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()


def _prepare(engine: sa.Engine) -> None:
    """Make the table, or give a former one its column of sums."""
    VECTORS_METADATA.create_all(engine)
    with engine.begin() as connection:
        if not _has_sums(connection):
            connection.exec_driver_sql("ALTER TABLE vectors ADD COLUMN sum INTEGER")


def _has_sums(connection: sa.Connection) -> bool:
    return any(row[1] == VECTORS.c.sum.name for row in connection.exec_driver_sql("PRAGMA table_info(vectors)"))


def _is_sound(row: sa.Row[tuple[str, bytes, int | None]]) -> bool:
    """Whether a vector is what was put; one without a sum must be of length 1, as embedders give them."""
    if row.sum is not None:
        return bool(crc32(row.vector) == row.sum)
    return len(row.vector) % 4 == 0 and abs(float(np.linalg.norm(np.frombuffer(row.vector, dtype="<f4"))) - 1) < 1e-3
