"""Engines: what recognises the text of a picture, as the readers see it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from ingestion.layout.page import Page

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A page as a picture."""

    pixels: "NDArray[np.uint8]"
    """Height by width, 0 for black to 255 for white, first row at the top."""
    dpi: float
    """Pixels an inch, above 0."""
    quarters: int = 0
    """Quarter turns, clockwise, that it was given to stand upright."""
    angle: float = 0.0
    """Degrees, anticlockwise, by which it was then turned about its middle, and widened, to be straight."""


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
