"""Writing: elements as the common written form (docs/formats.md), with the page of each character."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ingestion.documents import Doubt, Reading, ScannedPage
from ingestion.layout.elements import Cell, Element, Paragraph, Table
from ingestion.layout.headings import Styles, read_styles
from ingestion.layout.joining import join_pages
from ingestion.layout.lines import Line, ends_in_hyphen
from ingestion.layout.notes import note_number, note_numbers, with_calls, with_notes
from ingestion.layout.page import Page, Word
from ingestion.layout.reading_order import read_pages

DOUBTFUL = 0.8
"""Confidence under which a recognised word is a doubt."""
_SYMBOLS = {0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "➢", 0xF0FC: "✓", 0xF06F: "o", 0x2010: "-"}
"""Bullets of the Symbol and Wingdings typefaces; and a hyphen, which some programs print for a cut word."""
_BULLETS = "-–—•·▪▫●○◦■□➢➤►✓*+o"
"""Marks that the structure knows; others are written `-`."""
_LEVEL = 4.0
"""Points between the marks of two levels of a list."""


def lay_out(pages: Sequence[Page]) -> Reading:
    """Canonical text of pages, with their offsets, doubts and the confidence of those that were recognised."""
    read = read_pages(pages)
    body = read_styles([element for page in read for element in page]).body
    elements = join_pages([with_notes(page, body) for page in read])
    if not elements:
        return Reading("", (0,) * len(pages))
    writer = _Writer(note_numbers(elements), read_styles(elements))
    writer.write(elements)
    scanned = tuple(ScannedPage(page.number, round(confidence_of(page.words), 4)) for page in pages if page.recognised)
    return Reading("".join(writer.parts), writer.offsets(len(pages)), scanned, tuple(writer.doubts))


def confidence_of(words: Sequence[Word]) -> float:
    """Mean confidence of words, weighed by their length; 0 without words."""
    letters = sum(len(word.text) for word in words)
    return sum(len(word.text) * (word.confidence or 0.0) for word in words) / letters if letters else 0.0


@dataclass(slots=True)
class _Writer:
    notes: frozenset[str]
    styles: Styles
    parts: list[str] = field(default_factory=list)
    length: int = 0
    starts: dict[int, int] = field(default_factory=dict)
    """Offset of each page that holds something."""
    doubts: list[Doubt] = field(default_factory=list)
    marks: list[float] = field(default_factory=list)
    """Left edge of the marks of the open list, a level each."""

    def write(self, elements: Sequence[Element]) -> None:
        """Write all elements, an empty line between two, a line end between two items of a list."""
        before: Element | None = None
        for element in elements:
            listed = isinstance(element, Paragraph) and element.item
            follows = listed and isinstance(before, Paragraph) and before.item
            if before is not None:
                self.put("\n" if follows else "\n\n")
            if not listed:
                self.marks = []
            self.element(element)
            before = element
        self.put("\n")

    def element(self, element: Element) -> None:
        if isinstance(element, Table):
            self.table(element)
        elif element.item and not self.styles.level(element):
            self.item(element)
        else:
            self.paragraph(element)

    def paragraph(self, paragraph: Paragraph) -> None:
        level, number = self.styles.level(paragraph), note_number(paragraph)
        self.reach(paragraph.lines[0].page)
        if number is not None:
            self.put(f"[^{number}]: ")
            self.lines(paragraph, skip=number)
            return
        self.put("#" * level + " " if level else "")
        self.lines(paragraph, one_line=bool(level))

    def item(self, paragraph: Paragraph) -> None:
        """An item behind its mark, two blanks deeper a level."""
        first = paragraph.lines[0]
        while self.marks and first.left < self.marks[-1] - _LEVEL:
            self.marks.pop()
        if not self.marks or first.left > self.marks[-1] + _LEVEL:
            self.marks.append(first.left)
        self.reach(first.page)
        self.put("  " * (len(self.marks) - 1))
        self.lines(paragraph)

    def lines(self, paragraph: Paragraph, skip: str = "", one_line: bool = False) -> None:
        """The lines of a paragraph; a word cut at a line's end keeps its hyphen and that line end."""
        last = len(paragraph.lines) - 1
        for index, line in enumerate(paragraph.lines):
            self.line(line, paragraph.item and not index, skip if index == 0 else "")
            if index < last:
                forced = index in paragraph.forced
                self.put(_glue(line, forced, one_line))

    def line(self, line: Line, marked: bool = False, skip: str = "") -> None:
        for index, (glue, word) in enumerate(zip(line.glues, line.words, strict=True)):
            text = cleaned(_mark(word.text) if index == 0 and marked else word.text)
            text = text[len(skip) :] if index == 0 and skip else with_calls(text, self.notes)
            self.put(glue if self.parts and not self.parts[-1].endswith(" ") else "")
            self.word(text, word, line.page)

    def word(self, text: str, word: Word, page: int) -> None:
        self.reach(page)
        if word.confidence is not None and word.confidence < DOUBTFUL and text:
            self.doubts.append(Doubt(self.length, self.length + len(text), word.confidence))
        self.put(text)

    def table(self, table: Table) -> None:
        """A Markdown table; a merged cell of the headers names each of its columns."""
        for index, row in enumerate(table.rows):
            cells = list(_spread(row, index < table.headers))
            first = next((line for cell in row for line in cell.lines), None)
            if first is not None:
                self.reach(first.page)
            self.put("|")
            for cell in cells:
                self.put(" ")
                self.cell(cell)
                self.put("|" if self.parts[-1] == " " else " |")
            if index + 1 == table.headers:
                self.put("\n|" + " --- |" * len(cells))
            self.put("\n" if index + 1 < len(table.rows) else "")

    def cell(self, cell: Sequence[Line]) -> None:
        for index, line in enumerate(cell):
            for glue, word in zip(line.glues, line.words, strict=True):
                self.put(glue)
                self.word(with_calls(cleaned(word.text), self.notes).replace("|", "¦"), word, line.page)
            if index + 1 < len(cell):
                self.put(_glue(line, False, True))

    def reach(self, page: int) -> None:
        """Note where a page starts."""
        self.starts.setdefault(page, self.length)

    def put(self, text: str) -> None:
        if text:
            self.parts.append(text)
            self.length += len(text)

    def offsets(self, pages: int) -> tuple[int, ...]:
        """Offset of each page; one that holds nothing starts where the next does."""
        made: list[int] = []
        following = self.length
        for page in range(pages, 0, -1):
            following = min(following, self.starts.get(page, following))
            made.append(following)
        return (0, *made[-2::-1]) if made else ()


def _glue(line: Line, forced: bool, one_line: bool) -> str:
    """What stands between a line and the next one of its paragraph."""
    if not forced and ends_in_hyphen(line):
        return "" if one_line else "\n"
    return "\n" if forced and not one_line else " "


def _mark(text: str) -> str:
    """A bullet that the structure knows; an item's own mark as it is."""
    mark = text.translate(_SYMBOLS)
    return "-" if len(mark) == 1 and mark not in _BULLETS and not mark.isalnum() else mark


def _spread(row: Sequence[Cell], header: bool) -> Iterator[Sequence[Line]]:
    """A cell a column."""
    for index, cell in enumerate(row):
        shown = not cell.covered or (index == 0 and not header)
        yield cell.lines if shown else ()
        for _ in range(cell.columns - 1):
            yield cell.lines if header and not cell.covered else ()


def cleaned(text: str) -> str:
    """A word in Unicode form NFC, bullets of symbol typefaces as characters, other private characters left out."""
    if text.isascii():
        return text
    made = "".join(
        char for char in text.translate(_SYMBOLS) if unicodedata.category(char) not in ("Cc", "Cf", "Co", "Cs")
    )
    return unicodedata.normalize("NFC", made)
