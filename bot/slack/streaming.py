"""Streaming: a message that says what is being done while an answer is late, and becomes the answer.

Slack ends a stream after some five minutes, or when the person stops it; the answer then replaces the message, for
`chat.update` on the stream's ts can be repeated without harm (slack_sdk #1859).
"""

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.models.messages.chunk import MarkdownTextChunk, TaskUpdateChunk
from slack_sdk.web.async_client import AsyncWebClient

from bot.conversations.turns import Route
from bot.slack.failures import failure_of
from bot.slack.sending import Form, mark

_log = structlog.get_logger()
_TASK = "reading"
_STOPPED = "stopped_by_user"
_OVER = ("message_not_in_streaming_state", "streaming_state_conflict")


class StoppedByUser(Exception):
    """The person stopped the stream: the answer must not follow."""


async def begin(client: AsyncWebClient, route: Route, title: str) -> str | None:
    """Open a stream that shows one task at work; its ts, `None` where Slack opens none: the answer is then posted."""
    if route.private or route.response_url or not route.thread_ts:
        return None
    try:
        started = await client.chat_startStream(
            channel=route.channel,
            thread_ts=route.thread_ts,
            recipient_team_id=route.team,
            recipient_user_id=route.user,
            chunks=[TaskUpdateChunk(id=_TASK, title=title, status="in_progress")],
        )
    except Exception as error:  # whatever it is, the answer does not depend on it
        _log.info("no_stream", code=failure_of(error).code)
        return None
    return str(started["ts"])


async def say(client: AsyncWebClient, route: Route, markdown: str) -> None:
    """Add checked sentences to an open stream. Raises StoppedByUser; whatever else happens, the whole answer replaces
    what was streamed."""
    try:
        await client.chat_appendStream(
            channel=route.channel, ts=route.stream_ts or "", chunks=[MarkdownTextChunk(text=markdown)]
        )
    except SlackApiError as error:
        if error.response.get("error") == _STOPPED:
            raise StoppedByUser from error
        _log.info("not_streamed", code=failure_of(error).code)
    except (OSError, TimeoutError) as error:
        _log.info("not_streamed", code=failure_of(error).code)


async def finish(client: AsyncWebClient, route: Route, form: Form, turn: str, title: str) -> str:
    """Put the answer in the stream's message; its ts. Repeating it changes nothing.

    Where sentences were streamed, the whole answer takes their place: with its citations, and without what its last
    checks left out.

    Raises StoppedByUser, and what `failure_of` sorts.
    """
    ts, done = route.stream_ts or "", [TaskUpdateChunk(id=_TASK, title=title, status="complete")]
    whole = {"blocks": form["blocks"], "metadata": mark(turn, 0)} if form.get("blocks") and not route.streamed else {}
    try:
        await client.chat_stopStream(channel=route.channel, ts=ts, chunks=done, **whole)
        if whole:
            return ts
    except SlackApiError as error:
        if error.response.get("error") == _STOPPED:
            raise StoppedByUser from error
        if error.response.get("error") not in _OVER:
            raise
    await client.chat_update(channel=route.channel, ts=ts, metadata=mark(turn, 0), **form)
    return ts


async def close(client: AsyncWebClient, route: Route) -> None:
    """End a stream that may still be open, whatever its state."""
    try:
        await client.chat_stopStream(channel=route.channel, ts=route.stream_ts or "")
    except SlackApiError as error:
        if error.response.get("error") not in (*_OVER, _STOPPED, "message_not_found"):
            raise
