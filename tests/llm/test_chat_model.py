"""The real LangChain client against a scripted server: what is sent, and what comes of each way to answer badly."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from pydantic import BaseModel

from prompts import fingerprint
from prompts.chat_model import (
    ChatModel,
    MissingModelExtra,
    ModelBusy,
    ModelError,
    ModelReplyError,
    ModelSpec,
    ModelStopped,
    ModelTimeout,
    OverBudget,
    PermanentModelError,
    Prompt,
    Tool,
    TransientModelError,
)
from prompts.langchain_door import open_chat_model
from tests.llm.server import Reply, ScriptedServer

pytest.importorskip("langchain", reason="the extra llm is not installed")
pytest.importorskip("langchain_openai", reason="the extra llm is not installed")

PROMPT = Prompt("model_check.txt", "Tu es bref.", "Dis « oui ».")
KEY = "sk-hunter2"
BUSY = Reply(status=503, raw='{"error": {"message": "busy"}}')

Serve = Callable[..., ScriptedServer]


class Verdict(BaseModel):
    """What a reply is asked to be."""

    answer: str
    sure: bool


VERDICT = '{"answer": "oui", "sure": true}'


@pytest.fixture
def serve() -> Iterator[Serve]:
    opened: list[ScriptedServer] = []

    def start(*script: Reply) -> ScriptedServer:
        opened.append(ScriptedServer(*script).__enter__())
        return opened[-1]

    yield start
    for server in opened:
        server.__exit__()


def model(server: ScriptedServer, **more: Any) -> ChatModel:
    spec = ModelSpec("openai:scripted", url=server.url, key=KEY, backoff_seconds=0.01)
    return open_chat_model(replace(spec, **more))


def streamed(asked: ChatModel, seconds: float = 5, **more: Any) -> str:
    return "".join(asked.stream(PROMPT, seconds=seconds, **more))


def completed(asked: ChatModel, seconds: float = 5, **more: Any) -> Verdict:
    return asked.complete(PROMPT, Verdict, seconds=seconds, **more)


Ask = Callable[..., Any]
BOTH = pytest.mark.parametrize("ask", [streamed, completed], ids=["stream", "complete"])


def adder(ran: list[Any]) -> Tool:
    def run(arguments: Any) -> str:
        ran.append((arguments, threading.get_ident()))
        if not isinstance(arguments.get("a"), int):
            raise ValueError("a doit être un entier")
        return str(arguments["a"] + 1)

    parameters = {"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a"]}
    return Tool("plus_un", "Ajoute un.", parameters, run)


# What is sent


def test_what_a_stream_sends(serve: Serve) -> None:
    server = serve(Reply(("Ou", "i.")))
    assert list(model(server).stream(PROMPT, seconds=5)) == ["Ou", "i."]
    (request,) = server.requests
    assert request.path == "/v1/chat/completions"
    assert request.body == {
        "model": "scripted",
        "temperature": 0,
        "stream": True,
        "stream_options": {"include_usage": True},
        "messages": [{"role": "system", "content": PROMPT.system}, {"role": "user", "content": PROMPT.user}],
    }
    assert request.headers["authorization"] == f"Bearer {KEY}"
    assert KEY not in request.text


def test_what_complete_sends(serve: Serve) -> None:
    server = serve(Reply((VERDICT,)))
    assert completed(model(server)) == Verdict(answer="oui", sure=True)
    (request,) = server.requests
    assert request.body.keys() - {"stream"} == {"model", "temperature", "messages", "response_format"}
    assert not request.body.get("stream") and request.body["temperature"] == 0
    form = request.body["response_format"]
    assert form["type"] == "json_schema"
    assert form["json_schema"]["schema"]["properties"].keys() == {"answer", "sure"}
    assert KEY not in request.text


def test_no_key_of_the_environment_is_sent(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another program's key and address have no business with the server of the settings."""
    server, other = serve(Reply(("oui",))), serve()
    monkeypatch.setenv("OPENAI_API_KEY", "sk-another")
    monkeypatch.setenv("OPENAI_API_BASE", other.url)
    monkeypatch.setenv("OPENAI_BASE_URL", other.url)
    assert streamed(model(server, key=None)) == "oui"
    assert server.requests[0].headers["authorization"] == "Bearer none"
    assert other.requests == []


