"""Emulated `views.*`: modals, which stack up to three high, and Home tabs."""

import uuid
from collections.abc import Callable
from typing import Any

from bot.slack.emulator.records import Json, Refused, need
from bot.slack.emulator.workspace import Workspace

HIGHEST_STACK = 3


def open_modal(workspace: Workspace, call: Json) -> Json:
    """views.open: needs a fresh trigger_id; takes the place of what was open."""
    user = workspace.spend_trigger(str(call.get("trigger_id")))
    workspace.stacks[user] = []
    return {"view": stacked(workspace, call["view"], user)}


def push(workspace: Workspace, call: Json) -> Json:
    """views.push: needs a fresh trigger_id and an open modal."""
    user = workspace.spend_trigger(str(call.get("trigger_id")))
    return {"view": stacked(workspace, call["view"], user)}


def update(workspace: Workspace, call: Json) -> Json:
    """views.update: by view_id or external_id, refused when `hash` is not the view's present one."""
    view = _found(workspace, call)
    need(call.get("hash") in (None, "", view["hash"]), "hash_conflict")
    return {"view": replaced(workspace, view, call["view"])}


def publish(workspace: Workspace, call: Json) -> Json:
    """views.publish: the Home of a person keeps its id."""
    user = str(call["user_id"])
    if user in workspace.homes:
        view = workspace.views[workspace.homes[user]]
        need(call.get("hash") in (None, "", view["hash"]), "hash_conflict")
        return {"view": replaced(workspace, view, call["view"])}
    view = _made(workspace, call["view"], workspace.new_id("V"))
    workspace.homes[user] = view["id"]
    return {"view": view}


def stacked(workspace: Workspace, given: Json, user: str) -> Json:
    """Put a modal on top of those of a person. Raises Refused above three."""
    stack = workspace.stacks.setdefault(user, [])
    need(len(stack) < HIGHEST_STACK, "push_limit_reached")
    view = _made(workspace, given, workspace.new_id("V"))
    view["root_view_id"] = stack[0] if stack else view["id"]
    view["previous_view_id"] = stack[-1] if stack else None
    stack.append(view["id"])
    return view


def replaced(workspace: Workspace, view: Json, given: Json) -> Json:
    """Give a view another content under the same id."""
    fresh = _made(workspace, given, view["id"])
    fresh.update({key: view[key] for key in ("root_view_id", "previous_view_id")})
    return fresh


def submitted(workspace: Workspace, view: Json, user: str, ack: Any) -> None:
    """What an acknowledged submission does to the modals: closes, clears, replaces, stacks, or keeps with errors."""
    ack = ack if isinstance(ack, dict) else {}
    stack, action = workspace.stacks.setdefault(user, []), ack.get("response_action")
    if action == "clear":
        stack.clear()
    elif action == "update":
        replaced(workspace, view, ack["view"])
    elif action == "push":
        stacked(workspace, ack["view"], user)
    elif action != "errors" and view["id"] in stack:
        stack.remove(view["id"])


def _found(workspace: Workspace, call: Json) -> Json:
    for view in workspace.views.values():
        if call.get("view_id") == view["id"] or (
            call.get("external_id") and call["external_id"] == view.get("external_id")
        ):
            return view
    raise Refused("not_found")


def _made(workspace: Workspace, given: Json, view_id: str) -> Json:
    empty = {"private_metadata": "", "callback_id": "", "external_id": "", "title": None, "submit": None, "close": None}
    own: Json = {
        "id": view_id,
        "team_id": workspace.team,
        "app_id": workspace.app_id,
        "bot_id": workspace.bot_id,
        "hash": uuid.uuid4().hex,
        "state": {"values": {}},
        "root_view_id": view_id,
        "previous_view_id": None,
        "blocks": workspace.with_ids(given["blocks"]),
    }
    view = workspace.views[view_id] = {**empty, "clear_on_close": False, "notify_on_close": False, **given, **own}
    return view


METHODS: dict[str, Callable[[Workspace, Json], Json]] = {
    "views.open": open_modal,
    "views.push": push,
    "views.update": update,
    "views.publish": publish,
}
