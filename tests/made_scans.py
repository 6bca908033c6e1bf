"""Scans of our own making: a PDF printed, put askew on a cheap scanner, and kept as small JPEG pictures in a TIFF."""

import io

import numpy as np
from PIL import Image

DPI = 200
SKEW = 1.5
"""Degrees, anticlockwise."""
_GRAIN = 12.0
"""Standard deviation of the noise, in levels."""
_SPECKS = 0.004
"""Share of pixels that are black, and as many that are white, whatever is under them."""
_QUALITY = 60


def rendered(pdf: bytes, dpi: int = DPI) -> list[Image.Image]:
    """The pages of a PDF as clean grey pictures."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L") for page in document]
    finally:
        document.close()


def scanned(page: Image.Image, skew: float = SKEW, seed: int = 0) -> Image.Image:
    """A page as a scanner gives it: askew, greyish, grainy, specked. The same seed gives the same picture."""
    random = np.random.default_rng(seed)
    turned = page.rotate(skew, resample=Image.Resampling.BICUBIC, fillcolor=255)
    levels = np.asarray(turned).astype(np.float64) * 0.86 + 18
    levels += random.normal(0, _GRAIN, levels.shape)
    specks = random.random(levels.shape)
    levels[specks < _SPECKS] = 0
    levels[specks > 1 - _SPECKS] = 255
    return Image.fromarray(levels.clip(0, 255).astype(np.uint8))


def jpeg(page: Image.Image, dpi: int = DPI) -> bytes:
    """A page as a JPEG file."""
    made = io.BytesIO()
    page.save(made, "JPEG", quality=_QUALITY, dpi=(dpi, dpi))
    return made.getvalue()


def to_scan(pdf: bytes) -> bytes:
    """A PDF as a scanned TIFF of as many pages, at 200 dots an inch."""
    pages = [scanned(page, seed=number) for number, page in enumerate(rendered(pdf))]
    pictures = [Image.open(io.BytesIO(jpeg(page))) for page in pages]
    made = io.BytesIO()
    pictures[0].save(made, "TIFF", save_all=True, append_images=pictures[1:], compression="tiff_lzw", dpi=(DPI, DPI))
    return made.getvalue()
