"""A model that is opened when it is first asked: its client takes longer to import than an exact answer to make."""

from collections.abc import Iterator, Sequence
from threading import Event, Lock
from typing import TypeVar

from pydantic import BaseModel

from prompts.chat_model import ChatModel, ModelSpec, Prompt, Tool

T = TypeVar("T", bound=BaseModel)


class LateModel:
    """The model of a spec. Safe in several threads; whatever hinders its opening is raised by each call."""

    def __init__(self, spec: ModelSpec) -> None:
        """`spec` tells the provider, the model and the limits."""
        self._spec = spec
        self._model: ChatModel | None = None
        self._lock = Lock()

    @property
    def name(self) -> str:
        """Provider and model."""
        return self._spec.name

    def stream(
        self, prompt: Prompt, *, seconds: float, tools: Sequence[Tool] = (), stop: Event | None = None
    ) -> Iterator[str]:
        """As `ChatModel.stream`."""
        yield from self._opened().stream(prompt, seconds=seconds, tools=tools, stop=stop)

    def complete(self, prompt: Prompt, schema: type[T], *, seconds: float, stop: Event | None = None) -> T:
        """As `ChatModel.complete`."""
        return self._opened().complete(prompt, schema, seconds=seconds, stop=stop)

    def _opened(self) -> ChatModel:
        from prompts.langchain_door import open_chat_model

        with self._lock:
            if self._model is None:
                self._model = open_chat_model(self._spec)
            return self._model
