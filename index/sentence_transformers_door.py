"""Door to sentence-transformers: any of its models, by name or folder. Needs the extra `sentence-transformers`."""

import importlib.util
import threading
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from index.errors import EmbedderFault, MissingExtra, ModelNotFound
from index.vectors import Vectors, embeddable

_EXTRA = "sentence-transformers"
_BATCH = 16


class SentenceTransformers:
    """A model of sentence-transformers, on the processor or the graphics card as the library chooses.

    Questions and passages go through `encode_query` and `encode_document`, which add the prompts that asymmetric models
    were trained with. Raises MissingExtra when opened without the extra, ModelNotFound for a folder that is not there.
    """

    def __init__(self, model: str) -> None:
        self.name = f"{_EXTRA}:{model}"
        self._model_name = model
        self._lock = threading.Lock()
        if importlib.util.find_spec("sentence_transformers") is None:
            raise MissingExtra(self.name, _EXTRA)
        if _names_a_folder(model) and not Path(model).expanduser().is_dir():
            raise ModelNotFound(self.name, "folder not found")

    @property
    def dimension(self) -> int:
        """Components of a vector; loads the model."""
        return int(self._model.get_sentence_embedding_dimension())

    def passages(self, texts: list[str]) -> Vectors:
        """Embed passages, shape (len(texts), dimension)."""
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        return self._encode(self._model.encode_document, [embeddable(text) for text in texts])

    def query(self, text: str) -> Vectors:
        """Embed a question, shape (dimension,)."""
        row: Vectors = self._encode(self._model.encode_query, [embeddable(text)])[0]
        return row

    @cached_property
    def _model(self) -> Any:
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError as error:
            raise MissingExtra(self.name, _EXTRA) from error
        folder = Path(self._model_name).expanduser()
        try:
            return SentenceTransformer(str(folder) if folder.is_dir() else self._model_name)
        # OSError: not in the cache and the hub unreachable, or no such model; ValueError: a folder without a model.
        except (OSError, ValueError) as error:
            raise ModelNotFound(self.name, str(error)) from error

    def _encode(self, encode: Any, texts: list[str]) -> Vectors:
        with self._lock:
            try:
                found = encode(texts, batch_size=_BATCH, normalize_embeddings=True, show_progress_bar=False)
            except (RuntimeError, ValueError) as error:
                raise EmbedderFault(self.name, str(error)) from error
        vectors = np.asarray(found, dtype=np.float32)
        if vectors.shape != (len(texts), self.dimension) or not np.isfinite(vectors).all():
            raise EmbedderFault(self.name, f"vectors of shape {vectors.shape}, or not finite")
        return vectors


def _names_a_folder(model: str) -> bool:
    """A hub name is `owner/model` or `model`; a path starts with `.`, `~` or `/`, or goes deeper."""
    return model.startswith((".", "~", "/")) or model.count("/") > 1 or "\\" in model
