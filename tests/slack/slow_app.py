"""The app with late answers: a question that says « lentement » waits for the file of `SLOW_GATE`. No test of its own.

All else is `bot.slack.running.run` on the real assistant; `SLOW_PATIENCE`: seconds before a stream opens.
`SLOW_MODEL`: a JSON file of what a model says, in place of the one of the settings: see `Written`.
"""

import argparse
import asyncio
import json
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any, TypeVar

from pydantic import BaseModel

import bot.settings
from bot.assistant import Assistant, Piece
from bot.plan import Plan
from bot.question import Question
from bot.slack import desk, logs
from bot.slack.answering import open_answering
from bot.slack.running import Transport, run
from bot.slack.settings import load_slack
from prompts.chat_model import ModelReplyError, ModelStopped, ModelTimeout, PermanentModelError, Prompt, Tool

WORD = "lentement"
T = TypeVar("T", bound=BaseModel)


class Slow:
    """An assistant that makes some questions wait."""

    def __init__(self, real: Assistant, gate: Path) -> None:
        self._real, self._gate = real, gate

    def told(self, question: Question, stop: Event | None = None) -> tuple[Plan, Iterator[Piece]]:
        """The plan with the pieces of the answer, once the gate is open."""
        while WORD in question.text and not self._gate.exists():
            time.sleep(0.02)
        return self._real.told(question, stop)

    def within(self, documents: frozenset[str]) -> "Slow":
        """As slow on fewer documents."""
        return Slow(self._real.within(documents), self._gate)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)


class Written:
    """A model that says what a file holds: for a word of the question, its steps.

    A step is a text to say; a number of seconds to wait; `{"until": path}`, a file to wait for; `{"fail": true}`.
    What becomes of each call is added to `calls` beside that file: `asked`, then `said`, `closed`, `late` or `failed`.
    """

    name = "made:written"

    def __init__(self, script: Path) -> None:
        self._script = script

    def stream(
        self, prompt: Prompt, *, seconds: float, tools: Sequence[Tool] = (), stop: Event | None = None
    ) -> Iterator[str]:
        """The steps of the first word that the question holds."""
        steps = json.loads(self._script.read_text(encoding="utf-8"))
        end, outcome = time.monotonic() + seconds, "closed"
        self._record("asked")
        try:
            for step in next(steps[word] for word in steps if word in prompt.user):
                if isinstance(step, str):
                    yield step
                elif step == {"fail": True}:
                    outcome = "failed"
                    raise PermanentModelError(self.name, "no such model")
                else:
                    outcome = "late"
                    self._wait(step, end, stop or Event())
                    outcome = "closed"
            outcome = "said"
        except ModelStopped:
            outcome = "closed"
            raise
        finally:
            self._record(outcome)

    def complete(self, prompt: Prompt, schema: type[T], *, seconds: float, stop: Event | None = None) -> T:
        """Nothing."""
        raise ModelReplyError(self.name)

    def _wait(self, step: Any, end: float, stop: Event) -> None:
        """As the real one: until the step's time or file, the stop or the end of the call's time."""
        until = time.monotonic() + step if isinstance(step, (int, float)) else None
        while time.monotonic() < until if until else not Path(step["until"]).exists():
            if stop.wait(0.02):
                raise ModelStopped(self.name)
            if time.monotonic() > end:
                raise ModelTimeout(self.name, "the reply took too long")

    def _record(self, what: str) -> None:
        with self._script.with_name("calls").open("a", encoding="utf-8") as file:
            file.write(f"{what}\n")


class Script:
    """What `Written` reads, its gates, and what became of its calls."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.script = folder / "script.json"

    def write(self, **steps: list[Any]) -> None:
        """What is said to a question that holds a word."""
        self.script.write_text(json.dumps(steps), encoding="utf-8")

    def until(self, gate: str) -> dict[str, str]:
        return {"until": str(self._folder / gate)}

    def open(self, *gates: str) -> None:
        for gate in gates:
            (self._folder / gate).touch()

    @property
    def calls(self) -> list[str]:
        kept = self._folder / "calls"
        return kept.read_text(encoding="utf-8").split() if kept.exists() else []


def main() -> None:
    """Run as `alinea slack` does."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--http", action="store_true")
    parser.add_argument("--port", type=int)
    given = parser.parse_args()
    settings = bot.settings.load(os.environ)
    logs.configure(settings.log_format, settings.debug)
    desk._PATIENCE = float(os.environ["SLOW_PATIENCE"])
    answering = open_answering(settings)
    if "SLOW_MODEL" in os.environ:
        answering.assistant._model = Written(Path(os.environ["SLOW_MODEL"]))
    slow: Any = Slow(answering.assistant, Path(os.environ["SLOW_GATE"]))
    transport = Transport(given.port if given.http else None)
    try:
        late = replace(answering, assistant=slow)
        asyncio.run(run(late, settings, load_slack(os.environ, None, http=given.http), transport))
    finally:
        answering.memory.close()
        answering.assistant.close()


if __name__ == "__main__":
    main()
