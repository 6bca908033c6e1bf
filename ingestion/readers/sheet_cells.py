"""The cells of one sheet of an Office Open XML workbook, taken from its XML as it is parsed."""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingestion.readers.date_formats import is_date
from ingestion.readers.number_formats import show_number
from ingestion.readers.sheet_notes import Notes
from ingestion.readers.sheets import Cell, Sheet, typed

_ROWS, _COLUMNS = 1_048_576, 16_384
"""Size of a sheet in the format."""
_COVERED = 1_000_000
"""Rows that merged cells of a sheet may cover in all; they cannot in fact be more than its cells."""
_HIDING = 1_000
"""Ranges of hidden columns."""
_PLACE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_YEARS = range(1990, 2100)
_TRUTH = {"0": "FAUX", "1": "VRAI", "false": "FAUX", "true": "VRAI"}
"""As French settings show them."""


@dataclass(frozen=True, slots=True)
class Book:
    """What the sheets of a workbook share."""

    strings: Sequence[str]
    formats: Sequence[str]
    """Format codes by style."""
    since_1904: bool


def place_of(reference: str) -> tuple[int, int] | None:
    """Row and column from 0 of « B7 »; `None` for what names no place.

    >>> place_of("B7"), place_of("XFD1"), place_of("A0"), place_of("$A$1")
    ((6, 1), (0, 16383), None, None)
    """
    match = _PLACE.fullmatch(reference)
    if match is None:
        return None
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    row = int(match[2])
    return (row - 1, column - 1) if 0 < row <= _ROWS and column <= _COLUMNS else None


