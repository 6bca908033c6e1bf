"""The clients of other providers, where installed: they open, send the key in headers only, and fail as ours say.

Their protocols are not imitated, but for Mistral's, which is OpenAI's.
"""

import threading
import time

import pytest

from prompts.chat_model import (
    ChatModel,
    ModelError,
    ModelSpec,
    ModelStopped,
    ModelTimeout,
    PermanentModelError,
    Prompt,
    TransientModelError,
)
from prompts.langchain_door import open_chat_model
from tests.llm.server import Reply, ScriptedServer

PROMPT = Prompt("model_check.txt", "Tu es bref.", "Dis « oui ».")
PACKAGES = {"mistral": "langchain_mistralai", "ollama": "langchain_ollama", "anthropic": "langchain_anthropic"}


@pytest.fixture(params=PACKAGES)
def provider(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    pytest.importorskip("langchain", reason="the extra llm is not installed")
    pytest.importorskip(PACKAGES[name], reason=f"the extra {name} is not installed")
    return name


def opened(provider: str, server: ScriptedServer, key: str | None = "sk-hunter2") -> ChatModel:
    url = server.url if provider == "mistral" else server.url.removesuffix("/v1")
    return open_chat_model(ModelSpec(f"{provider}:scripted", url=url, key=key, backoff_seconds=0.01))


def test_no_key_of_the_environment_is_sent(provider: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("MISTRAL_API_KEY", "OLLAMA_API_KEY", "ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN"):
        monkeypatch.setenv(variable, "sk-another")
    with ScriptedServer() as server, pytest.raises(PermanentModelError):
        list(opened(provider, server, key=None).stream(PROMPT, seconds=5))
    assert "sk-another" not in "".join(server.requests[0].headers.values())


def test_no_address_of_the_environment_is_used(provider: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its own address instead, which tests cannot reach."""
    with ScriptedServer() as server:
        for variable in ("MISTRAL_BASE_URL", "OLLAMA_HOST", "ANTHROPIC_BASE_URL", "ANTHROPIC_API_URL"):
            monkeypatch.setenv(variable, server.url)
        with pytest.raises(ModelError):
            list(open_chat_model(ModelSpec(f"{provider}:scripted", key="k", retries=0)).stream(PROMPT, seconds=5))
        assert server.visits == 0


@pytest.mark.parametrize(("status", "kind", "sent"), [(503, TransientModelError, 3), (401, PermanentModelError, 1)])
def test_a_status(provider: str, status: int, kind: type[Exception], sent: int) -> None:
    script = [Reply(status=status, raw='{"error": "no"}')] * 9
    with ScriptedServer(*script) as server, pytest.raises(kind):
        list(opened(provider, server).stream(PROMPT, seconds=5))
    assert len(server.requests) == sent, "the client's own retries are off"
    request = server.requests[0]
    assert "sk-hunter2" in "".join(request.headers.values()) and "sk-hunter2" not in request.text
    assert (request.body["model"], PROMPT.user in str(request.body["messages"])) == ("scripted", True)
    assert request.body.get("temperature", request.body.get("options", {}).get("temperature")) == 0


def test_silence(provider: str) -> None:
    with ScriptedServer(*[Reply(silent=True)] * 3) as server:
        with pytest.raises(ModelTimeout):
            list(opened(provider, server).stream(PROMPT, seconds=0.8))
        assert server.left.wait(2)


def test_stopping(provider: str) -> None:
    stop, begun = threading.Event(), time.monotonic()
    threading.Timer(0.3, stop.set).start()
    with ScriptedServer(Reply(silent=True)) as server:
        with pytest.raises(ModelStopped):
            list(opened(provider, server).stream(PROMPT, seconds=20, stop=stop))
        assert server.left.wait(2)
    assert time.monotonic() - begun < 5


def test_a_closed_port(provider: str) -> None:
    with ScriptedServer() as server:
        asked = opened(provider, server)
    with pytest.raises(TransientModelError):
        list(asked.stream(PROMPT, seconds=5))


def test_mistral_streams() -> None:
    pytest.importorskip("langchain_mistralai", reason="the extra mistral is not installed")
    with ScriptedServer(Reply(("Ou", "i."))) as server:
        assert list(opened("mistral", server).stream(PROMPT, seconds=5)) == ["Ou", "i."]
