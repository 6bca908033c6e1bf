"""Page pictures: one page of a PDF or of a picture as a PNG file, for a person to look at.

What is drawn is in the file's hands: run it in the sandbox, `Sandbox(rules, work="ingestion.page_pictures")`.
"""

import io
from pathlib import Path

from ingestion.containers import Part, Parts
from ingestion.errors import UnreadableFile
from ingestion.readers import suffix_of
from ingestion.readers.engine import RecognitionFailed
from ingestion.reading import Job, read_document
from ingestion.reading_rules import ReadingRules

WIDEST, HIGHEST = 1_200, 2_400
"""Pixels of a picture at most: an A4 page is 1,200 by 1,697."""
_FINEST = 4.0
"""Pixels a point at most, for pages the size of a stamp."""


def open_container(job: Job, rules: ReadingRules) -> Parts:
    """The picture of `job.page` as the only part. Raises UnreadableFile, and what a library lets through."""
    path = Path(job.source)
    draw = _of_pdf if suffix_of(path) == "pdf" else _of_picture
    return Parts((Part("page.png", draw(path, job, rules)),))


def _of_pdf(path: Path, job: Job, rules: ReadingRules) -> bytes:
    from ingestion.readers.pdfium_door import Pdf

    with Pdf(path, job.content) as pdf:
        if not 1 <= job.page <= len(pdf):
            raise UnreadableFile(path, "empty")
        width, height = pdf.size(job.page - 1)
        scale = min(WIDEST / max(1.0, width), HIGHEST / max(1.0, height), _FINEST)
        made = io.BytesIO()
        pdf.draw(job.page - 1, scale).save(made, "PNG")
        return made.getvalue()


def _of_picture(path: Path, job: Job, rules: ReadingRules) -> bytes:
    from ingestion.readers.picture import picture_at, png_of

    try:
        return png_of(picture_at(path, job.content, job.page, rules), WIDEST, HIGHEST)
    except RecognitionFailed:
        raise UnreadableFile(path, "damaged") from None


__all__ = ["HIGHEST", "WIDEST", "open_container", "read_document"]
