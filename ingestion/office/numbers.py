"""Numbers as lists show them: 3, iii, c, 3e; and what shows before an item or is part of a title."""

import re
from collections.abc import Callable, Mapping

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_RANKS = (
    "premier", "deuxième", "troisième", "quatrième", "cinquième", "sixième", "septième", "huitième", "neuvième",
    "dixième", "onzième", "douzième", "treizième", "quatorzième", "quinzième", "seizième", "dix-septième",
    "dix-huitième", "dix-neuvième", "vingtième",
)  # fmt: skip
_ITEM_MARK = re.compile(r"\(?(?:\d{1,3}|[a-z]|[ivxlc]{1,5})\s?[.)°]|\(?[A-Z][.)]|[-–—•·▪▫●○◦■□➢➤►✓*+]")


def roman(value: int) -> str:
    """Roman numeral in lower case.

    >>> roman(4), roman(19)
    ('iv', 'xix')
    """
    written = ""
    for worth, letters in _ROMAN:
        written += letters * (value // worth)
        value %= worth
    return written


def letters(value: int) -> str:
    """a to z, then aa, bb as word processors have it.

    >>> letters(3), letters(28)
    ('c', 'bb')
    """
    return chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)


def _rank(value: int) -> str:
    return _RANKS[value - 1] if value <= len(_RANKS) else _ordinal(value)


def _ordinal(value: int) -> str:
    return "1er" if value == 1 else f"{value}e"


_FORMS: Mapping[str, Callable[[int], str]] = {
    "lowerRoman": roman,
    "i": roman,
    "upperRoman": lambda value: roman(value).upper(),
    "I": lambda value: roman(value).upper(),
    "lowerLetter": letters,
    "a": letters,
    "upperLetter": lambda value: letters(value).upper(),
    "A": lambda value: letters(value).upper(),
    "decimalZero": lambda value: f"{value:02}",
    "ordinal": _ordinal,
    "ordinalText": _rank,
    "none": lambda value: "",
    "": lambda value: "",
}
"""By the names of OOXML (ST_NumberFormat), ODF (style:num-format) and HTML (type); others are shown in digits."""
_MOST = 5_000
"""A list counts no further; a number written in the file may say anything."""


def show(value: int, form: str) -> str:
    """A number in a list's form.

    >>> show(3, "lowerRoman"), show(1, "ordinal"), show(12, "decimal"), show(2, "A"), show(0, "a")
    ('iii', '1er', '12', 'B', '0')
    """
    return _FORMS.get(form, str)(value) if 0 < value <= _MOST else str(value)


def is_item_mark(mark: str) -> bool:
    """Whether a mark starts an item of a list; else it is a part of the text, « Article 3 » or « 3.1 ».

    >>> [is_item_mark(mark) for mark in ("-", "1.", "a)", "(iv)", "2°", "3.1", "Article 3 –", "I")]
    [True, True, True, True, True, False, False, False]
    """
    return _ITEM_MARK.fullmatch(mark) is not None
