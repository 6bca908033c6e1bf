"""Body of a .docx as pieces: headings, numbered items, tables, text boxes, notes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from ingestion.office.docx_numbering import Numbering
from ingestion.office.docx_styles import is_on, number, value_of
from ingestion.office.docx_text import WRAPPERS, Story, bracketed, flat, is_prompt, text_of
from ingestion.office.numbered import Indents, numbered
from ingestion.written import Footnote, Heading, Paragraph, Piece, clean
from ingestion.written_tables import WIDEST, Cell, table_pieces

_INDENT = 720
"""Twentieths of a point by which a level is indented when the file does not say."""


@dataclass(slots=True)
class Body:
    """A reading of one document: pieces must be asked for in the order of the text."""

    story: Story
    numbering: Numbering
    notes: Mapping[tuple[str, str], Element]
    """Footnotes and endnotes by sort and identifier."""
    indents: Indents = field(default_factory=Indents)
    merged: str = ""
    """Text of paragraphs whose end was removed: the next one goes on with it."""

    def pieces(self, element: Element, prompt: bool = False) -> Iterator[Piece]:
        """What stands in a body, a cell, a text box or a control; `prompt` when it is still to be filled in."""
        for child in element:
            if child.tag == "p":
                yield from self.paragraph(child, prompt)
            elif child.tag == "tbl":
                yield from table_pieces(list(self.rows(child)))
            elif child.tag == "sdt" and not _is_contents(child):
                inside = child.find("sdtContent")
                yield from self.pieces(inside, is_prompt(child)) if inside is not None else ()
            elif child.tag == "AlternateContent" and len(child):
                yield from self.pieces(child[0], prompt)
            elif child.tag in WRAPPERS and child.tag != "sdt":
                self.story.tracked = self.story.tracked or child.tag in ("ins", "moveTo")
                yield from self.pieces(child, prompt)
            elif child.tag in ("del", "moveFrom"):
                self.story.tracked = True

    def paragraph(self, paragraph: Element, prompt: bool) -> Iterator[Piece]:
        """A paragraph and the text boxes anchored in it."""
        properties = paragraph.find("pPr")
        style = value_of(properties, "pStyle")
        shown = text_of(paragraph, self.story, style)
        text = self.merged + (bracketed(shown) if prompt else shown)
        boxes, self.story.boxes = self.story.boxes, []
        self.merged = ""
        if self.removed(properties):
            self.merged = text
        elif not self.story.styles.is_contents(properties):
            yield from self.placed(text, properties)
        for box in boxes:
            yield from self.pieces(box)

    def removed(self, properties: Element | None) -> bool:
        """Whether the end of a paragraph was removed, so that the next one goes on with it."""
        mark = properties.find("rPr") if properties is not None else None
        if mark is None:
            return False
        self.story.tracked = self.story.tracked or any(mark.find(tag) is not None for tag in ("ins", "del"))
        return mark.find("del") is not None or mark.find("moveFrom") is not None

    def placed(self, text: str, properties: Element | None) -> Iterator[Piece]:
        """A paragraph as what its style and its number make it."""
        level = self.story.styles.heading_level(properties)
        place = self.numbering.place(properties)
        mark = self.numbering.mark(place) if place else ""
        if not clean(text):
            return
        left = None
        if place is not None and not level:
            depth = self.numbering.level(place)
            own = properties.find("ind") if properties is not None else None
            stated = None if own is None else own.get("left", own.get("start"))
            inherited = depth.left if depth and depth.left is not None else _INDENT * (place.level + 1)
            left = number(stated, inherited)
        if level:
            self.indents.close()
            yield Heading(text if mark in ("", "-") else f"{mark} {text}", level)
        elif left is None or not mark:
            self.indents.close()
            yield Paragraph(text)
        else:
            yield numbered(mark, text, self.indents, left)

    def rows(self, table: Element) -> Iterator[list[Cell]]:
        """Rows of a table; the cells under a merged one are empty."""
        for row in flat(table, self.story):
            properties = row.find("trPr")
            if row.tag != "tr" or (properties is not None and properties.find("del") is not None):
                continue
            header = is_on(value_of(properties, "tblHeader"))
            cells = [Cell(header=header)] * min(number(value_of(properties, "gridBefore"), 0), WIDEST)
            for cell in flat(row, self.story):
                if cell.tag == "tc":
                    cells.append(self.cell(cell, header))
            yield cells

    def cell(self, cell: Element, header: bool) -> Cell:
        """A cell, empty when it goes on the one above."""
        properties = cell.find("tcPr")
        across = number(value_of(properties, "gridSpan"), 1)
        pieces = tuple(self.pieces(cell))
        covered = value_of(properties, "vMerge") in ("", "continue") or value_of(properties, "hMerge") == "continue"
        return Cell(() if covered else pieces, across, header=header, covered=covered)

    def footnotes(self) -> Iterator[Footnote]:
        """The notes that the pieces called, in that order."""
        for rank, key in enumerate(list(self.story.notes), 1):
            note = self.notes.get(key)
            cells = Cell(tuple(self.pieces(note))) if note is not None else Cell()
            yield Footnote(str(rank), cells.text)


def _is_contents(control: Element) -> bool:
    """Whether a control holds the table of contents, which repeats the headings."""
    gallery = control.find("sdtPr/docPartObj")
    return value_of(gallery, "docPartGallery") == "Table of Contents"
