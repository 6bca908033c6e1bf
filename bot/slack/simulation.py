"""`alinea slack --simulate`: the bot and an emulated Slack in one process, and a person who writes in the terminal.

Nothing is kept: the conversations, the votes and the log stand in a folder that goes away with the simulation.
"""

import asyncio
import contextlib
import logging
import os
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bot.settings import Settings
from bot.slack import logs
from bot.slack.answering import Answering, open_answering
from bot.slack.emulator import SlackEmulator
from bot.slack.running import Transport, run
from bot.slack.settings import SlackSettings
from bot.slack.simulation_moves import ORDERS, Seat
from bot.slack.simulation_screen import CHANNEL, ME, Front

__all__ = ["ORDERS", "Front", "simulate"]
_LOG = "journal.txt"
_START_SECONDS = 30.0
_QUIET = 0.06
"""Seconds without any work after which the bot has nothing more to say."""
_LOOK = 0.02
_RESIDENT = frozenset(
    ("monitor_current_session", "receive_messages", "process_messages", "_watch", "_beat", "_care", "_connect", "wait")
)
"""What a bot that waits runs all along; on a busy machine some of it begins after the first look."""
_PROXIES = ("http_proxy", "https_proxy", "all_proxy")


def simulate(settings: Settings, front: Front) -> None:
    """Converse until the person leaves or the input ends. Raises what the start of the bot raises."""
    with tempfile.TemporaryDirectory(prefix="alinea-simulation-") as name:
        folder = Path(name)
        answering = open_answering(settings, folder)
        try:
            with _logged(folder / _LOG, settings), SlackEmulator() as emulator:
                front.tell("simulate.intro")
                front.tell("simulate.forgotten", folder=folder)
                if settings.access:
                    front.tell("simulate.access", user=ME, channel=CHANNEL)
                with _App(answering, settings.model_copy(update={"data": folder}), emulator) as app:
                    _converse(Seat(emulator, front, app.settle), front)
        finally:
            answering.memory.close()
            answering.assistant.close()
    front.tell("simulate.bye")


def _converse(seat: Seat, front: Front) -> None:
    try:
        seat.sit_down()
        while (line := front.read_lines()) is not None and seat.obey(line):
            pass
    except KeyboardInterrupt:
        front.write("")


@contextlib.contextmanager
def _logged(path: Path, settings: Settings) -> Iterator[None]:
    """Send the log to a file: the terminal is the person's."""
    logs.configure(settings.log_format, settings.debug)
    with path.open("w", encoding="utf-8") as file:
        handlers = [one for one in logging.getLogger().handlers if isinstance(one, logging.StreamHandler)]
        streams = [one.setStream(file) for one in handlers]
        try:
            yield
        finally:
            for handler, stream in zip(handlers, streams, strict=True):
                handler.setStream(stream)


class _App:
    """The bot in a thread with a loop of its own, as long as the block lasts. Its heartbeat goes to `settings.data`."""

    def __init__(self, answering: Answering, settings: Settings, emulator: SlackEmulator) -> None:
        self._answering, self._settings, self._emulator = answering, settings, emulator
        self._thread = ThreadPoolExecutor(1, "simulated")
        self._resident: frozenset[str] = frozenset()

    def __enter__(self) -> "_App":
        for key in _PROXIES:  # slack_sdk would reach for this very machine through them
            os.environ.pop(key, None), os.environ.pop(key.upper(), None)
        self._running = self._thread.submit(asyncio.run, self._run())
        self._emulator.wait(self._connected, "socket", _START_SECONDS)
        if self._running.done():
            self._running.result()
        self._resident = self._names_at_rest()
        return self

    def __exit__(self, *exception: object) -> None:
        if not self._running.done():
            self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.shutdown()

    def settle(self, seconds: float) -> bool:
        """Wait until the bot has nothing left to do, `seconds` at most; whether it came to that."""
        end, quiet = time.monotonic() + seconds, 0.0
        while time.monotonic() < end:
            quiet = 0.0 if self._names() - self._resident else quiet + _LOOK
            if quiet >= _QUIET:
                return True
            time.sleep(_LOOK)
        return False

    async def _run(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        emulator = self._emulator
        slack = SlackSettings(emulator.bot_token, emulator.app_token, api_url=emulator.api)
        await run(self._answering, self._settings, slack, Transport(), self._stop)

    def _connected(self) -> bool:
        return bool(self._emulator.sockets) or self._running.done()

    def _names_at_rest(self) -> frozenset[str]:
        """The tasks of a bot that waits: those that are there five looks in a row."""
        seen, count = self._names(), 0
        while count < 5:
            time.sleep(_LOOK)
            now = self._names()
            seen, count = now, count + 1 if now == seen else 0
        return seen

    def _names(self) -> frozenset[str]:
        """Names of the functions that the bot's tasks run."""
        return asyncio.run_coroutine_threadsafe(_others(), self._loop).result()


async def _others() -> frozenset[str]:
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    names = (getattr(task.get_coro(), "__qualname__", "") for task in tasks)
    return frozenset(name for name in names if name.rpartition(".")[2] not in _RESIDENT)
