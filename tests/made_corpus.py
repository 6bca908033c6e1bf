"""A corpus written by hand and an embedder whose vectors can be worked out by hand, for the tests of the index."""

import hashlib
from pathlib import Path

import numpy as np

from index.vectors import Vectors
from index.words import fold
from ingestion import corpus
from ingestion.corpus import Entry
from ingestion.documents import Document
from ingestion.names import DocumentKind, Identity
from ingestion.passages import Passage

THEMES = ("preavis", "budget", "comite")
NOTICE = "Le préavis de résiliation est de trois mois."
BUDGET = "Le budget délégué est de 120 000 euros, imputé sur 0999-ABCD-EFGH."
BOARD = "Le comité de suivi se réunit chaque trimestre."
CODES = "Références : domaine fonctionnel 0999-07, activité PENICHE075, décret 1987-1234."


class ThemeEmbedder:
    """Counts the themes in a text, and one for every text: « préavis » gives (1, 0, 0, 1) brought to length 1."""

    dimension = len(THEMES) + 1

    def __init__(self, name: str = "themes") -> None:
        self.name = name
        self.embedded: list[str] = []
        """Every passage embedded so far."""

    def passages(self, texts: list[str]) -> Vectors:
        self.embedded += texts
        return np.array([self._vector(text) for text in texts], dtype=np.float32).reshape(-1, self.dimension)

    def query(self, text: str) -> Vectors:
        return self._vector(text)

    def _vector(self, text: str) -> Vectors:
        counts = np.array([*(fold(text).count(theme) for theme in THEMES), 1], dtype=np.float32)
        vector: Vectors = (counts / np.linalg.norm(counts)).astype(np.float32)
        return vector


def write_convention(
    folder: Path, name: str, *texts: str, path: tuple[str, ...] = (), reader: str = "1", document: str | None = None
) -> str:
    """Write the entry of a convention whose passages are these texts; returns its id, made from the name by default."""
    identifier = document or hashlib.sha256(name.encode()).hexdigest()[:16]
    starts = [sum(len(text) + 1 for text in texts[:at]) for at in range(len(texts))]
    passages = tuple(
        Passage(at, start, start + len(text), text, name, None, path, None)
        for at, (start, text) in enumerate(zip(starts, texts, strict=True))
    )
    identity = Identity(DocumentKind.CONVENTION, name, f"Convention {name}", (), ())
    corpus.save(
        folder, Entry(reader, Document(identifier, f"{name}.txt", "txt", "\n".join(texts)), identity, (), passages)
    )
    return identifier
