"""What Slack accepts as an element: buttons, selects, inputs, feedback buttons, by the block that holds them."""

from collections.abc import Callable
from typing import Any

from bot.slack.limits_objects import (
    Faults,
    Json,
    as_list,
    as_object,
    check_choice,
    check_choices,
    check_confirm,
    check_count,
    check_initial,
    check_keys,
    check_options,
    check_string,
    check_text,
    flaw,
)

_COMMON = {"type", "action_id"}
_FOCUS = {"focus_on_load", "placeholder"}
_SELECT = _COMMON | _FOCUS | {"confirm"}
_MULTI = _SELECT | {"max_selected_items"}
_STATIC = {"options", "option_groups"}
_TEXT_INPUT = _COMMON | _FOCUS | {"initial_value", "dispatch_action_config"}
_LENGTHS = {"min_length", "max_length"}
_CONVERSATION = {"default_to_current_conversation", "filter", "response_url_enabled"}
_CHOICES = {"confirm", "focus_on_load", "options"}

KEYS: dict[str, set[str]] = {
    "button": _COMMON | {"text", "url", "value", "style", "confirm", "accessibility_label", "agent_prompt"},
    "workflow_button": _COMMON | {"text", "workflow", "style", "accessibility_label"},
    "checkboxes": _COMMON | _CHOICES | {"initial_options"},
    "radio_buttons": _COMMON | _CHOICES | {"initial_option"},
    "overflow": _COMMON | {"options", "confirm"},
    "datepicker": _SELECT | {"initial_date"},
    "timepicker": _SELECT | {"initial_time", "timezone"},
    "datetimepicker": _COMMON | {"initial_date_time", "confirm", "focus_on_load"},
    "static_select": _SELECT | _STATIC | {"initial_option"},
    "external_select": _SELECT | {"initial_option", "min_query_length"},
    "users_select": _SELECT | {"initial_user"},
    "conversations_select": _SELECT | _CONVERSATION | {"initial_conversation"},
    "channels_select": _SELECT | {"initial_channel", "response_url_enabled"},
    "multi_static_select": _MULTI | _STATIC | {"initial_options"},
    "multi_external_select": _MULTI | {"initial_options", "min_query_length"},
    "multi_users_select": _MULTI | {"initial_users"},
    "multi_conversations_select": _MULTI | {"initial_conversations", "default_to_current_conversation", "filter"},
    "multi_channels_select": _MULTI | {"initial_channels"},
    "plain_text_input": _TEXT_INPUT | _LENGTHS | {"multiline"},
    "email_text_input": _TEXT_INPUT,
    "url_text_input": _TEXT_INPUT,
    "number_input": _TEXT_INPUT | {"is_decimal_allowed", "min_value", "max_value"},
    "rich_text_input": _TEXT_INPUT,
    "file_input": _COMMON | {"filetypes", "max_files"},
    "feedback_buttons": _COMMON | {"positive_button", "negative_button"},
    "icon_button": _COMMON | {"icon", "text", "value", "confirm", "accessibility_label", "visible_to_user_ids"},
    "image": {"type", "image_url", "alt_text", "slack_file"},
}
"""Properties of each element."""

_SELECTS = {name for name in KEYS if name.endswith("_select")}
_PICKERS = {"datepicker", "timepicker"}
_PRESSED = {"button", "workflow_button", "checkboxes", "radio_buttons", "overflow"}
HELD: dict[str, set[str]] = {
    "actions": _PRESSED | _SELECTS | _PICKERS | {"datetimepicker"},
    "section": _PRESSED | _SELECTS | _PICKERS | {"image"},
    "input": {name for name in KEYS if name.endswith("_input")}
    | _SELECTS
    | _PICKERS
    | {"datetimepicker", "checkboxes", "radio_buttons"},
    "context_actions": {"feedback_buttons", "icon_button"},
}
"""Elements that each block may hold."""
STYLES = ("primary", "danger")


def check_element(value: object, where: str, block: str) -> Faults:
    """An element of a block of this type."""
    element = as_object(value)
    kind = str(element.get("type"))
    if kind not in HELD[block]:
        yield flaw(where, f"{kind!r} is not allowed in {block}")
        return
    yield from check_keys(element, where, KEYS[kind])
    yield from check_string(element.get("action_id"), f"{where}.action_id", 255, required=False)
    yield from check_text(element.get("placeholder"), f"{where}.placeholder", 150, plain=True, required=False)
    yield from check_confirm(element.get("confirm"), f"{where}.confirm")
    yield from _RULES.get(kind, _nothing)(element, where)


def check_action_ids(elements: list[Any], where: str) -> Faults:
    """action_ids differ within a block."""
    seen: set[str] = set()
    for place, element in enumerate(elements):
        name = str(as_object(element).get("action_id") or "")
        if name and name in seen:
            yield flaw(f"{where}[{place}].action_id", f"{name!r} twice in a block")
        seen.add(name)


