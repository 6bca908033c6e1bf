"""Failures of a send, by what to do: wait, look before sending again, send plainer, go elsewhere, give up."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

Remedy = Literal["wait", "look", "plainer", "elsewhere", "give up"]
_PLAINER = {
    "invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long", "invalid_attachments",
    "only_one_table_allowed", "invalid_table", "markdown_text_conflict", "no_text", "cannot_parse_attachment",
    "invalid_arguments", "invalid_form_data", "invalid_json", "block_mismatch", "markdown_text_too_long",
    "invalid_metadata_format", "invalid_metadata_schema", "metadata_too_large", "slack_connect_blocked_file_type",
}  # fmt: skip
_ELSEWHERE = {
    "not_in_channel", "channel_not_found", "is_archived", "restricted_action", "cant_post_message",
    "user_not_in_channel",
    "thread_locked", "restricted_action_read_only_channel", "restricted_action_thread_only_channel", "is_inactive",
    "restricted_action_thread_locked", "restricted_action_non_threadable_channel", "used_url", "expired_url",
    "invalid_thread_ts", "cannot_reply_to_message", "message_not_found", "channel_is_limited_access", "no_permission",
}  # fmt: skip
_WAIT = {"ratelimited", "rate_limited", "message_limit_exceeded"}
_LOOK = {"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"}
_PATIENT_WAIT = 1.0
"""Seconds to wait for a rate limit that names no delay: one message a second a channel is allowed."""


@dataclass(frozen=True, slots=True)
class Failure:
    """What a failed send calls for."""

    remedy: Remedy
    code: str
    """Slack's error code, or the name of the exception's class: for the log, never for people."""
    after: float = 0.0
    """Seconds that Slack asks to wait; 0 when it names none."""


def failure_of(error: BaseException) -> Failure:
    """Sort an error of slack_sdk or of the network.

    « look »: the send may have arrived, for a 5xx or a lost connection says nothing of what happened before it.
    """
    if isinstance(error, SlackApiError):
        return _refused(error)
    if isinstance(error, (aiohttp.ClientError, asyncio.TimeoutError, OSError, SlackClientError)):
        return Failure("look", type(error).__name__)
    return Failure("give up", type(error).__name__)


def _refused(error: SlackApiError) -> Failure:
    response = error.response
    status = int(getattr(response, "status_code", 0) or getattr(response, "status", 0) or 200)
    data = getattr(response, "data", None)
    code = str(data.get("error", "")) if isinstance(data, dict) else ""
    if status == 429 or code in _WAIT:
        return Failure("wait", code or "ratelimited", _delay(getattr(response, "headers", {})))
    if status >= 500 or code in _LOOK:
        return Failure("look", code or str(status))
    if code in _PLAINER:
        return Failure("plainer", code)
    return Failure("elsewhere" if code in _ELSEWHERE or status == 404 else "give up", code or str(status))


def _delay(headers: object) -> float:
    """Seconds of `Retry-After`, whatever its case."""
    held = {str(k).lower(): v for k, v in headers.items()} if isinstance(headers, Mapping) else {}
    try:
        return max(0.0, float(str(held.get("retry-after", ""))))
    except ValueError:
        return _PATIENT_WAIT
