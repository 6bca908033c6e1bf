"""Body of a web page as pieces: headings, lists, tables, notes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from xml.etree.ElementTree import Element

from ingestion.office.docx_styles import number
from ingestion.office.numbers import is_item_mark
from ingestion.web.lists import Counter, counter_of
from ingestion.web.notes import Notes
from ingestion.web.shown import is_shown, opens_text
from ingestion.web.text import BLOCKS, PageText
from ingestion.written import Footnote, Heading, Item, Paragraph, Piece, clean
from ingestion.written_tables import Cell, table_pieces

_LISTS = ("ul", "ol", "menu", "dir")
_WORD_LIST = re.compile(r"mso-list\s*:\s*\S+\s+level(\d)", re.IGNORECASE)
_BULLETS = frozenset("·•o§Øüv–-—*◦▪■")
"""What Word's pages write for bullets of its symbol fonts."""


@dataclass(slots=True)
class PageBody:
    """A reading of one page."""

    text: PageText
    notes: Notes
    depth: int = 0
    """Lists that are open."""

    def pieces(self, element: Element) -> Iterator[Piece]:
        """What stands in an element: its blocks, and a paragraph for each run of text between them."""
        run = [self.text.plain(element.text)]
        for child in element:
            if self.is_block(child):
                yield Paragraph("".join(run))
                run = []
                yield from self.block(child)
            else:
                run.append(self.text.piece(child))
            run.append(self.text.plain(child.tail))
        yield Paragraph("".join(run))

    def is_block(self, element: Element) -> bool:
        """Whether an element ends the paragraph that it stands in, by itself or by what it holds."""
        return element.tag in BLOCKS or any(each.tag in BLOCKS for each in element.iter())

    def block(self, element: Element) -> Iterator[Piece]:
        """The pieces of one block; none when it is not shown, or is a note, which comes at the end."""
        if element in self.notes.bodies or not is_shown(element, self.text.inner):
            return
        if element.tag[0] == "h" and element.tag[1:].isdigit():
            yield Heading(self.text.of(element), int(element.tag[1]))
        elif element.tag in _LISTS:
            yield from self.listed(element)
        elif element.tag == "table":
            yield from self.table(element)
        elif element.tag == "dl":
            yield from self.definitions(element)
        elif element.tag == "pre":
            yield Paragraph(self.text.of(element, kept=True))
        elif element.tag == "p":
            yield from self.paragraph(element)
        else:
            outer, self.text.inner = self.text.inner, self.text.inner or opens_text(element)
            yield from self.pieces(element)
            self.text.inner = outer

    def paragraph(self, element: Element) -> Iterator[Piece]:
        """A paragraph, an item when Word wrote the list's mark into it."""
        level = _WORD_LIST.search(element.get("style", ""))
        written = [
            each for each in element.iter() if "mso-list:ignore" in each.get("style", "").lower().replace(" ", "")
        ]
        if not (level and written):
            yield from self.pieces(element)
            return
        mark = clean(self.text.of(written[0]))
        whole = clean(self.text.of(element))
        mark, rest = ("-" if mark in _BULLETS else mark), whole.removeprefix(mark).strip()
        yield Item(rest, int(level[1]) - 1, mark) if is_item_mark(mark) else Paragraph(f"{mark} {rest}")

    def listed(self, element: Element) -> Iterator[Piece]:
        """A list; a list that stands in it outside of its items is one level deeper."""
        counter = counter_of(element)
        self.depth += 1
        for child in element:
            if child.tag in _LISTS:
                yield from self.block(child)
            elif child not in self.notes.bodies and is_shown(child, self.text.inner):
                yield from self.item(child, counter) if child.tag == "li" else self.block(child)
            yield Paragraph(self.text.plain(child.tail))
        self.depth -= 1

    def item(self, element: Element, counter: Counter) -> Iterator[Piece]:
        """An item with its first paragraphs, then what else it holds."""
        mark = clean(counter.mark(element))
        inside = [piece for piece in self.pieces(element) if not isinstance(piece, Paragraph) or clean(piece.text)]
        first = list(takewhile(lambda piece: isinstance(piece, Paragraph), inside))
        text = "\n".join(piece.text for piece in first if isinstance(piece, Paragraph))
        if is_item_mark(mark) and text:
            yield Item(text, self.depth - 1, mark)
        elif text:
            yield Paragraph(f"{mark} {text}" if mark else text)
        elif mark and inside and isinstance(inside[0], Heading) and mark != "-":
            inside[0] = Heading(f"{mark} {inside[0].text}", inside[0].level)
        yield from inside[len(first) :]

    def definitions(self, element: Element) -> Iterator[Piece]:
        """A list of terms and what is said of them: a table of two columns."""
        rows: list[tuple[list[Piece], list[Piece]]] = []
        grouped = [each for child in element for each in (child if child.tag == "div" else (child,))]
        for child in grouped:
            if child.tag == "dt" or not rows:
                rows.append(([], []))
            if child.tag in ("dt", "dd") and is_shown(child, self.text.inner):
                rows[-1][child.tag == "dd"].extend(self.pieces(child))
        yield from table_pieces([[Cell(term), Cell(said)] for term, said in rows])

    def table(self, element: Element) -> Iterator[Piece]:
        """A table, under its caption."""
        caption = element.find("caption")
        if caption is not None:
            yield Paragraph(self.text.of(caption))
        depth, self.depth = self.depth, 0
        rows = [
            self.row(row, part.tag == "thead")
            for part in element
            if part.tag in ("thead", "tbody", "tfoot") and is_shown(part, self.text.inner)
            for row in part
            if row.tag == "tr" and is_shown(row, self.text.inner)
        ]
        self.depth = depth
        yield from table_pieces(rows)

    def row(self, row: Element, header: bool) -> list[Cell]:
        """Cells of a row; it is one of headers in the table's head, or when all of its cells are."""
        cells = [cell for cell in row if cell.tag in ("td", "th") and is_shown(cell, self.text.inner)]
        header = header or all(cell.tag == "th" for cell in cells)
        return [
            Cell(self.kept(cell), number(cell.get("colspan"), 1), number(cell.get("rowspan"), 1), header)
            for cell in cells
        ]

    def kept(self, cell: Element) -> tuple[Piece, ...]:
        """Pieces of a cell."""
        return tuple(self.pieces(cell))

    def footnotes(self) -> Iterator[Footnote]:
        """The notes, in the order in which they are called."""
        for rank, body in enumerate(self.notes.bodies, 1):
            yield Footnote(str(rank), Cell(tuple(self.pieces(body))).text)
