"""From groups to blocks: article, heading path, list depth and lead-in of each."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ingestion.blocks import Block, BlockKind
from ingestion.grouping import Group, group_lines
from ingestion.headings import RANKS, Heading, normalise_number
from ingestion.items import Mark, Nesting
from ingestion.lines import Line, display, split_lines
from ingestion.tables import column_headers, read_rows

_ASIDE = (BlockKind.NOISE, BlockKind.FOOTNOTE)
_SENTENCE_END = (".", ";", ":", "!", "?")
_SUIVANT = re.compile(r"(?:suivante?s?|ci-(?:dessous|apres|après))\b[^.]{0,12}[.:;]?$")
_UNMARKED = Mark("unmarked", 0, 0)


def read_blocks(text: str) -> tuple[Block, ...]:
    """Cut a document into blocks. They are contiguous and cover the text: `"".join(b.text for b in blocks) == text`."""
    lines = split_lines(text)
    groups = group_lines(lines)
    if not groups:
        return (Block(BlockKind.NOISE, 0, len(text), text),) if text else ()
    return _Assembler(text, lines, groups).run()


def _opens(block: Block) -> bool:
    """True when the block ends with « : »."""
    return block.body.rstrip('*_" ').endswith(":")


@dataclass(slots=True)
class _Assembler:
    text: str
    lines: Sequence[Line]
    groups: Sequence[Group]
    blocks: list[Block] = field(default_factory=list)
    outline: list[tuple[int, str]] = field(default_factory=list)
    article: str | None = None
    article_level: int = 0
    annexe: str | None = None
    nesting: Nesting = field(default_factory=Nesting)
    parents: list[int] = field(default_factory=list)
    """Index of the last item at each open depth."""

    def run(self) -> tuple[Block, ...]:
        numbered_articles = not any(group.kind is BlockKind.ARTICLE for group in self.groups)
        for position, group in enumerate(self.groups):
            start = 0 if position == 0 else self.groups[position].start
            end = self.groups[position + 1].start if position + 1 < len(self.groups) else len(self.text)
            block = Block(group.kind, start, end, self.text[start:end])
            self.blocks.append(self.place(block, group, numbered_articles))
        return tuple(self.blocks)

    def place(self, block: Block, group: Group, numbered_articles: bool) -> Block:
        if group.heading:
            block = self.enter(block, group.heading, numbered_articles)
        elif block.kind is BlockKind.SIGNATURE:
            self.outline, self.article, self.annexe = [], None, None
        elif block.kind is BlockKind.TABLE:
            block = self.table(block, group)
        if block.kind not in _ASIDE:
            block = self.introduce(block, group)
        return replace(block, article=self.article, annexe=self.annexe, path=tuple(title for _, title in self.outline))

    def enter(self, block: Block, heading: Heading, numbered_articles: bool) -> Block:
        """Open a heading in the outline."""
        kind, rank = heading.kind, heading.rank
        if numbered_articles and heading.number and rank == RANKS["numbered"] and self.annexe is None:
            kind, rank = BlockKind.ARTICLE, RANKS["article"]
        if kind is BlockKind.ANNEXE:
            self.annexe, self.article = heading.number, None
        elif kind is BlockKind.ARTICLE:
            self.article = heading.number
            self.article_level = self.lines_level(block)
        elif rank < RANKS["article"] or self.closes_article(rank):
            self.article = None
            rank = min(rank, RANKS["article"])
        self.outline = [entry for entry in self.outline if entry[0] < rank]
        self.outline.append((rank, heading.title))
        return replace(block, kind=kind, level=len(self.outline))

    def lines_level(self, block: Block) -> int:
        return len(block.body) - len(block.body.lstrip("#"))

    def closes_article(self, rank: int) -> bool:
        """A Markdown heading shallower than the article's own ends the article."""
        level = rank - RANKS["plain"]
        return self.article is not None and 0 < level < self.article_level

    def table(self, block: Block, group: Group) -> Block:
        before = self.before()
        goes_on = before is not None and self.blocks[before].kind is BlockKind.TABLE
        headers = column_headers(self.blocks[before].rows) if goes_on and before is not None else ()
        rows = read_rows(self.lines[group.first : group.last + 1], headers)
        width = max((len(row.cells) for row in rows), default=0)
        same = bool(headers) and len(headers) == width and not rows[0].header
        return replace(block, rows=rows, continues=before if same else None)

    def introduce(self, block: Block, group: Group) -> Block:
        """Link a block to what introduces it, and an item to its list."""
        before = self.before()
        if block.kind is BlockKind.PARAGRAPH:
            block = self.paragraph(block, before)
        if block.kind is BlockKind.ITEM:
            return self.item(block, group.mark or _UNMARKED, before)
        if block.kind is BlockKind.TABLE:
            return replace(block, lead_in=self.table_lead(before))
        if block.continues is None:
            self.parents = []
        return block

    def paragraph(self, block: Block, before: int | None) -> Block:
        if before is None:
            return block
        previous = self.blocks[before]
        if self.runs_on(previous, block):
            return replace(block, continues=before)
        ending = previous.body[-1:]
        listed = block.body.endswith((";", "; et", "; ou", ","))
        if previous.kind is BlockKind.PARAGRAPH and ending == ":" and listed:
            return replace(block, kind=BlockKind.ITEM)
        if (
            previous.kind is BlockKind.ITEM
            and self.unmarked(previous)
            and previous.body.endswith((";", "et", "ou", ","))
        ):
            return replace(block, kind=BlockKind.ITEM)
        return replace(block, lead_in=before if _opens(previous) else None)

    def unmarked(self, item: Block) -> bool:
        return bool(self.nesting.levels) and self.nesting.levels[0].mark is _UNMARKED and item.kind is BlockKind.ITEM

    def runs_on(self, previous: Block, block: Block) -> bool:
        """True when a page break cut the sentence of the block before."""
        kinds = (BlockKind.PARAGRAPH, BlockKind.ITEM)
        first = block.body.lstrip('*_"«“ ')[:1]
        ended = previous.body.rstrip('*_"»” ').endswith(_SENTENCE_END)
        return previous.kind in kinds and not ended and first.islower()

    def item(self, block: Block, mark: Mark, before: int | None) -> Block:
        fresh = not self.parents
        previous = None if fresh or before is None else self.last_words(before)
        depth = self.nesting.depth(mark, previous)
        lead = self.lead(before) if depth == 0 and fresh else self.parent(depth, before)
        self.parents[depth:] = [len(self.blocks)]
        return replace(block, level=depth, lead_in=lead)

    def last_words(self, before: int) -> str:
        """End of the item before, seen past the table or the cut sentence that ends it."""
        block = self.blocks[before]
        return self.blocks[self.parents[-1]].body if block.kind is BlockKind.TABLE else block.body

    def parent(self, depth: int, before: int | None) -> int | None:
        if depth == 0 or depth > len(self.parents):
            return self.blocks[self.parents[0]].lead_in
        parent = self.parents[depth - 1]
        if len(self.parents) > depth:
            return self.blocks[self.parents[depth]].lead_in
        cut = before is not None and self.blocks[before].continues == parent
        return before if cut else parent

    def lead(self, before: int | None) -> int | None:
        """Index of the block before when it introduces what follows: a heading, or text that « : » or nothing ends."""
        if before is None:
            return None
        block = self.blocks[before]
        if block.kind in (BlockKind.HEADING, BlockKind.ARTICLE, BlockKind.ANNEXE):
            return before
        unfinished = block.kind is BlockKind.PARAGRAPH and not block.body.endswith((*_SENTENCE_END, '"', "»", ")"))
        return before if _opens(block) or unfinished else None

    def table_lead(self, before: int | None) -> int | None:
        """A table is also introduced by « … les montants suivants. » and by its heading."""
        lead = self.lead(before)
        if lead is None and before is not None and _SUIVANT.search(self.blocks[before].body[-40:]):
            return before
        return lead

    def before(self) -> int | None:
        """Index of the last block that is text, past page noise and footnotes."""
        return next((i for i in range(len(self.blocks) - 1, -1, -1) if self.blocks[i].kind not in _ASIDE), None)


def outline(blocks: Sequence[Block]) -> tuple[tuple[int, str], ...]:
    """Level and title of each heading, in order: the tree that `alinea show` prints."""
    kinds = (BlockKind.ARTICLE, BlockKind.ANNEXE, BlockKind.HEADING)
    return tuple((block.level, display(block.body)) for block in blocks if block.kind in kinds)


__all__ = ["normalise_number", "outline", "read_blocks"]
