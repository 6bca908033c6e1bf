"""Emulated `files.*`: an address to send the bytes to, the bytes, and the message that shows them in its thread."""

import json
from collections.abc import Callable

from bot.slack.emulator.records import Json, Upload, need
from bot.slack.emulator.workspace import Workspace

_PNG = b"\x89PNG\r\n\x1a\n"


def upload_address(workspace: Workspace, call: Json) -> Json:
    """files.getUploadURLExternal."""
    length = str(call.get("length") or "")
    need(call.get("filename") and length.isdigit() and int(length), "invalid_arguments")
    name = workspace.new_id("F")
    workspace.uploads[name] = Upload(str(call["filename"]), int(length), str(call.get("alt_txt") or ""))
    return {"file_id": name, "upload_url": f"{workspace.base}/upload/{name}"}


def receive(workspace: Workspace, name: str, body: bytes) -> bool:
    """Take the bytes of an upload; whether they are what was announced."""
    with workspace.changing():
        upload = workspace.uploads.get(name)
        if upload is None or upload.shared or len(body) != upload.length:
            return False
        upload.body = body
        return True


def complete(workspace: Workspace, call: Json) -> Json:
    """files.completeUploadExternal: what has arrived is shown in its thread, by a message of its own."""
    asked = json.loads(call["files"]) if isinstance(call["files"], str) else call["files"]
    found = [(str(one["id"]), str(one.get("title") or ""), workspace.uploads.get(str(one["id"]))) for one in asked]
    need(found and all(upload and upload.body and not upload.shared for _, _, upload in found), "file_not_found")
    files = []
    for name, title, upload in found:
        assert upload is not None
        upload.shared = True
        kind = "image/png" if upload.body.startswith(_PNG) else "application/octet-stream"
        alt = {"alt_txt": upload.alt} if upload.alt else {}
        files.append({"id": name, "name": upload.name, "title": title or upload.name, "mimetype": kind, **alt})
    if call.get("channel_id"):
        ts, channel = workspace.new_ts(), str(call["channel_id"])
        whose = {"user": workspace.bot_user, "bot_id": workspace.bot_id, "app_id": workspace.app_id}
        thread = {"thread_ts": call["thread_ts"]} if call.get("thread_ts") else {}
        text = str(call.get("initial_comment") or "")
        shown: Json = {"type": "message", "ts": ts, "channel": channel, "text": text, "files": files}
        workspace.messages[channel, ts] = shown | whose | thread
    return {"files": [{"id": one["id"], "title": one["title"]} for one in files]}


METHODS: dict[str, Callable[[Workspace, Json], Json]] = {
    "files.getUploadURLExternal": upload_address,
    "files.completeUploadExternal": complete,
}
