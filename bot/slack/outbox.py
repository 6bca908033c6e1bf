"""The outbox: an answer computed is delivered in the end, once, or said to have failed.

Before each send the turn's attempt is written down; after it, the message's ts. So whoever takes a turn up again, after
a lost connection or a `kill -9`, knows whether a send may have arrived, and then looks for it before sending again.
"""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any, Protocol, TypeVar

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.conversations.turns import Route, Turn, Turns
from bot.slack import streaming
from bot.slack.failures import Failure, failure_of
from bot.slack.messages import Message, harmless_markdown
from bot.slack.sending import arrived, send

_LONGEST_WAIT = 60.0
_FIRST_WAIT = 0.5
"""Seconds before the second try, doubled at each."""
_GIVE_UP = 25 * 60
"""Seconds after which an answer is said to have failed: a `response_url` lives thirty minutes."""
_log = structlog.get_logger()
_T = TypeVar("_T")


class Threads(Protocol):
    """Runs blocking functions beside the loop."""

    def __call__(self, function: Callable[..., _T], /, *arguments: Any) -> Awaitable[_T]:
        """The function's value."""


class Undelivered(Exception):
    """No way was left to deliver an answer."""

    def __init__(self, code: str) -> None:
        """`code`: of the last failure, for the log."""
        super().__init__(code)
        self.code = code


class Outbox:
    """Delivers the messages of turns. One for a process; safe for many turns at once."""

    def __init__(self, client: AsyncWebClient, turns: Turns, threads: Threads, task_title: str) -> None:
        """`client`: without retry handlers, for repeating a send is decided here. `task_title`: of streams."""
        self._client = client
        self._turns = turns
        self._threads = threads
        self._title = task_title

    async def stream(self, turn: Turn) -> Turn:
        """Show that an answer is to come; the turn, with its stream if Slack opened one, now or for a former process.

        To be tried once: a stream whose opening failed on the way may stand, and another one would stand beside it.
        """
        assert turn.route is not None
        if turn.route.stream_ts:
            return turn
        ts = await streaming.begin(self._client, turn.route, self._title)
        if ts is None:
            return turn
        route = turn.route.model_copy(update={"stream_ts": ts})
        await self._threads(self._turns.rerouted, turn.id, route)
        return turn.model_copy(update={"route": route})

    async def say(self, turn: Turn, sentences: Sequence[str]) -> Turn:
        """Add checked sentences to the turn's stream, if it has one; the turn, which knows that they are there."""
        route = turn.route
        if route is None or not route.stream_ts:
            return turn
        if not route.streamed:
            route = route.model_copy(update={"streamed": True})
            await self._threads(self._turns.rerouted, turn.id, route)
        await streaming.say(self._client, route, harmless_markdown(" ".join(sentences) + " "))
        return turn.model_copy(update={"route": route})

    async def deliver(self, turn: Turn, messages: Sequence[Message]) -> Route:
        """Deliver what is left of a turn's messages, and end it; the way they went in the end.

        Raises Undelivered when no way is left.

        The first send is written down already, by `Turns.answered`; `turn.attempts` are those of former processes.
        """
        assert turn.route is not None
        route, posted, attempts, noted = turn.route, list(turn.posted), turn.attempts, not turn.posted
        until = max(turn.at + _GIVE_UP, time.time() + 60)
        for part in range(len(posted), len(messages)):
            ts, route = await self._deliver_one(turn, part, messages[part], route, (attempts, noted), until)
            attempts, noted = 0, False
            posted.append(ts)
            last = len(posted) == len(messages)
            await self._threads(partial(self._turns.posted, turn.id, posted, last=last))
        if len(turn.posted) >= len(messages):
            await self._threads(self._turns.ended, turn.id, "delivered")
        return route

    async def _deliver_one(
        self, turn: Turn, part: int, message: Message, route: Route, tried: tuple[int, bool], until: float
    ) -> tuple[str, Route]:
        """Send one message until it has arrived; its ts, and the route that led there.

        `tried`: sends begun by former processes, and whether the coming one is written down already.
        """
        forms, (attempts, noted) = list(message.forms()), tried
        wait, doubtful = _FIRST_WAIT, attempts > 0
        while True:
            try:
                if doubtful and not route.stream_ts:
                    found = await arrived(self._client, route, turn.id, part, turn.at)
                    if found:
                        return found, route
                doubtful = False
                if not noted:
                    await self._threads(self._turns.attempt, turn.id)
                noted = False
                return await self._send(route, forms[0], turn.id, part), route
            except asyncio.CancelledError:
                raise
            except Exception as error:  # sorted by class and code, and never swallowed: see failures
                failure = failure_of(error)
                if failure.remedy == "give up" and failure.code == type(error).__name__:
                    raise
            _log.warning("send_failed", code=failure.code, remedy=failure.remedy, part=part)
            route, forms, wait = await self._mend(failure, turn.id, route, forms, wait, until)
            doubtful = doubtful or failure.remedy == "look"

    async def _send(self, route: Route, form: dict[str, Any], turn: str, part: int) -> str:
        if route.stream_ts and part == 0:
            return await streaming.finish(self._client, route, form, turn, self._title)
        return await send(self._client, route, form, turn, part)

    async def _mend(
        self, failure: Failure, turn: str, route: Route, forms: list[dict[str, Any]], wait: float, until: float
    ) -> tuple[Route, list[dict[str, Any]], float]:
        """What to try next, after the wait that the failure asks for."""
        if failure.remedy == "plainer" and len(forms) > 1:
            return route, forms[1:], wait
        if failure.remedy in ("wait", "look"):
            pause = failure.after or wait * random.uniform(0.8, 1.2)
            if time.time() + pause > until:
                raise Undelivered(failure.code)
            await asyncio.sleep(pause)
            return route, forms, min(wait * 2, _LONGEST_WAIT)
        other = await self._elsewhere(route) if failure.remedy == "elsewhere" else None
        if other is None:
            raise Undelivered(failure.code)
        await self._threads(self._turns.rerouted, turn, other)
        return other, forms, wait

    async def _elsewhere(self, route: Route) -> Route | None:
        """The next way to reach the person: the channel, for them alone; then a direct message; then none."""
        if route.response_url and route.channel:
            return route.model_copy(update={"response_url": None})
        if route.channel.startswith("D") or route.notice_url:
            return None
        try:
            opened = await self._client.conversations_open(users=route.user)
        except Exception as error:  # whatever it is, this way is closed
            _log.warning("no_direct_message", code=failure_of(error).code)
            return None
        return Route(team=route.team, channel=str(opened["channel"]["id"]), user=route.user)
