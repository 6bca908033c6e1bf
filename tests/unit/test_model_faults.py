"""From errors of clients to ours: by class and status, wherever they keep them."""

from types import SimpleNamespace

import httpx
import pytest

from prompts.chat_model import ModelError, ModelReplyError, ModelStopped, PermanentModelError, TransientModelError
from prompts.model_faults import told


class Answered(Exception):
    """What a client raises for a status: on itself, or on its response."""

    def __init__(self, status: int, **headers: str) -> None:
        self.response = SimpleNamespace(status_code=status, headers=httpx.Headers(headers))


class Bare(Exception):
    """Ollama's: no response, and -1 when there was no status."""

    def __init__(self, status: int) -> None:
        self.status_code = status


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (Answered(429), TransientModelError),
        (Answered(408), TransientModelError),
        (Answered(500), TransientModelError),
        (Answered(599), TransientModelError),
        (Answered(400), PermanentModelError),
        (Answered(404), PermanentModelError),
        (Answered(200), ModelReplyError),
        (Bare(503), TransientModelError),
        (Bare(404), PermanentModelError),
        (Bare(-1), PermanentModelError),
        (httpx.ConnectError("x"), TransientModelError),
        (httpx.ReadTimeout("x"), TransientModelError),
        (httpx.RemoteProtocolError("x"), TransientModelError),
        (httpx.InvalidURL("x"), PermanentModelError),
        (ConnectionResetError(), TransientModelError),
        (TimeoutError(), TransientModelError),
        (UnicodeDecodeError("utf-8", b"", 0, 1, "x"), ModelReplyError),
        (RuntimeError("x"), PermanentModelError),
    ],
    ids=repr,
)
def test_kinds(error: Exception, kind: type[ModelError]) -> None:
    assert type(told(error, "m")) is kind


def test_a_cause_counts() -> None:
    error = ValueError("wrapped")
    error.__cause__ = httpx.ConnectError("x")
    assert type(told(error, "m")) is TransientModelError


def test_ours_are_kept() -> None:
    error = ModelStopped("m")
    assert told(error, "m") is error


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("2", 2), ("0.5", 0.5), ("-1", 0), ("nan", 0), ("Wed, 21 Oct 2015 07:28:00 GMT", 0), ("soon", None), ("", None)],
)
def test_retry_after(header: str, seconds: float | None) -> None:
    found = told(Answered(429, **{"Retry-After": header}), "m")
    assert isinstance(found, TransientModelError) and found.retry_after == seconds


def test_no_retry_after() -> None:
    found = told(Answered(503), "m")
    assert isinstance(found, TransientModelError) and found.retry_after is None


def test_a_date_to_come() -> None:
    found = told(Answered(429, **{"Retry-After": "Fri, 31 Dec 2999 23:59:59 GMT"}), "m")
    assert isinstance(found, TransientModelError) and (found.retry_after or 0) > 10**9
