"""Serving: the web application on a port, until it is told to stop (the reader's door to uvicorn)."""

import contextlib
import signal
import socket

from fastapi import FastAPI


class AddressUnavailable(Exception):
    """Nothing can listen where it was asked to; the user gives another port or address."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(f"{host}:{port}")
        self.values = {"host": host, "port": port}


def serve(app: FastAPI, host: str, port: int) -> None:
    """Serve until SIGINT or SIGTERM; requests in hand are finished. From a main thread. Raises AddressUnavailable.

    Headers of proxies are not believed: they would let anybody say that they come from this machine.
    """
    import uvicorn

    config = uvicorn.Config(
        app, log_config=None, access_log=False, proxy_headers=False, server_header=False, lifespan="off",
        timeout_graceful_shutdown=5,
    )  # fmt: skip
    server = uvicorn.Server(config)
    server.capture_signals = contextlib.nullcontext  # type: ignore[assignment,method-assign]
    # uvicorn's own handlers would raise the signal again once it has served
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, server.handle_exit)
    server.run([_listening(host, port)])


def _listening(host: str, port: int) -> socket.socket:
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family, backlog=512)
    except (OSError, OverflowError):
        raise AddressUnavailable(host, port) from None
