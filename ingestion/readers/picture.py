"""`.png`, `.jpg`, `.tif`: a picture is a page, a TIFF file may hold several. Decoded by Pillow.

The size that a file declares is looked at before its pixels are decoded.
"""

import io
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ingestion.documents import Reading
from ingestion.errors import UnreadableFile
from ingestion.readers.engine import Picture, RecognitionFailed
from ingestion.readers.recognition import lack
from ingestion.reading_rules import ReadingRules

if TYPE_CHECKING:
    from PIL.Image import Image

_FORMATS = ("PNG", "JPEG", "TIFF")
"""What may be inside, whatever the suffix says: of the sixty decoders of Pillow, those that are needed."""
_LONG_SIDE = 11.69
"""Inches of the long side of an A4 page, for pictures that do not say their resolution, or not a likely one."""
_LIKELY = (4.0, 17.5)
"""Inches of the long side of a page that was put on a scanner, A3 at most; cameras write 72 dots, whatever they saw."""


def read_picture(path: Path, content: bytes, rules: ReadingRules) -> Reading:
    """Recognise a picture. Raises UnreadableFile when it is damaged, too large, blank, or nothing can recognise it."""
    from ingestion.layout.writing import lay_out
    from ingestion.readers.scans import read_scanned

    missing = lack(rules)
    if missing:
        raise UnreadableFile(path, f"picture_{missing}", language=rules.ocr_language)
    with _opened(path, content, rules) as image:
        count = _count(path, image, rules)
        damaged: list[int] = []
        scans = read_scanned(range(1, count + 1), lambda number: _page(path, image, number, rules, damaged), rules)
    pages = [scans.pages[number] for number in sorted(scans.pages)]
    if not any(page.words for page in pages):
        raise UnreadableFile(path, "damaged" if damaged else "nothing_recognised" if scans.remarks else "empty")
    return replace(lay_out(pages), remarks=scans.remarks)


def picture_at(path: Path, content: bytes, number: int, rules: ReadingRules) -> Picture:
    """One page of a file, `number` from 1. Raises UnreadableFile, RecognitionFailed."""
    with _opened(path, content, rules) as image:
        return _page(path, image, number, rules, [])


def png_of(picture: Picture, width: int, height: int) -> bytes:
    """A picture as a PNG file of at most so many pixels, never enlarged."""
    from PIL import Image as images

    image = images.fromarray(picture.pixels)
    image.thumbnail((width, height), images.Resampling.LANCZOS)
    made = io.BytesIO()
    image.save(made, "PNG")
    return made.getvalue()


def picture_of(image: "Image", dpi: float | None = None) -> Picture:
    """A page of an image of Pillow, whatever its mode, upright as its EXIF data say. `dpi`: `None` for what it says."""
    import numpy as np
    from PIL import Image as images
    from PIL import ImageOps

    across, down = (dpi, dpi) if dpi else _resolution(image)
    upright = ImageOps.exif_transpose(image)
    if upright.mode.startswith("I"):
        upright = images.fromarray((np.asarray(upright) >> 8).clip(0, 255).astype(np.uint8))
    elif upright.mode in ("P", "PA", "LA", "RGBA") or "transparency" in upright.info:
        shown = upright.convert("RGBA")
        upright = images.alpha_composite(images.new("RGBA", shown.size, "white"), shown)
    grey = upright.convert("L")
    if abs(across - down) > 0.05 * across:
        finer = max(across, down)
        grey = grey.resize((round(grey.width * finer / across), round(grey.height * finer / down)))
        across = finer
    return Picture(np.asarray(grey), across)


def _opened(path: Path, content: bytes, rules: ReadingRules) -> "Image":
    """The file's first picture, not yet decoded. Raises UnreadableFile."""
    from PIL import Image as images

    try:
        return images.open(io.BytesIO(content), formats=_FORMATS)
    except images.DecompressionBombError:
        raise _huge(path, rules) from None
    except Exception:  # decoders raise anything on bytes that nobody wrote on purpose
        raise UnreadableFile(path, "damaged") from None


def _count(path: Path, image: "Image", rules: ReadingRules) -> int:
    """How many pages there are: the previews of a telephone's JPEG are none. Raises UnreadableFile."""
    count = 1
    try:
        while image.format == "TIFF" and count <= rules.pages:
            image.seek(count)
            count += 1
    except Exception:  # EOFError after the last page, anything where the file was cut: what was reached is read
        pass
    if count > rules.pages:
        raise UnreadableFile(path, "too_many_pages", pages=f"> {rules.pages}", limit=str(rules.pages))
    return count


def _page(path: Path, image: "Image", number: int, rules: ReadingRules, damaged: list[int]) -> Picture:
    """One page, decoded. Raises UnreadableFile when it is too large; RecognitionFailed, and notes it, when damaged."""
    from PIL import ImageFile

    try:
        if number > 1 or image.format == "TIFF":
            image.seek(number - 1)
        if image.width * image.height > rules.pixels:
            raise _huge(path, rules)
        ImageFile.LOAD_TRUNCATED_IMAGES = False  # what was cut is told, whatever other libraries prefer
        return picture_of(image)
    except UnreadableFile:
        raise
    except Exception:  # as above
        damaged.append(number)
        raise RecognitionFailed(f"page {number}") from None


def _huge(path: Path, rules: ReadingRules) -> UnreadableFile:
    return UnreadableFile(path, "too_many_pixels", limit=f"{rules.pixels / 1e6:.0f}")


def _resolution(image: "Image") -> tuple[float, float]:
    """Dots an inch across and down; those of an A4 page where the file says nothing likely."""
    across, down = (float(one) for one in image.info.get("dpi", (0, 0)))
    if across > 0 and down > 0:
        long_side = max(image.width / across, image.height / down)
        if _LIKELY[0] <= long_side <= _LIKELY[1]:
            return across, down
    likely = max(image.width, image.height) / _LONG_SIDE
    return likely, likely
