"""A scripted OpenAI-compatible server on loopback: one reply a request, in order; each request is kept for assertions.

Only what an OpenAI-compatible server sends is imitated; the client against it is the real one.
"""

import json
import select
import socket
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self


@dataclass(frozen=True)
class Reply:
    """What the server does with one request."""

    pieces: Sequence[str] = ()
    """Text, in the pieces of a stream; joined when the request does not stream."""
    calls: Sequence[tuple[str, str]] = ()
    """Tool calls: name and arguments as sent, good JSON or not."""
    refusal: str | None = None
    finish: str | None = "stop"
    usage: tuple[int, int] | None = (7, 3)
    """Tokens in and out; `None` counts none."""
    first: float = 0.0
    """Seconds before the first byte of the reply's text, after its headers."""
    pause: float = 0.0
    """Seconds before each next piece."""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    raw: str | None = None
    """Sent instead of all that: a body, or the data of one event of a stream."""
    cut: str | None = None
    """`abrupt`: the connection breaks off in mid-stream; `clean`: it closes as if the reply were at its end."""
    silent: bool = False
    """Nothing is answered until the client leaves."""
    plain: bool = False
    """A stream is asked for, and a body is given."""


@dataclass(frozen=True)
class Request:
    """What one request sent."""

    path: str
    headers: Mapping[str, str]
    """Names in lower case."""
    body: dict[str, Any]
    text: str
    at: float


class ScriptedServer:
    """Runs in threads of its own; use as a context manager."""

    def __init__(self, *script: Reply) -> None:
        self.script, self.requests = list(script), list[Request]()
        self.left = threading.Event()
        """Set when a client closed its connection before the end of a reply."""
        self.visits = 0
        """Connections that were made, whatever was said on them."""
        self.busiest, self._now, self._lock = 0, 0, threading.Lock()
        owner = self

        class Handler(_Handler):
            server_of = owner

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}/v1"

    def __enter__(self) -> Self:
        threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()

    def next(self, request: Request) -> Reply:
        with self._lock:
            self.requests.append(request)
            self._now += 1
            self.busiest = max(self.busiest, self._now)
            return self.script.pop(0) if self.script else Reply(status=400, raw='{"error": {"message": "no script"}}')

    def done(self) -> None:
        with self._lock:
            self._now -= 1


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_of: ScriptedServer

    def setup(self) -> None:
        self.server_of.visits += 1
        super().setup()

    def log_message(self, *_: Any) -> None:
        pass

    def do_POST(self) -> None:
        text = self.rfile.read(int(self.headers["Content-Length"])).decode()
        request = Request(
            self.path,
            {name.lower(): value for name, value in self.headers.items()},
            json.loads(text),
            text,
            time.monotonic(),
        )
        reply = self.server_of.next(request)
        try:
            self._answer(request, reply)
        except (BrokenPipeError, ConnectionResetError):
            self.server_of.left.set()
            self.close_connection = True
        finally:
            self.server_of.done()

    def _answer(self, request: Request, reply: Reply) -> None:
        if reply.silent:
            self._wait(30)
        elif request.body.get("stream") and reply.status == 200 and not reply.plain:
            self._stream(reply)
        else:
            self._wait(reply.first)
            self._body(reply)

    def _body(self, reply: Reply) -> None:
        data = (reply.raw if reply.raw is not None else json.dumps(_completion(reply))).encode()
        self.send_response(reply.status)
        for name, value in {"Content-Type": "application/json", **reply.headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data[: len(data) // 2] if reply.cut else data)
        self.close_connection = bool(reply.cut)

    def _stream(self, reply: Reply) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        chunked = reply.cut != "clean"
        self.send_header(*(("Transfer-Encoding", "chunked") if chunked else ("Connection", "close")))
        self.end_headers()
        for number, data in enumerate(_events(reply)):
            self._wait(0 if not number else reply.first if number == 1 else reply.pause)
            line = f"data: {data}\n\n".encode()
            self.wfile.write(f"{len(line):x}\r\n".encode() + line + b"\r\n" if chunked else line)
            self.wfile.flush()
        self.close_connection = bool(reply.cut)
        if chunked and not reply.cut:
            self.wfile.write(b"0\r\n\r\n")

    def _wait(self, seconds: float) -> None:
        """Sleep, unless the client leaves."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            poll = select.poll()  # `select` itself takes no descriptor above 1,023
            poll.register(self.connection, select.POLLIN)
            readable = poll.poll(min(left, 0.02) * 1000)
            if readable and not self.connection.recv(1, socket.MSG_PEEK):
                raise ConnectionResetError


def _events(reply: Reply) -> list[str]:
    """Data of the events of a stream: the role, the pieces, the end, the usage."""
    deltas: list[dict[str, Any]] = [{"role": "assistant", "content": ""}]
    deltas += [{"content": piece} for piece in reply.pieces]
    for place, (name, arguments) in enumerate(reply.calls):
        half = len(arguments) // 2
        start = {"index": place, "id": f"call-{place}", "type": "function"}
        deltas.append({"tool_calls": [{**start, "function": {"name": name, "arguments": arguments[:half]}}]})
        deltas.append({"tool_calls": [{"index": place, "function": {"arguments": arguments[half:]}}]})
    if reply.refusal is not None:
        deltas.append({"refusal": reply.refusal})
    events = [_chunk([{"index": 0, "delta": delta, "finish_reason": None}]) for delta in deltas]
    if reply.raw is not None:
        return [*events, reply.raw]
    if reply.cut:
        return events
    finish = _finish(reply)
    events.append(_chunk([{"index": 0, "delta": {}, "finish_reason": finish}]))
    if reply.usage:
        events.append(_chunk([], usage=_usage(reply.usage)))
    return [*events, "[DONE]"]


def _finish(reply: Reply) -> str | None:
    return "tool_calls" if reply.calls and reply.finish == "stop" else reply.finish


def _chunk(choices: list[dict[str, Any]], **more: Any) -> str:
    base = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "scripted"}
    return json.dumps({**base, "choices": choices, **more})


def _completion(reply: Reply) -> dict[str, Any]:
    message = {"role": "assistant", "content": "".join(reply.pieces), "refusal": reply.refusal}
    if reply.calls:
        message["tool_calls"] = [
            {"id": f"call-{place}", "type": "function", "function": {"name": name, "arguments": arguments}}
            for place, (name, arguments) in enumerate(reply.calls)
        ]
    choice = {"index": 0, "message": message, "finish_reason": _finish(reply)}
    usage = {"usage": _usage(reply.usage)} if reply.usage else {}
    base = {"id": "c", "object": "chat.completion", "created": 1, "model": "scripted"}
    return {**base, "choices": [choice], **usage}


def _usage(tokens: tuple[int, int]) -> dict[str, int]:
    return {"prompt_tokens": tokens[0], "completion_tokens": tokens[1], "total_tokens": sum(tokens)}
