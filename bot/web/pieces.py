"""Pieces: the blocks of a document put together as a page shows them: headings, paragraphs, nested lists, tables."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Literal

from ingestion.blocks import Block, BlockKind
from ingestion.lines import display

Sort = Literal["title", "heading", "text", "lines", "list", "table", "footnote", "noise"]
_HEADINGS = (BlockKind.ARTICLE, BlockKind.HEADING, BlockKind.ANNEXE)
_SORTS: dict[BlockKind, Sort] = {
    BlockKind.TITLE: "title",
    BlockKind.PARTY: "lines",
    BlockKind.VISA: "lines",
    BlockKind.SIGNATURE: "lines",
    BlockKind.FOOTNOTE: "footnote",
    BlockKind.NOISE: "noise",
    BlockKind.ITEM: "list",
    BlockKind.TABLE: "table",
}
"""How blocks are shown; headings and paragraphs are told apart in the code."""
_BULLET = re.compile(r"[\s\ufeff]*(?:[-–—•·▪▫●○◦■□➢➤►✓*+\uf0b7\uf0a7][\s\u00a0]+|[-–—•·▪●](?=[^\W\d_]))")
"""A mark that says nothing: the page draws its own. Numbers and letters stay, for other clauses name them."""
_NOTE = re.compile(r"\s*\[\^([\w.-]{1,20})\]:")
_DEEPEST = 6
_FIRST = 2
"""Level of a document's own headings: the first one is the page's."""
_PIPED = re.compile(r"[\w€%]")


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list, with those below it."""

    block: Block
    lead: int
    """Characters, from `block.start`, of a mark that the page draws itself; 0 when the mark is kept."""
    children: tuple["Item", ...] = ()

    @property
    def numbered(self) -> bool:
        """Whether it bears a number or a letter of its own."""
        return self.lead == 0


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands between two others on the page."""

    sort: Sort
    blocks: tuple[Block, ...]
    """Never empty."""
    anchor: str
    """Identifier in the page."""
    level: int = 0
    """Headings: 2 to 6; else 0."""
    items: tuple[Item, ...] = ()
    """Lists only."""
    label: str = ""
    """Tables: what introduces them, for whoever does not see them; else empty."""
    page: int | None = None
    """Page of the original that begins with it, from 1; `None` where none does."""

    @property
    def start(self) -> int:
        """First character, in the canonical text."""
        return self.blocks[0].start

    @property
    def end(self) -> int:
        """Past its last character."""
        return self.blocks[-1].end

    def touches(self, start: int, end: int) -> bool:
        """Whether it holds a character of a span."""
        return start < self.end and self.start < end


@dataclass(slots=True)
class _Ladder:
    """Levels of headings without a gap, whatever the document's own."""

    open: list[int] = field(default_factory=list)

    def rung(self, level: int) -> int:
        while self.open and self.open[-1] >= level:
            self.open.pop()
        self.open.append(level)
        return min(_FIRST + len(self.open) - 1, _DEEPEST)


def read_pieces(blocks: Sequence[Block]) -> tuple[Piece, ...]:
    """The pieces of a document in order; blank blocks belong to none."""
    ladder, page = _Ladder(), None
    found: list[Piece] = []
    for run in _runs([block for block in blocks if block.body]):
        first = run[0]
        piece = _piece(run, blocks, ladder)
        if first.page is not None and first.page != page:
            page = first.page
            piece = Piece(piece.sort, piece.blocks, piece.anchor, piece.level, piece.items, piece.label, page)
        found.append(piece)
    return tuple(found)


def _runs(blocks: Sequence[Block]) -> Iterator[tuple[Block, ...]]:
    """Items that follow one another make one list; any other block stands alone."""
    for listed, group in groupby(blocks, key=lambda block: block.kind is BlockKind.ITEM):
        if listed:
            yield from _lists(tuple(group))
        else:
            yield from ((block,) for block in group)


def _lists(items: tuple[Block, ...]) -> Iterator[tuple[Block, ...]]:
    """A list is cut where an outermost item has another lead-in, and where a page of the original begins."""
    cut = 0
    for at in range(1, len(items)):
        outer = items[at].level == 0 and items[at].lead_in != items[cut].lead_in
        if outer or items[at].page != items[at - 1].page:
            yield items[cut:at]
            cut = at
    yield items[cut:]


def _piece(run: tuple[Block, ...], blocks: Sequence[Block], ladder: _Ladder) -> Piece:
    first, anchor = run[0], f"t{run[0].start}"
    if first.kind in _HEADINGS:
        return Piece("heading", run, anchor, level=ladder.rung(first.level))
    sort = _SORTS.get(first.kind, "text")
    if sort == "list":
        return Piece("list", run, anchor, items=_nested(run))
    if sort == "table":
        return Piece("table" if _is_grid(first) else "lines", run, anchor, label=_label(first, blocks))
    if sort == "footnote" and (note := _NOTE.match(first.text)):
        anchor = f"note-{note[1]}"
    return Piece(sort, run, anchor)


def _nested(items: Sequence[Block]) -> tuple[Item, ...]:
    """A tree of items by their levels; the first one may be deep, where a page cut its list."""
    found: list[Item] = []
    at = 0
    while at < len(items):
        below = at + 1
        while below < len(items) and items[below].level > items[at].level:
            below += 1
        bullet = _BULLET.match(items[at].text)
        found.append(Item(items[at], bullet.end() if bullet else 0, _nested(items[at + 1 : below])))
        at = below
    return tuple(found)


def _is_grid(table: Block) -> bool:
    """Whether all that is written in a table stands in its cells."""
    left = list(table.text)
    for row in table.rows:
        for cell in row.cells:
            left[cell.start - table.start : cell.end - table.start] = " " * (cell.end - cell.start)
    return bool(table.rows) and not _PIPED.search("".join(left))


def _label(table: Block, blocks: Sequence[Block]) -> str:
    if table.lead_in is not None:
        return display(blocks[table.lead_in].body)[-120:]
    return table.path[-1] if table.path else ""


__all__ = ["Item", "Piece", "Sort", "read_pieces"]