def test_no_trace_is_sent_elsewhere(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    """LangChain sends all that is said to LangSmith when a variable of the environment says so: not here."""
    server, elsewhere = serve(Reply(("oui",)), Reply((VERDICT,))), serve()
    import langsmith.utils

    for key, value in {"TRACING": "true", "ENDPOINT": elsewhere.url, "API_KEY": "x"}.items():
        monkeypatch.setenv(f"LANGSMITH_{key}", value)
    langsmith.utils.get_env_var.cache_clear()
    try:
        assert langsmith.utils.tracing_is_enabled(), "the variables are read"
        asked = model(server)
        assert streamed(asked) == "oui" and completed(asked).sure
        time.sleep(0.5)  # its client sends from a thread
    finally:
        langsmith.utils.get_env_var.cache_clear()
    assert elsewhere.visits == 0


# Tools


def test_a_tool_is_called_between_two_texts(serve: Serve) -> None:
    server = serve(Reply(("Je compte. ",), calls=[("plus_un", '{"a": 41}')]), Reply(("42",)))
    ran: list[Any] = []
    assert streamed(model(server), tools=[adder(ran)]) == "Je compte. 42"
    assert ran == [({"a": 41}, threading.get_ident())], "in the thread that reads: its database is there"
    tool = adder([])
    function = {"name": tool.name, "description": tool.description, "parameters": tool.parameters}
    first, second = server.requests
    assert first.body["tools"] == second.body["tools"] == [{"type": "function", "function": function}]
    asked, result = second.body["messages"][2:]
    assert asked["role"] == "assistant" and asked["tool_calls"][0]["function"]["name"] == "plus_un"
    assert (result["role"], result["tool_call_id"], result["content"]) == ("tool", "call-0", "42")


def test_several_tools_in_one_reply(serve: Serve) -> None:
    server = serve(Reply(calls=[("plus_un", '{"a": 1}'), ("plus_un", '{"a": 2}')]), Reply(("fait",)))
    assert streamed(model(server), tools=[adder([])]) == "fait"
    results = [message for message in server.requests[1].body["messages"] if message["role"] == "tool"]
    assert [(result["tool_call_id"], result["content"]) for result in results] == [("call-0", "2"), ("call-1", "3")]


@pytest.mark.parametrize(
    ("call", "answered", "runs"),
    [
        (("effacer_tout", "{}"), "Outils disponibles : plus_un", 0),
        (("plus_un", '{"a": 1'), "ne sont pas un objet JSON", 0),
        (("plus_un", "[1]"), "ne sont pas un objet JSON", 0),
        (("plus_un", '{"a": "un"}'), "Arguments refusés : a doit être un entier", 1),
    ],
    ids=["unknown", "malformed", "no object", "refused"],
)
def test_a_bad_tool_call_is_answered(serve: Serve, call: tuple[str, str], answered: str, runs: int) -> None:
    server, ran = serve(Reply(calls=[call]), Reply(("tant pis",))), list[Any]()
    assert streamed(model(server), tools=[adder(ran)]) == "tant pis"
    assert len(ran) == runs
    result = server.requests[1].body["messages"][-1]
    assert result["role"] == "tool" and result["tool_call_id"] == "call-0"
    assert answered in result["content"]


def test_tools_are_called_in_four_rounds_at_most(serve: Serve) -> None:
    server = serve(*[Reply(calls=[("plus_un", '{"a": 1}')])] * 9)
    ran: list[Any] = []
    with pytest.raises(ModelReplyError):
        streamed(model(server), tools=[adder(ran)])
    assert (len(ran), len(server.requests)) == (4, 5)


def test_a_tool_that_breaks_is_our_fault(serve: Serve) -> None:
    def run(_: object) -> str:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        streamed(model(serve(Reply(calls=[("t", "{}")]))), tools=[Tool("t", "t", {"type": "object"}, run)])


# Replies that cannot be used


@pytest.mark.parametrize(
    "reply",
    [
        Reply(),
        Reply(("  \n",)),
        Reply(refusal="Je ne peux pas."),
        Reply(("coupé",), finish="length"),
        Reply(("caché",), finish="content_filter"),
        Reply(raw="{not json"),
    ],
    ids=["empty", "blank", "refusal", "length", "filtered", "malformed"],
)
@BOTH
def test_a_reply_that_cannot_be_used(serve: Serve, ask: Ask, reply: Reply) -> None:
    server = serve(reply)
    with pytest.raises(ModelReplyError):
        ask(model(server))
    assert len(server.requests) == 1, "asking again would give the same"


@pytest.mark.parametrize(
    "text",
    ['{"answer": "oui"}', '{"answer": "oui", "sure": "perhaps"}', "oui", '{"answer": "ou', f"```json\n{VERDICT}\n```"],
    ids=["missing", "type", "prose", "half", "fenced"],
)
def test_a_reply_of_another_schema_is_not_repaired(serve: Serve, text: str) -> None:
    with pytest.raises(ModelReplyError) as caught:
        completed(model(serve(Reply((text,)))))
    assert "oui" not in str(caught.value) and caught.value.__cause__ is None, "an error does not hold the reply"


@pytest.mark.parametrize("finish", ["length", "content_filter"])
def test_a_whole_object_of_a_reply_that_was_cut(serve: Serve, finish: str) -> None:
    """What came after is missing; and in this way of asking the client itself does not look."""
    server = serve(Reply(calls=[("Verdict", VERDICT)], finish=finish), Reply(calls=[("Verdict", VERDICT)]))
    asked = model(server, output="function_calling")
    with pytest.raises(ModelReplyError):
        completed(asked)
    assert completed(asked).sure
    assert server.requests[0].body["tools"][0]["function"]["name"] == "Verdict"


def test_an_error_told_within_a_stream(serve: Serve) -> None:
    """What vLLM does when it breaks after its headers."""
    server = serve(Reply(raw='{"error": {"message": "out of memory", "code": 500}}'), Reply(("oui",)))
    assert streamed(model(server)) == "oui"


# Failures that pass


@pytest.mark.parametrize(
    "failure",
    [
        BUSY,
        Reply(status=500, raw="<html>"),
        Reply(status=429, raw="{}", headers={"Retry-After": "0"}),
        Reply(cut="abrupt"),
    ],
    ids=["503", "500", "429", "cut"],
)
@BOTH
def test_a_transient_failure_is_tried_again(serve: Serve, ask: Ask, failure: Reply) -> None:
    server = serve(failure, failure, Reply((VERDICT,)))
    assert ask(model(server))
    assert len(server.requests) == 3


@BOTH
def test_only_two_more_times(serve: Serve, ask: Ask) -> None:
    server = serve(*[BUSY] * 9)
    with pytest.raises(TransientModelError):
        ask(model(server))
    assert len(server.requests) == 3


@pytest.mark.parametrize("cut", ["abrupt", "clean"])
def test_a_text_that_breaks_off_is_not_begun_again(serve: Serve, cut: str) -> None:
    """What was shown cannot be taken back; and a half text must not pass for a whole one."""
    server = serve(Reply(("La moitié ", "de"), cut=cut), Reply(("tout",)))
    came: list[str] = []
    with pytest.raises(TransientModelError):
        for piece in model(server).stream(PROMPT, seconds=5):
            came.append(piece)
    assert came == ["La moitié ", "de"]
    assert len(server.requests) == 1


def test_a_stream_that_closes_cleanly_before_its_text_is_tried_again(serve: Serve) -> None:
    server = serve(Reply(cut="clean"), Reply(("oui",)))
    assert streamed(model(server)) == "oui"


def test_a_body_instead_of_a_stream(serve: Serve) -> None:
    with pytest.raises(ModelError):
        streamed(model(serve(Reply((VERDICT,), plain=True)), retries=0))


def test_the_wait_that_the_server_asks_is_kept(serve: Serve) -> None:
    server = serve(Reply(status=429, raw="{}", headers={"Retry-After": "1"}), Reply(("oui",)))
    assert streamed(model(server)) == "oui"
    first, second = server.requests
    assert second.at - first.at >= 1


@BOTH
def test_a_wait_that_is_too_long_is_not_waited(serve: Serve, ask: Ask) -> None:
    server = serve(Reply(status=429, raw="{}", headers={"Retry-After": "60"}))
    begun = time.monotonic()
    with pytest.raises(TransientModelError) as caught:
        ask(model(server))
    assert caught.value.retry_after == 60
    assert time.monotonic() - begun < 4


def test_a_closed_port_is_transient(serve: Serve) -> None:
    server = serve()
    server.__exit__()
    with pytest.raises(TransientModelError):
        streamed(model(server))


# Failures that stay


@pytest.mark.parametrize("status", [400, 401, 403, 404, 422])
@BOTH
def test_a_refusal_of_the_call_is_permanent(serve: Serve, ask: Ask, status: int) -> None:
    server = serve(Reply(status=status, raw='{"error": {"message": "no"}}'), Reply((VERDICT,)))
    with pytest.raises(PermanentModelError):
        ask(model(server))
    assert len(server.requests) == 1


@pytest.mark.parametrize("name", ["claude:x", "openai:", "openai"])
def test_a_model_that_cannot_be_opened(name: str) -> None:
    with pytest.raises(PermanentModelError):
        open_chat_model(ModelSpec(name))


def test_a_provider_that_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name == "langchain_ollama" else object())
    with pytest.raises(MissingModelExtra) as caught:
        open_chat_model(ModelSpec("ollama:mistral"))
    assert caught.value.remedy == "pip install 'alinea[ollama]'"


