"""A small corpus and its index, on the real stores."""

from pathlib import Path

import pytest

from index.build import update
from tests.made_corpus import BOARD, BUDGET, CODES, NOTICE, ThemeEmbedder, write_convention

# Clauses about none of the embedder's themes: z-scores say little of four candidates.
_OTHERS = [
    f"La clause {word} s'applique aux {word}s de la rive." for word in "amarre bouée chaland drague écluse foc".split()
]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    write_convention(folder, "Péniche", NOTICE, BUDGET, CODES)
    write_convention(folder, "Moulin", NOTICE, BOARD)
    write_convention(folder, "Canal", *_OTHERS)
    return folder


@pytest.fixture
def embedder() -> ThemeEmbedder:
    return ThemeEmbedder()


@pytest.fixture
def index(tmp_path: Path, corpus: Path, embedder: ThemeEmbedder) -> Path:
    folder = tmp_path / "index"
    update(corpus, folder, embedder)
    return folder
