"""How Slack delivers: over a socket of the app or by signed HTTP, with acknowledgements and retries."""

import asyncio
import hashlib
import hmac
import itertools
import json
import time
import urllib.parse
import uuid
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout, web

from bot.slack.emulator.records import Delivery, Json
from bot.slack.emulator.workspace import Workspace

_LOST = (TimeoutError, asyncio.TimeoutError, OSError, ClientError)
"""What makes an attempt fail: no answer in time, no connection, an answer that is not 200."""
FORM = "application/x-www-form-urlencoded"
_POLL = 0.01
"""Seconds between two looks for a socket."""


class _NoRetry(ConnectionError):
    """The app answered with `X-Slack-No-Retry: 1`."""


class Courier:
    """Delivers for a workspace. Lives in the emulator's loop."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._acks: dict[str, asyncio.Future[Any]] = {}
        self._turns = itertools.count()

    async def deliver(self, kind: str, payload: Json, retries: int) -> Delivery:
        """Deliver once, and again up to `retries` times until acknowledged; waits between as `retry_delays` says."""
        delivery = Delivery(kind, payload)
        delays = self._workspace.retry_delays
        for attempt in range(retries + 1):
            if attempt and delays:
                await asyncio.sleep(delays[min(attempt, len(delays)) - 1])
            delivery.attempts, started = attempt + 1, time.monotonic()
            try:
                delivery.ack = await self._attempt(delivery, attempt)
            except _NoRetry:
                break
            except _LOST:
                continue
            delivery.acked, delivery.seconds = True, time.monotonic() - started
            break
        return delivery

    def acknowledge(self, frame: str) -> None:
        """Take a frame of the app. What is not an acknowledgement (slack_sdk pings in plain text) is passed over."""
        envelope = json.loads(frame) if frame.startswith("{") else {}
        waiting = self._acks.get(envelope.get("envelope_id", ""))
        if waiting and not waiting.done():
            waiting.set_result(envelope.get("payload"))

    async def post_raw(self, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
        """Post to the app's address as it is; HTTP status and text of its answer."""
        status, text, _ = await self._post(body, headers)
        return status, text

    async def _attempt(self, delivery: Delivery, attempt: int) -> Any:
        if self._workspace.events_url:
            return await self._by_http(delivery, attempt)
        return await asyncio.wait_for(self._by_socket(delivery, attempt), self._workspace.ack_timeout)

    async def _by_socket(self, delivery: Delivery, attempt: int) -> Any:
        """Send to one of the app's sockets, in turn; waits for a socket when there is none."""
        name, is_event = str(uuid.uuid4()), delivery.kind == "events_api"
        retried = {"retry_attempt": attempt, "retry_reason": "timeout" if attempt else ""} if is_event else {}
        envelope = {"envelope_id": name, "type": delivery.kind, "payload": delivery.payload, **retried}
        waiting = self._acks[name] = asyncio.get_running_loop().create_future()
        try:
            socket = await self._socket()
            await socket.send_json({**envelope, "accepts_response_payload": not is_event})
            return await waiting
        finally:
            del self._acks[name]

    async def _socket(self) -> web.WebSocketResponse:
        while True:
            alive = [socket for socket in self._workspace.sockets if not socket.closed]
            if alive:
                chosen: web.WebSocketResponse = alive[next(self._turns) % len(alive)]
                return chosen
            await asyncio.sleep(_POLL)

    async def _by_http(self, delivery: Delivery, attempt: int) -> Any:
        body, content_type = encoded(delivery.kind, delivery.payload)
        headers = {**signed_headers(body, self._workspace.secret), "Content-Type": content_type}
        if attempt:
            headers |= {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": "http_timeout"}
        status, text, answered = await self._post(body, headers)
        delivery.statuses.append(status)
        if status != 200:
            raise (_NoRetry if answered.get("X-Slack-No-Retry") == "1" else ConnectionError)(status)
        return json.loads(text) if text.startswith("{") else text or None

    async def _post(self, body: bytes, headers: dict[str, str]) -> tuple[int, str, dict[str, str]]:
        timeout = ClientTimeout(self._workspace.ack_timeout)
        address = self._workspace.events_url or ""
        async with ClientSession(timeout=timeout) as session, session.post(address, data=body, headers=headers) as got:
            return got.status, await got.text(), dict(got.headers)


def encoded(kind: str, payload: Json) -> tuple[bytes, str]:
    """Body and content type over HTTP: JSON for events, a form for commands, JSON in a form for interactions."""
    if kind == "events_api":
        return json.dumps(payload).encode(), "application/json"
    form = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
    return urllib.parse.urlencode(form).encode(), FORM


def signed_headers(body: bytes, secret: str, timestamp: str | int | None = None) -> dict[str, str]:
    """Slack's signature of a body: docs.slack.dev/authentication/verifying-requests-from-slack. Time in s."""
    moment = str(int(time.time()) if timestamp is None else timestamp)
    signature = hmac.new(secret.encode(), f"v0:{moment}:".encode() + body, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": moment, "X-Slack-Signature": f"v0={signature}"}
