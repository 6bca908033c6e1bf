"""Attaching: the picture of an answer, sent into its thread once the answer stands there.

It comes after the answer, never in place of it: whatever becomes of it, the figures and their sources have arrived.
"""

import asyncio
import contextlib
from collections.abc import Iterator

import aiohttp
import structlog
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.conversations.turns import Route, Turn
from bot.picturing import may_have_picture
from bot.slack.failures import failure_of
from bot.slack.workers import AnswerFailed, Answers

_WAIT, _WAITS = 0.25, 80
"""Seconds between looks at whether an answer is waited for, and looks after which a picture waits no more."""
_log = structlog.get_logger()


class Pictures:
    """Sends pictures when nobody waits for an answer: who draws them also answers."""

    def __init__(self, client: AsyncWebClient, answers: Answers) -> None:
        """`client`: without retry handlers, for a picture repeated would stand twice."""
        self._client, self._answers = client, answers
        self._due = 0

    @contextlib.contextmanager
    def after(self) -> Iterator[None]:
        """While an answer is computed, which pictures wait for."""
        self._due += 1
        try:
            yield
        finally:
            self._due -= 1

    async def send(self, turn: Turn, route: Route) -> None:
        """Send the picture of a turn's answer, if it makes one, where the answer went. Never raises: nothing depends
        on it, and the log tells."""
        if turn.answer is None or not may_have_picture(turn.answer) or not _takes_pictures(route):
            return
        try:
            for _ in range(_WAITS):
                if not self._due:
                    break
                await asyncio.sleep(_WAIT)
            await self._sent(turn, route)
        except (TimeoutError, SlackClientError, aiohttp.ClientError, OSError) as error:
            _log.warning("picture_not_sent", code=failure_of(error).code)
        except Exception as error:
            kind = error.kind if isinstance(error, AnswerFailed) else type(error).__name__
            _log.error("picture_failed", error=kind)

    async def _sent(self, turn: Turn, route: Route) -> None:
        found = await self._answers.picture(turn.model_copy(update={"route": route}))
        if found is None:
            return
        await self._client.files_upload_v2(
            channel=route.channel,
            thread_ts=route.thread_ts,
            filename=found.name,
            content=found.png,
            title=found.title,
            alt_txt=found.alt,
            initial_comment=found.comment,
        )


def _takes_pictures(route: Route) -> bool:
    """Whether a file can go where the answer went: Slack has none for one person of a channel alone."""
    return bool(route.channel) and not route.private and not route.response_url
