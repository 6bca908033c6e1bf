"""The emulated workspace: messages, views, sessions, and what tests ask of them. Thread-safe, no network."""

import copy
import itertools
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from bot.slack.emulator.records import Call, Ephemeral, Json, Key, Refused, ResponseUrl, Script, Trigger, Upload
from bot.slack.emulator.shown import readable
from bot.slack.limits import Fault
from bot.slack.scopes import SCOPES

TRIGGER_SECONDS = 3.0
RESPONSE_URL_USES = 5
_LOOK = 0.02
"""Seconds between two looks at a condition that nothing of ours wakes."""


class Workspace:
    """State of one workspace, with the scripts of failures that a test wrote."""

    bot_token, app_token, secret = "xoxb-emu", "xapp-1-emu", "s3cret"
    team, bot_user, bot_id, app_id = "T1", "UBOT", "B1", "A1"

    def __init__(self, *, strict: bool = True, stream_limit: int | None = None) -> None:
        """`strict`: refuse what breaks a limit; `stream_limit`: appends after which Slack has closed a stream."""
        self.events_url: str | None = None
        self.ack_timeout = 3.0
        self.retry_delays: tuple[float, ...] = ()
        self.strict, self.stream_limit = strict, stream_limit
        self.scopes: tuple[str, ...] = tuple(sorted(SCOPES))
        self.trigger_seconds = TRIGGER_SECONDS
        self.log: list[Call] = []
        self.violations: list[tuple[str, Fault]] = []
        self.messages: dict[Key, Json] = {}
        self.asides: dict[Key, Json] = {}
        """Messages that one person sees: ephemerals and answers to response URLs."""
        self.ephemerals: list[Ephemeral] = []
        self.responses: list[Json] = []
        self.uploads: dict[str, Upload] = {}
        self.views: dict[str, Json] = {}
        self.homes: dict[str, str] = {}
        self.stacks: dict[str, list[str]] = {}
        """View ids of the open modals of each person, the one on top last."""
        self.sessions: dict[Key, str] = {}
        self.statuses: list[Json] = []
        self.shown_status: dict[Key, str] = {}
        self.users: dict[str, Json] = {}
        self.triggers: dict[str, Trigger] = {}
        self.response_urls: dict[str, ResponseUrl] = {}
        self.tickets: set[str] = set()
        self.appends: dict[Key, int] = {}
        self.sockets: list[Any] = []
        self.connections = 0
        self.base = ""
        self._scripts: list[Script] = []
        self._numbers = itertools.count(1)
        self._lock = threading.Condition()

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Hold the state while it is read or changed, then wake those who wait for it."""
        with self._lock:
            yield
            self._lock.notify_all()

    # ---- what tests ask

    def calls(self, method: str | None = None) -> list[Call]:
        """Calls of the app, all or of one method, oldest first."""
        with self._lock:
            return [call for call in self.log if method in (None, call.method)]

    def wait(self, condition: Callable[[], object], what: str, timeout: float = 5) -> None:
        """Wait until a condition holds, of the workspace or of a test's own; AssertionError after `timeout` seconds."""
        end = time.monotonic() + timeout
        with self._lock:
            while not condition():
                assert time.monotonic() < end, f"{what} not seen in {timeout} s; calls: {[c.method for c in self.log]}"
                self._lock.wait(_LOOK)

    def wait_call(self, method: str, n: int = 1, timeout: float = 5) -> Call:
        """The n-th call of a method, waited for."""
        self.wait(lambda: len(self.calls(method)) >= n, f"{n}x {method}", timeout)
        return self.calls(method)[n - 1]

    def wait_connected(self, n: int = 1, timeout: float = 8) -> None:
        """Wait for the n-th socket of the app, and for one to be open."""
        self.wait(lambda: self.connections >= n and bool(self.sockets), f"socket {n}", timeout)

    def thread(self, channel: str, thread_ts: str) -> list[Json]:
        """The bot's messages of a thread, in order; files, and what one person sees, are not among them."""
        return [one for one in self._ours(channel, thread_ts) if not one.get("files")]

    def pictures(self, channel: str, thread_ts: str) -> list[tuple[Json, Upload]]:
        """The files that the bot sent into a thread, in order: the message, and what was sent."""
        found = [one for one in self._ours(channel, thread_ts) if one.get("files")]
        return [(one, self.uploads[str(held["id"])]) for one in found for held in one["files"]]

    def _ours(self, channel: str, thread_ts: str) -> list[Json]:
        with self._lock:
            found = [(key[1], message) for key, message in self.messages.items() if key[0] == channel]
        ours = [(ts, message) for ts, message in found if message.get("user") == self.bot_user]
        return [message for ts, message in sorted(ours, key=_first) if thread_ts in (ts, message.get("thread_ts"))]

    def modal(self, user: str = "U1") -> Json | None:
        """The modal on top of a person's screen."""
        with self._lock:
            stack = self.stacks.get(user)
            return self.views[stack[-1]] if stack else None

    def home(self, user: str = "U1") -> Json | None:
        """The Home tab of a person as last published."""
        with self._lock:
            return self.views[self.homes[user]] if user in self.homes else None

    def status(self, channel: str, thread_ts: str) -> str:
        """The line « is working… » shown in a thread; empty when there is none."""
        with self._lock:
            return self.shown_status.get((channel, thread_ts), "")

    def text_of(self, message: Mapping[str, Any]) -> str:
        """Everything that a person reads in a message or a view: its text and its blocks, unescaped."""
        return readable(message)

    # ---- failures

    def fail(
        self, method: str, error: str, status: int = 200, headers: dict[str, str] | None = None, times: int = 1
    ) -> None:
        """Refuse the next calls of a method (`*`: of any), without effect."""
        self._script(Script("before", method, times, error, status, headers or {}))

    def fail_after(self, method: str, status: int = 500, times: int = 1) -> None:
        """Let the next calls take effect, then answer with a server error; status 0 cuts the connection."""
        self._script(Script("after", method, times, "internal_error", status))

    def delay(self, method: str, seconds: float, times: int = 1) -> None:
        """Answer the next calls of a method late."""
        self._script(Script("delay", method, times, seconds=seconds))

    def _script(self, script: Script) -> None:
        with self.changing():
            self._scripts.append(script)

    def scripted(self, kind: str, method: str) -> Script | None:
        """The failure or delay that a call meets, which is used up by it."""
        with self.changing():
            for script in self._scripts:
                if script.kind == kind and script.method in (method, "*") and script.times > 0:
                    script.times -= 1
                    return script
        return None

    # ---- what the emulated Slack makes up

    def direct_channel(self, user: str) -> str:
        """The direct message channel of a person: D1 for U1."""
        return "D" + user.removeprefix("U")

    def new_ts(self) -> str:
        """A ts that no message has yet; later ones are greater."""
        return f"{int(time.time())}.{next(self._numbers):06d}"

    def new_id(self, prefix: str) -> str:
        """An id that nothing has yet, such as `V12`."""
        return f"{prefix}{next(self._numbers)}"

    def new_trigger(self, user: str) -> str:
        """A trigger_id that a person's click gives."""
        name = f"{next(self._numbers)}.1.{uuid.uuid4().hex[:12]}"
        with self.changing():
            self.triggers[name] = Trigger(user, time.monotonic())
        return name

    def spend_trigger(self, name: str) -> str:
        """The person whose trigger_id it is; raises Refused when unknown, expired or used."""
        trigger = self.triggers.get(name)
        if trigger is None:
            raise Refused("invalid_trigger_id")
        if not trigger.lenient:
            if trigger.used:
                raise Refused("exchanged_trigger_id")
            if time.monotonic() - trigger.at > self.trigger_seconds:
                raise Refused("expired_trigger_id")
        trigger.used = True
        return trigger.user

    def new_response_url(self, channel: str, user: str) -> str:
        """An address at which the app may answer 5 times."""
        name = self.new_id("R")
        with self.changing():
            self.response_urls[name] = ResponseUrl(channel, user)
        return f"{self.base}/response/{name}"

    def response_url_of_a_test(self, name: str) -> ResponseUrl:
        """An address that a test wrote in its own payload: made at its first use."""
        return self.response_urls.setdefault(name, ResponseUrl("", ""))

    def with_ids(self, blocks: list[Json]) -> list[Json]:
        """A copy of blocks with the block_id and action_id that Slack adds where the app gave none."""
        found = copy.deepcopy(blocks)
        for block in found:
            block.setdefault("block_id", self.new_id("b"))
            held = [block.get("accessory"), block.get("element"), *_elements(block)]
            for element in held:
                if isinstance(element, dict) and element.get("type") not in _INERT:
                    element.setdefault("action_id", self.new_id("a"))
        return found


_INERT = {"image", "mrkdwn", "plain_text"}


def _elements(block: Json) -> list[Any]:
    return list(block.get("elements") or []) if block.get("type") in ("actions", "context_actions") else []


def _first(pair: tuple[str, Json]) -> str:
    return pair[0]
