"""The Bolt app of one workspace: its listeners on a desk, its own token and no OAuth, whatever the environment says."""

from dataclasses import dataclass
from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.answer import Language
from bot.links import Reader
from bot.slack.clicks import Clicks
from bot.slack.desk import Desk
from bot.slack.homes import Homes
from bot.slack.listeners import register
from bot.slack.logs import frames
from bot.slack.reception import Reception

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the bot is in its workspace, as `auth.test` says."""

    team: str
    user: str
    bot: str
    scopes: frozenset[str]
    """Scopes that the token was granted; empty where Slack tells none."""


async def identity_of(client: AsyncWebClient) -> Identity:
    """Ask Slack who the token is. Raises SlackApiError, or an error of the network."""
    found = await client.auth_test()
    headers = {str(key).lower(): str(value) for key, value in found.headers.items()}
    scopes = headers.get("x-oauth-scopes", "")
    return Identity(
        str(found["team_id"]),
        str(found["user_id"]),
        str(found.get("bot_id") or ""),
        frozenset(filter(None, (scope.strip() for scope in scopes.split(",")))),
    )


def build_app(
    desk: Desk,
    identity: Identity,
    client: AsyncWebClient,
    signing_secret: str,
    language: Language,
    reader: Reader | None,
) -> AsyncApp:
    """The app with every listener. `client` is the one that listeners get; `signing_secret` is for HTTP alone."""

    async def authorize(**_: Any) -> AuthorizeResult:
        """The one token, without a call: `authorize` also keeps SLACK_CLIENT_ID from turning OAuth on."""
        return AuthorizeResult(
            enterprise_id=None, team_id=identity.team, bot_token=client.token, bot_id=identity.bot or None,
            bot_user_id=identity.user,
        )  # fmt: skip

    app = AsyncApp(name="alinea", client=_bare(client), signing_secret=signing_secret, authorize=authorize)
    homes = Homes(desk.answering, language, reader)
    reception = Reception(desk, homes, identity.user)
    register(app, reception, Clicks(desk, homes, reception, language, reader))

    @app.error
    async def failed(error: Exception) -> None:
        """A listener failed after its turn was kept, or on a click: the log knows, the turn is not lost."""
        _log.error("listener_failed", error=type(error).__name__, where=frames(error))

    return app


def _bare(client: AsyncWebClient) -> AsyncWebClient:
    """A client without a token for Bolt, which would say that `authorize` overrides it."""
    return AsyncWebClient(base_url=client.base_url, session=client.session, retry_handlers=client.retry_handlers)
