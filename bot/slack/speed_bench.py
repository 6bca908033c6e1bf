"""The speed of the bot in Slack: many conversations at once, against the emulator, the bot in a process of its own."""

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.settings import Settings
from bot.slack.emulator import SlackEmulator
from bot.speed_bench import questions, short_names

Progress = Callable[[str, int, int], None]
_START_SECONDS, _ANSWER_SECONDS = 60.0, 60.0
_ROUNDS = 4
"""Questions of each conversation: the first of all at once, each next one when the one before is answered."""


@dataclass(frozen=True, slots=True)
class SlackSpeed:
    """What `measure` found. Times in milliseconds."""

    conversations: int
    questions: int
    acknowledged: tuple[float, float]
    """Median and 99th percentile, from the event's sending to its acknowledgement."""
    answered: tuple[float, float]
    """Median and 95th percentile, from the event's sending to the answer's arrival."""
    lost: int
    """Questions without an answer after a minute."""
    double: int
    """Answers beyond one a question."""
    mebibytes: float
    """The bot's peak resident memory."""


def measure(settings: Settings, conversations: int, progress: Progress) -> SlackSpeed:
    """Measure on the index of these settings; its conversations are kept elsewhere. Raises AssertionError when the
    bot does not connect."""
    asked = [*questions("lookup", short_names(settings)), *questions("passage", short_names(settings))]
    with SlackEmulator(ack_timeout=30.0) as emulator, _bot(settings, emulator) as process:
        emulator.wait_connected(timeout=_START_SECONDS)
        _ask(emulator, "C0", [asked[0]], lambda: None)  # loads what is loaded once
        done = _Count(conversations * _ROUNDS, progress)
        with ThreadPoolExecutor(conversations) as pool:
            rounds = [[asked[(at + turn) % len(asked)] for turn in range(_ROUNDS)] for at in range(conversations)]
            work = [pool.submit(_ask, emulator, f"C{at + 1}", texts, done.one) for at, texts in enumerate(rounds)]
            taken = [one for each in work for one in each.result()]
        time.sleep(1)  # what comes twice comes now
        answers = sum(len(_answers(emulator, one.channel, one.thread)) for one in taken if one.first)
        return _summed(conversations, taken, answers, _peak(process.pid))


@dataclass(frozen=True, slots=True)
class _Taken:
    """One question."""

    channel: str
    thread: str
    first: bool
    acknowledged: float
    answered: float | None


class _Count:
    def __init__(self, total: int, progress: Progress) -> None:
        self._total, self._progress, self._done, self._lock = total, progress, 0, threading.Lock()

    def one(self) -> None:
        with self._lock:
            self._done += 1
            self._progress("measure", self._done, self._total)


def _ask(emulator: SlackEmulator, channel: str, texts: Sequence[str], done: Callable[[], None]) -> list[_Taken]:
    """One conversation: a mention, then its follow-ups in the same thread."""
    found: list[_Taken] = []
    thread = ""
    for number, text in enumerate(texts, 1):
        start = time.perf_counter()
        mention = f"<@{emulator.bot_user}> {text}"
        delivery = emulator.say(mention, channel, user=f"U{channel[1:]}", thread_ts=thread or None)
        thread = thread or str(delivery.ts)
        answered = _wait(emulator, channel, thread, number)
        took = time.perf_counter() - start if answered else None
        found.append(_Taken(channel, thread, number == 1, delivery.seconds or 0.0, took))
        done()
    return found


def _wait(emulator: SlackEmulator, channel: str, thread: str, count: int) -> bool:
    try:
        emulator.wait(lambda: len(_answers(emulator, channel, thread)) >= count, "answer", _ANSWER_SECONDS)
    except AssertionError:
        return False
    return True


def _answers(emulator: SlackEmulator, channel: str, thread: str) -> list[Any]:
    return emulator.thread(channel, thread)


def _summed(conversations: int, taken: Sequence[_Taken], answers: int, mebibytes: float) -> SlackSpeed:
    acknowledged = sorted(1000 * one.acknowledged for one in taken)
    answered = sorted(1000 * one.answered for one in taken if one.answered is not None)
    return SlackSpeed(
        conversations=conversations,
        questions=len(taken),
        acknowledged=(_at(acknowledged, 0.5), _at(acknowledged, 0.99)),
        answered=(_at(answered, 0.5), _at(answered, 0.95)),
        lost=len(taken) - len(answered),
        double=max(0, answers - len(answered)),
        mebibytes=mebibytes,
    )


def _at(ordered: Sequence[float], part: float) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))] if ordered else 0.0


@contextmanager
def _bot(settings: Settings, emulator: SlackEmulator) -> Iterator["subprocess.Popen[bytes]"]:
    """The bot as a process, on the given index and a conversations file of its own."""
    with tempfile.TemporaryDirectory(prefix="alinea-slack-") as place:
        for name in ("corpus", "index"):
            Path(place, name).symlink_to((settings.data / name).resolve())
        environ = {
            **os.environ, "ALINEA_DATA": place, "SLACK_BOT_TOKEN": emulator.bot_token,
            "SLACK_APP_TOKEN": emulator.app_token, "SLACK_API_URL": emulator.api,
        }  # fmt: skip
        command = [sys.executable, "-m", "bot", "slack"]
        process = subprocess.Popen(command, env=environ, stderr=subprocess.DEVNULL)
        try:
            yield process
        finally:
            process.terminate()
            process.wait(30)


def _peak(pid: int) -> float:
    """Peak resident memory of a process and its workers, in mebibytes; 0 where the system does not tell (no Linux)."""
    try:
        status = Path(f"/proc/{pid}/status").read_text("utf-8")
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text("utf-8").split()
    except OSError:
        return 0.0
    own = next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM")), 0.0)
    return own + sum(_peak(int(child)) for child in children)
