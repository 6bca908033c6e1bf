"""Logs: one line an event, in text or JSON, without tokens nor one-time addresses."""

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot.slack.logs import configure, redacted

SECRETS = (
    "xoxb-123-456-AbC_d", "xoxp-1-2", "xoxe-1-Mi0", "xapp-1-A1-2-f0", "https://hooks.slack.com/commands/T1/2/x9y",
    "http://127.0.0.1:80/response/R7", "ticket=abc123",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    root, quiet = (
        logging.getLogger(),
        [logging.getLogger(name) for name in ("slack_sdk", "slack_bolt", "alembic", "chromadb")],
    )
    quiet += [logging.getLogger(name) for name in ("aiohttp", "httpx", "uvicorn.access")]
    handlers, level, levels = root.handlers[:], root.level, [one.level for one in quiet]
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    for one, before in zip(quiet, levels, strict=True):
        one.setLevel(before)
    logging.getLogger("slack_bolt.AsyncApp").filters.clear()
    structlog.contextvars.clear_contextvars()
    structlog.reset_defaults()


def lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    captured = capsys.readouterr()
    assert captured.out == ""
    return captured.err.splitlines()


@pytest.mark.parametrize("secret", SECRETS)
def test_a_secret_is_taken_out_wherever_it_stands_in_a_value(secret: str) -> None:
    event = redacted(None, "info", {"event": f"avant {secret} après", "other": secret, "count": 3})
    body = secret.removeprefix("http://127.0.0.1:80")
    assert body not in str(event) and event["count"] == 3
    assert str(event["event"]).startswith("avant ") and str(event["event"]).endswith(" après")


def test_words_that_look_like_secrets_are_kept() -> None:
    held = {"event": "xoxo xapp tickets response boxoxb https://slack.com/api/auth.test", "count": 1}
    assert redacted(None, "info", dict(held)) == held


def test_a_ticket_is_taken_out_whole() -> None:
    event = redacted(None, "info", {"event": "wss://x/link/?ticket=13748dac-b866-4ea7&app_id=1"})
    assert "b866" not in str(event)


@pytest.mark.parametrize("value", [{"token": SECRETS[0]}, [SECRETS[0]], (SECRETS[0],), SECRETS[0].encode()], ids=repr)
def test_a_secret_inside_a_value_is_taken_out(value: object) -> None:
    assert SECRETS[0] not in str(redacted(None, "info", {"event": "x", "body": value}))


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("form", ["text", "json"])
def test_no_secret_in_a_line_nor_in_its_traceback(form: str, secret: str, capsys: pytest.CaptureFixture[str]) -> None:
    configure(form, debug=False)  # type: ignore[arg-type]
    try:
        raise RuntimeError(f"refusé : {secret}")
    except RuntimeError:
        structlog.get_logger().exception("turn_failed", reference="AB12", url=secret)
        logging.getLogger("slack_sdk").warning("connexion à %s", secret, exc_info=True)
    told = "\n".join(lines(capsys))
    assert told.count("RuntimeError") >= 2 and "AB12" in told and "***" in told
    assert secret.removeprefix("http://127.0.0.1:80") not in told


def test_json_is_one_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    configure("json", debug=False)
    structlog.contextvars.bind_contextvars(turn="t1")
    structlog.get_logger().info("answered", status="répondu", milliseconds=12.5)
    logging.getLogger("bot").warning("deux\nlignes")
    ours, theirs = map(json.loads, lines(capsys))
    assert {
        "event": "answered",
        "level": "info",
        "turn": "t1",
        "status": "répondu",
        "milliseconds": 12.5,
    }.items() <= ours.items()
    assert ours["timestamp"].endswith("Z") and (theirs["event"], theirs["level"]) == ("deux\nlignes", "warning")


def test_text_is_a_line_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    configure("text", debug=False)
    structlog.get_logger().warning("send_failed", code="ratelimited")
    (line,) = lines(capsys)
    assert "send_failed" in line and "code=ratelimited" in line and "\x1b" not in line


@pytest.mark.parametrize(("debug", "seen"), [(False, 0), (True, 1)])
def test_details_are_told_on_demand(debug: bool, seen: int, capsys: pytest.CaptureFixture[str]) -> None:
    configure("json", debug=debug)
    structlog.get_logger().debug("no_status")
    logging.getLogger("slack_sdk.web").debug("le texte d'une personne")
    logging.getLogger("aiohttp.access").info("GET /")
    assert [json.loads(line)["event"] for line in lines(capsys)] == ["no_status"] * seen


def test_configuring_twice_does_not_double_lines(capsys: pytest.CaptureFixture[str]) -> None:
    configure("json", debug=False)
    configure("json", debug=False)
    logging.getLogger("bot").error("une fois")
    assert len(lines(capsys)) == 1
