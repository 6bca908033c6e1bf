"""The door of PDFium (through pypdfium2): what a PDF draws on each page, as our own words and rules.

PDFium runs no script, opens no attachment and fetches nothing, and may be used commercially. Words and rules of a page
take some 10 ms; pdfplumber takes four times as long for words and tables, and renders pages through PDFium too.
"""

import ctypes
import math
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

from ingestion.errors import UnreadableFile
from ingestion.layout.characters import Character, words_of
from ingestion.layout.page import Page, Rule
from ingestion.layout.turning import Turn, turned_rule

Raw = Any
"""A handle of the library, which has no types."""
_BOLD = ("bold", "black", "heavy", "semibold", "demi", "gras", "cmbx", "sfbx", "ecbx")
_FORCED_BOLD = 1 << 18
"""Flag of a font that is to be drawn bold (ISO 32000-1, table 123)."""
_DIAGONAL = math.radians(10)
"""Text turned by more than this from the page's sides is a watermark or a stamp."""
_SPECKLE = 3.0
"""Points; a shorter stroke is a dot or an ornament, a narrower box a line drawn as a box."""
_DEEPEST = 4
"""Drawings inside one another that are looked into."""
_ABOVE, _BELOW = 0.8, 0.2
"""Height of a line above and under its baseline, in sizes; the boxes that typefaces state cannot be relied on."""
_MOST_RULES = 20_000
"""Strokes of a page's tables at most: a page of dotted ones has some thousands."""
_MOST_SEGMENTS = 2_000
"""Corners of one path that may hold rules; a path of more is a drawing."""
_PASSWORD = 4
"""Code of the library's error for a file that needs a password."""
_Run = tuple[float, bool, int | None, bool]
"""Size, bold, angle (none for a diagonal one), unmapped, of the characters that are drawn at once."""


@dataclass(frozen=True, slots=True)
class PdfPage:
    """One page as the file draws it."""

    page: Page
    unmapped: int
    """Characters that stand for no known letter: of a font without its table, which only recognition can read."""
    aside: int = 0
    """Degrees, clockwise, by which the page shown was turned for its text to stand upright: 0, 90, 180 or 270."""


class Pdf:
    """An open PDF. Close it after use; its pages are read one at a time."""

    def __init__(self, path: Path, content: bytes) -> None:
        """Raises UnreadableFile when the file is encrypted or damaged."""
        import pypdfium2

        try:
            self._document = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError as error:
            reason = "encrypted" if error.err_code == _PASSWORD else "damaged"
            raise UnreadableFile(path, reason) from None

    def __enter__(self) -> "Pdf":
        return self

    def __exit__(self, *_error: object) -> None:
        self._document.close()

    def __len__(self) -> int:
        return len(self._document)

    def page(self, index: int) -> PdfPage | None:
        """Words and rules of a page, `index` from 0; `None` when the page itself is damaged."""
        import pypdfium2

        try:
            with closing(self._document[index]) as page, closing(page.get_textpage()) as text:
                return _read_page(page, text, index + 1)
        except pypdfium2.PdfiumError:
            return None

    def size(self, index: int) -> tuple[float, float]:
        """Width and height of a page, `index` from 0, in points, as it is shown; of a page that could be read."""
        width, height = self._document.get_page_size(index)
        return float(width), float(height)

    def render(self, index: int, dpi: int = 300) -> Any:
        """A page, `index` from 0, drawn as a PIL picture in grey levels."""
        with closing(self._document[index]) as page:
            return page.render(scale=dpi / 72, grayscale=True).to_pil()

    def draw(self, index: int, scale: float) -> Any:
        """A page, `index` from 0, drawn as a PIL picture in colours, `scale` pixels a point."""
        with closing(self._document[index]) as page:
            return page.render(scale=scale).to_pil().convert("RGB")


def _read_page(page: Raw, text: Raw, number: int) -> PdfPage:
    left, low, right, high = page.get_bbox()
    rotation = int(page.get_rotation())
    sheet = Turn(left, low, right, high, rotation)
    drawn = list(_characters(text, sheet))
    main = Counter(character.angle for character in drawn).most_common(1)
    aside = main[0][0] if main else 0
    turn = replace(sheet, degrees=(rotation + aside) % 360) if aside else sheet
    if turn is not sheet:  # a page whose text is drawn sideways, a landscape annexe mostly
        drawn = list(_characters(text, turn))
    seen = [c for c in drawn if -c.size <= c.left <= turn.width and -c.size <= c.top <= turn.height]
    rules = tuple(_rules(page, turn))
    unmapped = sum(character.unmapped for character in seen)
    return PdfPage(Page(number, turn.width, turn.height, tuple(words_of(seen)), rules), unmapped, aside)


