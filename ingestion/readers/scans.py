"""Scans: pages that are pictures, cleaned, recognised and given to the layout as any other page."""

import math
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median

from ingestion.documents import Remark
from ingestion.layout.page import Page, Word
from ingestion.layout.writing import confidence_of
from ingestion.readers.engine import Picture, Recogniser, RecognitionFailed
from ingestion.readers.recognition import lack, recogniser
from ingestion.reading_rules import ReadingRules

SCAN_DPI = 300
"""Dots an inch at which a page of a PDF is rendered to be recognised."""
_UPRIGHT = 0.75
"""Confidence from which a page is taken to stand upright: one on its side or on its head gives some 0.2 to 0.5."""
_FEW = 60
"""Letters below which confidence says nothing of how a page stands."""
_LONG = 4
_BLANK = 0.0004
"""Share of dark pixels below which a page is blank: one line of text on an A4 page has twice that."""
_DARK = 128
_SHARE = 0.8
"""Part of the time of a file that recognition may take: what was recognised by then must still be laid out."""
_STEP = 1.2
"""Ratio of two sizes of type that are told apart: the ink of a line tells its size to a tenth."""
_SPECK_SURE = 0.5
"""Confidence under which a mark without letter or figure is dust."""
_FIRST = re.compile(r"^ler(?=[.,;:)]*$)")
_GUESSED = 0.5
"""Confidence of a word that was mended: a doubt, whatever the engine said of it."""
_MEANT = re.compile(r"[\w€%«»]")


@dataclass(frozen=True, slots=True)
class Scans:
    """What became of the pages that hold no text."""

    pages: Mapping[int, Page]
    """Those that were recognised, by number, blank ones included; the others are named in the remarks."""
    remarks: tuple[Remark, ...] = ()


def read_scanned(numbers: Sequence[int], picture: Callable[[int], Picture], rules: ReadingRules) -> Scans:
    """Recognise pages, given by their numbers; each picture is asked for once, and only when there is an engine.

    A page on which the engine fails, or for which no time is left, costs a remark and nothing else.
    """
    engine = recogniser(rules)
    if engine is None or not numbers:
        values = {"pages": _listed(numbers), "language": rules.ocr_language}
        return Scans({}, (Remark(f"no_recognition_{lack(rules)}", values),) if numbers else ())
    until = time.monotonic() + _SHARE * rules.seconds
    pages: dict[int, Page] = {}
    failed, late = [], []
    for number in numbers:
        if time.monotonic() > until:
            late.append(number)
            continue
        try:
            pages[number] = read_page(picture(number), number, engine)
        except RecognitionFailed:
            failed.append(number)
    told = (("recognition_failed", failed), ("recognition_late", late))
    remarks = tuple(Remark(key, {"pages": _listed(found)}) for key, found in told if found)
    return Scans(_even_sizes(pages), remarks)


def read_page(picture: Picture, number: int, engine: Recogniser) -> Page:
    """The words and the ruled lines of a page, set upright and straight. Raises RecognitionFailed."""
    return read_upright(picture, number, engine)[0]


def read_upright(picture: Picture, number: int, engine: Recogniser) -> tuple[Page, Picture]:
    """As `read_page`, and the picture that was read, which says how it was turned."""
    from ingestion.readers.cleaning import cleaned, turned

    upright = cleaned(picture)
    if (upright.pixels < _DARK).mean() < _BLANK:
        scale = 72 / picture.dpi
        return Page(number, picture.pixels.shape[1] * scale, picture.pixels.shape[0] * scale, ()), picture
    best = _read(upright, number, engine), upright
    if _stands(best[0]):
        return best
    told = engine.quarter_turns(upright)
    turns = dict.fromkeys((told, 2, 1, 3) if told else (2, 1, 3))
    for quarters in turns:
        upright = cleaned(turned(picture, quarters))
        other = _read(upright, number, engine), upright
        best = max(best, other, key=lambda read: _worth(read[0]))
        if _stands(other[0]):
            break
    return best


def _stands(page: Page) -> bool:
    """Whether a page was read upright, as far as its words tell."""
    return _letters(page) >= _FEW and confidence_of(page.words) >= _UPRIGHT and not _lies(page)


def _lies(page: Page) -> bool:
    """Whether most of the words of four letters or more are higher than wide: engines read lines on their side too."""
    long_words = [word for word in page.words if len(word.text) >= _LONG]
    return 2 * sum(word.bottom - word.top > word.right - word.left for word in long_words) > len(long_words)


def _worth(page: Page) -> tuple[bool, float]:
    return not _lies(page), confidence_of(page.words) * _letters(page)


def _read(picture: Picture, number: int, engine: Recogniser) -> Page:
    from ingestion.readers.ruling import without_rules

    bare, rules = without_rules(picture)
    page = engine.read(bare, number)
    return replace(page, words=tuple(_mended(word) for word in page.words if not _is_dust(word)), rules=rules)


def _mended(word: Word) -> Word:
    """« ler », which is no French word, is « 1er » in small print; that it was guessed stays said."""
    text = _FIRST.sub("1er", word.text)
    return word if text == word.text else replace(word, text=text, confidence=min(word.confidence or 0, _GUESSED))


def _is_dust(word: Word) -> bool:
    return not _MEANT.search(word.text) and (word.confidence or 0) < _SPECK_SURE


def _letters(page: Page) -> int:
    return sum(len(word.text) for word in page.words)


def _even_sizes(pages: Mapping[int, Page]) -> dict[int, Page]:
    """Pages whose words have one of few sizes, steps from that of most of the text: no two lines of ink are alike."""
    sizes = [word.size for page in pages.values() for word in page.words for _ in word.text]
    usual = median(sizes) if sizes else 1.0
    return {
        number: replace(page, words=tuple(replace(word, size=_stepped(word.size, usual)) for word in page.words))
        for number, page in pages.items()
    }


def _stepped(size: float, usual: float) -> float:
    return usual * _STEP ** round(math.log(size / usual, _STEP)) if size > 0 else usual


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers))