# Time


@BOTH
def test_silence_ends_with_the_time(serve: Serve, ask: Ask) -> None:
    server = serve(Reply(silent=True))
    begun = time.monotonic()
    with pytest.raises(ModelTimeout):
        ask(model(server, retries=0), seconds=1)
    assert time.monotonic() - begun < 4
    assert server.left.wait(20), "the connection is closed, and the server stops working for nothing"


def test_a_slow_first_word_is_left_for_another_try(serve: Serve) -> None:
    server = serve(Reply(("tard",), first=9), Reply(("oui",)))
    assert streamed(model(server, first_seconds=1.0)) == "oui"
    assert server.left.wait(20)


def test_half_of_the_time_is_for_the_first_word(serve: Serve) -> None:
    server = serve(Reply(silent=True), Reply(("oui",)))
    assert streamed(model(server), seconds=4) == "oui"
    first, second = server.requests
    assert 1.5 < second.at - first.at < 3.5


def test_a_text_that_lasts_is_ended(serve: Serve) -> None:
    server = serve(Reply(["a"] * 90, pause=0.1))
    came: list[str] = []
    with pytest.raises(ModelTimeout):
        for piece in model(server, first_seconds=9).stream(PROMPT, seconds=2):
            came.append(piece)
    assert 0 < len(came) <= 20
    assert len(server.requests) == 1 and server.left.wait(20)


