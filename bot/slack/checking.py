"""The checks of `alinea slack --check`: settings, tokens, scopes, conventions and access, each with its remedy."""

import logging
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.access import Access, load_access
from bot.doctor import Check, Text
from bot.faults import sentences
from bot.library import Library
from bot.settings import Settings, SettingsError, load
from bot.slack.answering import UnknownNames
from bot.slack.failures import failure_of
from bot.slack.scopes import SCOPES
from bot.slack.settings import SlackSettings, load_slack
from prompts import message

_SECONDS = 8
"""That a call to Slack may take."""
_SILENT = logging.getLogger("bot.slack.checking.calls")
"""Of the clients, which would log what is told here as a finding."""
_SILENT.addHandler(logging.NullHandler())
_SILENT.propagate = False


@dataclass(frozen=True, slots=True)
class _Told:
    """What a call to Slack came to."""

    response: AsyncSlackResponse | None
    """`None` when it failed."""
    code: str = ""
    """Slack's error code, or the name of the network's error."""
    refused: bool = False
    """True when Slack answered no; False when nothing that is Slack's answered."""


async def examine(environ: Mapping[str, str], env_file: Path, language: str, *, http: bool) -> list[Check]:
    """All the checks, in the order in which faults cause one another. Never raises for what it checks."""
    text = partial(_text, language)
    found: list[Check] = []
    settings, slack = _settings(environ, env_file, http=http, text=text, found=found)
    if settings and slack:
        found.append(Check(text("settings"), text("settings_good"), None))
    if slack:
        found += await _slack(slack, text, http=http)
    if settings:
        found += _conventions(settings, language, text)
    return found


def _text(language: str, key: str, /, **values: object) -> str:
    return message(f"slack_check.{key}", language, **values)


def _settings(
    environ: Mapping[str, str], env_file: Path, *, http: bool, text: Text, found: list[Check]
) -> tuple[Settings | None, SlackSettings | None]:
    """Both families of settings, `None` for the one that has faults; these go to `found`, each on a line."""
    settings, slack = None, None
    try:
        settings = load(environ, env_file)
    except SettingsError as error:
        found += _faults(error, text)
    try:
        slack = load_slack(environ, env_file, http=http)
    except SettingsError as error:
        found += [one for one in _faults(error, text) if one not in found]
    return settings, slack


def _faults(error: SettingsError, text: Text) -> list[Check]:
    return [Check(text("settings"), f"{fault.key}={fault.value}", fault.remedy) for fault in error.faults]


async def _slack(slack: SlackSettings, text: Text, *, http: bool) -> list[Check]:
    """What Slack says of the tokens."""
    timeout = aiohttp.ClientTimeout(total=_SECONDS)
    async with aiohttp.ClientSession(timeout=timeout, trust_env=True) as session:
        client = AsyncWebClient(
            slack.bot_token, base_url=slack.api_url, session=session, retry_handlers=[], logger=_SILENT
        )
        found = _token(await _told(client.auth_test), text)
        if http:
            return [*found, Check(text("signing"), text("signing_good"), None)]
        return [*found, _app_token(await _told(partial(client.apps_connections_open, app_token=slack.app_token)), text)]


async def _told(call: Callable[[], Awaitable[AsyncSlackResponse]]) -> _Told:
    """Make a call, once."""
    try:
        return _Told(await call())
    except Exception as error:  # of the network, of Slack or of what stands between: whatever it is, it is a finding
        failure = failure_of(error)
        answered = failure.remedy not in ("wait", "look") and failure.code not in ("", type(error).__name__)
        return _Told(None, failure.code, refused=answered and not failure.code.isdigit())


def _token(told: _Told, text: Text) -> list[Check]:
    """The bot's token, then its scopes."""
    if told.response is None:
        return [_failed("token", told, text)]
    good = Check(text("token"), text("token_good", team=told.response.get("team", "?")), None)
    return [good, _scopes(told.response.headers, text)]


def _scopes(headers: Mapping[str, str], text: Text) -> Check:
    laid = next((value for key, value in headers.items() if key.lower() == "x-oauth-scopes"), "")
    granted = {scope.strip() for scope in laid.split(",")} - {""}
    missing = ", ".join(sorted(SCOPES - granted))
    if not granted:
        return Check(text("scopes"), text("scopes_unknown"), None)
    if missing:
        return Check(text("scopes"), text("scopes_missing", names=missing), text("scopes_remedy"))
    return Check(text("scopes"), text("scopes_good"), None)


def _app_token(told: _Told, text: Text) -> Check:
    if told.response is None:
        return _failed("app_token", told, text)
    return Check(text("app_token"), text("app_token_good"), None)


def _failed(name: str, told: _Told, text: Text) -> Check:
    """A call that failed: refused by Slack, or answered by nobody."""
    if told.refused:
        return Check(text(name), text(f"{name}_refused", code=told.code), text(f"{name}_remedy"))
    return Check(text(name), text("unreachable", code=told.code), text("unreachable_remedy"))


def _conventions(settings: Settings, language: str, text: Text) -> list[Check]:
    """The index can be opened, holds something, and the rules of access name only what it holds."""
    opened: list[Library] = []
    found = list(_guarded(text("index"), language, text("index_remedy"), lambda: _index(settings, opened, text)))
    library = opened[0] if opened else None
    found += _guarded(text("access"), language, text("access_remedy"), lambda: _access(settings, library, text))
    if library:
        library.close()
    return found


def _guarded(name: str, language: str, remedy: str, check: Callable[[], Check]) -> Iterator[Check]:
    """The finding of a check, or the error that it met, told as any surface tells it."""
    try:
        yield check()
    except Exception as error:  # whatever breaks is a finding
        yield Check(name, " ".join(sentences(error, language)), remedy)


def _index(settings: Settings, opened: list[Library], text: Text) -> Check:
    """The library is left in `opened`."""
    from index.search import Search

    library = Library(Search(settings.index, chroma_url=settings.chroma_address))
    opened.append(library)
    count = len(library.documents())
    return Check(text("index"), text("index_good", count=count), None if count else text("index_remedy"))


def _access(settings: Settings, library: Library | None, text: Text) -> Check:
    """Raises AccessError, UnknownNames."""
    access: Access = load_access(settings.access)
    unknown = access.unknown(library) if library else ()
    if unknown:
        raise UnknownNames(unknown, str(settings.access))
    return Check(text("access"), text("access_open" if access.open else "access_good"), None)
