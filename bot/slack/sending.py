"""Sending: one message to where its route says, and whether one that may have been sent has arrived."""

from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.conversations.turns import Route

_EVENT = "alinea_answer"
_LOOKED_AT = 200
"""Messages of a thread that are looked through for one of ours."""
_SKEW = 300
"""Seconds by which Slack's clock and ours may differ: its signatures allow as much."""
_TIMEOUT = 10
"""Seconds for one call."""
Form = dict[str, Any]


def mark(turn: str, part: int) -> Form:
    """Metadata by which a message of ours is known again, in the thread that holds it."""
    return {"event_type": _EVENT, "event_payload": {"turn": turn, "part": part}}


async def send(client: AsyncWebClient, route: Route, form: Form, turn: str, part: int) -> str:
    """Send one form of a message; its ts, or the empty string where Slack tells none.

    Raises what `failure_of` sorts.
    """
    if route.response_url:
        return await _respond(route.response_url, form)
    if route.private:
        sent = await client.chat_postEphemeral(
            channel=route.channel, user=route.user, thread_ts=route.thread_ts, **_without_markdown(form)
        )
        return str(sent.get("message_ts", ""))
    sent = await client.chat_postMessage(
        channel=route.channel,
        thread_ts=route.thread_ts,
        metadata=mark(turn, part),
        unfurl_links=False,
        unfurl_media=False,
        **form,
    )
    return str(sent["ts"])


async def _respond(url: str, form: Form) -> str:
    response = await AsyncWebhookClient(url, timeout=_TIMEOUT, retry_handlers=[]).send_dict(
        {"response_type": "ephemeral", "replace_original": False, **_without_markdown(form)}
    )
    if response.status_code != 200:
        raise SlackApiError("response_url", _Refusal(response.status_code, response.body, dict(response.headers)))
    return ""


def _without_markdown(form: Form) -> Form:
    """Private answers have no `markdown_text`: their second form is the plain one."""
    return {"text": form["markdown_text"]} if "markdown_text" in form else form


class _Refusal(dict[str, Any]):
    """A response of `response_url`, in the shape that `failure_of` reads."""

    def __init__(self, status: int, body: str, headers: dict[str, str]) -> None:
        super().__init__()
        self.status_code, self.headers = status, headers
        known = [code for code in ("used_url", "expired_url", "invalid_blocks", "no_text") if code in body]
        self.data = {"ok": False, "error": known[0] if known else str(status)}


async def arrived(client: AsyncWebClient, route: Route, turn: str, part: int, since: float) -> str | None:
    """ts of a message of ours that stands in its thread already; `None` when it does not, or cannot be looked up.

    `since`: when the question came, in seconds since 1970; older messages are not looked at.
    Raises what `failure_of` sorts when Slack does not answer: nobody knows, then, and it is asked again.
    """
    if route.response_url or route.private:
        return None
    try:
        if route.thread_ts:
            found = await client.conversations_replies(
                channel=route.channel,
                ts=route.thread_ts,
                oldest=f"{since - _SKEW:.6f}",
                limit=_LOOKED_AT,
                include_all_metadata=True,
            )
        else:
            found = await client.conversations_history(
                channel=route.channel, oldest=f"{since - _SKEW:.6f}", limit=_LOOKED_AT, include_all_metadata=True
            )
    except SlackApiError as error:
        status = getattr(error.response, "status_code", 200)
        if status == 429 or status >= 500:
            raise
        return None  # a scope is missing, or the thread is gone: it cannot be looked up
    return next((str(m["ts"]) for m in found.get("messages") or () if _is(m.get("metadata"), turn, part)), None)


def _is(metadata: object, turn: str, part: int) -> bool:
    held = metadata if isinstance(metadata, dict) else {}
    return held.get("event_type") == _EVENT and held.get("event_payload") == {"turn": turn, "part": part}
