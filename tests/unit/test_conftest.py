"""The network block itself: it must refuse other machines and let loopback through."""

import socket

import pytest


def test_other_machines_are_refused() -> None:
    with pytest.raises(RuntimeError, match=r"192\.0\.2\.1"), socket.socket() as client:
        client.connect(("192.0.2.1", 80))
    with pytest.raises(RuntimeError, match="example"):
        socket.getaddrinfo("example.invalid", 80)


def test_loopback_is_let_through() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        assert client.getpeername() == server.getsockname()
