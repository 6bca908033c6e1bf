"""The stage: the real app as a subprocess, on an emulated Slack, with what tests ask of both. No test of its own."""

import itertools
import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.conversations.database import FILE
from bot.slack.emulator import SlackEmulator
from bot.slack.emulator.records import Json
from bot.slack.http import PATH
from bot.slack.limits import live_mentions
from tests.slack.reading import plain

ROOT = Path(__file__).parents[2]
BOT = "<@UBOT>"
PATIENCE = 30.0
"""Seconds that anything may take on a slow machine."""
_SHARED_BY = re.compile(r"Partagé par <@U\w+>|Shared by <@U\w+>")
_NAMES = itertools.count(100)


@dataclass(frozen=True, slots=True)
class Someone:
    """A person with a channel and a direct conversation that no other test uses."""

    user: str
    channel: str
    direct: str


def someone() -> Someone:
    """Somebody new, somewhere new."""
    number = next(_NAMES)
    return Someone(f"U{number}", f"C{number}", f"D{number}")


def free_port() -> int:
    """A port that nobody listens to."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


class Stage:
    """One emulated Slack with the processes of one bot on one data folder."""

    def __init__(
        self,
        data: Path,
        transport: str = "socket",
        environ: Mapping[str, str] | None = None,
        script: str | None = None,
        **emulator: Any,
    ) -> None:
        """`script`: a file of this folder, in place of `-m bot slack`; `emulator`: arguments of SlackEmulator."""
        self.data, self.transport = data, transport
        self.port = free_port() if transport == "http" else 0
        address = f"http://127.0.0.1:{self.port}{PATH}" if self.port else None
        self.emu = SlackEmulator(events_url=address, **{"ack_timeout": PATIENCE, **emulator})
        self.processes: list[subprocess.Popen[bytes]] = []
        self.log_file = data.parent / f"{data.name}.log"
        self.log_file.touch()
        self._environ = dict(environ or {})
        self._command = [str(Path(__file__).parent / script)] if script else ["-m", "bot", "slack"]
        self._expected: set[str] = set()
        self._lines: tuple[str, ...] = ()
        self._words: set[str] = set()
        self._checked = {"violations": 0, "calls": 0, "responses": 0, "log": 0}

    # ---- processes

    def start(self, wait: bool = True) -> subprocess.Popen[bytes]:
        """Start a process of the app; `wait`: until Slack can reach it."""
        connections = self.emu.connections
        arguments = ["--http", "--port", str(self.port)] if self.port else []
        with self.log_file.open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, *self._command, *arguments], cwd=ROOT, env=self.environ(), stdout=log, stderr=log
            )
        self.processes.append(process)
        if wait and self.port:
            self.until(self._listens, "the port")
        elif wait:
            self.until(lambda: self.emu.connections > connections and self.emu.sockets, "the socket")
        return process

    def environ(self) -> dict[str, str]:
        """What the app is started with."""
        kept = {
            k: v for k, v in os.environ.items() if not k.startswith(("SLACK_", "ALINEA_")) and "proxy" not in k.lower()
        }
        emu = self.emu
        secrets = {
            "SLACK_BOT_TOKEN": emu.bot_token,
            "SLACK_APP_TOKEN": emu.app_token,
            "SLACK_SIGNING_SECRET": emu.secret,
        }
        own = {"ALINEA_DATA": str(self.data), "SLACK_API_URL": emu.api, "PYTHONPATH": str(ROOT)}
        return {**kept, **secrets, **own, **self._environ}

    def warm(self) -> None:
        """Have one question answered, for what is loaded once to be loaded: later ones need no stream."""
        who = someone()
        self.answer(who.direct, self.direct(who, "Bonjour"))

    def kill(self) -> None:
        """End every process as a power cut would."""
        for process in self.processes:
            process.kill()
            process.wait(PATIENCE)
        self.processes.clear()

    def stop(self) -> None:
        """Tell every process to end; each must do so without an error."""
        for process in self.processes:
            process.send_signal(signal.SIGTERM)
        codes = [process.wait(PATIENCE) for process in self.processes]
        self.processes.clear()
        assert not any(codes), (codes, self.log()[-3000:])

    def log(self) -> str:
        """All that the app wrote on its outputs."""
        return self.log_file.read_text(encoding="utf-8", errors="replace")

    def _listens(self) -> bool:
        with socket.socket() as client:
            return client.connect_ex(("127.0.0.1", self.port)) == 0

    # ---- what people do

    def write(self, who: Someone, text: str, channel: str = "", thread: str | None = None, **more: Any) -> str:
        """Write in the person's channel, or elsewhere; the message's ts, once the app has acknowledged it."""
        self.hears(text)
        sent = self.emu.say(text, channel or who.channel, who.user, thread, **more)
        assert sent.acked, (sent, self.log()[-3000:])
        return sent.ts

    def mention(self, who: Someone, text: str, thread: str | None = None) -> str:
        """Mention the bot in the person's channel."""
        return self.write(who, f"{BOT} {text}", thread=thread)

    def direct(self, who: Someone, text: str, thread: str | None = None) -> str:
        """Write to the bot alone."""
        return self.write(who, text, who.direct, thread)

    def command(self, who: Someone, text: str, channel: str = "") -> None:
        """Use `/convention`."""
        self.hears(text)
        sent = self.emu.command("/convention", text, channel or who.channel, who.user)
        assert sent.acked, (sent, self.log()[-3000:])

    def hears(self, text: str) -> None:
        """Remember words that the log must not hold."""
        words = text.replace(BOT, "").strip()
        if len(words) > 12:
            self._words.add(words[:60])

    # ---- what people see

    def until(self, condition: Callable[[], object], what: str) -> None:
        """Wait for a condition, as long as a process lives."""

        def met() -> object:
            dead = [process.returncode for process in self.processes if process.poll() is not None]
            assert not dead, f"the app ended with {dead}"
            return condition()

        try:
            self.emu.wait(met, what, PATIENCE)
        except AssertionError as error:
            raise AssertionError(f"{error}\n{self.log()[-4000:]}") from error

    def idle(self) -> None:
        """Wait until nothing that was acknowledged is left to be worked on."""
        self.until(lambda: not self.rows("select 1 from turns where state in ('received', 'answered')"), "rest")

    def answers(self, channel: str, thread: str, count: int = 1) -> list[Json]:
        """All of the bot's messages in a thread, which must come to be `count`, and no more."""
        self.until(lambda: len(self.emu.thread(channel, thread)) >= count, f"{count} answers in {channel} {thread}")
        self.idle()
        found = self.emu.thread(channel, thread)
        assert len(found) == count, [self.seen(one) for one in found]
        return found

    def answer(self, channel: str, thread: str, count: int = 1) -> Json:
        """The last of the bot's messages in a thread, once there are so many."""
        return self.answers(channel, thread, count)[-1]

    def ask(self, who: Someone, text: str) -> Json:
        """Mention the bot with a question; its answer."""
        return self.answer(who.channel, self.mention(who, text))

    def asides(self, who: Someone, count: int = 1) -> list[Json]:
        """The messages that only this person sees, once there are so many."""

        def found() -> list[Json]:
            with self.emu.changing():
                return [one for _, one in sorted(self.emu.asides.items(), key=_age) if one["seen_by"] == who.user]

        self.until(lambda: len(found()) >= count, f"{count} private answers")
        self.idle()
        assert len(found()) == count, [self.seen(one) for one in found()]
        return found()

    def aside(self, who: Someone, count: int = 1) -> Json:
        """The last message that only this person sees."""
        return self.asides(who, count)[-1]

    def modal(self, who: Someone, title: str = "") -> str:
        """What the person reads in the modal on top, once there is one (of that title)."""

        def found() -> str:
            view = self.emu.modal(who.user)
            return self.seen(view) if view else ""

        self.until(lambda: found() and title in found(), f"a modal {title}")
        return found()

    def seen(self, surface: Json) -> str:
        """What a person reads of a message or a view, with plain blanks."""
        return plain(self.emu.text_of(surface))

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Read the app's conversations."""
        with_timeout = sqlite3.connect(self.data / FILE, timeout=20)
        try:
            return with_timeout.execute(query).fetchall()
        finally:
            with_timeout.close()

    # ---- what must always hold

    def expect(self, *errors: str) -> None:
        """Slack's refusals that the test provokes."""
        self._expected.update(errors)

    def heal(self) -> None:
        """End the failures that are still scripted."""
        with self.emu.changing():
            self.emu._scripts.clear()

    def fail(self, method: str, error: str, **more: Any) -> None:
        """Have Slack refuse the next calls of a method."""
        self.expect(error)
        self.emu.fail(method, error, **more)

    def expect_log(self, *words: str) -> None:
        """Words of the lines of errors that the test provokes."""
        self._lines += words

    def check(self) -> None:
        """Since the last check: no limit broken, no refusal, nobody rung, nothing secret or broken in the log."""
        start, self._checked = self._checked, self._sizes()
        assert self.emu.violations[start["violations"] :] == []
        calls = self.emu.calls()[start["calls"] :]
        refused = [(one.method, one.response) for one in calls if not one.response.get("ok")]
        assert [one for one in refused if one[1].get("error") not in self._expected] == []
        for sent in (*(one.args for one in calls), *self.emu.responses[start["responses"] :]):
            assert live_mentions(json.loads(_SHARED_BY.sub("", json.dumps(sent, ensure_ascii=False)))) == (), sent
        log = self.log()[start["log"] :]
        broken = ("listener_failed", "turn_failed", "care_failed", "Traceback", "never awaited", "[error")
        lines = [line for line in log.splitlines() if not any(known in line for known in self._lines)]
        assert not any(word in line for word in broken for line in lines), log[-6000:]
        for secret in (self.emu.bot_token, self.emu.app_token, self.emu.secret, *self._words):
            assert secret not in log, (secret, log[-6000:])
        assert not re.search(r"\bU\d{3}\b", log), log[-6000:]

    def _sizes(self) -> dict[str, int]:
        emu = self.emu
        held = {"violations": emu.violations, "calls": emu.calls(), "responses": emu.responses, "log": self.log()}
        return {name: len(one) for name, one in held.items()}

    def __enter__(self) -> "Stage":
        self.emu.__enter__()
        return self

    def __exit__(self, *exception: object) -> None:
        try:
            if exception[0] is None:
                self.stop()
                self.check()
        finally:
            self.kill()
            self.emu.__exit__()


def _age(item: tuple[tuple[str, str], Json]) -> tuple[float, int]:
    seconds, _, number = item[0][1].partition(".")
    return float(seconds), int(number)
