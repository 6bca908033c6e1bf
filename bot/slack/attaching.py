"""Attaching: the picture of an answer, sent into its thread once the answer stands there.

It comes after the answer, never in place of it: whatever becomes of it, the figures and their sources have arrived.
"""

from dataclasses import dataclass

import aiohttp
import structlog
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.conversations.turns import Route
from bot.slack.failures import failure_of

LONGEST_ALT = 1_000
"""Characters of a description: as much as one listens to. The figures stand in the answer, whole."""
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Attachment:
    """A picture on its way to Slack."""

    name: str
    """File name."""
    title: str
    alt: str
    """What it shows, for whoever does not see it."""
    comment: str
    """mrkdwn above it."""
    png: bytes


def takes_pictures(route: Route) -> bool:
    """Whether a file can go where the answer went: Slack has no file for one person of a channel alone."""
    return bool(route.channel) and not route.private and not route.response_url


async def attach(client: AsyncWebClient, route: Route, picture: Attachment) -> None:
    """Send a picture, once; the log tells when it does not arrive, and nobody waits for it.

    `client`: without retry handlers, for a picture repeated would stand twice.
    """
    try:
        await client.files_upload_v2(
            channel=route.channel,
            thread_ts=route.thread_ts,
            filename=picture.name,
            content=picture.png,
            title=picture.title,
            alt_txt=picture.alt,
            initial_comment=picture.comment,
        )
    except (TimeoutError, SlackClientError, aiohttp.ClientError, OSError) as error:
        _log.warning("picture_not_sent", code=failure_of(error).code)
