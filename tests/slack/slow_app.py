"""The app with late answers: a question that says « lentement » waits for the file of `SLOW_GATE`. No test of its own.

All else is `bot.slack.running.run` on the real assistant; `SLOW_PATIENCE`: seconds before a stream opens.
"""

import argparse
import asyncio
import os
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import bot.settings
from bot.assistant import Assistant, Piece
from bot.plan import Plan
from bot.question import Question
from bot.slack import desk, logs
from bot.slack.answering import open_answering
from bot.slack.running import Transport, run
from bot.slack.settings import load_slack

WORD = "lentement"


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
