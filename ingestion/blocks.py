"""Blocks: the structure of a document. Every character of the text belongs to exactly one block."""

from dataclasses import dataclass
from enum import StrEnum


class BlockKind(StrEnum):
    """What a block is in the anatomy of a convention (design/domain.md, « Anatomy »)."""

    TITLE = "title"
    PARTY = "party"
    VISA = "visa"
    HEADING = "heading"
    ARTICLE = "article"
    """The heading of an article, « Article 3 – Durée »; its body is in the blocks that follow."""
    PARAGRAPH = "paragraph"
    ITEM = "item"
    TABLE = "table"
    FOOTNOTE = "footnote"
    SIGNATURE = "signature"
    ANNEXE = "annexe"
    """The heading of an annexe."""
    NOISE = "noise"
    """Page headers and footers, page numbers, images: in the text, never evidence."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table row. A cell may hold several lines and may be empty."""

    start: int
    end: int
    """Character span of the bare cell in the canonical text; `start == end` when it is empty."""
    text: str
    """`canonical_text[start:end]`."""
    row_header: str | None
    """Text of the row's first cell; `None` for that first cell itself and in header rows."""
    column_header: str | None
    """Text of the header cell above; `None` when the table has no header row or that header is empty."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table, in reading order."""

    start: int
    end: int
    """Character span of the row's text in the canonical text (all its lines)."""
    cells: tuple[Cell, ...]
    header: bool
    """True for a row of column headers."""


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the text with its place in the structure.

    Blocks are contiguous: the first starts at 0, each starts where the one before ends, the last ends with the text.
    """

    kind: BlockKind
    start: int
    end: int
    """Character span in the canonical text, surrounding blank characters included."""
    text: str
    """`canonical_text[start:end]`."""
    article: str | None = None
    """Number of the article it stands in, normalised: « Article 1er » and « Article premier » give `1`, « Article IV »
    gives `4`, « Article 3-1 » gives `3-1`. `None` before the first article, in annexes and in the signatures."""
    annexe: str | None = None
    """Number or letter of the annexe it stands in, normalised likewise; the empty string for an unnumbered annexe;
    `None` outside annexes."""
    path: tuple[str, ...] = ()
    """Headings above it, outermost first, as displayed (without Markdown marks): article title, then subheadings.
    A heading's own path ends with itself."""
    level: int = 0
    """Headings: 1 is the outermost. Items: nesting, 0 for the outermost list. Else 0."""
    lead_in: int | None = None
    """Items, and tables or paragraphs introduced by « … : »: index of the block that introduces them (the paragraph,
    heading or parent item). `None` when nothing does."""
    continues: int | None = None
    """Index of the block whose sentence a page break interrupted and that this block finishes; else `None`."""
    rows: tuple[Row, ...] = ()
    """Tables only."""
    page: int | None = None
    """Page of the original, from 1, where the format has pages; else `None`."""

    @property
    def body(self) -> str:
        """The text without the blank characters around it."""
        return self.text.strip()

    @property
    def body_start(self) -> int:
        """Start of `body` in the canonical text."""
        return self.start + len(self.text) - len(self.text.lstrip())

    @property
    def body_end(self) -> int:
        """End of `body` in the canonical text."""
        return self.body_start + len(self.body)