def check_image(element: Json, where: str) -> Faults:
    """An image: an address or a Slack file, and an alternative text of 2,000 characters."""
    if (element.get("image_url") is None) == (element.get("slack_file") is None):
        yield flaw(where, "either image_url or slack_file is needed")
    yield from check_string(element.get("image_url"), f"{where}.image_url", 3000, required=False)
    yield from check_string(element.get("alt_text"), f"{where}.alt_text", 2000, 0)


def _nothing(element: Json, where: str) -> Faults:
    yield from ()


def _button(element: Json, where: str) -> Faults:
    yield from check_text(element.get("text"), f"{where}.text", 75, plain=True)
    yield from check_string(element.get("value"), f"{where}.value", 2000, 0, required=False)
    yield from check_string(element.get("url"), f"{where}.url", 3000, required=False)
    yield from check_choice(element.get("style"), f"{where}.style", STYLES)
    yield from check_string(element.get("accessibility_label"), f"{where}.accessibility_label", 75, required=False)
    yield from check_string(element.get("agent_prompt"), f"{where}.agent_prompt", 4000, required=False)


def _choices_of_ten(element: Json, where: str) -> Faults:
    yield from check_options(element.get("options"), f"{where}.options", 10, plain=False)
    yield from check_initial(element, where)


def _overflow(element: Json, where: str) -> Faults:
    yield from check_options(element.get("options"), f"{where}.options", 5)


def _static_select(element: Json, where: str) -> Faults:
    yield from check_choices(element, where)
    yield from check_initial(element, where)
    yield from _most_selected(element, where)


def _external_select(element: Json, where: str) -> Faults:
    least = element.get("min_query_length")
    if least is not None and (not isinstance(least, int) or least < 0):
        yield flaw(f"{where}.min_query_length", f"{least!r}, a number of characters is needed")
    yield from _most_selected(element, where)


def _most_selected(element: Json, where: str) -> Faults:
    most = element.get("max_selected_items")
    if most is not None and (not isinstance(most, int) or most < 1):
        yield flaw(f"{where}.max_selected_items", f"{most!r}, at least 1")


def _plain_text_input(element: Json, where: str) -> Faults:
    least, most, initial = (element.get(name) for name in ("min_length", "max_length", "initial_value"))
    for name, value, lowest in (("min_length", least, 0), ("max_length", most, 1)):
        if value is not None and not (isinstance(value, int) and lowest <= value <= 3000):
            yield flaw(f"{where}.{name}", f"{value!r}, {lowest} to 3,000")
    if isinstance(least, int) and isinstance(most, int) and least > most:
        yield flaw(f"{where}.min_length", f"{least}, more than max_length ({most})")
    longest = most if isinstance(most, int) else 3000
    yield from check_string(initial, f"{where}.initial_value", min(longest, 3000), 0, required=False)


def _number_input(element: Json, where: str) -> Faults:
    if not isinstance(element.get("is_decimal_allowed"), bool):
        yield flaw(f"{where}.is_decimal_allowed", "missing")
    for name in ("initial_value", "min_value", "max_value"):
        yield from check_string(element.get(name), f"{where}.{name}", 255, required=False)


def _feedback_buttons(element: Json, where: str) -> Faults:
    for name in ("positive_button", "negative_button"):
        button, inside = as_object(element.get(name)), f"{where}.{name}"
        yield from check_keys(button, inside, ("text", "value", "accessibility_label"))
        yield from check_text(button.get("text"), f"{inside}.text", 75, plain=True)
        yield from check_string(button.get("value"), f"{inside}.value", 2000)
        label = button.get("accessibility_label")
        yield from check_string(label, f"{inside}.accessibility_label", 75, required=False)


def _icon_button(element: Json, where: str) -> Faults:
    yield from check_choice(element.get("icon"), f"{where}.icon", ("trash",), required=True)
    yield from check_text(element.get("text"), f"{where}.text", 75, plain=True)
    yield from check_string(element.get("value"), f"{where}.value", 2000, 0, required=False)
    people = as_list(element.get("visible_to_user_ids"))
    yield from check_count(people, f"{where}.visible_to_user_ids", 10, 0)


_RULES: dict[str, Callable[[Json, str], Faults]] = {
    "button": _button,
    "checkboxes": _choices_of_ten,
    "radio_buttons": _choices_of_ten,
    "overflow": _overflow,
    "static_select": _static_select,
    "multi_static_select": _static_select,
    "external_select": _external_select,
    "multi_external_select": _external_select,
    "plain_text_input": _plain_text_input,
    "number_input": _number_input,
    "feedback_buttons": _feedback_buttons,
    "icon_button": _icon_button,
    "image": check_image,
}
