"""Listeners: the table of what Slack sends and what is done about it. `manifest.json` is tested against it."""

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext

from bot.slack.clicks import Clicks
from bot.slack.commands import COMMAND
from bot.slack.reception import Reception
from bot.slack.views import ASK, FEEDBACK

ASK_ANYWHERE, ASK_MESSAGE = "ask_anywhere", "ask_message"
SHORTCUTS = (ASK_ANYWHERE, ASK_MESSAGE)
"""Callback ids of the global shortcut and of the message shortcut."""
_log = structlog.get_logger()
Body = Mapping[str, Any]
Handler = Callable[[Body], Awaitable[Any]]


def events(talks: Reception) -> dict[str, Handler]:
    """What is done of each event that the app subscribes to. Those with nothing to do are acknowledged all the same:
    Slack repeats what is not, and disables an app that leaves too much unanswered."""
    return {
        "app_mention": talks.message,
        "message": talks.message,
        "app_home_opened": talks.home_opened,
        "agent_session_stopped": talks.stopped,
        "agent_session_title_changed": _nothing,
        "app_context_changed": _nothing,
    }


def clicks(handlers: Clicks) -> dict[str, Handler]:
    """What is done of each click, by the beginning of its action id."""
    return {
        "cite_all": handlers.cite_all,
        "cite_": handlers.cite,
        "choose_": handlers.choose,
        "share": handlers.share,
        "feedback": handlers.feedback,
        "home_": handlers.home,
    }


def register(app: AsyncApp, talks: Reception, handlers: Clicks) -> None:
    """Put every listener of the table on the app."""
    for name, handler in events(talks).items():
        _on_event(app, name, handler)
    for start, handler in clicks(handlers).items():
        _on_click(app, re.compile(rf"^{start}"), handler)
    app.command(COMMAND)(_acknowledged(talks.command))
    app.shortcut(ASK_MESSAGE)(_acknowledged(talks.message_shortcut))
    app.shortcut(ASK_ANYWHERE)(_acknowledged(handlers.open_ask))
    app.view(ASK)(_acknowledged(talks.asked_anywhere))
    app.view(FEEDBACK)(_acknowledged(handlers.explained))
    app.options("home_choose")(_options(handlers))


def _on_event(app: AsyncApp, name: str, handler: Handler) -> None:
    """A listener whose work that must not be lost is done before Bolt acknowledges the event: in its middleware."""

    async def before(body: Body, context: AsyncBoltContext, next: Callable[[], Awaitable[None]]) -> None:
        context["after"] = await handler(body)
        await next()

    async def listener(context: AsyncBoltContext) -> None:
        after = context.get("after")
        if after is not None:
            await after()

    app.event(name, middleware=[before])(listener)


def _on_click(app: AsyncApp, pattern: re.Pattern[str], handler: Handler) -> None:
    app.action(pattern)(_acknowledged(handler))


def _acknowledged(handler: Handler) -> Callable[..., Awaitable[None]]:
    """A listener that does what must not be lost, acknowledges within Slack's three seconds, then goes on."""

    async def listener(ack: AsyncAck, body: Body) -> None:
        after = await handler(body)
        await ack()
        if after is not None:
            await after()

    return listener


def _options(handlers: Clicks) -> Callable[..., Awaitable[None]]:
    async def listener(ack: AsyncAck, body: Body) -> None:
        await ack(options=await handlers.options(body))

    return listener


async def _nothing(body: Body) -> None:
    """An event that changes nothing here."""
