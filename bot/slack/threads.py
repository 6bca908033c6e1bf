"""Threads: what blocks runs beside the loop, answers in some threads, the database in another one."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Event
from typing import Any, TypeVar

from bot.conversations.turns import Turn
from bot.slack.answering import Answering, Attachment, Reply

_T = TypeVar("_T")


class Threads:
    """Runs blocking functions beside the loop: answers in some threads, the database in another one."""

    def __init__(self, answers: int) -> None:
        """`answers`: how many answers may be computed, or waited for, at once."""
        self._answers = ThreadPoolExecutor(answers, "answer")
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
    """Answers from threads of this process: with a language model, which is waited for more than it computes; for tests
    and simulations."""

    answering: Answering
    threads: Threads

    async def listens(self, turn: Turn) -> bool:
        """As `Answering.listens`."""
        return await self.threads.answer(self.answering.listens, turn)

    async def reply(self, turn: Turn, said: Callable[[str], None], stop: Event) -> Reply:
        """As `Answering.reply`."""
        return await self.threads.answer(self.answering.reply, turn, said, stop)

    async def picture(self, turn: Turn) -> Attachment | None:
        """As `Answering.picture`."""
        return await self.threads.answer(self.answering.picture, turn)
