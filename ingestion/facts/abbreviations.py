"""Abbreviations: letters matched with the words they stand for, before them or in brackets after them."""

import re
from collections.abc import Iterator

from ingestion.french.folding import fold

_SHORT_AFTER = re.compile(r"\(\s*[«\"“]?\s*(?P<short>[A-ZÀ-Ý][\w&/-]{1,9})\s*[»\"”]?\s*\)")
_LONG_AFTER = re.compile(r"(?<![\w-])(?P<short>[A-ZÀ-Ý][A-ZÀ-Ýa-z&/-]{1,9})\s+\(\s*(?P<long>[^()«»\"\n]{6,120})\)")
_BOUNDARY = re.compile(r"[.;:()\[\]|]|\n[ \t]*\n")
_WORD = re.compile(r"[a-z0-9œæ]+")
_LITTLE = frozenset(
    ("de", "du", "des", "d", "la", "le", "les", "l", "et", "a", "au", "aux", "en", "pour", "sur", "par", "dans")
)
_REACH = 160
"""Characters looked at before a bracket: the longest name of an administration."""


def find_abbreviations(clear: str) -> Iterator[tuple[str, tuple[int, int], tuple[int, int]]]:
    """Each abbreviation with its span and the span of the words it stands for, in a text without marks.

    >>> [clear[a:b] for clear in ["La direction des bois (DB) paie."] for _, _, (a, b) in find_abbreviations(clear)]
    ['direction des bois']
    >>> list(find_abbreviations("une page de statistiques (RGS) et le coach (Paul)"))
    []
    """
    for match in _SHORT_AFTER.finditer(clear):
        long = _before(clear, match.start(), match["short"]) if _is_short(match["short"]) else None
        if long:
            yield match["short"], match.span("short"), long
    for match in _LONG_AFTER.finditer(clear):
        words = fold(match["long"])
        first = len(words) - len(words.lstrip("l'ae "))
        starts = [found.start() for found in _WORD.finditer(words)][:2]
        if _is_short(match["short"]) and any(_stands(match["short"], words, at) for at in (*starts, first)):
            yield match["short"], match.span("short"), match.span("long")


def _is_short(word: str) -> bool:
    return sum(c.isupper() for c in word) >= 2


def _before(clear: str, end: int, short: str) -> tuple[int, int] | None:
    """Span of the words that end at `end` and that the letters stand for."""
    low = max(0, end - _REACH)
    cut = [match.end() for match in _BOUNDARY.finditer(clear, low, end)]
    start = cut[-1] if cut else low
    words = fold(clear[start:end])
    scored = [
        (score, found.start()) for found in _WORD.finditer(words) if (score := _stands(short, words, found.start()))
    ]
    if not scored:
        return None
    _, at = max(scored)
    return start + at, start + len(words.rstrip(' \n"'))


def _stands(short: str, words: str, at: int) -> int:
    """How many letters open a word when `short` stands for `words[at:]`; 0 when it does not stand for it."""
    letters = [c for c in fold(short) if c.isalnum()]
    tail = words[at:]
    content = [found[0] for found in _WORD.finditer(tail) if found[0] not in _LITTLE]
    if not tail.startswith(letters[0]) or not content or tail[: len(content[0])] != content[0]:
        return 0
    initials = _initials(letters, tail)
    enough = initials >= max(2, (len(letters) + 1) // 2)
    return initials if enough and len(content) <= len(letters) + 2 else 0


def _initials(letters: list[str], words: str) -> int:
    """Most letters that can open a word when all are found in order, the first at the start; 0 when they cannot be."""
    size = len(words)
    opens = {found.start() for found in _WORD.finditer(words)}
    best = [0] * (size + 1)
    for letter in reversed(letters[1:]):
        following, best = best, [-size] * (size + 1)
        for at in range(size - 1, -1, -1):
            best[at] = best[at + 1]
            if words[at] == letter:
                best[at] = max(best[at], following[at + 1] + (at in opens))
    return max(0, 1 + best[1]) if size > 1 else 0
