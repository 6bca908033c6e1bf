"""The door of Tesseract: the system's program, asked for one page at a time. It reads no file and writes none.

A process of its own for each page rather than a binding: what crashes or hangs in it is stopped, and nothing else is.
"""

import os
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from statistics import median

from ingestion.layout.page import Page, Word
from ingestion.readers.engine import Picture, RecognitionFailed

_POINTS = 72
"""Points in an inch."""
_COLUMNS = 12
"""Cells of a line of Tesseract's TSV."""
_WORD = "5"
"""Level of the lines that hold a word."""
_LISTING_SECONDS = 20
_PSM = "3"
"""Automatic segmentation: columns and tables are found, and nothing is taken for one line."""
_OPTIONS = ("-c", "tessedit_create_tsv=1", "-c", "tessedit_char_blacklist=£")
"""Words with their boxes; and no pounds, for which the engine takes a euro sign that is a little worn."""
_SURE = 2.0
"""Orientation confidence below which a page stays as it is (Tesseract gives some 10 to 30 on a page of prose)."""
_ABOVE, _BELOW = 0.75, 0.05
"""Part of its size that a word takes above and below the baseline."""
_LEVEL = 0.35
"""Part of its size by which a word may leave the baseline of its line before it stands on its own."""
_BULLET = "•"
_BULLET_WIDTH = 0.52
"""Part of the size of the type that the widest bullet takes; « and € take more."""
_SURE_MARK, _SURE_LETTER = 0.9, 0.75
"""Confidence from which the first sign of a line is what the engine says."""
_LONG = 4
"""Letters of a word that is wider than high, unless it lies on its side."""
_RISING, _DROPPING = frozenset("bdfhkltéèêëàâùûîïô"), frozenset("gjpqy,;ç")


@cache
def languages(binary: str) -> frozenset[str]:
    """Languages that an installed Tesseract reads; none when it does not answer."""
    try:
        told = _run([binary, "--list-langs"], b"", _LISTING_SECONDS)
    except RecognitionFailed:
        return frozenset()
    return frozenset(line.strip() for line in told.splitlines()[1:])


@dataclass(frozen=True, slots=True)
class Tesseract:
    """Tesseract as a `Recogniser`."""

    binary: str
    """Path of the program."""
    language: str
    """One language, or several joined by `+`."""
    seconds: float
    """Time that one page may take."""

    def read(self, picture: Picture, number: int) -> Page:
        """The words of a page. Raises RecognitionFailed."""
        told = _run([*self._command(picture, self.language, _PSM), *_OPTIONS], *self._input(picture))
        height, width = picture.pixels.shape
        scale = _POINTS / picture.dpi
        return Page(number, width * scale, height * scale, tuple(_words(told, scale)), recognised=True)

    def quarter_turns(self, picture: Picture) -> int:
        """As `Recogniser.quarter_turns`, by Tesseract's own orientation data; 0 where it is not installed."""
        if "osd" not in languages(self.binary):
            return 0
        try:
            told = _run(self._command(picture, "osd", "0"), *self._input(picture))
        except RecognitionFailed:
            return 0
        said = dict(line.split(": ", 1) for line in told.splitlines() if ": " in line)
        sure = float(said.get("Orientation confidence", 0)) >= _SURE
        return int(said.get("Rotate", 0)) // 90 % 4 if sure else 0

    def _command(self, picture: Picture, language: str, segmentation: str) -> list[str]:
        dpi = str(round(picture.dpi))
        return [self.binary, "stdin", "stdout", "-l", language, "--psm", segmentation, "--oem", "1", "--dpi", dpi]

    def _input(self, picture: Picture) -> tuple[bytes, float]:
        height, width = picture.pixels.shape
        return b"P5 %d %d 255\n" % (width, height) + picture.pixels.tobytes(), self.seconds


def _run(command: Sequence[str], given: bytes, seconds: float) -> str:
    """What a command prints. One thread: pages are what is read side by side. Raises RecognitionFailed."""
    environ = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(command, input=given, capture_output=True, timeout=seconds, env=environ, check=True)
    except (OSError, subprocess.SubprocessError) as error:
        raise RecognitionFailed(type(error).__name__) from error
    return done.stdout.decode("utf-8", "replace")


def _words(told: str, scale: float) -> Iterator[Word]:
    rows = (line.split("\t", _COLUMNS - 1) for line in told.splitlines())
    words = [row for row in rows if len(row) == _COLUMNS and row[0] == _WORD and row[-1].strip()]
    for _, line in groupby(words, lambda row: row[1:5]):
        yield from _line(list(line), scale)


def _line(rows: Sequence[Sequence[str]], scale: float) -> Iterator[Word]:
    """The words of a line on one baseline and in one size: the box of a word is that of its ink, which tells less."""
    feet = [int(row[7]) + int(row[9]) for row in rows if not _drops(row[-1])]
    size = median(_size(row[-1], int(row[9])) for row in rows)
    baseline = median(feet or [int(row[7]) + int(row[9]) - 0.21 * size for row in rows])
    for index, row in enumerate(rows):
        left, top, width, height = (int(cell) for cell in row[6:10])
        on_side = len(row[-1]) >= _LONG and height > width
        if not on_side and abs(top + height - _drops(row[-1]) * 0.21 * size - baseline) < _LEVEL * size:
            top, height = round(baseline - _ABOVE * size), round((_ABOVE + _BELOW) * size)
        confidence = max(0.0, min(1.0, float(row[10]) / 100))
        text = row[-1].strip()
        if index == 0 and len(rows) > 1 and _is_bullet(text, width / size, confidence):
            text, confidence = _BULLET, max(0.0, min(1.0, float(rows[1][10]) / 100))
        yield Word(
            text, left * scale, top * scale, (left + width) * scale, (top + height) * scale, size * scale,
            confidence=round(confidence, 3),
        )  # fmt: skip


def _is_bullet(text: str, width: float, confidence: float) -> bool:
    """Whether the first sign of a line is a bullet, for which engines have no letter: narrow, alone, and unsure."""
    if width > _BULLET_WIDTH or any(sign.isdigit() for sign in text):
        return False
    mark = len(text) <= 2 and not any(sign.isalpha() for sign in text)
    return (mark and confidence < _SURE_MARK) or (len(text) == 1 and text.islower() and confidence < _SURE_LETTER)


def _drops(text: str) -> bool:
    return any(sign in _DROPPING for sign in text)


def _size(text: str, height: float) -> float:
    """Size of the type from the height of a word's ink: usual proportions of x-height, ascenders and descenders."""
    rises = any(sign in _RISING or sign.isupper() or sign.isdigit() for sign in text)
    return height / (0.47 + 0.24 * rises + 0.21 * _drops(text))
