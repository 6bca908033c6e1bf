"""Door to LangChain: any model that `init_chat_model` opens, behind our protocol. Needs the extra `llm`.

LangChain's own retries, caches and traces are off: what is sent, how often, and to whom, is decided here.
"""

import importlib.util
import json
import logging
import threading
import tomllib
from collections.abc import AsyncIterator, Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing
from typing import Any

from prompts import read
from prompts.chat_model import (
    ChatModel,
    MissingModelExtra,
    ModelReplyError,
    ModelSpec,
    PermanentModelError,
    Prompt,
    T,
    Tool,
    TransientModelError,
)
from prompts.model_calls import Call, Caller

ROUNDS = 4
"""Rounds of tool calls before a model that asks for more is given up."""
_NO_KEY = "none"
"""Sent when no key is set: clients refuse none at all, or would take one from the environment."""
_HOMES = {
    "openai": "https://api.openai.com/v1",
    "mistral": "https://api.mistral.ai/v1",
    "ollama": "http://localhost:11434",
    "anthropic": "https://api.anthropic.com",
}
"""Addresses of the providers; told, or clients would take others from the environment."""
_PROVIDERS = {
    "openai": ("openai", "langchain_openai", "llm"),
    "mistral": ("mistralai", "langchain_mistralai", "mistral"),
    "ollama": ("ollama", "langchain_ollama", "ollama"),
    "anthropic": ("anthropic", "langchain_anthropic", "anthropic"),
}
"""Our name of a provider: LangChain's name, its package, our extra."""
_TALKATIVE = ("openai", "anthropic", "httpx", "httpx2", "httpcore", "httpcore2", "langsmith")
"""Loggers that write addresses, and at their lowest level what is sent."""
_REASONS = ("finish_reason", "stop_reason", "done_reason")
"""Where providers say why a reply ended: OpenAI and Mistral, Anthropic, Ollama."""
_NOT_WHOLE = ("length", "max_tokens", "model_length", "content_filter", "refusal", "error")
"""How ends that leave a reply cut or refused begin; chunks that are added up may repeat them."""


def open_chat_model(spec: ModelSpec) -> ChatModel:
    """The model of a spec; connects to nothing yet. Raises PermanentModelError, MissingModelExtra."""
    provider, _, model = spec.name.partition(":")
    if provider not in _PROVIDERS or not model:
        raise PermanentModelError(spec.name, "no such provider")
    name, package, extra = _PROVIDERS[provider]
    missing = [extra for needed in ("langchain", package) if importlib.util.find_spec(needed) is None]
    if missing:
        raise MissingModelExtra(spec.name, missing[0])
    from langchain.chat_models import init_chat_model

    for talkative in _TALKATIVE:
        logging.getLogger(talkative).setLevel(logging.WARNING)
    try:
        client = init_chat_model(model, model_provider=name, temperature=0, **_options(provider, spec))
    except (ImportError, ValueError) as error:
        raise PermanentModelError(spec.name, type(error).__name__) from error
    return LangChainModel(spec, client)


def _options(provider: str, spec: ModelSpec) -> dict[str, Any]:
    """What each provider's client calls the address, the key, and the retries that are ours to make."""
    key, address = spec.key or _NO_KEY, spec.url or _HOMES[provider]
    if provider == "openai":
        # the Responses API and its like are OpenAI's only; usage is asked for, for no other server sends it unasked;
        # its own time limit reads each chunk in another task, where a cancelled call may go on
        plain = {"use_responses_api": False, "stream_usage": True, "stream_chunk_timeout": None}
        return {"base_url": address, "api_key": key, "max_retries": 0, **plain}
    if provider == "ollama":
        return {"base_url": address, "client_kwargs": {"headers": {"Authorization": f"Bearer {key}"}}}
    attempts = 1 if provider == "mistral" else 0  # Mistral's counts the first one
    return {"base_url": address, "api_key": key, "max_retries": attempts}


