"""Context: what was said in a thread that the bot is called into, read once, when it is called without a question."""

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.conversations.turns import Turn
from bot.question import clean
from bot.slack.failures import failure_of

_MOST = 100
_SINCE = 7 * 86_400
"""Seconds back to which a thread is read: Slack gives its oldest messages first."""
_log = structlog.get_logger()


async def last_said(client: AsyncWebClient, turn: Turn) -> tuple[str, ...]:
    """What people said in the turn's thread, the latest first; nothing where it cannot be read."""
    if turn.route is None or not turn.route.thread_ts:
        return ()
    try:
        found = await client.conversations_replies(
            channel=turn.route.channel, ts=turn.route.thread_ts, oldest=f"{turn.at - _SINCE:.6f}", limit=_MOST
        )
    except (SlackApiError, OSError, TimeoutError) as error:
        _log.info("thread_unread", code=failure_of(error).code)
        return ()
    said = [m for m in found.get("messages") or () if not m.get("bot_id") and not m.get("subtype")]
    texts = [str(m.get("text") or "") for m in reversed(said)]
    return tuple(text for text in texts if text and clean(text) != turn.question)
