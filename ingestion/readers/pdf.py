"""`.pdf`: the text that the file holds, laid out again; pages that hold none are recognised, or said."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ingestion.documents import Reading, Remark
from ingestion.errors import UnreadableFile
from ingestion.layout.page import Page
from ingestion.layout.writing import lay_out
from ingestion.reading_rules import ReadingRules

if TYPE_CHECKING:
    from ingestion.readers.engine import Picture
    from ingestion.readers.pdfium_door import Pdf, PdfPage

_UNMAPPED = 0.3
"""Share of characters without a known letter from which a page's text is worth nothing."""


def read_pdf(path: Path, content: bytes, rules: ReadingRules) -> Reading:
    """Read a PDF. Raises UnreadableFile when it is encrypted, damaged, empty, or has too many pages."""
    from ingestion.readers.pdfium_door import Pdf

    with Pdf(path, content) as pdf:
        if not len(pdf):
            raise UnreadableFile(path, "empty")
        if len(pdf) > rules.pages:
            raise UnreadableFile(path, "too_many_pages", pages=str(len(pdf)), limit=str(rules.pages))
        pages, damaged = _pages(pdf)
        if len(damaged) == len(pages):
            raise UnreadableFile(path, "damaged")
        pages, remarks = read_scanned_pages(pdf, pages, damaged, rules)
    if damaged:
        remarks = (*remarks, Remark("page_damaged", {"pages": _listed(damaged)}))
    return replace(lay_out(pages), remarks=remarks)


def _pages(pdf: "Pdf") -> tuple[list[Page], list[int]]:
    """All pages, those without usable text empty of words, and the numbers of those that cannot be opened."""
    pages, damaged = [], []
    for index in range(len(pdf)):
        read = pdf.page(index)
        if read is None:
            damaged.append(index + 1)
            pages.append(Page(index + 1, 0.0, 0.0, ()))
            continue
        pages.append(read.page if has_text(read) else replace(read.page, words=()))
    return pages, damaged


def has_text(read: "PdfPage") -> bool:
    """Whether the text that a page holds is worth reading."""
    letters = sum(len(word.text) for word in read.page.words)
    return letters > 0 and read.unmapped <= _UNMAPPED * (letters + read.unmapped)


def read_scanned_pages(
    pdf: "Pdf", pages: Sequence[Page], damaged: Sequence[int], rules: ReadingRules
) -> tuple[list[Page], tuple[Remark, ...]]:
    """The pages, those without words recognised where that is possible; remarks name those that are not."""
    from ingestion.readers.scans import read_scanned

    silent = [page.number for page in pages if not page.words and page.number not in damaged]
    scans = read_scanned(silent, lambda number: drawn_page(pdf, number, rules), rules)
    return [scans.pages.get(page.number, page) for page in pages], scans.remarks


def drawn_page(pdf: "Pdf", number: int, rules: ReadingRules) -> "Picture":
    """A page as a picture, coarser where the page is a poster. Raises RecognitionFailed when it cannot be drawn."""
    from ingestion.readers.engine import RecognitionFailed
    from ingestion.readers.picture import picture_of
    from ingestion.readers.scans import SCAN_DPI

    width, height = pdf.size(number - 1)
    dpi = min(SCAN_DPI, int(72 * (rules.pixels / max(1.0, width * height)) ** 0.5))
    try:
        return picture_of(pdf.render(number - 1, dpi), dpi)
    except Exception:  # what a page draws is in the file's hands
        raise RecognitionFailed(f"page {number}") from None


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers))
