"""A corpus of two small conventions and doubles of what the commands call."""

import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from bot.cli.app import run

Alinea = Callable[..., tuple[int, str, str]]


@pytest.fixture
def alinea(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Alinea:
    """Runs a command on a data folder of its own; gives its exit code, standard output and standard error."""
    monkeypatch.setenv("COLUMNS", "200")

    def call(*arguments: str, **environ: str) -> tuple[int, str, str]:
        code = run(arguments, {"ALINEA_DATA": str(tmp_path / "data"), **environ}, tmp_path / ".env")
        return (code, *capsys.readouterr())

    return call


@pytest.fixture
def double(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Puts a module made of the given names in the place of one of ours, for the commands that import it lazily."""

    def put(name: str, **names: Any) -> None:
        module = ModuleType(name)
        vars(module).update(names)
        monkeypatch.setitem(sys.modules, name, module)
        monkeypatch.setattr(sys.modules[name.rpartition(".")[0]], name.rpartition(".")[2], module, raising=False)

    return put
