"""Signed HTTP: what is let in, and what is turned away without harm."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.slack.conftest import _copied
from tests.slack.stage import Someone, Stage, someone

NOTICE = "Quel est le préavis de résiliation de Sentinelle Bocage ?"


@pytest.fixture(scope="module")
def served(samples_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with Stage(_copied(samples_data, tmp_path_factory.mktemp("served")), "http") as stage:
        stage.start()
        yield stage


@pytest.fixture
def slack(served: Stage) -> Iterator[Stage]:
    yield served
    served.check()


@pytest.fixture
def who() -> Someone:
    return someone()


def body(who: Someone, ts: str = "1.5") -> bytes:
    """An event as Slack posts it."""
    event = {"type": "message", "channel_type": "im", "channel": who.direct, "user": who.user, "ts": ts, "text": NOTICE}
    whole = {"type": "event_callback", "team_id": "T1", "api_app_id": "A1", "event_id": f"Ev{who.user}", "event": event}
    return json.dumps(whole).encode()


def asked(slack: Stage, path: str, data: bytes | None = None) -> int:
    """The status of a plain request."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{slack.port}{path}", data, timeout=30) as got:
            return int(got.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_health_and_unknown_pages(slack: Stage) -> None:
    assert asked(slack, "/healthz") == 200
    assert [asked(slack, path) for path in ("/", "/slack/events", "/admin", "/slack/events/x")] == [404] * 4
    assert asked(slack, "/other", b"{}") == 404


def test_the_address_is_verified(slack: Stage) -> None:
    status, text = slack.emu.verify_url("défi")
    assert status == 200 and "défi" in text


@pytest.mark.parametrize("secret", ["wrong", "s3cret "])
def test_a_bad_signature_is_refused(slack: Stage, who: Someone, secret: str) -> None:
    assert slack.emu.post_raw(body(who), slack.emu.signed_headers(body(who), secret=secret))[0] == 401
    slack.idle()
    assert slack.emu.thread(who.direct, "1.5") == []


@pytest.mark.parametrize("timestamp", ["1", "abc", "", "-5", "1e9", "٣", "9" * 30, "9" * 400, "9" * 4500, "12 34"])
def test_a_bad_timestamp_is_refused(slack: Stage, who: Someone, timestamp: str) -> None:
    headers = slack.emu.signed_headers(body(who), timestamp)
    if timestamp == "٣":
        headers["X-Slack-Request-Timestamp"] = "²"
    assert slack.emu.post_raw(body(who), headers)[0] == 401


def test_headers_that_are_missing(slack: Stage, who: Someone) -> None:
    for name in ("X-Slack-Signature", "X-Slack-Request-Timestamp"):
        headers = slack.emu.signed_headers(body(who))
        del headers[name]
        assert slack.emu.post_raw(body(who), headers)[0] == 401


def test_a_body_that_was_changed_is_refused(slack: Stage, who: Someone) -> None:
    headers = slack.emu.signed_headers(body(who))
    assert slack.emu.post_raw(body(who).replace(b"Bocage", b"Phare"), headers)[0] == 401
    assert slack.emu.post_raw(b"ssl_check=1&token=x", {"Content-Type": "application/x-www-form-urlencoded"})[0] == 401
    form = {**headers, "Content-Type": "application/x-www-form-urlencoded"}
    assert slack.emu.post_raw(b"ssl_check=1&token=x", form)[0] == 401


def test_a_replayed_request_is_answered_once(slack: Stage, who: Someone) -> None:
    slack.hears(NOTICE)
    headers = slack.emu.signed_headers(body(who))
    assert [slack.emu.post_raw(body(who), headers)[0] for _ in range(3)] == [200] * 3
    slack.answer(who.direct, "1.5")
    assert slack.emu.post_raw(body(who), headers)[0] == 200
    slack.answer(who.direct, "1.5")


def test_a_body_too_large_is_refused(slack: Stage) -> None:
    large = b"{" + b" " * 3_000_000 + b"}"
    try:
        status = slack.emu.post_raw(large, slack.emu.signed_headers(large))[0]
    except OSError:  # the connection was closed before all of it was sent
        status = 413
    assert status == 413
    assert asked(slack, "/healthz") == 200


@pytest.mark.parametrize("odd", [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"type": "event_callback"}', b"payload=%7B"])
def test_a_signed_body_that_says_nothing(slack: Stage, odd: bytes) -> None:
    before = len(slack.emu.calls())
    status, _ = slack.emu.post_raw(odd, slack.emu.signed_headers(odd))
    assert status < 600
    assert asked(slack, "/healthz") == 200
    assert len(slack.emu.calls()) == before
