"""Emulated `chat.*`: messages, ephemerals and streams."""

import copy
from collections.abc import Callable

from bot.slack.emulator.records import Ephemeral, Json, need
from bot.slack.emulator.workspace import Workspace


def post(workspace: Workspace, call: Json) -> Json:
    """chat.postMessage."""
    return _answer(_stored(workspace, call, call.get("text") or call.get("markdown_text") or ""))


def post_ephemeral(workspace: Workspace, call: Json) -> Json:
    """chat.postEphemeral: kept apart, because no one else sees it and no call finds it again."""
    ts, channel, user = workspace.new_ts(), str(call["channel"]), str(call["user"])
    workspace.ephemerals.append(Ephemeral(channel, user, call, ts))
    message = _message(workspace, call, ts, call.get("text") or call.get("markdown_text") or "")
    workspace.asides[channel, ts] = message | {"is_ephemeral": True, "seen_by": user}
    return {"message_ts": ts}


def update(workspace: Workspace, call: Json) -> Json:
    """chat.update: refused while the message streams."""
    message = _found(workspace, call)
    need(not message.get("streaming"), "streaming_state_conflict")
    changed: Json = {key: call[key] for key in ("text", "metadata") if key in call}
    if call.get("markdown_text"):
        changed["text"] = call["markdown_text"]
    if "blocks" in call:
        changed["blocks"] = workspace.with_ids(call["blocks"] or [])
    message.update(changed, edited=True)
    return _answer(message) | {"text": message["text"]}


def delete(workspace: Workspace, call: Json) -> Json:
    """chat.delete."""
    message = _found(workspace, call)
    del workspace.messages[message["channel"], message["ts"]]
    return {"channel": message["channel"], "ts": message["ts"]}


def permalink(workspace: Workspace, call: Json) -> Json:
    """chat.getPermalink."""
    need((call["channel"], call["message_ts"]) in workspace.messages, "message_not_found")
    address = f"https://emu.slack.com/archives/{call['channel']}/p{call['message_ts'].replace('.', '')}"
    return {"channel": call["channel"], "permalink": address}


def start_stream(workspace: Workspace, call: Json) -> Json:
    """chat.startStream: the thread's session is `processing` until the stream stops."""
    message = _stored(workspace, call, "")
    message.update(tasks={}, streaming=True)
    workspace.sessions[message["channel"], str(call.get("thread_ts") or message["ts"])] = "processing"
    _add(workspace, message, call)
    return _answer(message)


def append_stream(workspace: Workspace, call: Json) -> Json:
    """chat.appendStream."""
    message = _streaming(workspace, call)
    key = (message["channel"], message["ts"])
    workspace.appends[key] = workspace.appends.get(key, 0) + 1
    _add(workspace, message, call)
    return _answer(message)


def stop_stream(workspace: Workspace, call: Json) -> Json:
    """chat.stopStream: ends the session's `processing`."""
    message = _streaming(workspace, call)
    _add(workspace, message, call)
    message["streaming"] = False
    message.setdefault("blocks", []).extend(workspace.with_ids(call.get("blocks") or []))
    if call.get("metadata"):
        message["metadata"] = call["metadata"]
    thread = str(message.get("thread_ts") or message["ts"])
    workspace.sessions[message["channel"], thread] = call.get("session_status") or "active"
    return _answer(message)


def _message(workspace: Workspace, call: Json, ts: str, text: str) -> Json:
    kept = {key: call[key] for key in ("thread_ts", "metadata") if call.get(key)}
    if call.get("blocks"):
        kept["blocks"] = workspace.with_ids(call["blocks"])
    whose = {"user": workspace.bot_user, "bot_id": workspace.bot_id, "app_id": workspace.app_id}
    return {"type": "message", "ts": ts, "channel": call["channel"], "text": text, **whose, **kept}


def _stored(workspace: Workspace, call: Json, text: str) -> Json:
    """A new message of the bot. It takes the place of the thread's status line."""
    ts, channel = workspace.new_ts(), str(call["channel"])
    channel = workspace.direct_channel(channel) if channel.startswith("U") else channel
    message = workspace.messages[channel, ts] = _message(workspace, {**call, "channel": channel}, ts, text)
    workspace.shown_status.pop((channel, str(call.get("thread_ts") or ts)), None)
    return message


def _found(workspace: Workspace, call: Json) -> Json:
    message = workspace.messages.get((str(call.get("channel")), str(call.get("ts"))))
    need(message is not None, "message_not_found")
    assert message is not None
    need(message["user"] == workspace.bot_user, "cant_update_message")
    return message


def _streaming(workspace: Workspace, call: Json) -> Json:
    """The message, if it still streams: a person may have stopped it, or Slack after its time."""
    message = _found(workspace, call)
    limit = workspace.stream_limit
    if limit is not None and workspace.appends.get((message["channel"], message["ts"]), 0) >= limit:
        message["streaming"] = False
    need(not message.get("stopped"), "stopped_by_user")
    need(message.get("streaming"), "message_not_in_streaming_state")
    return message


def _add(workspace: Workspace, message: Json, call: Json) -> None:
    message["text"] += call.get("markdown_text") or ""
    for chunk in call.get("chunks") or []:
        if chunk["type"] == "markdown_text":
            message["text"] += chunk["text"]
        elif chunk["type"] == "task_update":
            message["tasks"].setdefault(chunk["id"], {}).update(chunk)
        elif chunk["type"] == "blocks":
            message.setdefault("blocks", []).extend(workspace.with_ids(chunk["blocks"]))
        elif chunk["type"] == "plan_update":
            message["plan"] = chunk["title"]


def _answer(message: Json) -> Json:
    return {"channel": message["channel"], "ts": message["ts"], "message": copy.deepcopy(message)}


METHODS: dict[str, Callable[[Workspace, Json], Json]] = {
    "chat.postMessage": post,
    "chat.postEphemeral": post_ephemeral,
    "chat.update": update,
    "chat.delete": delete,
    "chat.getPermalink": permalink,
    "chat.startStream": start_stream,
    "chat.appendStream": append_stream,
    "chat.stopStream": stop_stream,
}
