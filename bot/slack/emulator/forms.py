"""What the Slack client sends of the elements that a person pressed, chose or filled. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.slack.emulator.records import Json

_PLAIN = {
    "datepicker": "date",
    "timepicker": "time",
    "datetimepicker": "date_time",
    "users_select": "user",
    "channels_select": "channel",
    "conversations_select": "conversation",
    "multi_users_select": "users",
    "multi_channels_select": "channels",
    "multi_conversations_select": "conversations",
}
"""Elements whose state is a word: its key after `initial_` and `selected_`."""
_ONE = ("static_select", "external_select", "radio_buttons", "overflow")
_MANY = ("multi_static_select", "multi_external_select", "checkboxes")


def elements_of(blocks: list[Json]) -> Iterator[tuple[str, Json]]:
    """Every interactive element with the block_id of its block, in reading order."""
    for block in blocks:
        found = [block.get("accessory"), block.get("element"), *(block.get("elements") or ())]
        for element in found:
            if isinstance(element, dict) and "action_id" in element:
                yield str(block.get("block_id", "")), element


def find_element(blocks: list[Json], action_id: str) -> tuple[str, Json] | None:
    """The first element of that action_id."""
    return next((pair for pair in elements_of(blocks) if pair[1]["action_id"] == action_id), None)


def action_of(element: Json, block_id: str, value: object, chosen: Mapping[str, Any]) -> Json:
    """An entry of `actions` in a block_actions payload.

    `chosen`: further fields, such as `selected_option`: an option object, or its value or label.
    """
    kind = element.get("type", "button")
    action: Json = {"action_id": element["action_id"], "block_id": block_id, "type": kind, "action_ts": "1.1"}
    if "text" in element:
        action["text"] = element["text"]
    value = element.get("value") if value is None else value
    if value is not None:
        action["value"] = value
    for key, given in chosen.items():
        action[key] = [_option(element, one) for one in given] if key == "selected_options" else _option(element, given)
    return action


def state_of(blocks: list[Json], values: Mapping[str, Any]) -> Json:
    """`state.values`: what each field holds, what the person entered in place of its initial value.

    `values`: `{block_id: {action_id: {"type": …, "value": …}}}` as Slack writes it, or `{action_id: word}`.
    """
    state: dict[str, Json] = {}
    for block_id, element in elements_of(blocks):
        held = _held(element, values.get(element["action_id"]))
        if held is not None:
            state.setdefault(block_id, {})[element["action_id"]] = held
    known = {element["action_id"] for _, element in elements_of(blocks)}
    for name, given in values.items():
        if isinstance(given, Mapping) and name not in known:
            state[name] = {**state.get(name, {}), **given}
    return state


def _held(element: Json, entered: Any) -> Json | None:
    kind = str(element.get("type"))
    if kind.endswith("_input"):
        return {"type": kind, "value": element.get("initial_value") if entered is None else entered}
    if kind in _ONE:
        chosen = element.get("initial_option") if entered is None else _option(element, entered)
        return {"type": kind, "selected_option": chosen} if kind != "overflow" else None
    if kind in _MANY:
        several = (
            element.get("initial_options") or [] if entered is None else [_option(element, one) for one in entered]
        )
        return {"type": kind, "selected_options": several}
    if kind in _PLAIN:
        word = element.get(f"initial_{_PLAIN[kind]}") if entered is None else entered
        return {"type": kind, f"selected_{_PLAIN[kind]}": word}
    return None


def _option(element: Json, given: Any) -> Any:
    """An option by its value or label, where the test gives a word for it."""
    if not isinstance(given, str):
        return given
    groups = element.get("option_groups") or []
    offered = [*(element.get("options") or []), *(one for group in groups for one in group["options"])]
    for option in offered:
        if given in (option.get("value"), option["text"]["text"]):
            return option
    if element.get("type") in ("external_select", "multi_external_select"):
        return {"text": {"type": "plain_text", "text": given}, "value": given}
    return given
