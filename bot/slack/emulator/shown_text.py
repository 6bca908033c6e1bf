"""From Slack's texts to what a person reads: mrkdwn, markdown, rich text and tables as plain lines. Pure."""

import html
import re
from collections.abc import Mapping, Sequence
from typing import Any

Json = Mapping[str, Any]
_REFERENCE = re.compile(r"<([@#!][^<>|\s]+|!date\^[^<>|]+|[a-zA-Z][\w+.-]*:[^<>|\s]+)(?:\|([^<>]*))?>")
_MARKDOWN_LINK = re.compile(r"!?\[([^\]]*)\]\((\S+?)\)")
_MARKDOWN_HEADING = re.compile(r"^#{1,6}\s+", re.MULTILINE)
_EMPHASIS = [re.compile(rf"(?<![\w{m}])[{m}]{{1,2}}(?=\S)([^{m}\n]+?)(?<=\S)[{m}]{{1,2}}(?![\w{m}])") for m in "*_~"]
_BULLETS = ("•", "◦", "▪")
_TASK_MARKS = {"pending": "·", "in_progress": "…", "complete": "✓", "error": "✗"}


def plain_mrkdwn(text: str) -> str:
    """mrkdwn as it is read: references by their label, no marks of emphasis, entities decoded.

    >>> plain_mrkdwn("*Oui* &amp; non, <https://a.fr|la page>, <@U1>, <!channel>")
    'Oui & non, la page (https://a.fr), @U1, @channel'
    """
    return html.unescape(_without_marks(_REFERENCE.sub(_reference, text)))


def plain_markdown(text: str) -> str:
    """Markdown as it is read; its tables and lists stay as they are written.

    >>> plain_markdown("# Titre\\n**Gras** et [lien](https://a.fr) &lt;")
    'Titre\\nGras et lien (https://a.fr) <'
    """
    text = _MARKDOWN_LINK.sub(lambda link: _labelled(link[2], link[1]), _MARKDOWN_HEADING.sub("", text))
    return plain_mrkdwn(re.sub(r"\\([\\`*_{}\[\]()#+.!|~>-])", r"\1", text))


def plain_text(value: Any) -> str:
    """A text object, or the string where Slack takes one; empty for nothing."""
    if isinstance(value, str):
        return value
    if not isinstance(value, Mapping):
        return ""
    text = str(value.get("text") or "")
    return plain_mrkdwn(text) if value.get("type") == "mrkdwn" else html.unescape(text)


def rich_lines(block: Json) -> list[str]:
    """A rich_text block as lines; lists with their bullets, numbers and indents."""
    lines: list[str] = []
    for part in block.get("elements") or []:
        if part.get("type") == "rich_text_list":
            lines += _list_lines(part)
        else:
            mark = "│ " if part.get("type") == "rich_text_quote" else ""
            lines += [mark + line for line in _inline(part).rstrip("\n").split("\n")]
    return lines


def table_lines(rows: Sequence[Sequence[Json]], settings: Sequence[Json | None] = ()) -> list[str]:
    """A table with its columns aligned, a rule below its first row."""
    cells = [[" ".join(cell_text(cell).split()) for cell in row] for row in rows]
    count = max((len(row) for row in cells), default=0)
    widths = [max((len(row[column]) for row in cells if column < len(row)), default=0) for column in range(count)]
    sides = [str((settings[column] or {}).get("align")) if column < len(settings) else "" for column in range(count)]
    lines = [
        " │ ".join(_aligned(cell, widths[column], sides[column]) for column, cell in enumerate(row)) for row in cells
    ]
    rule = ["─┼─".join("─" * width for width in widths)] if len(lines) > 1 else []
    return [line.rstrip() for line in (*lines[:1], *rule, *lines[1:])]


def cell_text(cell: Json) -> str:
    """What a cell of a table or a data_table says."""
    if cell.get("type") == "rich_text":
        return "\n".join(rich_lines(cell))
    return str(cell.get("text", cell.get("value", "")))


def task_line(task: Json) -> str:
    """A task of a streamed message or a task card: a mark for its state, its title, its details."""
    details = plain_text(task.get("details")) or plain_text(task.get("output"))
    mark = _TASK_MARKS.get(str(task.get("status")), "·")
    return f"{mark} {plain_text(task.get('title'))}" + (f" : {details}" if details else "")


def _reference(found: re.Match[str]) -> str:
    target, label = found[1], found[2]
    if target.startswith(("@", "#")):
        return target[0] + (label or target[1:])
    if target.startswith("!"):
        return label or "@" + re.sub(r"^subteam\^", "", target[1:])
    return _labelled(target, label)


def _labelled(target: str, label: str | None) -> str:
    return f"{label} ({target})" if label and label != target else target.removeprefix("mailto:")


def _without_marks(text: str) -> str:
    for mark in _EMPHASIS:
        text = mark.sub(r"\1", text)
    return text.replace("```", "").replace("`", "")


def _list_lines(part: Json) -> list[str]:
    indent = int(part.get("indent") or 0)
    number = int(part.get("offset") or 0)
    lines = []
    for place, item in enumerate(part.get("elements") or [], number + 1):
        mark = f"{place}." if part.get("style") == "ordered" else _BULLETS[min(indent, 2)]
        first, *rest = _inline(item).split("\n")
        lines += [f"{'  ' * indent}{mark} {first}", *("  " * (indent + 1) + line for line in rest)]
    return lines


def _inline(part: Json) -> str:
    return "".join(_inline_element(element) for element in part.get("elements") or [])


def _inline_element(element: Json) -> str:
    match element.get("type"):
        case "text":
            return str(element.get("text", ""))
        case "link":
            return _labelled(str(element.get("url", "")), element.get("text"))
        case "user" | "usergroup" | "team":
            return "@" + str(element.get(f"{element['type']}_id", ""))
        case "channel":
            return "#" + str(element.get("channel_id", ""))
        case "broadcast":
            return "@" + str(element.get("range", ""))
        case "emoji":
            return f":{element.get('name')}:"
        case "date":
            return str(element.get("fallback") or element.get("timestamp", ""))
        case _:
            return str(element.get("text", element.get("value", "")))


def _aligned(text: str, width: int, side: str) -> str:
    return text.rjust(width) if side == "right" else text.center(width) if side == "center" else text.ljust(width)
