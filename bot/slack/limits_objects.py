"""What Slack accepts inside a block: strings, text objects, options, confirmations.

Every check yields `Fault`s and stops nothing: all faults of a message are told at once. Sources: the Block Kit
reference (docs.slack.dev/reference/block-kit) and the validators of slack_sdk 3.47 (`models/blocks`).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Json = Mapping[str, Any]
INVALID_BLOCKS = "invalid_blocks"
TEXT_TYPES = ("plain_text", "mrkdwn")


@dataclass(frozen=True, slots=True)
class Fault:
    """One reason for which Slack refuses a call."""

    error: str
    """Slack's error code, such as `invalid_blocks`; `no_fallback_text` is a rule of ours."""
    where: str
    """Path in the arguments, such as `blocks[2].text`; empty for the call as a whole."""
    why: str
    """What was found and what is allowed, such as `3,200 characters, at most 3,000`."""


Faults = Iterator[Fault]


def flaw(where: str, why: str, error: str = INVALID_BLOCKS) -> Fault:
    """A fault of a block."""
    return Fault(error, where, why)


def as_object(value: object) -> Json:
    """The value if it is a JSON object, else an empty one."""
    return value if isinstance(value, Mapping) else {}


def as_list(value: object) -> list[Any]:
    """The value if it is a JSON array, else an empty one."""
    return list(value) if isinstance(value, list | tuple) else []


def check_string(value: object, where: str, most: int, least: int = 1, *, required: bool = True) -> Faults:
    """A string of `least` to `most` characters."""
    if value is None:
        if required:
            yield flaw(where, "missing")
    elif not isinstance(value, str):
        yield flaw(where, f"{type(value).__name__}, a string is needed")
    elif len(value) > most:
        yield flaw(where, f"{len(value):,} characters, at most {most:,}")
    elif len(value) < least:
        yield flaw(where, f"{len(value)} characters, at least {least}")


def check_count(value: object, where: str, most: int, least: int = 1) -> Faults:
    """An array of `least` to `most` items."""
    if not isinstance(value, list | tuple):
        yield flaw(where, "missing" if value is None else f"{type(value).__name__}, an array is needed")
    elif len(value) > most:
        yield flaw(where, f"{len(value):,} items, at most {most:,}")
    elif len(value) < least:
        yield flaw(where, f"{len(value)} items, at least {least}")


def check_choice(value: object, where: str, allowed: Collection[str], *, required: bool = False) -> Faults:
    """One of a few words."""
    if value is None:
        if required:
            yield flaw(where, "missing")
    elif value not in allowed:
        yield flaw(where, f"{value!r}, one of {', '.join(allowed)} is needed")


def check_keys(value: Json, where: str, allowed: Iterable[str]) -> Faults:
    """No key that Slack does not know: it refuses « additional properties »."""
    for key in sorted(set(value) - set(allowed)):
        yield flaw(f"{where}.{key}", "unknown property")


def check_text(
    value: object, where: str, most: int, least: int = 1, *, plain: bool = False, required: bool = True
) -> Faults:
    """A text object of `least` to `most` characters; `plain`: plain_text only."""
    if value is None:
        if required:
            yield flaw(where, "missing")
        return
    if not isinstance(value, Mapping):
        yield flaw(where, f"{type(value).__name__}, a text object is needed")
        return
    kind = value.get("type")
    yield from check_choice(kind, f"{where}.type", TEXT_TYPES[:1] if plain else TEXT_TYPES, required=True)
    extra = "emoji" if kind == "plain_text" else "verbatim"
    yield from check_keys(value, where, ("type", "text", extra))
    yield from check_string(value.get("text"), where, most, least)


def check_options(value: object, where: str, most: int, *, plain: bool = True) -> Faults:
    """1 to `most` options."""
    yield from check_count(value, where, most)
    for place, option in enumerate(as_list(value)):
        yield from check_option(option, f"{where}[{place}]", plain=plain)


def check_option(value: object, where: str, *, plain: bool = True) -> Faults:
    """An option: text and description of 75 characters, value of 150. Radio and checkboxes allow mrkdwn."""
    option = as_object(value)
    if not option:
        yield flaw(where, "an option object is needed")
        return
    yield from check_keys(option, where, ("text", "value", "description", "url"))
    yield from check_text(option.get("text"), f"{where}.text", 75, plain=plain)
    yield from check_string(option.get("value"), f"{where}.value", 150, 0)
    yield from check_text(option.get("description"), f"{where}.description", 75, 0, plain=plain, required=False)
    yield from check_string(option.get("url"), f"{where}.url", 3000, required=False)


def check_choices(element: Json, where: str) -> Faults:
    """Options or groups of options of a static select: one of the two, 1 to 100."""
    options, groups = element.get("options"), element.get("option_groups")
    if (options is None) == (groups is None):
        yield flaw(where, "either options or option_groups is needed")
    elif groups is None:
        yield from check_options(options, f"{where}.options", 100)
    else:
        yield from check_count(groups, f"{where}.option_groups", 100)
        for place, group in enumerate(as_list(groups)):
            inside = f"{where}.option_groups[{place}]"
            yield from check_text(as_object(group).get("label"), f"{inside}.label", 75, plain=True)
            yield from check_options(as_object(group).get("options"), f"{inside}.options", 100)


def check_initial(element: Json, where: str) -> Faults:
    """Initial options are among the options, word for word: Slack refuses the block otherwise."""
    groups = [as_object(group) for group in as_list(element.get("option_groups"))]
    offered = as_list(element.get("options")) + [one for group in groups for one in as_list(group.get("options"))]
    if element.get("initial_option") is not None and element["initial_option"] not in offered:
        yield flaw(f"{where}.initial_option", "not among the options")
    initial = element.get("initial_options")
    if initial is not None:
        yield from check_count(initial, f"{where}.initial_options", 100)
        if any(one not in offered for one in as_list(initial)):
            yield flaw(f"{where}.initial_options", "not among the options")


def check_confirm(value: object, where: str) -> Faults:
    """A confirmation dialog: title 100, text 300, buttons 30 characters."""
    if value is None:
        return
    dialog = as_object(value)
    yield from check_keys(dialog, where, ("title", "text", "confirm", "deny", "style"))
    yield from check_text(dialog.get("title"), f"{where}.title", 100, plain=True)
    yield from check_text(dialog.get("text"), f"{where}.text", 300)
    yield from check_text(dialog.get("confirm"), f"{where}.confirm", 30, plain=True)
    yield from check_text(dialog.get("deny"), f"{where}.deny", 30, plain=True)
    yield from check_choice(dialog.get("style"), f"{where}.style", ("primary", "danger"))
