"""Running: the app for as long as it is wanted, over Socket Mode or HTTP, and its care for what is left undone."""

import asyncio
import contextlib
import signal
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import structlog
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.links import open_reader
from bot.settings import Settings
from bot.slack.answering import Answering
from bot.slack.app import Identity, build_app, identity_of
from bot.slack.calls import Calls, open_calls
from bot.slack.desk import Desk
from bot.slack.failures import failure_of
from bot.slack.http import serve
from bot.slack.logs import frames
from bot.slack.settings import SlackSettings
from bot.slack.threads import Threads
from bot.slack.workers import Workers

HEARTBEAT = "slack_alive"
"""File of the data folder that is touched while the bot is connected: what the health check looks at."""
_GRACE = 10.0
"""Seconds that work in hand is given when the bot is told to stop."""
_RESUME_EVERY = 5.0
_PURGE_EVERY = 3_600.0
_BEAT_EVERY = 5.0
_PING = 5.0
"""Seconds between pings of the socket: a dead one is noticed in four."""
_FIRST_WAITS = (0.5, 1, 2, 4, 8, 15, 30)
"""Seconds between tries of the first call: a bot that starts during an incident waits for its end."""
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Transport:
    """How Slack reaches the bot."""

    http_port: int | None = None
    """Port of signed HTTP; `None` for Socket Mode."""
    host: str = "127.0.0.1"


_ANSWERING, _WAITING = 2, 16
"""Answers at once in threads: computed, which more threads would not make faster, or waited for from a model."""
_SWITCH = 0.001
"""Seconds after which a busy thread lets the loop have its turn: Python's own 0.005 delays acknowledgements."""


async def run(
    answering: Answering,
    settings: Settings,
    slack: SlackSettings,
    transport: Transport,
    stop: asyncio.Event | None = None,
    workers: int = 0,
) -> None:
    """Run until SIGTERM or SIGINT, then end what is in hand. Raises SlackApiError when Slack refuses the token.

    `stop`: ends the run in place of the signals, which only a main thread may receive. `workers`: processes that
    compute answers; 0 for threads of this one.
    """
    sys.setswitchinterval(_SWITCH)
    stop = stop or _signalled()
    async with open_calls(slack) as calls:
        identity = await _identified(calls, stop)
        if identity is None:
            return
        threads = Threads(_WAITING if settings.model else _ANSWERING)
        pool = Workers(settings, workers) if workers else None
        if pool:
            pool.warm()
        reader = open_reader(settings)
        desk = Desk(answering, calls, threads, reader, pool)
        app = build_app(desk, identity, calls.patient, slack.signing_secret, settings.language, reader)
        care = asyncio.create_task(_care(desk, stop))
        try:
            await desk.resume()
            await _connected(app, slack, transport, settings.data / HEARTBEAT, stop)
        finally:
            stop.set()
            care.cancel()
            await desk.close(_GRACE)
            threads.close()
            if pool:
                pool.close()
            (settings.data / HEARTBEAT).unlink(missing_ok=True)
            _log.info("stopped")


def _signalled() -> asyncio.Event:
    """An event that SIGTERM and SIGINT set."""
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    return stop


async def _identified(calls: Calls, stop: asyncio.Event) -> Identity | None:
    """Who the bot is; `None` when it is told to stop before Slack answers. Raises SlackApiError for a refused token."""
    for wait in (*_FIRST_WAITS, None):
        try:
            return await identity_of(calls.once)
        except (TimeoutError, SlackApiError, aiohttp.ClientError, OSError) as error:
            failure = failure_of(error)
            if wait is None or failure.remedy not in ("wait", "look"):
                raise
            _log.warning("slack_unreachable", code=failure.code, seconds=failure.after or wait)
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(stop.wait(), failure.after or wait)
            if stop.is_set():
                return None
    return None


async def _connected(
    app: AsyncApp, slack: SlackSettings, transport: Transport, heart: Path, stop: asyncio.Event
) -> None:
    """Stay connected until told to stop, and say so every few seconds in the file `heart`."""
    if transport.http_port is not None:
        beating = asyncio.create_task(_beat(heart, _always))
        try:
            await serve(app, slack.signing_secret, transport.host, transport.http_port, stop)
        finally:
            beating.cancel()
        return
    handler = AsyncSocketModeHandler(app, slack.app_token, ping_interval=_PING, web_client=_socket_client(app))
    work = [_connect(handler), _watch(handler), _beat(heart, handler.client.is_connected)]
    tasks = [asyncio.create_task(one) for one in work]
    stopping = asyncio.create_task(stop.wait())
    try:
        done, _ = await asyncio.wait([stopping, tasks[0]], return_when=asyncio.FIRST_COMPLETED)
        if tasks[0] in done:
            tasks[0].result()  # the app token was refused
            await stopping
    finally:
        for task in (*tasks, stopping):
            task.cancel()
        await handler.close_async()


async def _always() -> bool:
    return True


async def _beat(heart: Path, connected: Callable[[], Awaitable[bool]]) -> None:
    """Touch a file while Slack can reach the bot: what `alinea slack --alive` looks at."""
    while True:
        if await connected():
            heart.touch()
        await asyncio.sleep(_BEAT_EVERY)


def _socket_client(app: AsyncApp) -> AsyncWebClient:
    """For `apps.connections.open`, with the pool of the others."""
    client: AsyncWebClient = app.client
    return client


async def _connect(handler: AsyncSocketModeHandler) -> None:
    """Connect, for as long as it takes. Raises SlackApiError when Slack refuses the app's token.

    The address is asked for here: the socket's own client would ask for ever, whatever it is told (slack_sdk 3.47).
    """
    for wait in (*_FIRST_WAITS, *([_FIRST_WAITS[-1]] * 1_000)):
        try:
            handler.client.wss_uri = await handler.client.issue_new_wss_url()
            await handler.connect_async()
            _log.info("connected", transport="socket")
            return
        except Exception as error:
            failure = failure_of(error)
            if failure.remedy not in ("wait", "look"):
                raise
            _log.warning("not_connected", code=failure.code, seconds=failure.after or wait)
            await asyncio.sleep(failure.after or wait)


async def _watch(handler: AsyncSocketModeHandler) -> None:
    """Help a socket that stays down: its client tries the same one-time address for ever (slack_sdk 3.47)."""
    down = 0
    while True:
        await asyncio.sleep(_PING)
        down = 0 if await handler.client.is_connected() else down + 1
        if down and down % 3 == 0:
            _log.warning("socket_down", seconds=down * _PING)
            handler.client.wss_uri = None


async def _care(desk: Desk, stop: asyncio.Event) -> None:
    """Take up what ended processes left, and erase what is old."""
    loop = asyncio.get_running_loop()
    purge_at = 0.0
    while not stop.is_set():
        try:
            if loop.time() >= purge_at:
                await desk.threads(desk.memory.purge)
                purge_at = loop.time() + _PURGE_EVERY
            await asyncio.sleep(_RESUME_EVERY)
            taken = await desk.resume()
            if taken:
                _log.info("resumed", turns=taken)
        except Exception as error:
            _log.error("care_failed", error=type(error).__name__, where=frames(error))
            await asyncio.sleep(_RESUME_EVERY)
