"""One event loop in a thread of its own: what lets a plain iterator stop a call that waits for the network.

A blocking read cannot be interrupted from another thread; a task can, and its connection is closed with it.
"""

import asyncio
import os
import queue
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from prompts.chat_model import ModelStopped, ModelTimeout

S = TypeVar("S")
_GLANCE = 0.05
"""Seconds between two looks at `stop`: a person who leaves does not notice them."""
_STARTING = threading.Lock()
"""Two threads that begin together must not start two loops: clients keep their connections in one."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Until when a call may last."""

    name: str
    """The model, for errors."""
    end: float
    """When all must have come, in the seconds of `time.monotonic`."""
    first: float
    """When something must have come, in the same seconds."""
    stop: threading.Event | None
    """Set by whoever leaves; `None` when nobody can."""

    def hold(self, begun: bool) -> None:
        """Raises ModelStopped or ModelTimeout when the call may not go on."""
        if self.stop is not None and self.stop.is_set():
            raise ModelStopped(self.name)
        now = time.monotonic()
        if now >= self.end:
            raise ModelTimeout(self.name, "the reply took too long")
        if not begun and now >= self.first:
            raise ModelTimeout(self.name, "nothing came")


@dataclass(frozen=True, slots=True)
class _Ended:
    """The source gave all; `error` when it broke."""

    error: BaseException | None


def carried(source: Callable[[], AsyncIterator[S]], limits: Limits) -> Iterator[S]:
    """What an asynchronous source gives, in this thread, within limits; the source is cancelled whenever this ends.

    Raises ModelStopped, ModelTimeout, and what the source raises.
    """
    limits.hold(begun=True)
    arrived: queue.SimpleQueue[S | _Ended] = queue.SimpleQueue()
    with _STARTING:
        loop = _loop(os.getpid())
    task = asyncio.run_coroutine_threadsafe(_pump(source, arrived), loop)
    begun = False
    try:
        while True:
            try:
                item = arrived.get(timeout=_GLANCE)
            except queue.Empty:
                limits.hold(begun)
                continue
            if isinstance(item, _Ended):
                if item.error is not None:
                    raise item.error
                return
            begun = True  # what came before anyone looked is not late
            limits.hold(begun)
            yield item
    finally:
        task.cancel()


async def _pump(source: Callable[[], AsyncIterator[S]], arrived: "queue.SimpleQueue[S | _Ended]") -> None:
    try:
        async for item in source():
            arrived.put(item)
    except Exception as error:
        arrived.put(_Ended(error))
    else:
        arrived.put(_Ended(None))


@cache
def _loop(process: int) -> asyncio.AbstractEventLoop:
    """The loop of this process: a forked one does not inherit its parent's thread. Never ends, and holds nothing up."""
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name=f"chat-model-{process}", daemon=True).start()
    return loop
