"""A text folded for reading: lower case, no accents, one kind of space, dash and quote, at the same offsets."""

import re
import unicodedata
from functools import lru_cache

_APOSTROPHES = "’‘‛ʼ′"
_QUOTES = "«»“”„‟"
_MINUS = "−"


class _Table(dict[int, str]):
    """What each character folds to, learnt as characters are met (a few hundred in practice)."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_character(chr(code))
        return folded


def _fold_character(character: str) -> str:
    if character == "\n":
        return character
    if character.isspace():
        return " "
    if character in _APOSTROPHES:
        return "'"
    if character in _QUOTES:
        return '"'
    if character == _MINUS or unicodedata.category(character) == "Pd":
        return "-"
    return _letter(character)


def _letter(character: str) -> str:
    """The bare letter; a character whose folding is longer than itself (ß, İ) keeps what fits in one."""
    decomposed = unicodedata.normalize("NFD", character)
    bare = decomposed[0] if all(map(unicodedata.combining, decomposed[1:])) else character
    lowered = bare.casefold()
    return lowered if len(lowered) == 1 else bare


_TABLE = _Table()
_LONG = 200
"""Characters; each reader folds the same text in turn, so the last long ones are kept."""
_STARS = re.compile(r"\*{1,3}\Z")
_BLANKS = re.compile(r"[ \n]+")


def fold(text: str) -> str:
    r"""The text in one spelling, character for character: an offset in it is an offset in the source.

    Newlines stay; every other blank (no-break, thin, tab) is a space. Ligatures stay one letter.

    >>> fold("L’Été –\u202f« ŒUVRE »\tN° 1")
    'l\'ete - " œuvre " n° 1'
    >>> len(fold("Straße İ")) == len("Straße İ")
    True
    """
    return text.translate(_TABLE) if len(text) < _LONG else _fold_long(text)


@lru_cache(maxsize=16)
def _fold_long(text: str) -> str:
    return text.translate(_TABLE)


def squash(text: str) -> str:
    r"""The folded text with its blanks made one and its ends stripped, to compare wordings; offsets are lost.

    >>> squash("  Le\u00a0 DÉLÉGANT\n") == squash("le délégant")
    True
    """
    return _BLANKS.sub(" ", fold(text)).strip()


def with_emphasis(text: str, start: int, end: int) -> int:
    """The start of a mention with the Markdown stars whose closing ones it holds: `**50** %`, not `**50 %**`.

    >>> with_emphasis("**50** %", 2, 8), with_emphasis("**50 %**", 2, 6)
    (0, 2)
    """
    stars = _STARS.search(text, max(0, start - 3), start)
    return stars.start() if stars and stars.group() in text[start:end] else start
