"""Workbooks: the sheets of an export in one Office Open XML file. The only file that imports openpyxl."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from bot.exporting import Cell, Sheet

_ROWS = 1_048_575
"""Rows of a worksheet below its header: Excel's limit is 2^20."""
_LONGEST_CELL = 32_767
"""Characters of a cell: Excel's limit."""
_LONGEST_TITLE = 31
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")


def write_workbook(path: Path | BinaryIO, sheets: Sequence[Sheet]) -> None:
    """Write the sheets. Texts are typed and marked as texts, so that none is run as a formula. Raises OSError."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        for part, start in enumerate(range(0, max(len(sheet.rows), 1), _ROWS), 1):
            _write(book, sheet, sheet.rows[start : start + _ROWS], part)
    if not sheets:
        book.create_sheet()
    book.save(path)


def _write(book: Any, sheet: Sheet, rows: Sequence[Sequence[Cell]], part: int) -> None:
    page = book.create_sheet(_title(sheet.title, part))
    page.freeze_panes = "A2"
    page.append([_bold(page, column) for column in sheet.columns])
    for row in rows:
        page.append([_typed(page, cell) for cell in row])


def _title(title: str, part: int) -> str:
    """A name that a worksheet may bear; those after the first of a kind are numbered."""
    number = f" ({part})" if part > 1 else ""
    return _NOT_IN_TITLES.sub(" ", title)[: _LONGEST_TITLE - len(number)] + number


def _bold(page: Any, text: str) -> Any:
    cell = WriteOnlyCell(page, text)
    cell.font = Font(bold=True)
    return cell


def _typed(page: Any, value: Cell) -> Any:
    """A cell of the value's own type; codes are texts, which keeps their zeros."""
    if not isinstance(value, str):
        return WriteOnlyCell(page, value)
    cell = WriteOnlyCell(page, None)
    cell._value = ILLEGAL_CHARACTERS_RE.sub("", value)[:_LONGEST_CELL]
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell
