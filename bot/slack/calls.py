"""Calls: the two ways to call Slack's Web API, over one pool of connections."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass

import aiohttp
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.settings import SlackSettings

_CALL_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Calls:
    """The two ways to call Slack."""

    patient: AsyncWebClient
    """Repeats by itself what can be repeated: statuses, views, lists."""
    once: AsyncWebClient
    """Never repeats: what it sends is repeated by the outbox, which knows whether it arrived."""


@contextlib.asynccontextmanager
async def open_calls(slack: SlackSettings) -> AsyncIterator[Calls]:
    """Clients that share one pool of connections."""
    timeout = aiohttp.ClientTimeout(total=_CALL_SECONDS)
    async with aiohttp.ClientSession(timeout=timeout, trust_env=True) as session:
        patient = [
            AsyncConnectionErrorRetryHandler(max_retry_count=2),
            AsyncRateLimitErrorRetryHandler(max_retry_count=3),
            AsyncServerErrorRetryHandler(max_retry_count=2),
        ]
        yield Calls(
            patient=AsyncWebClient(slack.bot_token, base_url=slack.api_url, session=session, retry_handlers=patient),
            once=AsyncWebClient(slack.bot_token, base_url=slack.api_url, session=session, retry_handlers=[]),
        )