class LangChainModel:
    """A chat model of LangChain. Limits are shared by the calls of one object: keep one for a process."""

    def __init__(self, spec: ModelSpec, client: Any) -> None:
        """`client` is a `BaseChatModel` of LangChain."""
        self._spec, self._client, self._caller = spec, client, Caller(spec)

    @property
    def name(self) -> str:
        """Provider and model."""
        return self._spec.name

    def stream(
        self, prompt: Prompt, *, seconds: float, tools: Sequence[Tool] = (), stop: threading.Event | None = None
    ) -> Iterator[str]:
        """See `ChatModel.stream`."""
        client = self._client.bind_tools([_declared(tool) for tool in tools]) if tools else self._client
        messages = _messages(prompt)
        with self._caller.call(prompt.name, _size(messages), seconds, stop) as call:
            for left in range(ROUNDS, -1, -1):
                reply = yield from self._spoken(call, client, messages)
                asked = _asked(reply)
                if not asked:
                    return
                if not left:
                    raise ModelReplyError(self.name, "too many rounds of tools")
                messages = [*messages, reply, *_results(asked, tools)]

    def complete(self, prompt: Prompt, schema: type[T], *, seconds: float, stop: threading.Event | None = None) -> T:
        """See `ChatModel.complete`."""
        method = self._spec.output or ("json_schema" if self.name.startswith("openai:") else None)
        asked = {"method": method} if method else {}
        messages = _messages(prompt)
        with self._caller.call(prompt.name, _size(messages), seconds, stop) as call:
            client = self._client.with_structured_output(schema, include_raw=True, **asked)
            source = _once(client, messages)
            (reply,) = self._caller.attempt(call, _size(messages), source, first=False)
            raw, parsed = reply["raw"], reply["parsed"]
            call.spoken = _size([raw])
            call.used(_usage(raw))
            _whole(raw, self.name)
            if not isinstance(parsed, schema):
                raise ModelReplyError(self.name, type(reply["parsing_error"]).__name__)
            return parsed

    def _spoken(self, call: Call, client: Any, messages: list[Any]) -> Generator[str, None, Any]:
        """The texts of one reply; returns its whole message. Raises ModelError."""
        reply: Any = None
        source = _streamed(client, messages, self.name)
        with closing(self._caller.attempt(call, _size(messages), source, first=True)) as items:
            for item in items:
                if not isinstance(item, str):
                    reply = item
                elif item:
                    call.spoken += len(item)
                    yield item
        call.used(_usage(reply))
        _whole(reply, self.name)
        if not (str(reply.text).strip() or _asked(reply)):
            raise ModelReplyError(self.name, "empty")
        return reply


def _messages(prompt: Prompt) -> list[Any]:
    from langchain_core.messages import HumanMessage, SystemMessage

    return [SystemMessage(prompt.system), HumanMessage(prompt.user)]


def _declared(tool: Tool) -> dict[str, Any]:
    """A tool as OpenAI writes it, which LangChain rewrites for other providers."""
    function = {"name": tool.name, "description": tool.description, "parameters": dict(tool.parameters)}
    return {"type": "function", "function": function}


def _streamed(client: Any, messages: list[Any], name: str) -> Callable[[], AsyncIterator[Any]]:
    """The texts of a reply, empty ones while it writes a tool's arguments, then its whole message."""

    async def source() -> AsyncIterator[Any]:
        from langsmith import tracing_context

        whole = None
        with tracing_context(enabled=False):  # a variable of the environment would send all to LangSmith
            async for chunk in client.astream(messages):
                whole = chunk if whole is None else whole + chunk
                if chunk.text or chunk.tool_call_chunks:
                    yield str(chunk.text)
        if not _reason(whole):  # a connection closed halfway can look like an end
            raise TransientModelError(name, "broken off")
        yield whole

    return source


def _once(client: Any, messages: list[Any]) -> Callable[[], AsyncIterator[Any]]:
    """The one reply of a call that does not stream."""

    async def source() -> AsyncIterator[Any]:
        from langsmith import tracing_context

        with tracing_context(enabled=False):
            yield await client.ainvoke(messages)

    return source


def _asked(reply: Any) -> list[Any]:
    """Tool calls of a reply: name, args and id. Arguments as they came, for LangChain closes those that were cut."""
    return list(reply.tool_call_chunks or (*reply.tool_calls, *reply.invalid_tool_calls))


def _results(asked: list[Any], tools: Sequence[Tool]) -> list[Any]:
    """What each tool call gave, refusals included, in messages for the model."""
    from langchain_core.messages import ToolMessage

    known = {tool.name: tool for tool in tools}
    found = []
    for call in asked:
        status, text = _result(known, call["name"] or "", call["args"])
        found.append(ToolMessage(text, tool_call_id=call["id"] or "", name=call["name"] or "", status=status))
    return found


def _result(known: Mapping[str, Tool], name: str, arguments: object) -> tuple[str, str]:
    """Status and text of one tool call; the words of refusals are for the model."""
    if name not in known:
        return "error", _words("unknown", known=", ".join(sorted(known)) or "-")
    try:
        laid = json.loads(arguments or "{}") if arguments is None or isinstance(arguments, str) else arguments
    except ValueError:
        laid = None
    if not isinstance(laid, dict):
        return "error", _words("arguments")
    try:
        return "success", known[name].run(laid)
    except ValueError as error:
        return "error", _words("refused", reason=error)


def _words(key: str, **values: object) -> str:
    text: str = tomllib.loads(read("tool_replies.toml"))[key]
    return text.format(**values)


def _reason(message: Any) -> str:
    """Why a reply ended, in its provider's words; empty when it did not say."""
    told = getattr(message, "response_metadata", {})
    return next((str(told[key]) for key in _REASONS if told.get(key)), "")


def _whole(message: Any, name: str) -> None:
    """Raises ModelReplyError for a reply that is cut or refused."""
    if _reason(message).startswith(_NOT_WHOLE) or message.additional_kwargs.get("refusal"):
        raise ModelReplyError(name, _reason(message))


def _usage(message: Any) -> tuple[int, int] | None:
    """Tokens in and out, as the service counted them; `None` when it did not."""
    usage = message.usage_metadata
    return (usage["input_tokens"], usage["output_tokens"]) if usage else None


def _size(messages: list[Any]) -> int:
    """Characters of messages, tool calls included."""
    return sum(len(str(message.text)) + len(str(getattr(message, "tool_calls", ""))) for message in messages)
