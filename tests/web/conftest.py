"""The reader on invented conventions, for a client that calls it in place and for a browser that calls it for real."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from bot.assistant import Assistant
from bot.library import Library
from bot.links import Signer, open_signer
from bot.settings import Settings
from bot.web.app import web_app
from bot.web.rates import Rate
from bot.web.viewing import SightOf
from prompts.chat_model import ChatModel
from tests.made_library import QUAI, library_of
from tests.web.brume import BRUME
from tests.web.texts import AVENANT, HALAGE, NASTY

DAY = date(2026, 1, 15)
Client = Callable[..., TestClient]


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("web")


@pytest.fixture(scope="session")
def library(data: Path) -> Iterator[Library]:
    texts = {"halage.md": HALAGE, "avenant.md": AVENANT, "sous/ronce.md": NASTY, "quai.md": QUAI}
    made = library_of(data, texts)
    yield made
    made.close()


@pytest.fixture(scope="session")
def settings(data: Path) -> Settings:
    return Settings(data=data, conventions=data / "source", reader_url="https://lire.exemple.fr/alinea")


@pytest.fixture(scope="session")
def signer(settings: Settings) -> Signer:
    return open_signer(settings)


@pytest.fixture(scope="session")
def ids(library: Library) -> dict[str, str]:
    """Id of each document, by file."""
    return {row.source.rpartition("/")[2]: row.id for row in library.documents()}


@pytest.fixture
def client(library: Library, settings: Settings) -> Client:
    """A client of the reader, from this machine in French unless told otherwise."""

    def make(
        address: str = "127.0.0.1",
        site: str = "http://127.0.0.1:8000",
        rate: Rate | None = None,
        model: ChatModel | None = None,
        sight_of: SightOf | None = None,
    ) -> TestClient:
        assistant = Assistant(library, lambda: DAY, model=model)
        app = web_app(assistant, settings, rate=rate or Rate(burst=1_000), sight_of=sight_of, today=lambda: DAY)
        headers = {"accept-language": "fr"}
        return TestClient(app, site, client=(address, 50_000), headers=headers, raise_server_exceptions=False)

    return make


@pytest.fixture
def near(client: Client) -> TestClient:
    """Somebody on this machine."""
    return client()


@pytest.fixture
def far(client: Client) -> TestClient:
    """Somebody elsewhere, who calls the site by its name."""
    return client("203.0.113.7", "https://lire.exemple.fr")


@pytest.fixture(scope="session")
def board_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("board")


@pytest.fixture(scope="session")
def board_library(board_data: Path) -> Iterator[Library]:
    """A portfolio of three conventions and an avenant."""
    made = library_of(board_data, {"halage.md": HALAGE, "avenant.md": AVENANT, "quai.md": QUAI, "brume.md": BRUME})
    yield made
    made.close()


@pytest.fixture(scope="session")
def board_ids(board_library: Library) -> dict[str, str]:
    """Id of each document of the portfolio, by file."""
    return {row.source: row.id for row in board_library.documents()}


@pytest.fixture
def board(board_data: Path, board_library: Library) -> Client:
    """A client of the portfolio, from this machine in French unless told otherwise."""

    def make(
        address: str = "127.0.0.1",
        site: str = "http://127.0.0.1:8000",
        sight: SightOf | None = None,
        data: Path = board_data,
    ) -> TestClient:
        made = Settings(data=data, conventions=board_data / "source", reader_url="https://lire.exemple.fr/alinea")
        app = web_app(Assistant(board_library, lambda: DAY), made, sight_of=sight, today=lambda: DAY)
        headers = {"accept-language": "fr"}
        return TestClient(app, site, client=(address, 50_000), headers=headers, raise_server_exceptions=False)

    return make
