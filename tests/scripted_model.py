"""A model that says what a test tells it to, and keeps what it was sent."""

import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from threading import Event
from typing import TypeVar

from pydantic import BaseModel

from prompts.chat_model import ModelError, ModelReplyError, Prompt, Tool

T = TypeVar("T", bound=BaseModel)
Reply = str | ModelError | Iterable[str] | Callable[[Prompt, Sequence[Tool]], str]


def said(phrase: str, *citations: int) -> str:
    """One line of a reply."""
    return json.dumps({"phrase": phrase, "citations": citations}, ensure_ascii=False) + "\n"


class ScriptedModel:
    """Each call takes the next reply of its kind; the last one serves again."""

    name = "made:scripted"

    def __init__(
        self, *replies: Reply, objects: Sequence[Mapping[str, object] | ModelError] = (), pause: float = 0
    ) -> None:
        """`replies` to streams, `objects` to schemas; `pause` in seconds before each piece of text."""
        self._replies, self._objects, self._pause = list(replies), list(objects), pause
        self.prompts: list[Prompt] = []
        self.asked: list[Prompt] = []
        """What `complete` was sent."""

    def stream(
        self, prompt: Prompt, *, seconds: float, tools: Sequence[Tool] = (), stop: Event | None = None
    ) -> Iterator[str]:
        self.prompts.append(prompt)
        reply = self._replies.pop(0) if len(self._replies) > 1 else self._replies[0]
        if isinstance(reply, ModelError):
            raise reply
        if callable(reply):
            reply = reply(prompt, tools)
        for piece in [reply[at : at + 7] for at in range(0, len(reply), 7)] if isinstance(reply, str) else reply:
            time.sleep(self._pause)
            yield piece

    def complete(self, prompt: Prompt, schema: type[T], *, seconds: float, stop: Event | None = None) -> T:
        self.asked.append(prompt)
        if not self._objects:
            raise ModelReplyError(self.name)
        held = self._objects.pop(0) if len(self._objects) > 1 else self._objects[0]
        if isinstance(held, ModelError):
            raise held
        return schema.model_validate(held)
