"""Signed HTTP: Slack's requests through ASGI, on `/slack/events`, with a health page and nothing else."""

import asyncio
import contextlib
import json
import socket
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qs

import structlog
import uvicorn
from slack_bolt.adapter.asgi.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.signature import SignatureVerifier

PATH, HEALTH = "/slack/events", "/healthz"
_LARGEST = 1_000_000
"""Bytes of a request; Slack's own stay below some hundred thousand."""
_LONGEST_TIME = 12
"""Digits of a time in seconds, for some thousand years."""
_TIMESTAMP, _SIGNATURE = b"x-slack-request-timestamp", b"x-slack-signature"
_log = structlog.get_logger()
Scope = dict[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class Gate:
    """Lets through what is Slack's: one path, a bounded body, a signature that is right and recent.

    Bolt checks signatures too, but fails on some timestamps (slack_bolt 1.30) and logs the bodies that it refuses.
    """

    def __init__(self, app: AsyncApp, signing_secret: str) -> None:
        self._slack = AsyncSlackRequestHandler(app, path=PATH)
        self._verifier = SignatureVerifier(signing_secret)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one ASGI request."""
        if scope["type"] != "http":
            await self._slack(scope, receive, send)
        elif scope["path"] == HEALTH:
            await _answer(send, 200, b"ok")
        elif scope["path"] != PATH or scope["method"] != "POST":
            await _answer(send, 404, b"not found")
        else:
            await self._request(scope, receive, send)

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = await _body(receive)
        if body is None:
            await _answer(send, 413, b"too large")
        elif not self._is_signed(dict(scope["headers"]), body):
            _log.info("unsigned")
            await _answer(send, 401, b"unsigned")
        elif not _says_something(body):
            await _answer(send, 400, b"nothing said")
        else:
            await self._slack(scope, _again(body), send)

    def _is_signed(self, headers: dict[bytes, bytes], body: bytes) -> bool:
        timestamp, signature = headers.get(_TIMESTAMP, b""), headers.get(_SIGNATURE, b"")
        if not timestamp.isdigit() or len(timestamp) > _LONGEST_TIME or not signature.isascii():
            return False
        try:
            return bool(self._verifier.is_valid(body, timestamp.decode(), signature.decode()))
        except UnicodeDecodeError:  # Slack's bodies are UTF-8
            return False


def _says_something(body: bytes) -> bool:
    """Whether a signed body has one of Slack's shapes: a JSON object, or a form."""
    try:
        text = body.decode()
        if text[:1] in "{[" or "=" not in text:
            return isinstance(json.loads(text), dict)
        payload = parse_qs(text).get("payload", ["{}"])[0]
        return isinstance(json.loads(payload), dict)
    except ValueError:
        return False


async def _body(receive: Receive) -> bytes | None:
    """The whole body; `None` when it is too large."""
    held = b""
    while True:
        event = await receive()
        held += bytes(event.get("body", b""))
        if len(held) > _LARGEST:
            return None
        if event["type"] == "http.disconnect" or not event.get("more_body"):
            return held


def _again(body: bytes) -> Receive:
    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


async def _answer(send: Send, status: int, body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": body})


async def serve(app: AsyncApp, signing_secret: str, host: str, port: int, stop: asyncio.Event) -> None:
    """Serve until told to stop; requests in hand are finished. Raises OSError when the port is taken."""
    listening = socket.create_server((host, port), backlog=512)  # uvicorn itself would end the process on a taken port
    config = uvicorn.Config(Gate(app, signing_secret), log_config=None, access_log=False, lifespan="off")
    server = uvicorn.Server(config)
    server.capture_signals = contextlib.nullcontext  # type: ignore[assignment,method-assign]  # `run` has them
    serving = asyncio.create_task(server.serve([listening]))
    stopping = asyncio.create_task(stop.wait())
    _log.info("listening", transport="http", port=port)
    await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
    server.should_exit = True
    stopping.cancel()
    await serving
