"""Rules of reading: what a reader may spend on one file, and what it recognises scans with."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReadingRules:
    """Limits that hold for one file; beyond them it is left out, said so, and nothing else suffers."""

    bytes: int = 50_000_000
    """Size of the file, and of each part of an archive once unpacked."""
    unpacked: int = 200_000_000
    """Bytes that all parts of a container may take together, and what one compressed document may unpack to."""
    parts: int = 500
    """Files in an archive, or attached to an e-mail."""
    pages: int = 1_000
    """Pages of a document; sheets of a workbook."""
    seconds: float = 300
    """Time that reading a file may take, scans included."""
    memory: int = 1_000_000_000
    """Bytes of memory that reading a file may take."""
    pixels: int = 60_000_000
    """Pixels of one picture: an A3 page at 600 dots an inch has 70 million, an A4 page 35."""
    ocr: bool = True
    """False leaves pages without text unread, with a remark."""
    ocr_language: str = "fra"
    """Name of a Tesseract language, or several joined by `+`."""
