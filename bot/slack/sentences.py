"""Sentences: what a thread says of an answer while it is written, for the loop to stream a few at a time."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

_TOGETHER = 0.7
"""Seconds between two calls of one stream: Slack takes a hundred a minute for a whole workspace."""


class Sentences:
    """Hears sentences from any thread. Made inside a running loop."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._held: list[str] = []
        self._heard = asyncio.Event()
        self._over = False

    def say(self, sentence: str) -> None:
        """One sentence more; may be called from another thread."""
        self._loop.call_soon_threadsafe(self._keep, sentence)

    def end(self) -> None:
        """Nothing more will be said."""
        self._over = True
        self._heard.set()

    async def begun(self, seconds: float) -> bool:
        """Wait for something to be said, some seconds at most; whether more is to come."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._heard.wait(), seconds)
        return not self._over

    async def __aiter__(self) -> AsyncIterator[list[str]]:
        """What was said since the last time, until all is over; the last sentences come with the whole answer."""
        while not self._over:
            await self._heard.wait()
            held, self._held = self._held, []
            self._heard.clear()
            if held and not self._over:
                yield held
                await asyncio.sleep(_TOGETHER)

    def _keep(self, sentence: str) -> None:
        self._held.append(sentence)
        self._heard.set()
