"""What a person sees of a message, a modal or a Home tab: plain lines, with what can be pressed or filled numbered.

Pure, and lenient: what it does not know, it shows by its texts. Used by tests and by the terminal that stands for
Slack.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.slack.emulator.shown_text import (
    plain_markdown,
    plain_mrkdwn,
    plain_text,
    rich_lines,
    table_lines,
    task_line,
)

Json = Mapping[str, Any]
RULE = "─" * 24


@dataclass(frozen=True, slots=True)
class Option:
    """A choice of a menu, of radio buttons or of checkboxes."""

    label: str
    value: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Element:
    """Something to press, choose or fill. Its number in the lines is its place in `Shown.elements`, from 1."""

    label: str
    action_id: str
    value: str
    """The value of a button, or what a field holds at first."""
    type: str
    """Slack's type; `submit` for the button that sends a modal."""
    block_id: str
    options: tuple[Option, ...] = ()
    url: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A surface as lines, and its elements in reading order."""

    lines: tuple[str, ...]
    elements: tuple[Element, ...]


def shown(surface: Json) -> Shown:
    """A message (streamed or not), a modal or a Home tab as a person sees it.

    The `text` of a message with blocks is not shown, as in Slack, where notifications use it.
    """
    return _page(surface, _Page())


def readable(surface: Json) -> str:
    """All that can be read in a message or a view, without numbers; first the fallback text that blocks replace."""
    lines = "\n".join(_page(surface, _Page(numbers=False)).lines)
    text = plain_mrkdwn(str(surface.get("text") or ""))
    return lines if not text or text in lines or "tasks" in surface else f"{text}\n{lines}"


def _page(surface: Json, page: "_Page") -> Shown:
    if surface.get("type") in ("modal", "home"):
        page.view(surface)
    else:
        page.message(surface)
    return Shown(tuple(page.lines), tuple(page.elements))


@dataclass(slots=True)
class _Page:
    """Lines and elements under construction."""

    numbers: bool = True
    lines: list[str] = field(default_factory=list)
    elements: list[Element] = field(default_factory=list)

    def message(self, message: Json) -> None:
        streamed = "tasks" in message
        if message.get("plan"):
            self.add(str(message["plan"]))
        for task in (message.get("tasks") or {}).values():
            self.add(task_line(task))
        if streamed:
            self.add(plain_markdown(str(message.get("text") or "")))
        elif not message.get("blocks"):
            self.add(plain_mrkdwn(str(message.get("text") or message.get("markdown_text") or "")))
        self.blocks(message.get("blocks"))
        for file in message.get("files") or ():
            self.add(f"▣ {file.get('title') or file.get('name')} ({file.get('name')})")
            self.add(str(file.get("alt_txt") or ""))

    def view(self, view: Json) -> None:
        title = plain_text(view.get("title"))
        if title:
            self.add(f"{title}\n{'═' * len(title)}")
        self.blocks(view.get("blocks"))
        if view.get("type") == "modal":
            label = plain_text(view.get("submit"))
            mark = [self.numbered(Element(label, "", "", "submit", ""))] if label else []
            self.add("   ".join([*mark, plain_text(view.get("close"))]).rstrip())

    def blocks(self, blocks: Any) -> None:
        for block in blocks or []:
            _BLOCKS.get(str(block.get("type")), _Page.other)(self, block)

    def add(self, text: str) -> None:
        self.lines += text.split("\n") if text else []

    def numbered(self, element: Element) -> str:
        """Keep an element; its mark and label."""
        self.elements.append(element)
        return f"[{len(self.elements)}] {element.label}" if self.numbers else element.label

    def header(self, block: Json) -> None:
        title = plain_text(block.get("text"))
        self.add(f"{title}\n{'─' * len(title)}")

    def section(self, block: Json) -> None:
        self.add(plain_text(block.get("text")))
        for cell in block.get("fields") or []:
            self.add(plain_text(cell))
        if block.get("accessory"):
            self.element(block["accessory"], str(block.get("block_id") or ""))

    def actions(self, block: Json) -> None:
        lines: list[str] = []
        for element in block.get("elements") or []:
            first, *rest = self.drawn(element, str(block.get("block_id") or ""))
            lines = [*lines[:-1], f"{lines[-1]}   {first}", *rest] if lines and not rest else [*lines, first, *rest]
        self.lines += lines

    def element(self, element: Json, block_id: str, label: str = "") -> None:
        self.lines += self.drawn(element, block_id, label)

    def context(self, block: Json) -> None:
        parts = [
            f"[{item.get('alt_text')}]" if item.get("type") == "image" else plain_text(item)
            for item in block.get("elements") or []
        ]
        self.add("  ".join(parts))

    def input(self, block: Json) -> None:
        label = plain_text(block.get("label"))
        self.element(block.get("element") or {}, str(block.get("block_id") or ""), label)
        hint = plain_text(block.get("hint"))
        self.add(f"    {hint}" if hint else "")

    def table(self, block: Json) -> None:
        self.add(str(block.get("caption") or ""))
        self.lines += table_lines(block.get("rows") or [], block.get("column_settings") or [])

    def other(self, block: Json) -> None:
        """Cards, containers, alerts and what is new: their texts, what they hold, their buttons."""
        self.add("\n".join(filter(None, (plain_text(block.get(key)) for key in _TEXTS))))
        self.blocks(block.get("child_blocks"))
        self.blocks(block.get("elements") if block.get("type") == "carousel" else None)
        for task in block.get("tasks") or []:
            self.add(task_line(task))
        if block.get("actions"):
            self.actions({"elements": block["actions"], "block_id": block.get("block_id")})

    def drawn(self, element: Json, block_id: str, label: str = "") -> list[str]:
        """The lines of an element, at least one."""
        kind, action_id = str(element.get("type")), str(element.get("action_id") or "")
        if kind == "feedback_buttons":
            pair = [element.get("positive_button") or {}, element.get("negative_button") or {}]
            made = [Element(plain_text(b.get("text")), action_id, str(b.get("value")), kind, block_id) for b in pair]
            return ["   ".join(self.numbered(one) for one in made)]
        if kind == "image":
            return [f"[{element.get('alt_text')}]"]
        held = plain_text(element.get("text")) or label or plain_text(element.get("placeholder"))
        options, url = _options(element), str(element.get("url") or "")
        made_one = Element(held, action_id, _value(element), kind, block_id, options, url)
        mark = self.numbered(made_one)
        if kind in ("button", "icon_button", "workflow_button"):
            return [mark]
        if kind in ("checkboxes", "radio_buttons"):
            return [mark.rstrip(), *(f"    {_box(kind, option)} {option.label}" for option in options)]
        return [_field_line(mark, made_one, element)]


def _options(element: Json) -> tuple[Option, ...]:
    groups = element.get("option_groups") or []
    offered = [*(element.get("options") or []), *(one for group in groups for one in group.get("options") or [])]
    initial = [element.get("initial_option"), *(element.get("initial_options") or [])]
    return tuple(Option(_option_label(one), str(one.get("value", "")), one in initial) for one in offered)


def _option_label(option: Json) -> str:
    description = plain_text(option.get("description"))
    return plain_text(option.get("text")) + (f" : {description}" if description else "")


def _value(element: Json) -> str:
    if "value" in element:
        return str(element["value"])
    chosen = element.get("initial_option")
    if isinstance(chosen, Mapping):
        return str(chosen.get("value", ""))
    found = (value for key, value in element.items() if key.startswith("initial_") and not isinstance(value, list))
    return str(next(found, ""))


def _box(kind: str, option: Option) -> str:
    return ("(•)" if option.chosen else "( )") if kind == "radio_buttons" else ("☑" if option.chosen else "☐")


def _field_line(mark: str, made: Element, element: Json) -> str:
    """A field or a menu: what it holds or its placeholder, then the choices."""
    chosen = ", ".join(option.label for option in made.options if option.chosen)
    empty = plain_text(element.get("placeholder"))
    held = chosen or made.value or (empty if empty != made.label else "")
    if made.type.endswith("_input"):
        return f"{mark} : {held or '____'}"
    choices = " | ".join(option.label for option in made.options)
    line = f"{mark} ▾" + (f" : {held}" if held else "")
    return line + (f" ({choices})" if choices else "")


_TEXTS = ("title", "subtitle", "text", "body", "subtext", "description")
_BLOCKS: dict[str, Callable[[_Page, Json], None]] = {
    "header": _Page.header,
    "section": _Page.section,
    "context": _Page.context,
    "actions": _Page.actions,
    "context_actions": _Page.actions,
    "input": _Page.input,
    "table": _Page.table,
    "data_table": _Page.table,
    "divider": lambda page, block: page.add(RULE),
    "markdown": lambda page, block: page.add(plain_markdown(str(block.get("text") or ""))),
    "rich_text": lambda page, block: page.add("\n".join(rich_lines(block))),
    "image": lambda page, block: page.add(f"[{plain_text(block.get('title')) or block.get('alt_text')}]"),
    "task_card": lambda page, block: page.add(task_line(block)),
}
