"""Footnotes: their numbers, and the calls that point to them."""

import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import replace

from ingestion.layout.elements import Element, Paragraph

RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_LOWERED = str.maketrans(RAISED, "0123456789")
_RAISED = str.maketrans("0123456789", RAISED)
_NUMBER = re.compile(f"[{RAISED}]+")
_CALL = re.compile(f"(?<!\\bm)(?<!\\b[cdk]m)[{RAISED}]+")
"""A raised figure, but that of « 12 m² »."""


_PLAIN = re.compile(r"[(\[]?(\d{1,3})[)\].]{0,2}")
"""A note's number that is not raised."""
_SMALL = 0.92
"""Size of a footnote's type, in sizes of the text's, at most."""


def is_note(element: Element) -> bool:
    """True for a footnote: a paragraph that a raised number starts."""
    return isinstance(element, Paragraph) and note_number(element) is not None


def with_notes(page: Sequence[Element], body: float) -> list[Element]:
    """A page's elements, its footnotes each one paragraph that a raised number starts.

    At the foot of a page, in type smaller than the text (`body`, points), a plain number that is called above starts a
    note too, and a paragraph without one goes on the note before it.
    """
    foot = len(page)
    while foot and _is_small(page[foot - 1], body):
        foot -= 1
    lines = [line.text for element in page if isinstance(element, Paragraph) for line in element.lines]
    called = {number.translate(_LOWERED) for text in lines for number in _CALL.findall(text)}
    made = list(page[:foot])
    for element in page[foot:]:
        note = _as_note(element, called)
        if note is element and made and is_note(made[-1]) and not is_note(element):
            made[-1] = _extended(made[-1], element)
        else:
            made.append(note)
    return made


def _is_small(element: Element, body: float) -> bool:
    return isinstance(element, Paragraph) and element.lines[0].size <= _SMALL * body


def _as_note(element: Element, called: Set[str]) -> Element:
    """The paragraph with its number raised, when that number is called; else the very element."""
    if not isinstance(element, Paragraph):
        return element
    first = element.lines[0]
    match = _PLAIN.fullmatch(first.words[0].text)
    if match is None or match[1] not in called or len(first.words) < 2:
        return element
    number = replace(first.words[0], text=match[1].translate(_RAISED))
    lines = (replace(first, words=(number, *first.words[1:])), *element.lines[1:])
    return replace(element, lines=lines, item=False)


def _extended(note: Element, element: Element) -> Element:
    if not isinstance(note, Paragraph) or not isinstance(element, Paragraph):
        return note
    return replace(note, lines=note.lines + element.lines)


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
