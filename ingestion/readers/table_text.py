"""`.csv` and `.tsv`: the table that a text file holds, its values as they are written."""

import csv
from collections import Counter
from collections.abc import Sequence
from io import StringIO
from itertools import islice
from pathlib import Path

from ingestion.documents import Reading
from ingestion.errors import UnreadableFile
from ingestion.readers.sheet_notes import CELLS
from ingestion.readers.sheets import Sheet, pieces_of, typed
from ingestion.reading_rules import ReadingRules
from ingestion.written import write

_SEPARATORS = ";\t|,"
"""The likeliest first: French settings keep the comma for decimals."""
_SAMPLE = 200
"""Rows that tell the separator."""
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def read_table_text(path: Path, content: bytes, _rules: ReadingRules) -> Reading:
    """The table as one in the common form. Raises UnreadableFile when it is empty, too large or no text."""
    text = _decoded(path, content)
    first, _, rest = text.partition("\n")
    declared = first.strip().lower()
    if len(declared) == 5 and declared.startswith("sep="):  # a line by which Excel tells the separator
        rows = _rows(path, rest, declared[4])
    else:
        rows = _rows(path, text, _separator(text))
    if sum(map(len, rows)) > CELLS:
        raise UnreadableFile(path, "too_many_cells", limit=str(CELLS))
    shown = {place: {c: typed(cell) for c, cell in enumerate(row) if cell.strip()} for place, row in enumerate(rows)}
    written = write(pieces_of(Sheet(None, {place: row for place, row in shown.items() if row}))).text
    if not written:
        raise UnreadableFile(path, "empty")
    return Reading(written)


def _decoded(path: Path, content: bytes) -> str:
    """UTF-8 when the bytes are, Windows' own French code page when they are not."""
    marked = next((name for mark, name in _MARKS if content.startswith(mark)), None)
    if marked is None and b"\x00" in content:
        raise UnreadableFile(path, "binary", format="?")
    for encoding in (marked,) if marked else ("utf-8", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError as error:
            at = error.start
    raise UnreadableFile(path, "encoding", offset=str(at))


def _rows(path: Path, text: str, separator: str) -> list[list[str]]:
    try:
        return list(csv.reader(StringIO(text, newline=""), delimiter=separator))
    except csv.Error:
        raise UnreadableFile(path, "damaged") from None


def _separator(text: str) -> str:
    """The separator by which most rows have the same number of cells, two at least."""
    lines = list(islice(StringIO(text, newline=""), _SAMPLE))
    return max(_SEPARATORS, key=lambda separator: _agreement(lines, separator))


def _agreement(lines: Sequence[str], separator: str) -> int:
    try:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=separator) if any(row))
    except csv.Error:
        return 0
    return max((count for width, count in widths.items() if width > 1), default=0)
