"""Emulated methods that read a workspace, and those of threads and sessions."""

from collections.abc import Callable

from bot.slack.emulator.records import Json, need
from bot.slack.emulator.workspace import Workspace


def auth_test(workspace: Workspace, call: Json) -> Json:
    """auth.test."""
    names = {"url": "https://emu.slack.com/", "team": "emu", "user": "bot"}
    ids = {"team_id": workspace.team, "user_id": workspace.bot_user, "bot_id": workspace.bot_id}
    return {**names, **ids, "is_enterprise_install": False}


def replies(workspace: Workspace, call: Json) -> Json:
    """conversations.replies: oldest first."""
    ts = str(call.get("ts"))
    rows = [row for row in _rows(workspace, call) if ts in (row["ts"], row.get("thread_ts"))]
    need(rows, "thread_not_found")
    return {"messages": rows[: _limit(call)], "has_more": len(rows) > _limit(call)}


def history(workspace: Workspace, call: Json) -> Json:
    """conversations.history: newest first, without the answers in threads."""
    rows = [row for row in _rows(workspace, call) if row.get("thread_ts") in (None, row["ts"])][::-1]
    return {"messages": rows[: _limit(call)], "has_more": len(rows) > _limit(call)}


def conversation(workspace: Workspace, call: Json) -> Json:
    """conversations.open and conversations.info."""
    channel = str(call.get("channel") or workspace.direct_channel(str(call["users"])))
    return {"channel": {"id": channel, "name": "general", "is_im": channel.startswith("D")}}


def user(workspace: Workspace, call: Json) -> Json:
    """users.info: what the test wrote in `users`, else Alice."""
    who = str(call.get("user"))
    profile = {"display_name": "Alice", "real_name": "Alice Martin"}
    person = {"id": who, "team_id": workspace.team, "name": "alice", "real_name": "Alice Martin", "is_bot": False}
    return {
        "user": {**person, "tz": "Europe/Paris", "locale": "fr-FR", "profile": profile, **workspace.users.get(who, {})}
    }


def team(workspace: Workspace, call: Json) -> Json:
    """team.info."""
    return {"team": {"id": workspace.team, "name": "emu", "domain": "emu", "url": "https://emu.slack.com/"}}


def bot(workspace: Workspace, call: Json) -> Json:
    """bots.info."""
    ids = {"id": workspace.bot_id, "app_id": workspace.app_id, "user_id": workspace.bot_user}
    return {"bot": {**ids, "name": "bot", "deleted": False}}


def thread_status(workspace: Workspace, call: Json) -> Json:
    """assistant.threads.setStatus: shown until the bot posts in the thread; empty clears it."""
    need(call.get("thread_ts"), "invalid_thread_ts")
    workspace.statuses.append(call)
    workspace.shown_status[str(call["channel_id"]), str(call["thread_ts"])] = str(call["status"])
    return {}


def session_status(workspace: Workspace, call: Json) -> Json:
    """agents.sessions.setStatus."""
    need(call.get("thread_ts"), "invalid_thread_ts")
    workspace.sessions[str(call["channel_id"]), str(call["thread_ts"])] = str(call["status"])
    return {"status": call["status"]}


def accepted(workspace: Workspace, call: Json) -> Json:
    """Methods whose effect no test looks at."""
    return {}


def _rows(workspace: Workspace, call: Json) -> list[Json]:
    keep = str(call.get("include_all_metadata") or "").lower() in ("true", "1")
    rows = workspace.messages.items()
    found = sorted(
        ((ts, row) for (channel, ts), row in rows if channel == call.get("channel")), key=lambda pair: pair[0]
    )
    return [
        {key: value for key, value in message.items() if keep or key != "metadata"}
        for ts, message in found
        if str(call.get("oldest") or "") < ts
    ]


def _limit(call: Json) -> int:
    return int(call.get("limit") or 100)


_ACCEPTED = """api.test assistant.threads.setTitle assistant.threads.setSuggestedPrompts agents.sessions.rename
reactions.add reactions.remove functions.completeSuccess functions.completeError"""

METHODS: dict[str, Callable[[Workspace, Json], Json]] = {
    "auth.test": auth_test,
    "conversations.replies": replies,
    "conversations.history": history,
    "conversations.open": conversation,
    "conversations.info": conversation,
    "users.info": user,
    "team.info": team,
    "bots.info": bot,
    "assistant.threads.setStatus": thread_status,
    "agents.sessions.setStatus": session_status,
    **dict.fromkeys(_ACCEPTED.split(), accepted),
}
