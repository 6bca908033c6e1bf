"""`alinea slack --alive`: whether the bot runs, for what watches over it. Light: it is asked every few seconds."""

import http.client
import time
from dataclasses import dataclass
from pathlib import Path

HEARTBEAT = "slack_alive"
"""File of the data folder that the running bot touches."""
HEALTH = "/healthz"
"""Page of the HTTP transport that answers while it serves."""
_LATE = 60.0
"""Seconds without a touch after which the bot is taken for dead."""
_PATIENCE = 5.0


@dataclass(frozen=True, slots=True)
class Pulse:
    """What was found of a bot."""

    alive: bool
    key: str
    """The message that says it."""
    seconds: int = 0
    """Since the last touch, for the messages that tell it."""


def beating(data: Path) -> Pulse:
    """Whether the file of the data folder was touched lately, whichever the transport."""
    try:
        age = time.time() - (data / HEARTBEAT).stat().st_mtime
    except OSError:
        return Pulse(False, "slack_alive.stopped")
    if age > _LATE:
        return Pulse(False, "slack_alive.late", int(age))
    return Pulse(True, "slack_alive.beating", max(0, int(age)))


def serving(host: str, port: int) -> Pulse:
    """Whether the health page of the HTTP transport answers."""
    asked = "127.0.0.1" if host in ("", "0.0.0.0", "::") else host
    connection = http.client.HTTPConnection(asked, port, timeout=_PATIENCE)
    try:
        connection.request("GET", HEALTH)
        good = connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        good = False
    finally:
        connection.close()
    return Pulse(good, "slack_alive.serving" if good else "slack_alive.silent")
