"""Serving: the web application on a port, until it is told to stop (the reader's door to uvicorn)."""

import socket

from fastapi import FastAPI


def serve(app: FastAPI, host: str, port: int) -> None:
    """Serve until SIGINT or SIGTERM; requests in hand are finished. Raises OSError when the port is taken.

    Headers of proxies are not believed: they would let anybody say that they come from this machine.
    """
    import uvicorn

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.create_server((host, port), family=family, backlog=512)
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, proxy_headers=False, server_header=False, lifespan="off",
        timeout_graceful_shutdown=5,
    )  # fmt: skip
    uvicorn.Server(config).run([listening])
