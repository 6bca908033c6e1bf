"""Starting: Slack that is away, tokens that are refused, ports that are taken; one sentence where it cannot start."""

import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.slack.conftest import TRANSPORTS
from tests.slack.reading import plain
from tests.slack.stage import PATIENCE, Stage, someone

NOTICE = "Quel est le préavis de résiliation de Sentinelle Bocage ?"


def refused(slack: Stage) -> str:
    """What the app says when it ends by itself with the exit code 1."""
    process = slack.start(wait=False)
    try:
        code = process.wait(PATIENCE)
    finally:
        slack.kill()
    told = slack.log()
    assert code == 1, told
    assert "Traceback" not in told
    return plain(" ".join(told.split()))


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_slack_that_is_down_at_first(fresh: Callable[..., Stage], transport: str) -> None:
    slack = fresh(transport)
    slack.fail("auth.test", "internal_error", status=503, times=2)
    slack.start()
    slack.ask(someone(), NOTICE)


@pytest.mark.parametrize(("error", "status"), [("internal_error", 500), ("ratelimited", 429), ("internal_error", 0)])
def test_sockets_that_are_refused_at_first(fresh: Callable[..., Stage], error: str, status: int) -> None:
    slack = fresh()
    headers = {"Retry-After": "1"} if status == 429 else None
    slack.fail("apps.connections.open", error, status=status, times=2, headers=headers)
    slack.start()
    slack.ask(someone(), NOTICE)


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_a_refused_bot_token(fresh: Callable[..., Stage], transport: str) -> None:
    slack = fresh(transport, environ={"SLACK_BOT_TOKEN": "xoxb-wrong"})
    slack.expect("invalid_auth")
    told = refused(slack)
    assert "Slack refuse l'application (invalid_auth)" in told and "xoxb-wrong" not in told


def test_a_refused_app_token(fresh: Callable[..., Stage]) -> None:
    slack = fresh(environ={"SLACK_APP_TOKEN": "xapp-wrong"})
    slack.expect("invalid_auth")
    slack.expect_log("")  # whatever it holds: the assertions below are what counts
    process = slack.start(wait=False)
    connecting = lambda: len(slack.emu.calls("apps.connections.open")) >= 3  # noqa: E731
    slack.emu.wait(lambda: process.poll() is not None or connecting(), "its end", PATIENCE)
    slack.kill()
    assert process.returncode == 1 and "Slack refuse l'application (invalid_auth)" in plain(slack.log())


@pytest.mark.parametrize(
    ("transport", "name"),
    [("socket", "SLACK_BOT_TOKEN"), ("socket", "SLACK_APP_TOKEN"), ("http", "SLACK_SIGNING_SECRET")],
)
def test_a_missing_secret_is_named(fresh: Callable[..., Stage], transport: str, name: str) -> None:
    assert name in refused(fresh(transport, environ={name: ""}))


def test_tokens_in_each_others_place(fresh: Callable[..., Stage]) -> None:
    told = refused(fresh(environ={"SLACK_BOT_TOKEN": "xapp-1-emu", "SLACK_APP_TOKEN": "xoxb-emu"}))
    assert "ce jeton devrait commencer par xoxb-" in told and "ce jeton devrait commencer par xapp-" in told


def test_a_port_that_is_taken(fresh: Callable[..., Stage]) -> None:
    slack = fresh("http")
    with socket.create_server(("127.0.0.1", slack.port)):
        assert str(slack.port) in refused(slack)


def test_no_index_yet(fresh: Callable[..., Stage], tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert "alinea ingest" in refused(fresh(data=tmp_path / "empty"))


def test_an_access_file_with_a_slip(fresh: Callable[..., Stage], tmp_path: Path) -> None:
    rules = tmp_path / "access.toml"
    rules.write_text('[[rule]]\nconventions = ["Phare Logemment"]\nusers = ["U1"]\n', encoding="utf-8")
    assert "Phare Logemment" in refused(fresh(environ={"ALINEA_ACCESS": str(rules)}))


def test_an_event_during_the_start_is_answered_once(fresh: Callable[..., Stage]) -> None:
    slack = fresh("http", retry_delays=(2.0, 2.0, 2.0))
    who = someone()
    slack.start(wait=False)
    asked = slack.mention(who, NOTICE)  # refused at first: Slack delivers it again
    slack.answer(who.channel, asked)
