"""From settings to a model: what can be set, what `alinea doctor` finds, what people are told, what is not imported."""

import subprocess
import sys
from pathlib import Path

import pytest

from bot.doctor import Check, examine
from bot.faults import sentences
from bot.settings import SettingsError, load
from prompts import LANGUAGES, chat_model
from prompts.chat_model import MissingModelExtra, ModelError, ModelSpec, OverBudget
from tests.llm.server import Reply, ScriptedServer


def faults(**values: str) -> dict[str, str]:
    with pytest.raises(SettingsError) as caught:
        load({f"ALINEA_MODEL{key}": value for key, value in values.items()})
    assert all(fault.remedy for fault in caught.value.faults)
    return {fault.key.removeprefix("ALINEA_MODEL"): fault.value for fault in caught.value.faults}


def test_no_model_by_default() -> None:
    settings = load({})
    assert (settings.model, settings.model_spec, settings.uses_of_model) == (None, None, frozenset())
    assert settings.model_seconds == 20


def test_a_model_is_set() -> None:
    url, key = "https://me:hunter2@llm.test/v1", "sk-hunter2"
    laid = {"": "openai:mistral:7b", "_URL": url, "_KEY": key, "_TOKENS_A_DAY": "5000", "_USES": "write"}
    settings = load({f"ALINEA_MODEL{name}": value for name, value in laid.items()})
    assert settings.model_spec == ModelSpec("openai:mistral:7b", url=url, key=key, tokens_a_day=5000)
    assert settings.uses_of_model == {"write"}
    assert "hunter2" not in f"{settings!r} {settings.model_spec!r}"


@pytest.mark.parametrize("value", ["write,understand", "understand, write"])
def test_uses(value: str) -> None:
    settings = load({"ALINEA_MODEL": "ollama:x", "ALINEA_MODEL_USES": value})
    assert settings.uses_of_model == {"write", "understand"}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("", "gpt-5"),
        ("", "openai:"),
        ("", "claude:x"),
        ("_SECONDS", "0.5"),
        ("_SECONDS", "121"),
        ("_SECONDS", "nan"),
        ("_TOKENS_A_DAY", "0"),
        ("_TOKENS_A_DAY", "many"),
        ("_USES", "write,draw"),
        ("_USES", ","),
    ],
)
def test_what_cannot_be_used_is_told(key: str, value: str) -> None:
    assert faults(**{key: value}) == {key: value}


def test_an_address_that_is_none_is_not_shown() -> None:
    assert faults(_URL="me:hunter2@llm.test") == {"_URL": "***"}


def doctor(tmp_path: Path, **values: str) -> list[Check]:
    environ = {"ALINEA_DATA": str(tmp_path), **{f"ALINEA_MODEL{key}": value for key, value in values.items()}}
    return [check for check in examine(environ, tmp_path / "no.env", "en") if check.name == "Language model"]


def test_the_doctor_tries_the_model(tmp_path: Path) -> None:
    pytest.importorskip("langchain_openai", reason="the extra llm is not installed")
    with ScriptedServer(Reply(("oui",))) as server:
        (check,) = doctor(tmp_path, **{"": "openai:scripted", "_URL": server.url, "_KEY": "sk-hunter2"})
    assert check.remedy is None and check.finding.startswith("openai:scripted answers in ")
    assert [request.body["messages"][1]["content"] for request in server.requests] == ["?"]


@pytest.mark.parametrize(
    ("reply", "found"),
    [
        (Reply(status=401, raw="{}"), "refuses the call (HTTP 401)"),
        (Reply(status=503, raw="{}"), "cannot be reached or is overloaded"),
        (Reply(silent=True), "did not answer in time"),
        (Reply(), "cannot be used"),
    ],
)
def test_the_doctor_finds_its_fault(tmp_path: Path, reply: Reply, found: str) -> None:
    pytest.importorskip("langchain_openai", reason="the extra llm is not installed")
    with ScriptedServer(reply, reply) as server:
        (check,) = doctor(tmp_path, **{"": "openai:scripted", "_URL": server.url, "_SECONDS": "1"})
    assert found in check.finding and "hunter2" not in check.finding
    assert "ALINEA_MODEL_URL" in (check.remedy or "")
    assert len(server.requests) == 1


def test_the_doctor_says_nothing_of_no_model(tmp_path: Path) -> None:
    assert doctor(tmp_path) == []


def kinds(kind: type[ModelError] = ModelError) -> list[type[ModelError]]:
    return [kind, *(below for child in kind.__subclasses__() for below in kinds(child))]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.__name__)
def test_each_error_has_its_own_sentence(kind: type[ModelError], language: str) -> None:
    error = kind("openai:x") if kind not in (OverBudget, MissingModelExtra) else kind("openai:x", 5)  # type: ignore[arg-type]
    parents = [cause for cause in kind.__mro__[1:] if cause in kinds()]
    (sentence,) = sentences(error, language)
    assert "openai:x" in sentence and kind.__name__ not in sentence
    assert all(sentence != sentences(parent("openai:x"), language)[0] for parent in parents)


def test_the_tree_of_errors_is_drawn() -> None:
    assert [kind.__name__ for kind in kinds() if kind.__name__ not in (chat_model.__doc__ or "")] == []


def test_a_model_costs_nothing_until_it_is_used(root: Path) -> None:
    script = (
        "import sys, bot.settings, bot.doctor, prompts.chat_model, prompts.langchain_door;"
        "print(*{name.partition('.')[0] for name in sys.modules})"
    )
    run = subprocess.run([sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=True)
    assert set(run.stdout.split()) & {"langchain", "langchain_core", "langchain_openai", "openai", "langsmith"} == set()
