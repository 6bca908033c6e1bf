"""Body of an .odt as pieces: headings, lists, tables, sections, text boxes, notes."""

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from ingestion.office.docx_styles import number
from ingestion.office.numbers import is_item_mark
from ingestion.office.odt_numbering import Counter, Counters
from ingestion.office.odt_text import OdtStory, odt_text
from ingestion.written import Footnote, Heading, Item, Paragraph, Piece, clean
from ingestion.written_tables import WIDEST, Cell, table_pieces

_INDEXES = frozenset(
    {"table-of-content", "illustration-index", "table-index", "object-index", "user-index", "alphabetical-index"}
    | {"bibliography", "tracked-changes", "forms", "sequence-decls", "variable-decls", "user-field-decls"}
)
_ROWS_REPEATED = 100
"""A row said to be repeated more often is empty paper."""
_COPIED = 1_000_000
"""Characters that repeated cells and rows may add to a document; beyond, each stands once."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a paragraph stands in a list."""

    mark: str
    """What is shown before it; the empty string past the first paragraph of an item."""
    depth: int
    """From 1."""


@dataclass(slots=True)
class OdtBody:
    """A reading of one document: pieces must be asked for in the order of the text."""

    story: OdtStory
    counters: Counters
    outline: Counter
    spare: int = _COPIED
    """Characters that may still be added by repetition."""

    def pieces(self, element: Element) -> Iterator[Piece]:
        """What stands in a body, a section, a cell, a text box or a note."""
        for child in element:
            if child.tag in ("p", "h"):
                yield from self.paragraph(child, None)
            elif child.tag == "list":
                yield from self.listing(child, None, None, 1)
            elif child.tag == "table":
                yield from self.table(child)
            elif child.tag == "section":
                hidden = child.get("display") == "none" or self.story.styles.hides_section(child.get("style-name"))
                yield from () if hidden else self.pieces(child)
            elif child.tag in ("frame", "custom-shape", "g", "rect", "control"):
                yield from self.paragraph(_around(child), None)
            elif child.tag not in _INDEXES and child.tag in ("numbered-paragraph", "index-body", "text-box"):
                yield from self.pieces(child)

    def paragraph(self, paragraph: Element, place: Place | None) -> Iterator[Piece]:
        """A paragraph or heading, and the text boxes anchored in it."""
        style = paragraph.get("style-name")
        shown = "" if self.story.styles.hidden("paragraph", style) else odt_text(paragraph, self.story)
        boxes, self.story.boxes = self.story.boxes, []
        level = number(paragraph.get("outline-level"), 1) if paragraph.tag == "h" else self.titled(style)
        mark = place.mark if place else self.heading_mark(paragraph, level, shown)
        if clean(shown) and not self.story.styles.is_contents(style):
            yield self.placed(shown, mark, level, place)
        for box in boxes:
            yield from self.pieces(box)

    def titled(self, style: str | None) -> int:
        """1 for a paragraph in the style of the document's title, else 0."""
        return int(any(each.get("name") == "Title" for each in self.story.styles.chain("paragraph", style)))

    def heading_mark(self, paragraph: Element, level: int, shown: str) -> str:
        """The number that the outline gives to a heading that stands in no list."""
        refused = self.story.styles.list_of(paragraph.get("style-name")) == ""
        if paragraph.tag != "h" or paragraph.get("is-list-header") == "true" or not self.outline.levels or refused:
            return ""
        start = paragraph.get("start-value") if paragraph.get("restart-numbering") == "true" else None
        mark = self.outline.mark(level, None if start is None else number(start, 1))
        return "" if mark == "-" else mark

    def placed(self, text: str, mark: str, level: int, place: Place | None) -> Piece:
        """A heading, an item, or text that starts with its number."""
        mark = clean(mark)
        if level:
            return Heading(f"{mark} {text}" if mark and mark != "-" else text, level)
        if place is not None and is_item_mark(mark):
            return Item(text, place.depth - 1, mark)
        return Paragraph(f"{mark} {text}" if mark else text)

    def listing(self, listed: Element, outer: Counter | None, style: str | None, depth: int) -> Iterator[Piece]:
        """A list and those inside it; an inner one counts with the outer one unless it has a style of its own."""
        own = listed.get("style-name") or (None if style else self.brought(listed))
        if outer is None or (own and own != style):
            goes_on = listed.get("continue-numbering") == "true"
            counter = self.counters.open(own or style or "", listed.get("id"), goes_on, listed.get("continue-list"))
        else:
            counter = outer
        for item in listed:
            start = item.get("start-value")
            first = item.tag == "list-item"
            for child in item:
                if child.tag in ("p", "h"):
                    mark = counter.mark(depth, None if start is None else number(start, 1)) if first else ""
                    first = False
                    yield from self.paragraph(child, Place(mark, depth))
                elif child.tag == "list":
                    yield from self.listing(child, counter, own or style, depth + 1)
                    first = False

    def brought(self, listed: Element) -> str | None:
        """The list's style that the style of the first paragraph brings."""
        paragraph = next((each for each in listed.iter() if each.tag in ("p", "h")), None)
        return self.story.styles.list_of(paragraph.get("style-name")) if paragraph is not None else None

    def table(self, table: Element) -> Iterator[Piece]:
        """A table; its title is not shown by any word processor."""
        yield from table_pieces(list(self.rows(table, False)))

    def rows(self, part: Element, header: bool) -> Iterator[list[Cell]]:
        """Rows of a table or of a part of one; those marked as headers are."""
        for child in part:
            if child.tag == "table-row":
                row = [cell for each in child for cell in self.cells(each, header)]
                often = min(number(child.get("number-rows-repeated"), 1), _ROWS_REPEATED)
                yield from [row] * self.copies(sum(len(cell.text) for cell in row), often)
            elif child.tag in ("table-header-rows", "table-rows", "table-row-group"):
                yield from self.rows(child, header or child.tag == "table-header-rows")

    def cells(self, cell: Element, header: bool) -> list[Cell]:
        """A cell, as often as it is repeated; none for one that another covers, which counts for its span."""
        if cell.tag != "table-cell":
            return []
        across, down = (number(cell.get(f"number-{name}-spanned"), 1) for name in ("columns", "rows"))
        made = Cell(tuple(self.pieces(cell)), across, down, header)
        often = min(number(cell.get("number-columns-repeated"), 1), WIDEST)
        return [made] * self.copies(len(made.text), often)

    def copies(self, size: int, often: int) -> int:
        """How often a cell or row of so many characters stands; once when the document has too many copies."""
        if often < 2 or size * often > self.spare:
            return 1
        self.spare -= size * often
        return often

    def footnotes(self) -> Iterator[Footnote]:
        """The notes that the pieces called, in that order; those that notes call follow."""
        rank = 0
        while rank < len(self.story.notes):
            inside = self.story.notes[rank].find("note-body")
            rank += 1
            yield Footnote(str(rank), Cell(tuple(self.pieces(inside))).text if inside is not None else "")


def _around(shape: Element) -> Element:
    """A paragraph around a shape that is anchored to the page."""
    paragraph = Element("p")
    paragraph.append(shape)
    return paragraph
