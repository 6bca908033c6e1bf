"""`.ods`: each sheet as it is shown, a heading and its tables; the file holds the text that its cells show."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from xml.etree.ElementTree import Element

from ingestion.documents import Reading
from ingestion.errors import UnreadableFile
from ingestion.office.package import open_package
from ingestion.readers.sheet_notes import Notes
from ingestion.readers.sheets import Cell, Sheet, pieces_of, typed
from ingestion.reading_rules import ReadingRules
from ingestion.written import Piece, write

_GROUPS = ("table-rows", "table-header-rows", "table-row-group")
_COLUMN_GROUPS = ("table-columns", "table-header-columns", "table-column-group")
_HIDDEN = ("collapse", "filter")
_REPEATED = 100
"""A row or a cell said to be repeated more often is a coloured margin."""
_ERROR = re.compile(r"#[A-Z0-9/!?]+|Err:\d{3}")
_ENGLISH = re.compile(r"\d{1,20}(?:,\d{3}){0,7}(?:\.(?P<decimals>\d{1,20}))?")
_VALUE = re.compile(r"-?\d{1,30}(?:\.\d{1,30})?")
_SEPARATORS = {ord(","): "\u00a0", ord("."): ","}
_YEAR = re.compile(r"(?:19|20)\d\d")


def read_calc(path: Path, content: bytes, rules: ReadingRules) -> Reading:
    """The sheets that are shown. Raises UnreadableFile: damaged, encrypted, empty, unpacks_too_large."""
    package = open_package(path, content, rules)
    tree = package.xml("content.xml")
    if tree is None:
        raise UnreadableFile(path, "damaged")
    body = next(tree.iter("spreadsheet"), None)
    if body is None:
        raise UnreadableFile(path, "encrypted" if _encrypted(package.bytes("META-INF/manifest.xml")) else "damaged")
    tables = [table for table in body if table.tag == "table"]
    unseen = _unseen(tree)
    notes = Notes()
    pieces: list[Piece] = []
    for table in tables[: rules.pages]:
        if table.get("style-name") in unseen:
            notes.hidden_sheets.append(table.get("name", ""))
        else:
            pieces += pieces_of(_Table(table.get("name", ""), notes).read(table))
    notes.surplus(len(tables), rules.pages)
    text = write(pieces).text
    if not text:
        raise UnreadableFile(path, "empty")
    return Reading(text, remarks=notes.remarks())


def _encrypted(manifest: bytes | None) -> bool:
    return manifest is not None and b"encryption-data" in manifest


def _unseen(tree: Element) -> frozenset[str]:
    """Styles of hidden sheets."""
    styles = (style for style in tree.iter("style") if style.get("family") == "table")
    return frozenset(
        style.get("name", "")
        for style in styles
        if any(part.get("display") == "false" for part in style if part.tag == "table-properties")
    )


@dataclass(slots=True)
class _Table:
    """One sheet, read row by row."""

    name: str
    notes: Notes
    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    hidden: list[range] = field(default_factory=list)
    """Columns."""
    place: int = 0
    seen: set[int] = field(default_factory=set)
    """Hidden columns that hold something."""

    def read(self, table: Element) -> Sheet:
        column = 0
        for element in _inside(table, _COLUMN_GROUPS, "table-column"):
            until = column + _repeats(element, "number-columns-repeated")
            if element.get("visibility") in _HIDDEN:
                self.hidden.append(range(column, until))
            column = until
        for row in _inside(table, _GROUPS, "table-row"):
            self.row(row)
        self.notes.hidden_columns += len(self.seen)
        return Sheet(self.name, self.rows)

    def row(self, row: Element) -> None:
        cells = self.cells(row)
        times = _repeats(row, "number-rows-repeated")
        if row.get("visibility") in _HIDDEN:
            self.notes.hidden_rows += times if cells else 0
            return
        for place in range(self.place, self.place + times) if cells and times <= _REPEATED else ():
            if self.notes.counts(self.name, len(cells)):
                self.rows[place] = cells
        self.place += times

    def cells(self, row: Element) -> dict[int, Cell]:
        found: dict[int, Cell] = {}
        column = 0
        for element in row:
            if element.tag not in ("table-cell", "covered-table-cell"):
                continue
            times = _repeats(element, "number-columns-repeated")
            cell = self.cell(element) if element.tag == "table-cell" else None
            for place in range(column, column + times) if cell and times <= _REPEATED else ():
                if any(place in columns for columns in self.hidden):
                    self.seen.add(place)
                elif cell:
                    found[place] = cell
            column += times
        return found

    def cell(self, element: Element) -> Cell | None:
        text = "\n".join("".join(_runs(part)) for part in element if part.tag == "p")
        sort = element.get("value-type", "")
        if not text.strip():
            uncomputed = element.get("formula") is not None and not sort
            self.notes.uncomputed += uncomputed
            return Cell("", True) if uncomputed else None
        if _ERROR.fullmatch(text.strip()):
            self.notes.errors += 1
        if sort in ("", "string"):
            return typed(text)
        return Cell(_in_french(text, sort, element.get("value", "")), not _YEAR.fullmatch(text.strip()))


def _inside(element: Element, groups: tuple[str, ...], name: str) -> Iterator[Element]:
    """Elements of a name, those in groups of groups too, in their order."""
    waiting = list(reversed(element))
    while waiting:
        child = waiting.pop()
        if child.tag == name:
            yield child
        elif child.tag in groups:
            waiting.extend(reversed(child))


def _in_french(text: str, sort: str, value: str) -> str:
    r"""What a cell shows, as French settings would: a file keeps what its last settings showed.

    >>> _in_french("1,234.50 €", "currency", "1234.5").replace("\u00a0", " "), _in_french("3,5", "float", "3.5")
    ('1 234,50 €', '3,5')
    """
    if sort == "boolean":
        return {"TRUE": "VRAI", "FALSE": "FAUX"}.get(text.strip(), text)
    figure = _ENGLISH.search(text)
    if figure is None or not _VALUE.fullmatch(value):
        return text
    read = Decimal(figure[0].replace(",", ""))
    meant = Decimal(value) * (100 if sort == "percentage" else 1)
    places = Decimal(1).scaleb(-len(figure["decimals"] or ""))
    if abs(abs(meant) - read) > places / 2:
        return text
    return text[: figure.start()] + figure[0].translate(_SEPARATORS) + text[figure.end() :]


def _repeats(element: Element, name: str) -> int:
    number = element.get(name, "1")
    return int(number) if number.isdecimal() and len(number) < 9 and int(number) else 1


def _runs(paragraph: Element) -> Iterator[str]:
    """The characters that a paragraph shows; comments and notes are not in a sheet's paragraphs."""
    for element in paragraph.iter():
        if element.tag in ("s", "tab", "line-break"):
            yield " "
        yield element.text or "" if element.tag != "annotation" else ""
        yield element.tail or "" if element is not paragraph else ""
