"""The emulated Web API: who may call, what limits refuse, and the method that answers."""

import json
import urllib.parse
from collections.abc import Callable, Mapping
from typing import Any

from bot.slack.emulator import web_chat, web_files, web_reads, web_views
from bot.slack.emulator.records import Call, Json, Refused, Script, need
from bot.slack.emulator.workspace import RESPONSE_URL_USES, Workspace
from bot.slack.limits import NO_FALLBACK, faults

METHODS: dict[str, Callable[[Workspace, Json], Json]] = {
    **web_chat.METHODS,
    **web_files.METHODS,
    **web_views.METHODS,
    **web_reads.METHODS,
}
OPEN_SOCKET = "apps.connections.open"
_JSON = ("blocks", "chunks", "metadata", "view", "prompts", "loading_messages")
_FLAGS = ("unfurl_links", "unfurl_media", "reply_broadcast", "include_all_metadata")


def arguments_of(query: Mapping[str, str], body: bytes, content_type: str) -> Json:
    """Arguments of a call, from its query and its form or JSON body. Raises Refused when they are not readable."""
    found: Json = dict(query)
    try:
        if "json" in content_type:
            found.update(json.loads(body or b"{}"))
        elif body:
            found.update(urllib.parse.parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
        found.update({key: json.loads(found[key]) for key in _JSON if isinstance(found.get(key), str) and found[key]})
    except (ValueError, TypeError) as error:
        raise Refused("invalid_arguments") from error
    found.update({key: found[key] in ("1", "true", "True") for key in _FLAGS if isinstance(found.get(key), str)})
    return found


def answer(
    workspace: Workspace, method: str, call: Json, token: str, failing: Script | None
) -> tuple[Json, dict[str, str]]:
    """The body of the answer to a call, with headers; `failing`: answered in place of the call."""
    headers = {"x-oauth-scopes": ",".join(workspace.scopes)}
    with workspace.changing():
        if failing:
            return {"ok": False, "error": failing.error}, headers | failing.headers
        try:
            return {"ok": True, **_handled(workspace, method, call, token)}, headers
        except Refused as refused:
            return {"ok": False, "error": refused.error}, headers


def record(workspace: Workspace, call: Call) -> None:
    """Write a call down, and wake those who wait for it."""
    with workspace.changing():
        workspace.log.append(call)


def answer_response_url(workspace: Workspace, name: str, body: Json) -> tuple[int, Any]:
    """Status and body for a post to a response_url: 5 uses, then `used_url`."""
    with workspace.changing():
        address = workspace.response_urls.get(name) or workspace.response_url_of_a_test(name)
        if address.uses >= RESPONSE_URL_USES:
            return 404, {"ok": False, "error": "used_url"}
        try:
            _check(workspace, "response_url", body)
        except Refused as refused:
            return 400, {"ok": False, "error": refused.error}
        address.uses += 1
        workspace.responses.append({**body, "url": name})
        ts = workspace.new_ts()
        kept = {"type": "message", "ts": ts, "channel": address.channel, "text": body.get("text") or ""}
        aside = {**kept, "user": workspace.bot_user, "blocks": workspace.with_ids(body.get("blocks") or [])}
        workspace.asides[address.channel, ts] = {**aside, "is_ephemeral": True, "seen_by": address.user}
        return 200, {"ok": True}


def open_socket(workspace: Workspace, token: str) -> Json:
    """apps.connections.open: a ticket for one socket. Raises Refused for a token that is not the app's."""
    wrong = "not_allowed_token_type" if token.startswith("xoxb") else "invalid_auth"
    need(token == workspace.app_token, wrong)
    ticket = workspace.new_id("ticket")
    workspace.tickets.add(ticket)
    return {"url": f"ws{workspace.base.removeprefix('http')}/link?ticket={ticket}&app_id={workspace.app_id}"}


def _handled(workspace: Workspace, method: str, call: Json, token: str) -> Json:
    if method == OPEN_SOCKET:
        return open_socket(workspace, token)
    need(token == workspace.bot_token, "invalid_auth" if token else "not_authed")
    need(method in METHODS, "unknown_method")
    _check(workspace, method, call)
    try:
        return METHODS[method](workspace, call)
    except (KeyError, TypeError) as error:
        raise Refused("invalid_arguments") from error


def _check(workspace: Workspace, method: str, call: Json) -> None:
    """Record what breaks a limit; raise Refused where Slack would refuse."""
    found = faults(method, call)
    workspace.violations += [(method, fault) for fault in found]
    refusing = next((fault for fault in found if fault.error != NO_FALLBACK), None)
    if refusing and workspace.strict:
        raise Refused(refusing.error)
