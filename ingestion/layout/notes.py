"""Footnotes: their numbers, and the calls that point to them."""

import re
from collections.abc import Iterable

from ingestion.layout.elements import Element, Paragraph

RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_NUMBER = re.compile(f"[{RAISED}]+")
_CALL = re.compile(f"(?<!\\bm)(?<!\\b[cdk]m)[{RAISED}]+")
"""A raised figure, but that of « 12 m² »."""


def is_note(element: Element) -> bool:
    """True for a footnote: a paragraph that a raised number starts."""
    return isinstance(element, Paragraph) and note_number(element) is not None


def note_number(paragraph: Paragraph) -> str | None:
    """Number of a footnote, in figures; `None` for another paragraph."""
    match = _NUMBER.match(paragraph.lines[0].text)
    return match[0].translate(_LOWERED) if match else None


def note_numbers(elements: Iterable[Element]) -> frozenset[str]:
    """Numbers of all footnotes."""
    numbers = (note_number(element) for element in elements if isinstance(element, Paragraph))
    return frozenset(number for number in numbers if number)


def with_calls(text: str, notes: frozenset[str]) -> str:
    """A word with its raised figures as calls, where a footnote has their number.

    >>> with_calls("immeuble¹", frozenset("1")), with_calls("m²", frozenset("12")), with_calls("x³", frozenset("1"))
    ('immeuble[^1]', 'm²', 'x³')
    """

    def call(match: re.Match[str]) -> str:
        number = match[0].translate(_LOWERED)
        return f"[^{number}]" if number in notes else match[0]

    return _CALL.sub(call, text) if notes else text


_LOWERED = str.maketrans(RAISED, "0123456789")
