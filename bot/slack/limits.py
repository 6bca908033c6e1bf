"""What Slack refuses of what is sent to it, told before it is sent. Pure: no network, no library.

`faults` knows the Web API methods that the bot uses and the answers to a `response_url`; `live_mentions` finds what
would ring a person or a channel. Sources: docs.slack.dev, slack_sdk 3.47, and our notes on Slack (limits measured
by others are said so beside their constant).
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from bot.slack.limits_blocks import MOST_MARKDOWN, TASK_STATES, Surface, check_blocks, markdown_size
from bot.slack.limits_objects import INVALID_BLOCKS, Fault, Faults, Json, as_list, as_object, check_string, check_text

__all__ = ["NO_FALLBACK", "Fault", "faults", "live_mentions"]

NO_FALLBACK = "no_fallback_text"
"""Our own rule: blocks come with a `text`, which notifications and screen readers use."""
MOST_TEXT = {"chat.update": 4_000}
"""Characters of `text`, where not 40,000."""
VIEW_BYTES = 250_000
SESSION_STATES = ("active", "processing", "suspended", "closed")
_DECODED = ("blocks", "chunks", "view", "prompts", "loading_messages", "metadata")
"""Arguments that a form carries as JSON."""
_MENTION = re.compile(r"<!(?:channel|here|everyone)(?:\|[^>]*)?>|<!subteam\^[^>]*>|<[@#][A-Z0-9][^>]*>", re.IGNORECASE)
_RICH_MENTIONS = {"broadcast": ("range", "<!{}>"), "user": ("user_id", "<@{}>"), "channel": ("channel_id", "<#{}>")}


def faults(method: str, arguments: Mapping[str, object]) -> tuple[Fault, ...]:
    """Every reason for which Slack would refuse a call, the gravest kind first; empty for a method not known here.

    `method`: a Web API method such as `chat.postMessage`, or `response_url`. The first fault that is not
    `no_fallback_text` gives the error of Slack's answer. Trigger ids and tokens are not checked.
    """
    check = _METHODS.get(method)
    return tuple(check(method, _decoded(arguments))) if check else ()


def live_mentions(arguments: Mapping[str, object]) -> tuple[str, ...]:
    """Sequences that ring someone (`<!channel>`, `<@U1>`, `<#C1>`, …) anywhere in the strings, in reading order.

    Mentions of rich text, which are objects, are given in the same form.
    """
    return tuple(_mentions(arguments))


def _mentions(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield from _MENTION.findall(value)
    elif isinstance(value, Mapping):
        key, form = _RICH_MENTIONS.get(str(value.get("type")), ("", ""))
        if isinstance(value.get(key), str):
            yield form.format(value[key])
        for item in value.values():
            yield from _mentions(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _mentions(item)


def _decoded(arguments: Mapping[str, object]) -> Json:
    found = dict(arguments)
    for key in _DECODED:
        value = found.get(key)
        if isinstance(value, str) and value[:1] in "[{":
            try:
                found[key] = json.loads(value)
            except ValueError:
                continue
    return found


def _arguments(call: Json, *names: str) -> Faults:
    for name in names:
        if not call.get(name):
            yield Fault("invalid_arguments", name, "missing")


def _message(method: str, call: Json) -> Faults:
    needed = {"chat.postEphemeral": ("channel", "user"), "chat.update": ("channel", "ts"), "response_url": ()}
    yield from _arguments(call, *needed.get(method, ("channel",)))
    if method == "response_url" and call.get("delete_original"):
        return
    yield from _content(method, call)
    if call.get("blocks") is not None:
        yield from check_blocks(call["blocks"], "blocks", "message")
        if call["blocks"] and not call.get("text"):
            yield Fault(NO_FALLBACK, "text", "blocks without a text for notifications and screen readers")
    if method == "response_url":
        yield from _one_of(call, "response_type", ("ephemeral", "in_channel"), "invalid_arguments")


def _content(method: str, call: Json) -> Faults:
    text, markdown, blocks = call.get("text"), call.get("markdown_text"), as_list(call.get("blocks"))
    if markdown and (text or blocks):
        yield Fault("markdown_text_conflict", "markdown_text", "with text or blocks, which it excludes")
    if not (text or markdown or blocks or call.get("attachments")):
        yield Fault("no_text", "", "none of text, blocks, markdown_text")
    most = MOST_TEXT.get(method, 40_000)
    if len(str(text or "")) > most:
        yield Fault("msg_too_long", "text", f"{len(str(text)):,} characters, at most {most:,}")
    yield from _markdown(call)


def _markdown(call: Json) -> Faults:
    size = len(str(call.get("markdown_text") or ""))
    if size > MOST_MARKDOWN:
        yield Fault("msg_too_long", "markdown_text", f"{size:,} characters, at most {MOST_MARKDOWN:,}")
    size = markdown_size(as_list(call.get("blocks")))
    if size > MOST_MARKDOWN:
        yield Fault("msg_blocks_too_long", "blocks", f"{size:,} characters of markdown, at most {MOST_MARKDOWN:,}")


def _stream(method: str, call: Json) -> Faults:
    starts = method == "chat.startStream"
    yield from _arguments(call, "channel", "thread_ts" if starts else "ts")
    if starts and not str(call.get("channel") or "D").startswith("D"):
        for name in ("recipient_team_id", "recipient_user_id"):
            if not call.get(name):
                yield Fault(f"missing_{name}", name, "missing, and needed outside direct messages")
    if method == "chat.appendStream" and not (call.get("markdown_text") or call.get("chunks")):
        yield Fault("no_text", "", "neither markdown_text nor chunks")
    yield from _markdown(call)
    if call.get("blocks") is not None:
        yield from check_blocks(call["blocks"], "blocks", "message")
    yield from _chunks(call)
    yield from _one_of(call, "session_status", SESSION_STATES, "invalid_status")
    yield from _one_of(call, "task_display_mode", ("timeline", "plan", "dense"), "invalid_arguments")


def _chunks(call: Json) -> Faults:
    for place, value in enumerate(as_list(call.get("chunks"))):
        chunk, where = as_object(value), f"chunks[{place}]"
        kind = str(chunk.get("type"))
        if kind not in _CHUNKS:
            yield Fault("invalid_chunks", where, f"unknown chunk type {kind!r}")
            continue
        if kind == "blocks":
            yield from check_blocks(chunk.get("blocks"), f"{where}.blocks", "message")
        for name in _CHUNKS[kind]:
            yield from _as(check_string(chunk.get(name), f"{where}.{name}", MOST_MARKDOWN), "invalid_chunks")
        if kind == "task_update" and chunk.get("status") not in TASK_STATES:
            status = f"{chunk.get('status')!r}, one of {', '.join(TASK_STATES)} is needed"
            yield Fault("invalid_chunks", f"{where}.status", status)


_CHUNKS: dict[str, tuple[str, ...]] = {
    "markdown_text": ("text",),
    "task_update": ("id", "title"),
    "plan_update": ("title",),
    "blocks": (),
}
"""Chunks of a stream: their types, with the strings that each needs."""


def _view(method: str, call: Json) -> Faults:
    needed = {"views.publish": ("user_id", "view")}
    yield from _arguments(call, *needed.get(method, ("view",)))
    view = as_object(call.get("view"))
    if not view:
        return
    if method == "views.update" and not (call.get("view_id") or call.get("external_id")):
        yield Fault("invalid_arguments", "view_id", "missing, as is external_id")
    allowed = {"views.publish": ("home",), "views.update": ("modal", "home")}.get(method, ("modal",))
    yield from _one_of(view, "type", allowed, "invalid_arguments", required=True)
    yield from _as(_view_parts(view), "invalid_arguments")
    size = len(json.dumps(view, ensure_ascii=False).encode())
    if size > VIEW_BYTES:
        yield Fault("view_too_large", "view", f"{size:,} bytes, at most {VIEW_BYTES:,}")


def _view_parts(view: Json) -> Faults:
    surface: Surface = "home" if view.get("type") == "home" else "modal"
    blocks = as_list(view.get("blocks"))
    if surface == "modal":
        yield from check_text(view.get("title"), "view.title", 24, plain=True)
        for name in ("submit", "close"):
            yield from check_text(view.get(name), f"view.{name}", 24, plain=True, required=False)
        if any(as_object(block).get("type") == "input" for block in blocks) and not view.get("submit"):
            yield Fault("invalid_arguments", "view.submit", "missing, and needed with input blocks")
    for name, most in (("callback_id", 255), ("private_metadata", 3000), ("external_id", 255)):
        yield from check_string(view.get(name), f"view.{name}", most, 0, required=False)
    yield from check_blocks(view.get("blocks"), "view.blocks", surface)


def _status(method: str, call: Json) -> Faults:
    yield from _arguments(call, "channel_id", "thread_ts")
    if not isinstance(call.get("status"), str):
        yield Fault("invalid_arguments", "status", "missing")
    yield from _at_most(call, "loading_messages", 10)


def _prompts(method: str, call: Json) -> Faults:
    yield from _arguments(call, "channel_id", "prompts")
    yield from _at_most(call, "prompts", 4)
    for place, prompt in enumerate(as_list(call.get("prompts"))):
        for name in ("title", "message"):
            if not as_object(prompt).get(name):
                yield Fault("invalid_arguments", f"prompts[{place}].{name}", "missing")


def _session(method: str, call: Json) -> Faults:
    yield from _arguments(call, "channel_id")
    if method == "agents.sessions.rename":
        yield from _as(check_string(call.get("title"), "title", 200), "invalid_arguments")
    else:
        yield from _one_of(call, "status", SESSION_STATES, "invalid_status", required=True)


def _at_most(call: Json, name: str, most: int) -> Faults:
    found = len(as_list(call.get(name)))
    if found > most:
        yield Fault("invalid_arguments", name, f"{found} items, at most {most}")


def _one_of(call: Json, name: str, allowed: tuple[str, ...], error: str, *, required: bool = False) -> Faults:
    value = call.get(name)
    if value not in allowed and (required or value is not None):
        yield Fault(error, name, f"{value!r}, one of {', '.join(allowed)} is needed")


def _as(found: Faults, error: str) -> Faults:
    """The same faults under the error that the method gives for them; what has its own keeps it."""
    for fault in found:
        yield replace(fault, error=error) if fault.error == INVALID_BLOCKS else fault


_METHODS: dict[str, Callable[[str, Json], Faults]] = {
    **dict.fromkeys(("chat.postMessage", "chat.postEphemeral", "chat.update", "response_url"), _message),
    **dict.fromkeys(("chat.startStream", "chat.appendStream", "chat.stopStream"), _stream),
    **dict.fromkeys(("views.open", "views.push", "views.update", "views.publish"), _view),
    **dict.fromkeys(("agents.sessions.setStatus", "agents.sessions.rename"), _session),
    "assistant.threads.setStatus": _status,
    "assistant.threads.setSuggestedPrompts": _prompts,
}
