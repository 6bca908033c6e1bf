"""Characters placed one by one, put together into words by the room between them."""

import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ingestion.layout.page import Word

_GAP = 0.17
"""Room between two words, in sizes of the type; French typefaces set a blank between 0.22 and 0.35."""
_OVERLAP = 0.6
"""How far back a character may start, in sizes; farther back, it opens another word."""
_SHIFT = 0.12
"""Baseline moved by more than this, in sizes: a superscript, or another line."""
_BLANKS = " \t\r\n\x0b\x0c\u2002\u2003\u2028\u2029\u3000"
_NO_BREAK = "\u00a0\u202f\u2007"
_ACCENTS = {
    "´": "\u0301",
    "`": "\u0300",
    "ˆ": "\u0302",
    "^": "\u0302",
    "¨": "\u0308",
    "¸": "\u0327",
    "˜": "\u0303",
}
"""Accents that stand alone, and those that join the letter before them."""
_EDGES = _NO_BREAK + " "
_WIDTHLESS = "\u00ad\u200b\u200c\u200d\u2060\ufeff"


class Character(NamedTuple):
    """One character drawn on a page; lengths are points from the top left corner of the page shown."""

    text: str
    """Empty for one that stands for no known letter; two letters or three for a ligature."""
    left: float
    top: float
    right: float
    bottom: float
    size: float
    bold: bool
    angle: int
    """0, 90, 180 or 270 degrees from how the page is read."""
    unmapped: bool
    """True for one that stands for no known letter."""


def words_of(characters: Sequence[Character]) -> Iterator[Word]:
    """Words in the order in which their characters are drawn; a no-break blank stays inside its word.

    Text set sideways is one word a line, blanks included: placed word by word, its order would be lost.
    """
    run: list[Character] = []
    for character in characters:
        if not character.text or character.text in _WIDTHLESS:
            continue
        if character.text == " " and run and run[-1].angle % 180 and run[-1].angle == character.angle:
            run.append(character)
            continue
        composed = _composed(run[-1], character) if run else None
        if composed is not None:
            run[-1] = composed
            continue
        if run and (character.text in _BLANKS or _parts(run, character)):
            yield from _word(run)
            run = []
        if character.text not in _BLANKS:
            run.append(character)
    yield from _word(run)


def _composed(one: Character, other: Character) -> Character | None:
    """An accent drawn over its letter as a character of its own, as TeX does, and the letter; else nothing."""
    accent, letter = (one, other) if one.text in _ACCENTS else (other, one)
    if accent.text not in _ACCENTS or not letter.text.isalpha() or accent.angle % 180:
        return None
    middle = (accent.left + accent.right) / 2
    if not letter.left <= middle <= letter.right:
        return None
    whole = unicodedata.normalize("NFC", letter.text.replace("ı", "i") + _ACCENTS[accent.text])
    return letter._replace(text=whole) if len(whole) == 1 else None


def _parts(run: Sequence[Character], character: Character) -> bool:
    """True when a character belongs to another word than the one before it."""
    last, size = run[-1], max(run[-1].size, character.size)
    if character.angle != last.angle:
        return True
    if character.angle % 180:
        along = min(abs(character.top - last.bottom), abs(last.top - character.bottom))
        return along > _GAP * size or abs(character.left - last.left) > _OVERLAP * size
    if (character.left, character.right) == (last.left, last.right):  # letters of one ligature
        return False
    if not -_OVERLAP * size <= character.left - last.right <= _GAP * size:
        return True
    if character.text in _NO_BREAK and last.text in _NO_BREAK:
        return True
    return abs(character.bottom - last.bottom) > _SHIFT * size


def _word(run: Sequence[Character]) -> Iterator[Word]:
    kept = list(run)
    while kept and kept[-1].text in _EDGES:
        kept.pop()
    while kept and kept[0].text in _EDGES:
        kept.pop(0)
    if not kept:
        return
    text = "".join(character.text for character in kept)
    letters = [character for character in kept if character.text.isalnum()] or kept
    box = (min(c.left for c in kept), min(c.top for c in kept), max(c.right for c in kept), max(c.bottom for c in kept))
    bold = 2 * sum(character.bold for character in letters) > len(letters)
    yield Word(text, *box, max(character.size for character in kept), bold)
