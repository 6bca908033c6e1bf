"""The gate: what every request passes and every reply bears, whatever the page: hosts, sizes, headers, errors."""

import logging
from collections.abc import Awaitable, Callable, Collection, MutableMapping
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.web.viewing import host_of

LARGEST_BODY = 200_000
"""Bytes of a request's body: a question and its thread, some twenty times 4,000 characters, are the largest."""
LONGEST_QUERY = 30_000
"""Bytes of a request's query: the question and thread of a page without a script."""
HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",  # an address holds a signature
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
STATIC = "/static/"
"""What browsers may keep, and ask each time whether it has changed."""
ANY_HOST = ("/healthz", "/readyz", "/metrics")
"""What health checks and Prometheus ask for, by whatever name they know the machine."""
_log = logging.getLogger(__name__)
Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


class Gate:
    """An ASGI middleware. `refusal` makes the page of an error: from the request and a status."""

    def __init__(self, app: App, hosts: Collection[str], refusal: Callable[[Request, int], Response]) -> None:
        """`hosts`: names, in lower case and without a port, by which the site may be called."""
        self._app = app
        self._hosts = frozenset(hosts)
        self._refusal = refusal

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        started = False

        async def dressed(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                kept = "no-cache" if scope["path"].startswith(STATIC) else "no-store"
                headers.setdefault("cache-control", kept)  # but for a page that says otherwise itself
            await send(message)

        status = self._refused(scope)
        try:
            if status is None:
                return await self._app(scope, _bounded(receive), dressed)
        except Exception:
            _log.exception("request failed")
            status = 500
        if not started:
            await self._refusal(Request(scope), status)(scope, receive, dressed)

    def _refused(self, scope: Scope) -> int | None:
        """The status of a request that goes no further; `None` for one that does."""
        headers = Headers(scope=scope)
        if scope["path"] not in ANY_HOST and host_of(headers.get("host", "")) not in self._hosts:
            return 421
        if len(scope["query_string"]) > LONGEST_QUERY:
            return 414
        length = headers.get("content-length", "0")
        return 413 if not length.isdigit() or int(length) > LARGEST_BODY else None


def _bounded(receive: Receive) -> Receive:
    """The body as it comes, up to the limit: its announced length may lie."""
    taken = 0

    async def bounded() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > LARGEST_BODY:
            raise HTTPException(413)  # which FastAPI lets through while it reads a body, unlike others
        return message

    return bounded
