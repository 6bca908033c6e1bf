"""Page words: where the words of one page stand on its picture, those of a scan recognised anew.

Run it in the sandbox, as `ingestion.page_pictures`: `Sandbox(rules, work="ingestion.page_words")`. Words are read as
the readers read them, so that they are those of the canonical text.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from ingestion.containers import Part, Parts
from ingestion.errors import UnreadableFile
from ingestion.layout.placing import PlacedWord, Places
from ingestion.readers import suffix_of
from ingestion.readers.engine import RecognitionFailed
from ingestion.reading import Job, read_document
from ingestion.reading_rules import ReadingRules

if TYPE_CHECKING:
    from ingestion.layout.page import Page
    from ingestion.readers.engine import Picture

PLACES = TypeAdapter(Places)
_POINTS = 72
"""Points in an inch."""


def open_container(job: Job, rules: ReadingRules) -> Parts:
    """`Places` of `job.page` as JSON, the only part. Raises UnreadableFile, and what a library lets through."""
    path = Path(job.source)
    try:
        places = (_of_pdf if suffix_of(path) == "pdf" else _of_picture)(path, job, rules)
    except RecognitionFailed:
        raise UnreadableFile(path, "damaged") from None
    return Parts((Part("words.json", PLACES.dump_json(places)),))


def _of_pdf(path: Path, job: Job, rules: ReadingRules) -> Places:
    from ingestion.readers.pdf import drawn_page, has_text
    from ingestion.readers.pdfium_door import Pdf

    with Pdf(path, job.content) as pdf:
        read = pdf.page(job.page - 1) if 1 <= job.page <= len(pdf) else None
        if read is None:
            raise UnreadableFile(path, "damaged")
        if not has_text(read):
            return _recognised(path, drawn_page(pdf, job.page, rules), rules)
        return _places(read.page, pdf.size(job.page - 1), read.aside // 90, 0.0)


def _of_picture(path: Path, job: Job, rules: ReadingRules) -> Places:
    from ingestion.readers.picture import picture_at

    return _recognised(path, picture_at(path, job.content, job.page, rules), rules)


def _recognised(path: Path, picture: "Picture", rules: ReadingRules) -> Places:
    from ingestion.readers.recognition import lack, recogniser
    from ingestion.readers.scans import read_upright

    engine = recogniser(rules)
    if engine is None:
        raise UnreadableFile(path, f"picture_{lack(rules)}", language=rules.ocr_language)
    page, upright = read_upright(picture, 1, engine)
    height, width = (side * _POINTS / picture.dpi for side in picture.pixels.shape)
    return _places(page, (width, height), upright.quarters, upright.angle)


def _places(page: "Page", size: tuple[float, float], quarters: int, angle: float) -> Places:
    words = (PlacedWord(one.text, one.left, one.top, one.right, one.bottom) for one in page.words)
    return Places(*size, page.width, page.height, quarters, angle, tuple(words))


__all__ = ["PLACES", "open_container", "read_document"]
