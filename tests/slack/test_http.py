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
    status, text = slack.emu.verify_url("a challenge")
    assert status == 200 and "a challenge" in text


@pytest.mark.parametrize("secret", ["wrong", "s3cret "])
def test_a_bad_signature_is_refused(slack: Stage, who: Someone, secret: str) -> None:
    assert slack.emu.post_raw(body(who), slack.emu.signed_headers(body(who), secret=secret))[0] == 401
    slack.idle()
    assert slack.emu.thread(who.direct, "1.5") == []


@pytest.mark.parametrize("timestamp", ["1", "abc", "", "-5", "1e9", "²", "9" * 30, "12 34"])
def test_a_bad_timestamp_is_refused(slack: Stage, who: Someone, timestamp: str) -> None:
    assert slack.emu.post_raw(body(who), slack.emu.signed_headers(body(who), timestamp))[0] == 401


@pytest.mark.parametrize("digits", [400, 4500])
def test_a_huge_timestamp_is_refused(slack: Stage, who: Someone, digits: int) -> None:
    headers = slack.emu.signed_headers(body(who), "9" * digits)
    assert slack.emu.post_raw(body(who), headers)[0] == 401


def test_headers_that_are_missing(slack: Stage, who: Someone) -> None:
    for name in ("X-Slack-Signature", "X-Slack-Request-Timestamp"):
        headers = slack.emu.signed_headers(body(who))
        del headers[name]
        assert slack.emu.post_raw(body(who), headers)[0] == 401


def test_a_body_that_was_changed_is_refused(slack: Stage, who: Someone) -> None:
    headers = slack.emu.signed_headers(body(who))
    assert slack.emu.post_raw(body(who).replace(b"Bocage", b"Phare"), headers)[0] == 401


def test_a_check_of_the_certificate_opens_nothing(slack: Stage, who: Someone) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    asked = f"ssl_check=1&token=x&command=/convention&text=montant&user_id={who.user}&channel_id=C1&team_id=T1".encode()
    assert slack.emu.post_raw(asked, form)[0] == 401
    before = len(slack.emu.calls())
    slack.emu.post_raw(asked, {**slack.emu.signed_headers(asked, secret="wrong"), **form})
    slack.idle()
    assert slack.rows("select 1 from turns where question = 'montant'") == []
    assert len(slack.emu.calls()) == before


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


ODD = [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"type": "event_callback"}', b"payload=%7B"]


@pytest.mark.parametrize("odd", ODD)
def test_a_signed_body_that_says_nothing(slack: Stage, odd: bytes) -> None:
    slack.expect_log("Exception in ASGI", "Traceback")
    before = len(slack.emu.calls())
    slack.emu.post_raw(odd, slack.emu.signed_headers(odd))
    assert asked(slack, "/healthz") == 200
    assert len(slack.emu.calls()) == before


@pytest.mark.parametrize("odd", ODD)
def test_a_strangers_body_is_not_even_read(slack: Stage, odd: bytes) -> None:
    log = len(slack.log())
    assert slack.emu.post_raw(odd, slack.emu.signed_headers(odd, secret="wrong"))[0] == 401
    assert "Traceback" not in slack.log()[log:]