class SheetTarget:
    """A target of `ElementTree.XMLParser` that keeps the cells which show something, and what hides them."""

    def __init__(self, name: str, book: Book, notes: Notes) -> None:
        self.name, self.book, self.notes = name, book, notes
        self.rows: dict[int, dict[int, Cell]] = {}
        self.hidden_rows: set[int] = set()
        self.hidden_columns: list[range] = []
        self.merged: list[tuple[int, int, int, int]] = []
        self.at = (-1, -1)
        """The cell that is read, or was last."""
        self.attributes: Mapping[str, str] = {}
        self.formula = self.valued = self.inside = False
        self.texts: list[str] | None = None
        self.value: list[str] = []

    def doctype(self, _name: str, _public: str | None, _system: str | None) -> None:
        """No sheet has one, and without it no entity is declared. Raises ValueError before what it holds is read."""
        raise ValueError("document type")

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element opens."""
        name = tag.rpartition("}")[2]
        if name == "c":
            self._open_cell(attributes)
        elif name in ("v", "t") and self.inside:
            self.texts = self.value
            self.valued = True
        elif name == "f" and self.inside:
            self.formula = True
        elif name == "rPh":
            self.inside = False
        elif name == "row":
            self._open_row(attributes)
        elif name == "col" and attributes.get("hidden") in ("1", "true"):
            self._hide_columns(attributes)
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def data(self, text: str) -> None:
        """Characters between two marks."""
        if self.texts is not None:
            self.texts.append(text)

    def end(self, tag: str) -> None:
        """An element closes."""
        name = tag.rpartition("}")[2]
        if name in ("v", "t"):
            self.texts = None
        elif name == "rPh":
            self.inside = True
        elif name == "c" and self.inside:
            self._close_cell()

    def close(self) -> None:
        """The sheet is over."""

    def _open_row(self, attributes: Mapping[str, str]) -> None:
        number = attributes.get("r", "")
        row = int(number) - 1 if number.isdecimal() and len(number) < 8 else self.at[0] + 1
        self.at = (min(row, _ROWS), -1)
        if attributes.get("hidden") in ("1", "true"):
            self.hidden_rows.add(row)

    def _open_cell(self, attributes: Mapping[str, str]) -> None:
        self.at = place_of(attributes.get("r", "")) or (self.at[0], self.at[1] + 1)
        self.attributes, self.value = attributes, []
        self.formula = self.valued = False
        self.inside = True

    def _close_cell(self) -> None:
        self.inside = False
        raw = "".join(self.value)
        cell = self._cell(raw) if raw else None
        if self.formula and not raw and not (self.attributes.get("t") == "str" and self.valued):
            self.notes.uncomputed += 1
            cell = Cell("", True)
        if cell is None:
            return
        if self.notes.counts(self.name, 1):
            self.rows.setdefault(self.at[0], {})[self.at[1]] = cell

    def _cell(self, raw: str) -> Cell | None:
        sort = self.attributes.get("t", "n")
        if sort == "s":
            strings = self.book.strings
            known = raw.isdecimal() and len(raw) < 10 and int(raw) < len(strings)
            return _words(strings[int(raw)]) if known else None
        if sort == "b":
            return Cell(_TRUTH.get(raw, raw), True)
        if sort == "e":
            self.notes.errors += 1
            return Cell(raw, True)
        if sort == "d":
            return Cell(_day(raw), True)
        return _words(raw) if sort in ("str", "inlineStr") else self._number(raw)

    def _number(self, raw: str) -> Cell | None:
        style = self.attributes.get("s", "0")
        index = int(style) if style.isdecimal() and len(style) < 6 else 0
        code = self.book.formats[index] if index < len(self.book.formats) else "General"
        year = raw.isdecimal() and len(raw) == 4 and int(raw) in _YEARS and not is_date(code)
        shown = show_number(raw, code, self.book.since_1904)
        return Cell(shown, not year) if shown.strip() else None

    def _hide_columns(self, attributes: Mapping[str, str]) -> None:
        first, last = attributes.get("min", ""), attributes.get("max", "")
        sound = first.isdecimal() and last.isdecimal() and len(first + last) < 12
        if sound and len(self.hidden_columns) < _HIDING:
            self.hidden_columns.append(range(int(first) - 1, int(last)))

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        start, end = place_of(first), place_of(last)
        if start and end:
            self.merged.append((*start, *end))

    def sheet(self) -> Sheet:
        """What the sheet shows. What is hidden is counted in the notes when it holds something."""
        shown = {place: row for place, row in self.rows.items() if place not in self.hidden_rows}
        self.notes.hidden_rows += len(self.rows) - len(shown)
        shown = self._without_covered(shown)
        used = {column for row in shown.values() for column in row}
        hidden = {column for column in used if any(column in columns for columns in self.hidden_columns)}
        self.notes.hidden_columns += len(hidden)
        above = sorted(self.hidden_rows)
        return Sheet(
            self.name,
            {
                place - bisect_left(above, place): kept
                for place, row in shown.items()
                if (kept := {column: cell for column, cell in row.items() if column not in hidden})
            },
        )

    def _without_covered(self, rows: Mapping[int, Mapping[int, Cell]]) -> dict[int, dict[int, Cell]]:
        """Rows without what merged cells cover: values may be left there that nobody sees."""
        kept = {place: dict(row) for place, row in rows.items()}
        left = _COVERED
        for top, first, bottom, last in self.merged:
            places = range(top, bottom + 1) if bottom - top < len(kept) else [p for p in kept if top <= p <= bottom]
            left -= len(places)
            for place in places if left > 0 else ():
                row = kept.get(place, {})
                for column in [c for c in row if first <= c <= last and (place, c) != (top, first)]:
                    del row[column]
        return {place: row for place, row in kept.items() if any(cell.text for cell in row.values())}


def _words(text: str) -> Cell | None:
    """A cell of text, with the characters that the format writes as `_x000D_`."""
    text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text
    clear = "".join(" " if "\ud800" <= char <= "\udfff" else char for char in text)
    return typed(clear) if clear.strip() else None


def _day(raw: str) -> str:
    """« 2025-12-31T00:00:00 » as a French date; what is no date as it stands."""
    match = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d:\d\d).*)?", raw.strip())
    if match is None:
        return raw
    hour = f" {match[4]}" if match[4] and match[4] != "00:00" else ""
    return f"{match[3]}/{match[2]}/{match[1]}{hour}"