def _characters(text: Raw, turn: Turn) -> Iterator[Character]:
    """The characters of a page in the order in which the file draws them, watermarks left out."""
    import pypdfium2.raw as raw

    runs: dict[int, _Run] = {}
    box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    for index in range(text.count_chars()):
        handle = ctypes.cast(raw.FPDFText_GetTextObject(text, index), ctypes.c_void_p).value
        if handle is None:  # a blank that the library made up
            continue
        if handle not in runs:
            runs[handle] = _run(text, index, turn)
        size, bold, angle, unmapped = runs[handle]
        if angle is None:
            continue
        raw.FPDFText_GetLooseCharBox(text, index, box)
        raw.FPDFText_GetCharOrigin(text, index, x, y)
        code = raw.FPDFText_GetUnicode(text, index)
        if angle % 180 or turn.degrees:
            left, top, right, bottom = turn.box(box.left, box.bottom, box.right, box.top)
        else:
            left, right = box.left - turn.left, box.right - turn.left
        if not angle % 180:
            base = turn.point(x.value, y.value)[1]
            top, bottom = base - _ABOVE * size, base + _BELOW * size
        yield Character(_character(code), left, top, right, bottom, size, bold, angle, unmapped or not code)


def _character(code: int) -> str:
    """The character as it is printed: ligatures in letters, the library's sign for a cut word as a hyphen."""
    if code in (0x02, 0xFFFE):
        return "-"
    if not code or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
        return ""
    character = chr(code)
    return unicodedata.normalize("NFKC", character) if 0xFB00 <= code <= 0xFB06 else character


def _run(text: Raw, index: int, turn: Turn) -> _Run:
    """Size of a run of text, whether it is bold, its angle on the page shown, whether its letters are unknown."""
    import pypdfium2.raw as raw

    matrix, flags, name = raw.FS_MATRIX(), ctypes.c_int(), ctypes.create_string_buffer(256)
    raw.FPDFText_GetMatrix(text, index, matrix)
    raw.FPDFText_GetFontInfo(text, index, name, len(name), flags)
    slant = math.atan2(matrix.b, matrix.a)
    quarter = round(slant / (math.pi / 2))
    size = raw.FPDFText_GetFontSize(text, index) * (math.hypot(matrix.c, matrix.d) or 1.0)
    bold = any(word in name.value.decode("latin-1").lower() for word in _BOLD) or bool(flags.value & _FORCED_BOLD)
    angle = (quarter * 90 - turn.degrees) % 360
    unmapped = raw.FPDFText_HasUnicodeMapError(text, index) == 1
    return size, bold, angle if abs(slant - quarter * math.pi / 2) <= _DIAGONAL else None, unmapped


def _rules(page: Raw, turn: Turn) -> list[Rule]:
    """The straight lines of a page; none of a page so full of them that it is a drawing."""
    found = list(islice(_drawn_rules(page, turn), _MOST_RULES + 1))
    return found if len(found) <= _MOST_RULES else []


def _drawn_rules(page: Raw, turn: Turn) -> Iterator[Rule]:
    import pypdfium2.raw as raw

    for drawn in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=_DEEPEST):
        matrix = drawn.get_matrix()
        container = drawn.container
        while container is not None:
            matrix = matrix.multiply(container.get_matrix())
            container = container.container
        for points in _subpaths(drawn.raw):
            placed = [matrix.on_point(x, y) for x, y in points]
            yield from (turned_rule(turn, rule) for rule in _straight(placed))


def _subpaths(path: Raw) -> Iterator[Sequence[tuple[float, float]]]:
    """Corners of the straight parts of a path; curves are left out."""
    import pypdfium2.raw as raw

    points: list[tuple[float, float]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    count = raw.FPDFPath_CountSegments(path)
    for index in range(count if count <= _MOST_SEGMENTS else 0):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        kind = raw.FPDFPathSegment_GetType(segment)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        if kind != raw.FPDF_SEGMENT_LINETO:
            yield points
            points = []
        points.append((x.value, y.value))
        if raw.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    yield points


def _straight(points: Sequence[tuple[float, float]]) -> Iterator[Rule]:
    """Rules along the sides of the page; a thin box is one rule."""
    if len(points) < 2:
        return
    xs, ys = [x for x, _ in points], [y for _, y in points]
    left, right, low, high = min(xs), max(xs), min(ys), max(ys)
    if min(right - left, high - low) <= _SPECKLE:
        if max(right - left, high - low) > _SPECKLE:
            yield _flat(left, low, right, high)
        return
    for (x1, y1), (x2, y2) in pairwise(points):
        if min(abs(x1 - x2), abs(y1 - y2)) < 0.5 and max(abs(x1 - x2), abs(y1 - y2)) > _SPECKLE:
            yield _flat(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))


def _flat(left: float, low: float, right: float, high: float) -> Rule:
    """The middle line of a thin box."""
    if right - left >= high - low:
        return Rule(left, (low + high) / 2, right, (low + high) / 2)
    return Rule((left + right) / 2, low, (left + right) / 2, high)
