"""`alinea web` as a process: it serves, logs what fails, and stops when it is told to."""

import json
import logging
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest

from bot.cli.app import run
from bot.web.logs import configure
from tests.web.texts import HALAGE


@pytest.fixture(scope="module")
def environ(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A data folder with one convention."""
    folder = tmp_path_factory.mktemp("command")
    (folder / "conventions").mkdir()
    (folder / "conventions" / "halage.md").write_text(HALAGE, encoding="utf-8")
    laid = {"ALINEA_DATA": str(folder / "data"), "ALINEA_CONVENTIONS": str(folder / "conventions")}
    assert run(["ingest"], laid, folder / ".env") == 0
    return laid


@pytest.fixture(autouse=True)
def _own_log() -> Iterator[None]:
    """The log of the tests is theirs again after each."""
    root = logging.getLogger()
    held, level = root.handlers[:], root.level
    yield
    root.handlers[:] = held
    root.setLevel(level)


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@pytest.fixture
def started(root: Path, environ: dict[str, str], port: int) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "bot", "web", "--port", str(port)]
    held = {**os.environ, **environ, "PYTHONPATH": str(root), "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(command, cwd=root, env=held, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    yield process
    process.kill()
    process.communicate()


def answered(port: int, path: str) -> str:
    for _ in range(300):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as reply:
                return str(reply.read().decode())
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the reader does not answer")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_until_it_is_told_to_stop(started: subprocess.Popen[str], port: int, number: int) -> None:
    assert answered(port, "/readyz") == "ready"
    assert "Halage Libre" in answered(port, "/")
    started.send_signal(number)
    out, err = started.communicate(timeout=30)
    assert started.returncode == 0 and f"http://127.0.0.1:{port}/" in out and err == ""


def test_a_taken_port_is_told(environ: dict[str, str], capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert run(["web", "--port", str(port)], environ, tmp_path / ".env") == 1
    assert f"127.0.0.1, port {port}" in capsys.readouterr().err


def test_a_missing_package_is_told(
    environ: dict[str, str], capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)
    assert run(["web"], environ, tmp_path / ".env") == 1
    assert "alinea[web]" in capsys.readouterr().err


@pytest.mark.parametrize("form", ["text", "json"])
def test_the_log_tells_where_and_not_what(capsys: pytest.CaptureFixture[str], form: Literal["text", "json"]) -> None:
    def fail(question: str) -> None:
        raise RuntimeError(question)

    configure(form)
    try:
        fail("une question")
    except RuntimeError:
        logging.getLogger("bot.web.gate").exception("request failed")
    said = capsys.readouterr().err
    assert "request failed" in said and "RuntimeError" in said and "test_command.py:" in said
    assert "une question" not in said
    assert form == "text" or json.loads(said)["level"] == "error"
