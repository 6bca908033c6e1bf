"""Threads: what blocks runs beside the loop, answers in some threads, the database in another one."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

from bot.conversations.turns import Turn
from bot.slack.answering import Answering, Reply

_ANSWERING_THREADS = 2
"""Answers are computed in Python, and more threads would only share its one lock."""
_T = TypeVar("_T")


class Threads:
    """Runs blocking functions beside the loop: answers in some threads, the database in another one."""

    def __init__(self) -> None:
        self._answers = ThreadPoolExecutor(_ANSWERING_THREADS, "answer")
        self._database = ThreadPoolExecutor(1, "database")

    async def __call__(self, function: Callable[..., _T], /, *arguments: Any) -> _T:
        """Run a short transaction."""
        return await asyncio.get_running_loop().run_in_executor(self._database, function, *arguments)

    async def answer(self, function: Callable[..., _T], /, *arguments: Any) -> _T:
        """Run what takes the assistant."""
        return await asyncio.get_running_loop().run_in_executor(self._answers, function, *arguments)

    def close(self) -> None:
        """Wait for what is running, and end."""
        self._answers.shutdown(wait=False, cancel_futures=True)
        self._database.shutdown(wait=True)


@dataclass(frozen=True, slots=True)
class InThreads:
    """Answers from threads of this process: for tests, simulations, and machines of one core."""

    answering: Answering
    threads: Threads

    async def listens(self, turn: Turn) -> bool:
        """As `Answering.listens`."""
        return await self.threads.answer(self.answering.listens, turn)

    async def reply(self, turn: Turn) -> Reply:
        """As `Answering.reply`."""
        return await self.threads.answer(self.answering.reply, turn)
