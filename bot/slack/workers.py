"""Workers: answers computed in processes of their own, so that no answer delays an acknowledgement.

Threads would share Python's one lock with the loop: fifty questions at once then delay acknowledgements by tenths of
seconds. A worker that dies is replaced, and its question asked again once.
"""

import asyncio
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import wait
from typing import Any, Protocol

import structlog

from bot.conversations.turns import Turn
from bot.settings import Settings
from bot.slack.answering import Answering, Attachment, Reply, open_answering
from bot.slack.logs import frames

_log = structlog.get_logger()
Job = Callable[[Answering, Turn], Any]


Said = Callable[[str], None]
"""Called with each checked sentence of an answer as it comes, as Markdown; from any thread."""


class Answers(Protocol):
    """Who computes answers."""

    async def listens(self, turn: Turn) -> bool:
        """As `Answering.listens`."""

    async def reply(self, turn: Turn, said: Said, stop: threading.Event) -> Reply:
        """As `Answering.reply`."""

    async def picture(self, turn: Turn) -> Attachment | None:
        """As `Answering.picture`."""


class AnswerFailed(Exception):
    """An answer could not be computed in a worker."""

    def __init__(self, kind: str, where: str) -> None:
        """`kind`: class of the error; `where`: its frames, for the log."""
        super().__init__(kind)
        self.kind, self.where = kind, where


@dataclass(frozen=True, slots=True)
class _Failure:
    """An error on its way between processes: exceptions themselves do not all travel."""

    kind: str
    where: str


class Workers:
    """Answers from some processes. Made in the main process; `close` ends them."""

    def __init__(self, settings: Settings, count: int) -> None:
        self._settings, self._count = settings, count
        self._pool = self._new()
        self._lock = asyncio.Lock()

    def warm(self) -> None:
        """Start the processes, which load what is loaded once, without waiting for them."""
        for _ in range(self._count):
            self._pool.submit(_ready)

    async def listens(self, turn: Turn) -> bool:
        """As `Answering.listens`. Raises AnswerFailed."""
        return bool(await self._run(_listens, turn))

    async def reply(self, turn: Turn, said: Said, stop: threading.Event) -> Reply:
        """As `Answering.reply`, whole at once: processes answer without a model. Raises AnswerFailed."""
        found = await self._run(_reply, turn)
        assert isinstance(found, Reply)
        return found

    async def picture(self, turn: Turn) -> Attachment | None:
        """As `Answering.picture`. Raises AnswerFailed."""
        found = await self._run(_picture, turn)
        assert found is None or isinstance(found, Attachment)
        return found

    def close(self) -> None:
        """End the processes without waiting for what they compute."""
        processes = list((getattr(self._pool, "_processes", None) or {}).values())
        self._pool.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            process.kill()

    async def _run(self, job: Job, turn: Turn) -> Any:
        try:
            found = await self._submitted(job, turn)
        except BrokenProcessPool:
            await self._replace()
            found = await self._submitted(job, turn)
        if isinstance(found, _Failure):
            raise AnswerFailed(found.kind, found.where)
        return found

    async def _submitted(self, job: Job, turn: Turn) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._pool, partial(_work, job, turn))

    async def _replace(self) -> None:
        """A new pool in place of a broken one, once for all the questions that it broke."""
        broken = self._pool
        async with self._lock:
            if self._pool is broken:
                _log.error("workers_died")
                broken.shutdown(wait=False)
                self._pool = self._new()

    def _new(self) -> ProcessPoolExecutor:
        # « spawn »: a fork would carry the loop's threads and locks in whatever state they are
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(self._count, context, _begin, (self._settings,))


def processes_for(cores: int | None) -> int:
    """How many workers a machine bears: one core is left to the loop.

    >>> processes_for(2), processes_for(16), processes_for(None)
    (1, 4, 1)
    """
    return max(1, min(4, (cores or 1) - 1))


_held: list[Answering] = []
"""In a worker, what it answers with."""


def _begin(settings: Settings) -> None:
    """Open what answers. Signals are the main process's to obey, and its death is the worker's."""
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, signal.SIG_IGN)  # sent to all processes of a terminal or a service
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_follow, args=(parent.sentinel,), daemon=True).start()
    answering = open_answering(settings)
    answering.memory.ownership.release()  # a worker takes no turns
    _held[:] = [answering]
    answering.assistant.library.search("convention", 1, None, ())  # loads the embedder


def _follow(sentinel: int) -> None:
    wait([sentinel])
    os._exit(0)


def _ready() -> None:
    """Nothing: the worker that runs it has begun."""


def _work(job: Job, turn: Turn) -> Any:
    try:
        return job(_held[0], turn)
    except Exception as error:
        return _Failure(type(error).__name__, frames(error))


def _listens(answering: Answering, turn: Turn) -> bool:
    return answering.listens(turn)


def _reply(answering: Answering, turn: Turn) -> Reply:
    return answering.reply(turn)


def _picture(answering: Answering, turn: Turn) -> Attachment | None:
    return answering.picture(turn)