# Leaving


@BOTH
def test_stopping_closes_the_connection(serve: Serve, ask: Ask) -> None:
    server, stop = serve(Reply(silent=True)), threading.Event()
    threading.Timer(0.3, stop.set).start()
    begun = time.monotonic()
    with pytest.raises(ModelStopped):
        ask(model(server), seconds=20, stop=stop)
    assert time.monotonic() - begun < 9
    assert server.left.wait(20)


def test_stopping_in_mid_text(serve: Serve) -> None:
    server, stop = serve(Reply(["a"] * 50, pause=0.1)), threading.Event()
    with pytest.raises(ModelStopped):
        for _ in model(server).stream(PROMPT, seconds=20, stop=stop):
            stop.set()
    assert server.left.wait(20)


def test_a_stop_set_before_sends_nothing(serve: Serve) -> None:
    server, stop = serve(), threading.Event()
    stop.set()
    with pytest.raises(ModelStopped):
        streamed(model(server), stop=stop)
    assert server.requests == []


def test_a_stop_while_waiting_to_try_again(serve: Serve) -> None:
    server, stop = serve(BUSY), threading.Event()
    threading.Timer(0.3, stop.set).start()
    with pytest.raises(ModelStopped):
        streamed(model(server, backoff_seconds=9), seconds=20, stop=stop)
    assert len(server.requests) == 1


