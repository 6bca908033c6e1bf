"""An answer's Markdown as a page shows it: paragraphs, lists, tables, and the marks of its citations."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

_INLINE = re.compile(r"\*\*(?=\S)(?P<bold>.+?)(?<=\S)\*\*|\[(?P<mark>\d{1,3})\]")
_ITALIC_LINE = re.compile(r"\*(?!\*)(?=\S)([^*]+)(?<=\S)\*")
_ITEM = re.compile(r"(?P<indent> *)- (?P<text>.*)")
_RULE = re.compile(r"\|(?:\s*:?-+:?\s*\|)+\s*")


@dataclass(frozen=True, slots=True)
class Bit:
    """Some characters of a line."""

    text: str
    bold: bool = False
    mark: int | None = None
    """Number of the citation that it stands for; `None` for words."""


Line = tuple[Bit, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of an answer."""

    sort: Literal["text", "label", "list", "table"]
    lines: tuple[Line, ...] = ()
    """A line of text, or the items of a list; empty for a table."""
    under: tuple[tuple[Line, ...], ...] = ()
    """Lists: the items below each item."""
    rows: tuple[tuple[Line, ...], ...] = ()
    """Tables: the header row first."""


def parts(markdown: str, citations: int) -> tuple[Part, ...]:
    """The parts of a text. `citations`: how many it has; a mark of none of them is words.

    >>> [part.sort for part in parts("**3** €\\n- un [1]\\n- deux", 1)]
    ['text', 'list']
    """
    found: list[Part] = []
    for sort, group in groupby(markdown.split("\n"), key=_sort):
        lines = list(group)
        if sort == "table":
            found.append(_table(lines, citations))
        elif sort == "list":
            found.append(_list(lines, citations))
        else:
            found += _texts(lines, citations)
    return tuple(found)


def bits(text: str, citations: int) -> Line:
    """The bits of one line.

    >>> bits("**3** € [1] [9]", 1)
    (Bit(text='3', bold=True, mark=None), Bit(text=' € ', bold=False, mark=None), Bit(text='1', bold=False, mark=1), \
Bit(text=' [9]', bold=False, mark=None))
    """
    return tuple(_joined(_bits(text, citations)))


def _bits(text: str, citations: int) -> Iterator[Bit]:
    at = 0
    for found in _INLINE.finditer(text):
        yield Bit(text[at : found.start()])
        at = found.end()
        if found["bold"]:
            yield Bit(found["bold"], bold=True)
        else:
            number = int(found["mark"])
            yield Bit(found["mark"], mark=number) if 1 <= number <= citations else Bit(found[0])
    yield Bit(text[at:])


def _joined(found: Iterator[Bit]) -> Iterator[Bit]:
    """Plain words that follow one another as one bit, empty ones left out."""
    for plain, group in groupby(found, key=lambda bit: not bit.bold and bit.mark is None):
        if not plain:
            yield from group
        elif text := "".join(bit.text for bit in group):
            yield Bit(text)


def _sort(line: str) -> str:
    return "table" if line.startswith("|") else "list" if _ITEM.fullmatch(line) else "text"


def _list(lines: Sequence[str], citations: int) -> Part:
    """Items, and those that are set in below them; a first item that is set in stands for itself."""
    items: list[Line] = []
    under: list[list[Line]] = []
    for found in filter(None, map(_ITEM.fullmatch, lines)):
        line = bits(found["text"], citations)
        if found["indent"] and items:
            under[-1].append(line)
        else:
            items.append(line)
            under.append([])
    return Part("list", tuple(items), under=tuple(map(tuple, under)))


def _table(lines: Sequence[str], citations: int) -> Part:
    rows = [line.strip().strip("|").split("|") for line in lines if not _RULE.fullmatch(line)]
    return Part("table", rows=tuple(tuple(bits(cell.strip(), citations) for cell in row) for row in rows))


def _texts(lines: Sequence[str], citations: int) -> Iterator[Part]:
    for line in lines:
        if label := _ITALIC_LINE.fullmatch(line.strip()):
            yield Part("label", (bits(label[1], citations),))
        elif line.strip():
            yield Part("text", (bits(line.strip(), citations),))
