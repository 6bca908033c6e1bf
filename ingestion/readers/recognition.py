"""Recognition: the text of a page that is only a picture, by whatever engine the system has."""

import shutil
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal, Protocol

from ingestion.layout.page import Page
from ingestion.reading_rules import ReadingRules

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Lack = Literal["off", "no_engine", "no_language"]
"""Why nothing is recognised: the rules say so, the engine is not installed, or not for this language."""
_TESSERACT = "tesseract"


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A page as a picture."""

    pixels: "NDArray[np.uint8]"
    """Height by width, 0 for black to 255 for white, first row at the top."""
    dpi: float
    """Pixels an inch, above 0."""


class RecognitionFailed(Exception):
    """The engine gave nothing on a page, or took too long; the other pages are still to be recognised."""


class Recogniser(Protocol):
    """An engine that reads pictures. It gets them upright, straight and clean; see `ingestion.readers.scans`."""

    def read(self, picture: Picture, number: int) -> Page:
        """The words of page `number`, with their boxes in points and their confidence. Raises RecognitionFailed."""
        ...

    def quarter_turns(self, picture: Picture) -> int:
        """Quarter turns, clockwise, that put a page upright: 0 to 3; 0 when it cannot be told."""
        ...


def lack(rules: ReadingRules) -> Lack | None:
    """Why scans cannot be read here; `None` when they can."""
    if not rules.ocr:
        return "off"
    if _binary() is None:
        return "no_engine"
    from ingestion.readers.tesseract_door import languages

    held = languages(_binary() or "")
    return None if set(rules.ocr_language.split("+")) <= held else "no_language"


def recogniser(rules: ReadingRules) -> Recogniser | None:
    """The system's engine; `None` where `lack` says why. Two calls with the same rules give engines that read alike."""
    if lack(rules) is not None:
        return None
    from ingestion.readers.tesseract_door import Tesseract

    return Tesseract(_binary() or "", rules.ocr_language, rules.seconds)


@cache
def _binary() -> str | None:
    return shutil.which(_TESSERACT)