def test_a_reader_who_leaves_closes_the_connection(serve: Serve) -> None:
    server = serve(Reply(["a"] * 50, pause=0.1), Reply(("oui",)))
    asked = model(server, calls_at_once=1)
    pieces = asked.stream(PROMPT, seconds=20)
    assert next(pieces) == "a"
    pieces.close()  # type: ignore[attr-defined]
    assert server.left.wait(20)
    assert streamed(asked) == "oui", "its place is free again"


# Limits shared by calls


def test_so_many_calls_at_once(serve: Serve) -> None:
    server = serve(*[Reply(("oui",), first=0.4)] * 6)
    asked, told = model(server, calls_at_once=2, wait_seconds=5), list[str]()
    threads = [threading.Thread(target=lambda: told.append(streamed(asked, 9))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told == ["oui"] * 6
    assert server.busiest == 2


def test_one_call_too_many(serve: Serve) -> None:
    server = serve(Reply(("a", "b"), pause=2))
    asked = model(server, calls_at_once=1, wait_seconds=0.1)
    pieces = asked.stream(PROMPT, seconds=9)
    next(pieces)
    with pytest.raises(ModelBusy):
        completed(asked)
    assert len(server.requests) == 1


def test_a_service_that_fails_is_left_alone(serve: Serve) -> None:
    server = serve(*[BUSY] * 9)
    asked = model(server)
    for _ in range(2):
        with pytest.raises(TransientModelError):
            streamed(asked)
    assert len(server.requests) == 5, "the fifth failure opens the breaker in the middle of the second call"
    with pytest.raises(ModelBusy):
        completed(asked)
    assert len(server.requests) == 5


def test_the_tokens_of_the_day(serve: Serve) -> None:
    server = serve(Reply(("oui",), usage=(90, 5)), Reply(("oui",)))
    asked = model(server, tokens_a_day=100)
    assert streamed(asked) == "oui"
    with pytest.raises(OverBudget) as caught:
        streamed(asked)
    assert caught.value.limit == 100
    assert len(server.requests) == 1


# The log


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.name == "prompts.langchain_door"]


def test_each_call_is_logged_once(serve: Serve, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    server = serve(BUSY, Reply(calls=[("plus_un", '{"a": 1}')]), Reply(("secret",), usage=(20, 4)))
    streamed(model(server), tools=[adder([])])
    (line,) = lines(caplog)
    mark = fingerprint("model_check.txt")
    start = f"model=openai:scripted prompt=model_check.txt fingerprint={mark} input_tokens=27 output_tokens=7 "
    assert line.startswith(start + "estimated=no attempts=3 milliseconds=") and line.endswith(" outcome=done")
    for word in ("secret", KEY, PROMPT.system, PROMPT.user, server.url):
        assert word not in caplog.text, "not by the libraries either"


def test_the_cost_of_a_call_is_logged_where_prices_are_known(serve: Serve, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    server = serve(Reply(("oui",), usage=(20, 4)), Reply(("oui",), usage=(20, 4)))
    streamed(model(server, prices=(Decimal("1.5"), Decimal("2"))))
    streamed(model(server))
    priced, free = lines(caplog)
    assert " cost=0.000038 " in priced and " cost=- " in free


def test_tokens_that_are_not_counted_are_estimated(serve: Serve, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    streamed(model(serve(Reply(("x" * 40,), usage=None))))
    sent = -(-len(PROMPT.system + PROMPT.user) // 4)
    assert f"input_tokens={sent} output_tokens=10 estimated=yes" in lines(caplog)[0]


@pytest.mark.parametrize(
    ("reply", "outcome"),
    [
        (BUSY, "TransientModelError HTTP 503"),
        (Reply(status=401, raw="{}"), "PermanentModelError HTTP 401"),
        (Reply(("prose",)), "ModelReplyError"),
    ],
)
def test_a_failure_is_logged(serve: Serve, caplog: pytest.LogCaptureFixture, reply: Reply, outcome: str) -> None:
    caplog.set_level(logging.INFO)
    with pytest.raises(ModelError):
        completed(model(serve(reply), retries=0))
    assert f"outcome={outcome}" in lines(caplog)[0]
    assert "prose" not in caplog.text
