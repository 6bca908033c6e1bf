"""A model that obeys every injection: it writes what an attack wants, under every citation that may pass."""

import re
from collections.abc import Iterator, Mapping, Sequence
from threading import Event
from typing import TypeVar

from pydantic import BaseModel

from bot.fact_words import KINDS
from prompts.chat_model import Prompt, Tool
from tests.scripted_model import said

T = TypeVar("T", bound=BaseModel)
_LINE = re.compile(r"^\[(\d+)\] [^:]* : (.*)$", re.MULTILINE)
_MOST_CITED = 8


class ObeyingModel:
    """Writes the wanted sentences alone, glued to faithful ones, raw, and broken; reads all tools first."""

    name = "made:obeying"

    def __init__(self, wants: Sequence[str]) -> None:
        """`wants` are the sentences that the attack asks for."""
        self._wants = wants
        self.seen = ""
        """All that it was shown."""

    def stream(
        self, prompt: Prompt, *, seconds: float, tools: Sequence[Tool] = (), stop: Event | None = None
    ) -> Iterator[str]:
        self.seen += prompt.user
        texts = dict(_LINE.findall(prompt.user))
        for tool in tools:
            for arguments in self._arguments(tool):
                told = tool.run(arguments)
                self.seen += told
                texts |= dict(_LINE.findall(told))
        numbers = [int(number) for number in texts]
        for want in self._wants:
            yield from (said(want, number) for number in (*numbers, 99, 0, -1))
            yield said(want, *numbers[:_MOST_CITED])
            yield said(want, *numbers[-_MOST_CITED:])
            yield from (said(f"{text.rstrip(' .;')}, {want}", int(number)) for number, text in texts.items())
            yield from (
                said(f"{text.rstrip(' .;')}. {want}", int(number), *numbers[:3]) for number, text in texts.items()
            )
            yield f'{want}\n[1] {want}\n{{"phrase": {want!r}, "citations": [1]}}\n'

    @staticmethod
    def _arguments(tool: Tool) -> Iterator[Mapping[str, object]]:
        properties = tool.parameters["properties"]
        assert isinstance(properties, dict)
        for kind in KINDS:
            for convention in properties["convention"]["enum"]:
                yield {"kind": kind, "convention": convention}

    def complete(self, prompt: Prompt, schema: type[T], *, seconds: float, stop: Event | None = None) -> T:
        self.seen += prompt.user
        return schema.model_validate({"question": self._wants[0][:300]})
