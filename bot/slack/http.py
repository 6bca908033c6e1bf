"""Signed HTTP: Slack's requests through ASGI, on `/slack/events`, with a health page and nothing else."""

import asyncio
import contextlib
import socket
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import structlog
import uvicorn
from slack_bolt.adapter.asgi.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp

PATH, HEALTH = "/slack/events", "/healthz"
_LARGEST = 1_000_000
"""Bytes of a request; Slack's own stay below some hundred thousand."""
_TIMESTAMP, _SIGNATURE = b"x-slack-request-timestamp", b"x-slack-signature"
_log = structlog.get_logger()
Scope = dict[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class Gate:
    """Lets through what may be Slack's: one path, a bounded body, a timestamp that is a number."""

    def __init__(self, app: AsyncApp) -> None:
        self._slack = AsyncSlackRequestHandler(app, path=PATH)

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
        headers = dict(scope["headers"])
        # Bolt reads the timestamp with int() and would fail instead of refusing (slack_bolt 1.30)
        if not headers.get(_TIMESTAMP, b"").strip().isdigit() or _SIGNATURE not in headers:
            await _answer(send, 401, b"unsigned")
            return
        body = await _body(receive)
        if body is None:
            await _answer(send, 413, b"too large")
            return
        await self._slack(scope, _again(body), send)


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


async def serve(app: AsyncApp, host: str, port: int, stop: asyncio.Event) -> None:
    """Serve until told to stop; requests in hand are finished. Raises OSError when the port is taken."""
    listening = socket.create_server((host, port), backlog=512)  # uvicorn itself would end the process on a taken port
    config = uvicorn.Config(Gate(app), log_config=None, access_log=False, lifespan="off")
    server = uvicorn.Server(config)
    server.capture_signals = contextlib.nullcontext  # type: ignore[assignment,method-assign]  # `run` has them
    serving = asyncio.create_task(server.serve([listening]))
    stopping = asyncio.create_task(stop.wait())
    _log.info("listening", transport="http", port=port)
    await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
    server.should_exit = True
    stopping.cancel()
    await serving
