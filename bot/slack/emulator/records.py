"""What the emulator remembers of its talk with an app: calls, deliveries, scripted failures, one-time addresses."""

from dataclasses import dataclass, field
from typing import Any, Literal

Json = dict[str, Any]
Key = tuple[str, str]
"""A channel with a ts: what names a message, or a thread by its first message."""


class Refused(Exception):
    """The emulated Slack refuses a call; `error` is Slack's code."""

    def __init__(self, error: str) -> None:
        super().__init__(error)
        self.error = error


def need(condition: object, error: str) -> None:
    """Raises Refused with Slack's code where the condition does not hold."""
    if not condition:
        raise Refused(error)


@dataclass(frozen=True, slots=True)
class Call:
    """A Web API call of the app."""

    method: str
    args: Json
    token: str
    response: Json
    """What the call gave; the app may have seen something else where `lost` is true."""
    at: float
    """Seconds since 1970."""
    status: int = 200
    lost: bool = False
    """The call took effect, but the app was told a server error or nothing."""


@dataclass(slots=True)
class Delivery:
    """What the app made of something sent to it."""

    kind: str
    """`events_api`, `interactive` or `slash_commands`."""
    payload: Json
    ack: Any = None
    """The body of the acknowledgement: an object, a string, or None when it was empty."""
    acked: bool = False
    attempts: int = 0
    seconds: float | None = None
    """Time from the last attempt to its acknowledgement."""
    statuses: list[int] = field(default_factory=list)
    """HTTP statuses, one an attempt that got an answer."""
    ts: str = ""
    """The ts of the person's message, when a message was sent."""


@dataclass(frozen=True, slots=True)
class Ephemeral:
    """A message that only one person sees."""

    channel: str
    user: str
    args: Json
    ts: str


@dataclass(slots=True)
class Script:
    """A failure or a delay for calls to come."""

    kind: Literal["before", "after", "delay"]
    """Answered in place of the call, after its effect, or only later."""
    method: str
    """A Web API method, or `*` for all."""
    times: int
    error: str = ""
    status: int = 200
    """HTTP status; 0 cuts the connection."""
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0


@dataclass(slots=True)
class Trigger:
    """A trigger_id: what allows to open a modal, once and for 3 s."""

    user: str
    at: float
    used: bool = False
    lenient: bool = False
    """Given by the test in its own payload: never expires, any number of uses."""


@dataclass(slots=True)
class ResponseUrl:
    """An address to answer an interaction at: 5 uses."""

    channel: str
    user: str
    uses: int = 0


@dataclass(slots=True)
class Upload:
    """A file on its way."""

    name: str
    length: int
    """Bytes that were announced."""
    alt: str
    """Its description, for whoever does not see it."""
    body: bytes = b""
    """Empty until it has arrived."""
    shared: bool = False
