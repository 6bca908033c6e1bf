"""The emulator as a server on 127.0.0.1: Web API, sockets and response URLs, in a thread with a loop of its own."""

import asyncio
import json
import threading
import time
from collections.abc import Coroutine
from typing import Any, TypeVar

from aiohttp import WSMsgType, web

from bot.slack.emulator import web_api, web_files
from bot.slack.emulator.delivery import Courier, signed_headers
from bot.slack.emulator.person import Person
from bot.slack.emulator.records import Call, Delivery, Json, Refused

HOST = "127.0.0.1"
RETRY_DELAYS = (0.0, 0.6, 3.0)
"""Seconds before each retry: 1 % of Slack's 0, 60 and 300."""
_START = 5.0
_Result = TypeVar("_Result")


class SlackEmulator(Person):
    """Slack for tests. As a context manager it serves; point a client's `base_url` at `.api`.

    `port`: 0 chooses a free one. `events_url`: where events are posted, signed; sockets are used without it.
    `ack_timeout`: seconds that the app has to acknowledge. Other arguments: see Workspace.
    """

    def __init__(
        self,
        port: int = 0,
        events_url: str | None = None,
        ack_timeout: float = 3.0,
        retry_delays: tuple[float, ...] = RETRY_DELAYS,
        *,
        strict: bool = True,
        stream_limit: int | None = None,
    ) -> None:
        super().__init__(strict=strict, stream_limit=stream_limit)
        self.port, self.events_url, self.ack_timeout, self.retry_delays = port, events_url, ack_timeout, retry_delays
        self.api = ""
        self._courier = Courier(self)
        self._requests: dict[web.WebSocketResponse, web.Request] = {}

    def __enter__(self) -> "SlackEmulator":
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._start(), self.loop).result(_START)
        return self

    def __exit__(self, *exception: object) -> None:
        self._run(self._stop())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(_START)
        self.loop.close()

    def deliver(self, kind: str, payload: Json, retries: int = 0) -> Delivery:
        """Send to the app and wait for what it makes of it. From any thread but the emulator's own."""
        return self._run(self._courier.deliver(kind, payload, retries))

    def post_raw(self, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
        """Post to `events_url` what a test made, whatever it is; the HTTP status and the text of the answer."""
        return self._run(self._courier.post_raw(body, headers))

    def signed_headers(
        self, body: bytes, timestamp: str | int | None = None, secret: str | None = None
    ) -> dict[str, str]:
        """Headers of a signed JSON body; a wrong `secret` or an old `timestamp` (s) makes what the app must refuse."""
        return {**signed_headers(body, secret or self.secret, timestamp), "Content-Type": "application/json"}

    def verify_url(self, challenge: str = "challenge") -> tuple[int, str]:
        """What Slack sends when an address is configured; the answer holds the challenge."""
        body = json.dumps({"type": "url_verification", "token": "x", "challenge": challenge}).encode()
        return self.post_raw(body, self.signed_headers(body))

    def disconnect(self, reason: str = "refresh_requested") -> None:
        """Tell the app on its first socket to connect again, as Slack does every few hours."""
        self._run(self.sockets[0].send_json({"type": "disconnect", "reason": reason}))

    def close_sockets(self) -> None:
        """Cut all sockets without a word."""
        self._run(self._cut())

    def _run(self, work: Coroutine[Any, Any, _Result]) -> _Result:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result()

    async def _start(self) -> None:
        app = web.Application(client_max_size=2**24)
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_get("/link", self._link)
        app.router.add_post("/response/{name}", self._response)
        app.router.add_post("/upload/{name}", self._upload)
        self._runner = web.AppRunner(app, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, HOST, self.port).start()
        self.port = self._runner.addresses[0][1]
        self.base = f"http://{HOST}:{self.port}"
        self.api = f"{self.base}/api/"

    async def _stop(self) -> None:
        await self._cut()
        await self._runner.cleanup()
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _cut(self) -> None:
        for request in list(self._requests.values()):
            if request.transport:
                request.transport.abort()

    async def _api(self, request: web.Request) -> web.StreamResponse:
        """One call: late, refused, handled, or handled and its answer lost, as the test's scripts say."""
        method = request.match_info["method"]
        late = self.scripted("delay", method)
        if late:
            await asyncio.sleep(late.seconds)
        try:
            call = web_api.arguments_of(request.query, await request.read(), request.content_type)
        except Refused as refused:
            return web.json_response({"ok": False, "error": refused.error})
        token = request.headers.get("Authorization", "").removeprefix("Bearer ") or call.pop("token", "")
        failing = self.scripted("before", method)
        body, headers = web_api.answer(self, method, call, token, failing)
        losing = self.scripted("after", method) if not failing else None
        status = losing.status if losing else failing.status if failing else 200
        web_api.record(self, Call(method, call, token, body, time.time(), status, losing is not None))
        if status == 0 and request.transport:
            request.transport.abort()
        if losing:
            return web.Response(text=losing.error, status=losing.status or 500)
        return web.json_response(body, status=status or 500, headers=headers)

    async def _response(self, request: web.Request) -> web.Response:
        try:
            posted = dict(json.loads(await request.read()))
        except (ValueError, TypeError):
            return web.json_response({"ok": False, "error": "invalid_payload"}, status=400)
        status, body = web_api.answer_response_url(self, request.match_info["name"], posted)
        return web.Response(text="ok") if status == 200 else web.json_response(body, status=status)

    async def _upload(self, request: web.Request) -> web.Response:
        taken = web_files.receive(self, request.match_info["name"], await request.read())
        return web.Response(text="OK") if taken else web.Response(text="refused", status=400)

    async def _link(self, request: web.Request) -> web.WebSocketResponse:
        """A socket of the app: opened by its ticket, used for envelopes and their acknowledgements."""
        ticket = request.query.get("ticket", "")
        if ticket not in self.tickets:
            raise web.HTTPForbidden
        self.tickets.discard(ticket)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json(self._hello())
        self._opened(socket, request)
        try:
            async for frame in socket:
                if frame.type == WSMsgType.TEXT:
                    self._courier.acknowledge(frame.data)
        finally:
            self._closed(socket)
        return socket

    def _hello(self) -> Json:
        about = {"host": "emu", "approximate_connection_time": 18060}
        count = len(self.sockets) + 1
        known = {"app_id": self.app_id}
        return {"type": "hello", "num_connections": count, "connection_info": known, "debug_info": about}

    def _opened(self, socket: web.WebSocketResponse, request: web.Request) -> None:
        with self.changing():
            self._requests[socket] = request
            self.sockets.append(socket)
            self.connections += 1

    def _closed(self, socket: web.WebSocketResponse) -> None:
        with self.changing():
            self._requests.pop(socket, None)
            self.sockets.remove(socket)
