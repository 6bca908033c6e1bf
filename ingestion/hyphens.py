"""Words cut at the end of a line, « conven-⏎tion »: joined for whoever matches, and given back cut in every quote.

A document with such words is read on a text where they are whole; each span is then brought back to the canonical text.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import partial
from typing import Any, TypeVar

from ingestion.french.folding import fold

T = TypeVar("T")
_CUT = re.compile(
    r"(?<![^\W_])(?P<first>[^\W_]{2,})(?P<gap>(?P<hyphen>[-‐\u00ad])[ \t]*(?:\r\n|\n)[ \t]*)(?P<last>[^\W_]{2,})"
)
_CODE = re.compile(r"[A-Z0-9]+")
_BEFORE = frozenset(
    """
    anti apres arriere avant au ci co contre demi ex extra grand infra inter mi micro mini non outre post quasi semi
    sous sus tiers vice vingt trente quarante cinquante soixante quatre dix
    """.split()  # noqa: SIM905, a list of a word a line would be unreadable
)
"""What a hyphen stands after in one word: « sous-traitant », « co-financement », « vingt-quatre »."""
_AFTER = frozenset(
    "ci la meme memes il elle on ils elles vous nous je tu prenant prenante prenants prenantes".split()  # noqa: SIM905
)
"""What a hyphen stands before: « celui-ci », « parties-prenantes »."""


@dataclass(frozen=True, slots=True)
class Joined:
    """A text whose cut words are whole, and where each of its characters stands in the text that it comes from."""

    text: str
    starts: tuple[int, ...]
    """Offsets in `text` after which characters were taken out, in order."""
    shifts: tuple[int, ...]
    """How many were, up to and with each of these."""

    def origin(self, offset: int) -> int:
        """Where a character of `text` stands in the text that it comes from."""
        place = bisect_right(self.starts, offset)
        return offset + (self.shifts[place - 1] if place else 0)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The same span in the text that it comes from; a span never ends in what was taken out."""
        first = self.origin(start)
        return (first, self.origin(end - 1) + 1) if end > start else (first, first)


def join(text: str) -> Joined:
    """Make cut words whole; of a compound only the line end goes.

    >>> join("la conven-\\ntion, le sous-\\ntraitant").text
    'la convention, le sous-traitant'
    """
    known: frozenset[str] | None = None
    kept, starts, shifts, at, removed = [], list[int](), list[int](), 0, 0
    for found in _CUT.finditer(text):
        if not _is_one_word(found):
            continue
        known = known if known is not None else frozenset(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", fold(text)))
        start = found.start("gap") + (1 if _is_compound(found, known) else 0)
        kept.append(text[at:start])
        removed += found.end("gap") - start
        starts.append(found.end("gap") - removed)
        shifts.append(removed)
        at = found.end("gap")
    return Joined("".join((*kept, text[at:])), tuple(starts), tuple(shifts))


def joined(text: str) -> str:
    """The text with its cut words whole."""
    return join(text).text if "-\n" in text or "\u00ad" in text or "‐\n" in text else text


def _is_one_word(found: re.Match[str]) -> bool:
    """« conven-⏎tion », « Seine-⏎Maritime », « 0352-⏎CFSE », but not the hyphen of « Article 12-⏎Objet »."""
    first, last = found["first"], found["last"]
    if first.isalpha() and last.isalpha():
        return True
    return bool(_CODE.fullmatch(first) and _CODE.fullmatch(last))


def _is_compound(found: re.Match[str], known: frozenset[str]) -> bool:
    """Whether the hyphen belongs to the word: never a soft one; else as the document writes it elsewhere, or its parts
    tell."""
    first, last = fold(found["first"]), fold(found["last"])
    if found["hyphen"] == "\u00ad":
        return False
    if found["last"][0].isupper() or not found["last"].isalpha():
        return True
    if first + last in known:
        return False
    return f"{first}-{last}" in known or first in _BEFORE or last in _AFTER


def restored(value: T, whole: Joined, text: str) -> T:
    """What was read on `whole`, with every span brought back to the canonical text, and its words quoted from there."""
    return value if not whole.starts else _restored(value, whole, text)


def _restored(value: Any, whole: Joined, text: str) -> Any:
    if isinstance(value, tuple):
        return tuple(map(partial(_restored, whole=whole, text=text), value))
    if not is_dataclass(value) or isinstance(value, type):
        return value
    held = {one.name: getattr(value, one.name) for one in fields(value)}
    changed = {
        name: _restored(one, whole, text)
        for name, one in held.items()
        if isinstance(one, tuple) or (is_dataclass(one) and not isinstance(one, type))
    }
    start, end = held.get("start"), held.get("end")
    if isinstance(start, int) and isinstance(end, int):
        first, last = whole.span(start, end)
        words = [name for name in ("text", "quote") if held.get(name) == whole.text[start:end]]
        changed |= {"start": first, "end": last, **dict.fromkeys(words, text[first:last])}
    return replace(value, **changed) if changed else value
