"""What Slack accepts as the blocks of a message, a modal or a Home tab."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, Literal

from bot.slack.limits_elements import check_action_ids, check_element, check_image
from bot.slack.limits_objects import (
    INVALID_BLOCKS,
    Fault,
    Faults,
    Json,
    as_list,
    as_object,
    check_choice,
    check_count,
    check_keys,
    check_string,
    check_text,
    flaw,
)

Surface = Literal["message", "modal", "home"]
EVERYWHERE: tuple[Surface, ...] = ("message", "modal", "home")
MOST_BLOCKS: dict[Surface, int] = {"message": 50, "modal": 100, "home": 100}
MOST_MARKDOWN = 12_000
"""Characters of all markdown blocks of a message (and of `markdown_text`) together."""
MOST_TEXT_OF_BLOCKS = 13_200
"""Characters of all texts of a message's blocks, measured by others (bolt-js issue 2509): `msg_blocks_too_long`."""
MOST_TABLE_TEXT = 10_000
"""Characters of all cells of a table."""

_KEYS: dict[str, str] = {
    "actions": "elements",
    "alert": "text level",
    "card": "icon slack_icon hero_image title subtitle body subtext actions",
    "carousel": "elements",
    "container": "title subtitle child_blocks is_collapsible is_collapsed icon width size",
    "context": "elements",
    "context_actions": "elements",
    "data_table": "rows caption page_size row_header_column_index",
    "data_visualization": "title chart",
    "divider": "",
    "header": "text level",
    "image": "image_url slack_file alt_text title",
    "input": "label element hint optional dispatch_action",
    "markdown": "text",
    "plan": "title tasks",
    "rich_text": "elements",
    "section": "text fields accessory expand",
    "table": "rows column_settings",
    "task_card": "task_id title status details output sources",
    "video": "alt_text author_name description provider_icon_url provider_name title title_url thumbnail_url video_url",
}
"""Properties of each block, beside `type` and `block_id`."""
_ONLY_IN: dict[str, tuple[Surface, ...]] = {
    "alert": ("modal",),
    **dict.fromkeys(
        ("card", "carousel", "container", "context_actions", "data_table", "data_visualization"), ("message",)
    ),
    **dict.fromkeys(("markdown", "plan", "table", "task_card"), ("message",)),
}
"""Blocks that Slack shows on some surfaces only."""
_RICH = ("rich_text_section", "rich_text_list", "rich_text_preformatted", "rich_text_quote")
_INLINE = ("text", "link", "emoji", "user", "channel", "usergroup", "team", "date", "broadcast", "color")
TASK_STATES = ("pending", "in_progress", "complete", "error")


def check_blocks(value: object, where: str, surface: Surface, least: int = 0) -> Faults:
    """A list of blocks: how many, each one, and what they are together."""
    yield from check_count(value, where, MOST_BLOCKS[surface], least)
    blocks = as_list(value)
    for place, block in enumerate(blocks):
        yield from check_block(block, f"{where}[{place}]", surface)
    yield from _block_ids(blocks, where)
    if surface == "message":
        yield from _of_a_message([as_object(block) for block in blocks], where)


def check_block(value: object, where: str, surface: Surface) -> Faults:
    """One block: a type known and allowed on the surface, its properties and their sizes."""
    block = as_object(value)
    kind = str(block.get("type"))
    if kind not in _KEYS:
        yield flaw(where, f"unknown block type {kind!r}")
        return
    if surface not in _ONLY_IN.get(kind, EVERYWHERE):
        yield flaw(where, f"{kind} is not allowed in a {surface}")
    yield from check_keys(block, where, ("type", "block_id", *_KEYS[kind].split()))
    yield from check_string(block.get("block_id"), f"{where}.block_id", 255, required=False)
    if kind in _RULES:
        yield from _RULES[kind](block, where)


