"""Responding: a sentence of ours to the one person who ran a command or clicked."""

import asyncio
from collections.abc import Mapping
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.slack.desk import Desk
from bot.slack.failures import failure_of
from bot.slack.intake import identity
from bot.slack.messages import section

_log = structlog.get_logger()
_TRIES = 3


async def respond(desk: Desk, body: Mapping[str, Any], text: str) -> None:
    """Tell a person something privately: where they clicked, else by Slack's private messages. Never raises."""
    _, user, channel = identity(body)
    for wait in range(_TRIES):
        try:
            if body.get("response_url"):
                told = {"text": text, "blocks": [section(text)], "replace_original": False}
                sent = await AsyncWebhookClient(str(body["response_url"])).send_dict(
                    {"response_type": "ephemeral", **told}
                )
                if sent.status_code == 200:
                    return
            else:
                await desk.calls.patient.chat_postEphemeral(channel=channel, user=user, text=text)
                return
        except (TimeoutError, SlackApiError, aiohttp.ClientError, OSError) as error:
            _log.warning("not_told", code=failure_of(error).code)
        await asyncio.sleep(wait + 0.5)
