"""Vectors: what embedders give, and what may be given to them."""

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
"""Float32, one row a text, each of length 1, so that a dot product is a cosine."""


def embeddable(text: str) -> str:
    """The text as engines can take it: no NUL (it ends a C string), no lone surrogate (it has no UTF-8).

    >>> embeddable("pr\\0êt")
    'pr êt'
    """
    return text.replace("\0", " ").encode("utf-8", "replace").decode("utf-8")
