"""Tables: the rows of an answer, found in its Markdown, for Slack's table block."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.answer import Language
from bot.slack.mrkdwn import plain
from prompts import message

_RULE = re.compile(r"^\|(?:\s*:?-+:?\s*\|)+\s*$")
_ITEM = re.compile(r"^- (?P<label>\*\*.+?\*\*|[^:—]+?)\s+(?:—|:)\s+(?P<rest>.+?)(?P<marks>(?: \[\d+\])*)$")
_YEAR = re.compile(r"^\d{4}$")
_TOTAL = re.compile(r"^total\b", re.IGNORECASE)
_PAIR = re.compile(r"^(?P<key>[^:]{1,20}) : (?P<value>.+)$")
_LONGEST_CELL = 90
"""Characters of a cell beyond which a list reads better than a table, on a phone first."""
MOST_ROWS, MOST_COLUMNS = 100, 20
"""Of Slack's table block (https://docs.slack.dev/reference/block-kit/blocks/table-block)."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one shape, without marks of Markdown."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[str, ...]
    """The Markdown that it was found in, for whoever cannot show a table."""


def parts(text: str, conventions: Collection[str], language: Language) -> list[str | Table]:
    """The pieces of an answer in order: text, and what is better shown as a table.

    `conventions`: short names, one of which heads each row of a list across conventions.
    """
    found: list[str | Table] = []
    for kind, group in groupby(text.split("\n"), key=_kind):
        lines = tuple(group)
        table = _of_pipes(lines) if kind == "row" else None
        if kind == "item":
            table = _of_items(lines, conventions, language)
        if table is not None:
            found.append(table)
        elif found and isinstance(found[-1], str):
            found[-1] += "\n" + "\n".join(lines)
        else:
            found.append("\n".join(lines))
    return [part for part in found if isinstance(part, Table) or part.strip()]


def _kind(line: str) -> str:
    return "row" if line.startswith("|") else "item" if line.startswith("- ") else "text"


def is_rule(line: str) -> bool:
    """Whether a line of Markdown only parts the head of a table from its rows."""
    return _RULE.match(line) is not None


def _of_pipes(lines: Sequence[str]) -> Table | None:
    held = [line.strip().strip("|").split("|") for line in lines if not is_rule(line)]
    rows = [tuple(plain(cell.strip()) for cell in cells) for cells in held]
    if len(rows) < 2 or len(rows) > MOST_ROWS or max(map(len, rows)) > MOST_COLUMNS:
        return None
    return Table(rows[0], tuple(rows[1:]), tuple(lines))


def _of_items(lines: Sequence[str], conventions: Collection[str], language: Language) -> Table | None:
    """A list headed by years, or by the names of conventions: a row each."""
    items = [_ITEM.match(line) for line in lines]
    read = [(plain(item["label"]), plain(item["rest"]), item["marks"].strip()) for item in items if item]
    if len(read) < max(2, len(lines)) or len(read) >= MOST_ROWS:
        return None
    years = _YEAR.match(read[0][0]) is not None and all(_YEAR.match(x) or _TOTAL.match(x) for x, _, _ in read)
    if not years and not all(label in conventions for label, _, _ in read):
        return None
    if any(len(rest) > _LONGEST_CELL for _, rest, _ in read):
        return None
    columns = list(_columns([rest for _, rest, _ in read], message("slack.column_answer", language)))
    first = message("slack.column_year" if years else "answer.convention", language)
    header = (first, *(key for key, _ in columns), message("slack.column_source", language))
    rows = tuple(
        (label, *(values[at] for _, values in columns), marks or "–") for at, (label, _, marks) in enumerate(read)
    )
    return Table(header, rows, tuple(lines))


def _columns(rests: Sequence[str], answer: str) -> Iterator[tuple[str, list[str]]]:
    """« AE : 3 € · CP : 2 € » in every row makes two columns; anything else makes one, headed `answer`."""
    pairs = [[_PAIR.match(piece) for piece in rest.split(" · ")] for rest in rests]
    keys = [tuple(pair["key"] if pair else "" for pair in row) for row in pairs]
    if len(set(keys)) == 1 and all(keys[0]):
        for at, key in enumerate(keys[0]):
            yield key, [pair["value"] if (pair := row[at]) else "–" for row in pairs]
    else:
        yield answer, list(rests)
