"""The table of suffixes: which reader makes a document's canonical text of a file's bytes.

To read another format, write a module with a function of this shape beside this one and add its suffix here. What it
returns must be the same from run to run: every citation points into its text. A library is imported inside the function
that needs it, for `alinea ask` reads no file.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

from ingestion.documents import Reading
from ingestion.errors import UnreadableFile
from ingestion.readers.calc import read_calc
from ingestion.readers.html import read_html
from ingestion.readers.opendocument import read_opendocument
from ingestion.readers.pdf import read_pdf
from ingestion.readers.picture import read_picture
from ingestion.readers.plain import read_plain_text
from ingestion.readers.table_text import read_table_text
from ingestion.readers.word import read_word
from ingestion.readers.workbook import read_workbook
from ingestion.reading_rules import ReadingRules

Reader = Callable[[Path, bytes, ReadingRules], Reading]
"""From a file's path (for what it says when it refuses), its bytes, and the rules. Raises UnreadableFile."""

READERS: Mapping[str, Reader] = {
    "txt": read_plain_text,
    "md": read_plain_text,
    "markdown": read_plain_text,
    "docx": read_word,
    "odt": read_opendocument,
    "html": read_html,
    "htm": read_html,
    "pdf": read_pdf,
    "xlsx": read_workbook,
    "xlsm": read_workbook,
    "ods": read_calc,
    "csv": read_table_text,
    "tsv": read_table_text,
    "png": read_picture,
    "jpg": read_picture,
    "jpeg": read_picture,
    "tif": read_picture,
    "tiff": read_picture,
}

SCANNABLE = frozenset(("pdf", "png", "jpg", "jpeg", "tif", "tiff"))
"""Suffixes of files whose pages may be pictures."""


OLD_FORMATS = frozenset({"doc", "dot", "docm", "dotx", "rtf", "wps", "wpd", "sxw", "ott", "fodt", "pages"})
"""Word processors' formats that they all save anew as one that is read."""


def suffix_of(path: Path) -> str:
    """Suffix in lower case without its dot; the empty string when there is none."""
    return path.suffix.lower().removeprefix(".")


def reader_of(path: Path) -> Reader:
    """The reader of a file's format, told by its suffix. Raises UnreadableFile when there is none."""
    reader = READERS.get(suffix_of(path))
    if reader is None and suffix_of(path) in OLD_FORMATS:
        raise UnreadableFile(path, "old_format", suffix=path.suffix)
    if reader is None:
        raise UnreadableFile(path, "format", suffix=path.suffix or "—", known=", ".join(f".{s}" for s in READERS))
    return reader
