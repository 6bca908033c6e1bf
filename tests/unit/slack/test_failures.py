"""Failures of a send, and what each calls for."""

from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError, SlackClientNotConnectedError, SlackRequestError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.slack.failures import Failure, failure_of


def refused(
    error: str | None, status: int = 200, headers: dict[str, str] | None = None, data: Any = None
) -> SlackApiError:
    """An error as slack_sdk's own client raises it."""
    body = data if data is not None else {"ok": False, "error": error}
    response = AsyncSlackResponse(
        client=None, http_verb="POST", api_url="chat.postMessage", req_args={}, data=body, headers=headers or {},
        status_code=status,
    )  # fmt: skip
    return SlackApiError("refused", response)


@pytest.mark.parametrize(
    ("error", "status", "remedy"),
    [
        ("invalid_blocks", 200, "plainer"),
        ("msg_too_long", 200, "plainer"),
        ("markdown_text_conflict", 200, "plainer"),
        ("invalid_attachments", 200, "plainer"),
        ("not_in_channel", 200, "elsewhere"),
        ("channel_not_found", 200, "elsewhere"),
        ("is_archived", 200, "elsewhere"),
        ("user_not_in_channel", 200, "elsewhere"),
        ("used_url", 404, "elsewhere"),
        ("whatever", 404, "elsewhere"),
        ("internal_error", 200, "look"),
        ("service_unavailable", 503, "look"),
        ("invalid_blocks", 500, "look"),
        ("ratelimited", 200, "wait"),
        ("ratelimited", 429, "wait"),
        ("invalid_auth", 200, "give up"),
        ("account_inactive", 200, "give up"),
        ("missing_scope", 200, "give up"),
        ("not_known_yet", 200, "give up"),
    ],
)
def test_what_slack_refuses(error: str, status: int, remedy: str) -> None:
    failure = failure_of(refused(error, status))
    assert (failure.remedy, failure.code) == (remedy, error)


@pytest.mark.parametrize("data", [{}, {"ok": False}, {"error": None}])
@pytest.mark.parametrize(
    ("status", "remedy"), [(500, "look"), (502, "look"), (429, "wait"), (404, "elsewhere"), (403, "give up")]
)
def test_an_answer_that_is_not_slacks_is_sorted_by_its_status(data: object, status: int, remedy: str) -> None:
    assert failure_of(refused(None, status, data=data)).remedy == remedy


def test_an_error_without_a_response_object() -> None:
    assert failure_of(SlackApiError("x", {"ok": False, "error": "invalid_auth"})).remedy == "give up"  # type: ignore[no-untyped-call]


@pytest.mark.parametrize(
    ("headers", "after"),
    [
        ({"Retry-After": "30"}, 30.0),
        ({"retry-after": "0.5"}, 0.5),
        ({"RETRY-AFTER": "-3"}, 0.0),
        ({"Retry-After": "soon"}, 1.0),
        ({"Retry-After": ""}, 1.0),
        ({}, 1.0),
    ],
)
def test_how_long_to_wait(headers: dict[str, str], after: float) -> None:
    assert failure_of(refused("ratelimited", 429, headers)) == Failure("wait", "ratelimited", after)


@pytest.mark.parametrize(
    "error",
    [
        aiohttp.ServerDisconnectedError(),
        aiohttp.ClientPayloadError(),
        aiohttp.ClientOSError(),
        aiohttp.ConnectionTimeoutError(),
        TimeoutError(),
        ConnectionResetError(),
        BrokenPipeError(),
        SlackRequestError("x"),
        SlackClientNotConnectedError("x"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_a_lost_connection_says_nothing_of_what_arrived(error: Exception) -> None:
    assert failure_of(error) == Failure("look", type(error).__name__)


@pytest.mark.parametrize("error", [ValueError("x"), KeyError("ts"), RuntimeError(), AssertionError()], ids=repr)
def test_errors_of_ours_are_not_repeated(error: Exception) -> None:
    assert failure_of(error) == Failure("give up", type(error).__name__)


def test_a_code_is_never_the_words_of_an_error() -> None:
    secret = "xoxb-1-secret"
    assert secret not in repr(failure_of(SlackRequestError(f"token {secret}")))
