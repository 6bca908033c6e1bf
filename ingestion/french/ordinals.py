"""Ranks: « premier », « 1er », « deuxième », « 3<sup>e</sup> », « IV »."""

import re

from ingestion.french.folding import squash
from ingestion.french.numbers import read_words

_FIRST = {"premier": 1, "premiere": 1, "unique": 1, "second": 2, "seconde": 2}
_DIGITS = re.compile(r"([0-9]{1,4}) ?(?:ers?|res?|eres?|nde?s?|e|o|emes?|iemes?)?")
_ROMAN = re.compile(r"(m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3}))(?:ers?|res?|e|emes?)?")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_MARKUP = re.compile(r"</?sup>|\^|\*")


def read_ordinal(text: str) -> int | None:
    """The rank that a word, a number or a Roman numeral gives; None when it gives none.

    A plain number is its own rank (« article 4 »). Roman numerals are read up to 3999, in either case.

    >>> [read_ordinal(word) for word in ("premier", "1er", "Deuxième", "2ème", "3<sup>e</sup>", "IV", "XIIe", "4")]
    [1, 1, 2, 2, 3, 4, 12, 4]
    >>> [read_ordinal(word) for word in ("vingt et unième", "neuvième", "quatre-vingt-dixième", "cinquième")]
    [21, 9, 90, 5]
    >>> [read_ordinal(word) for word in ("dernier", "IIII", "0,5", "", "problème")]
    [None, None, None, None, None]
    """
    word = _MARKUP.sub("", squash(text[:120]))
    if word in _FIRST:
        return _FIRST[word]
    if digits := _DIGITS.fullmatch(word):
        return int(digits[1])
    if word.endswith("ieme"):
        return _spelt(word.removesuffix("ieme"))
    return _roman(word)


def _spelt(stem: str) -> int | None:
    """The number behind a stem that lost its ending: quatr(e), cinq(u), neu(v→f)."""
    for candidate in (stem, stem + "e", stem.removesuffix("u"), stem.removesuffix("v") + "f"):
        if (value := read_words(candidate)) is not None:
            return value
    return None


def _roman(word: str) -> int | None:
    found = _ROMAN.fullmatch(word)
    if not found or not found[1]:
        return None
    values = [_ROMAN_VALUES[letter] for letter in found[1]]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))