def texts(value: object) -> Iterator[str]:
    """Every text that a reader sees in blocks: the `text` strings, wherever they are."""
    if isinstance(value, list | tuple):
        for item in value:
            yield from texts(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if isinstance(item, str):
                yield from (item,) if key == "text" else ()
            else:
                yield from texts(item)


def markdown_size(blocks: list[Any]) -> int:
    """Characters of the markdown blocks together."""
    found = [as_object(block) for block in blocks]
    return sum(len(str(block.get("text") or "")) for block in found if block.get("type") == "markdown")


def _block_ids(blocks: list[Any], where: str) -> Faults:
    ids = Counter(str(as_object(block).get("block_id") or "") for block in blocks)
    for name, times in ids.items():
        if name and times > 1:
            yield flaw(where, f"block_id {name!r} {times} times")


def _of_a_message(blocks: list[Json], where: str) -> Faults:
    kinds = Counter(str(block.get("type")) for block in blocks)
    for kind, most in (("table", 1), ("data_visualization", 2)):
        if kinds[kind] > most:
            # Slack moves a table below the message as an attachment: hence the name of its error
            error = "invalid_attachments" if kind == "table" else INVALID_BLOCKS
            yield Fault(error, where, f"{kinds[kind]} {kind}, at most {most}")
    if kinds["plan"] and kinds["task_card"]:
        yield flaw(where, "plan and task_card exclude each other")
    size = sum(len(text) for text in texts(blocks))
    if size > MOST_TEXT_OF_BLOCKS:
        yield Fault("msg_blocks_too_long", where, f"{size:,} characters, at most {MOST_TEXT_OF_BLOCKS:,}")


def _section(block: Json, where: str) -> Faults:
    if block.get("text") is None and not block.get("fields"):
        yield flaw(where, "text or fields is needed")
    yield from check_text(block.get("text"), f"{where}.text", 3000, required=False)
    if block.get("fields") is not None:
        yield from check_count(block["fields"], f"{where}.fields", 10)
    for place, field in enumerate(as_list(block.get("fields"))):
        yield from check_text(field, f"{where}.fields[{place}]", 2000)
    if block.get("accessory") is not None:
        yield from check_element(block["accessory"], f"{where}.accessory", "section")


def _header(block: Json, where: str) -> Faults:
    yield from check_text(block.get("text"), f"{where}.text", 150, plain=True)


def _context(block: Json, where: str) -> Faults:
    yield from check_count(block.get("elements"), f"{where}.elements", 10)
    for place, element in enumerate(as_list(block.get("elements"))):
        inside = f"{where}.elements[{place}]"
        is_image = as_object(element).get("type") == "image"
        yield from check_image(as_object(element), inside) if is_image else check_text(element, inside, 3000)


def _holder(kind: str, most: int) -> Callable[[Json, str], Faults]:
    def check(block: Json, where: str) -> Faults:
        yield from check_count(block.get("elements"), f"{where}.elements", most)
        elements = as_list(block.get("elements"))
        for place, element in enumerate(elements):
            yield from check_element(element, f"{where}.elements[{place}]", kind)
        yield from check_action_ids(elements, f"{where}.elements")

    return check


def _input(block: Json, where: str) -> Faults:
    yield from check_text(block.get("label"), f"{where}.label", 2000, plain=True)
    yield from check_text(block.get("hint"), f"{where}.hint", 2000, plain=True, required=False)
    yield from check_element(block.get("element"), f"{where}.element", "input")


def _image(block: Json, where: str) -> Faults:
    yield from check_image(block, where)
    yield from check_text(block.get("title"), f"{where}.title", 2000, plain=True, required=False)


def _markdown(block: Json, where: str) -> Faults:
    yield from check_string(block.get("text"), f"{where}.text", MOST_MARKDOWN)


def _table(block: Json, where: str) -> Faults:
    rows = block.get("rows")
    yield from check_count(rows, f"{where}.rows", 100)
    for place, row in enumerate(as_list(rows)):
        yield from check_count(row, f"{where}.rows[{place}]", 20)
        for column, cell in enumerate(as_list(row)):
            yield from _cell(cell, f"{where}.rows[{place}][{column}]", ("raw_text", "rich_text"))
    size = sum(len(text) for text in texts(rows))
    if size > MOST_TABLE_TEXT:
        yield flaw(f"{where}.rows", f"{size:,} characters, at most {MOST_TABLE_TEXT:,}")
    settings = block.get("column_settings")
    yield from check_count(settings or [], f"{where}.column_settings", 20, 0)
    for place, setting in enumerate(as_list(settings)):
        if setting is not None:
            inside = f"{where}.column_settings[{place}]"
            if not isinstance(setting, dict):
                yield flaw(inside, "an object is needed")
            yield from check_keys(as_object(setting), inside, ("align", "is_wrapped"))
            yield from check_choice(as_object(setting).get("align"), f"{inside}.align", ("left", "center", "right"))


def _data_table(block: Json, where: str) -> Faults:
    rows = as_list(block.get("rows"))
    yield from check_string(block.get("caption"), f"{where}.caption", 2000)
    yield from check_count(rows, f"{where}.rows", 101, 2)
    widths = {len(as_list(row)) for row in rows}
    if len(widths) > 1 or (widths and not 1 <= max(widths) <= 20):
        yield flaw(f"{where}.rows", "rows of one length, 1 to 20 cells, are needed")
    for place, row in enumerate(rows):
        allowed = ("raw_text", "raw_number", "rich_text") if place else ("raw_text", "raw_number")
        for column, cell in enumerate(as_list(row)):
            yield from _cell(cell, f"{where}.rows[{place}][{column}]", allowed)


def _cell(value: object, where: str, allowed: tuple[str, ...]) -> Faults:
    cell = as_object(value)
    yield from check_choice(cell.get("type"), f"{where}.type", allowed, required=True)
    if cell.get("type") == "raw_text":
        yield from check_keys(cell, where, ("type", "text"))
        yield from check_string(cell.get("text"), f"{where}.text", MOST_TABLE_TEXT)
    elif cell.get("type") == "rich_text":
        yield from _rich_text(cell, where)


def _rich_text(block: Json, where: str) -> Faults:
    yield from check_count(block.get("elements"), f"{where}.elements", 1000)
    for place, element in enumerate(as_list(block.get("elements"))):
        yield from _rich_part(as_object(element), f"{where}.elements[{place}]")


def _rich_part(part: Json, where: str) -> Faults:
    kind = part.get("type")
    yield from check_choice(kind, f"{where}.type", _RICH, required=True)
    if not isinstance(part.get("elements"), list):
        yield flaw(f"{where}.elements", "missing")
    inline = ("rich_text_section",) if kind == "rich_text_list" else _INLINE
    if kind == "rich_text_list":
        yield from check_choice(part.get("style"), f"{where}.style", ("bullet", "ordered"), required=True)
    for place, element in enumerate(as_list(part.get("elements"))):
        inside, item = f"{where}.elements[{place}]", as_object(element)
        yield from check_choice(item.get("type"), f"{inside}.type", inline, required=True)
        if item.get("type") == "rich_text_section":
            yield from _rich_part(item, inside)
        elif item.get("type") == "text":
            yield from check_string(item.get("text"), f"{inside}.text", MOST_TEXT_OF_BLOCKS)
        elif item.get("type") == "link":
            yield from check_string(item.get("url"), f"{inside}.url", 3000)


def _alert(block: Json, where: str) -> Faults:
    levels = ("default", "info", "warning", "error", "success")
    yield from check_text(block.get("text"), f"{where}.text", 200)
    yield from check_choice(block.get("level"), f"{where}.level", levels)


def _task_card(block: Json, where: str) -> Faults:
    yield from check_string(block.get("task_id"), f"{where}.task_id", 255)
    yield from check_string(block.get("title"), f"{where}.title", 255)
    yield from check_choice(block.get("status"), f"{where}.status", TASK_STATES)


_RULES: dict[str, Callable[[Json, str], Faults]] = {
    "section": _section,
    "header": _header,
    "context": _context,
    "actions": _holder("actions", 25),
    "context_actions": _holder("context_actions", 5),
    "input": _input,
    "image": _image,
    "markdown": _markdown,
    "table": _table,
    "data_table": _data_table,
    "rich_text": _rich_text,
    "alert": _alert,
    "task_card": _task_card,
}
