"""Page noise: what a page carries besides its text (letterheads, page numbers, images) in the middle of sentences."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

from rapidfuzz import fuzz

from ingestion.lines import Line

_PAGE_NUMBER = re.compile(
    r"(?:page\s*)?\d{1,3}\s*(?:/|sur)\s*\d{1,3}|page\s*\d{1,3}|[-–—]\s*\d{1,3}\s*[-–—]|p\.\s*\d{1,3}|\d{1,3}|[-_=*—–]{3,}"
)
_RUNNING = re.compile(
    r".{3,80}?(?:[ ]{2,}|[-–—|•·]\s*|\bpage\s*)(?:page\s*|p\.\s*)?\d{1,3}\s*(?:/|sur)\s*\d{1,3}"
    r"|.{3,80}?\s{3,}page\s*\d{1,3}"
)
"""A running header that ends with the page's number."""
_IMAGE = re.compile(
    r"!\[[^\]]*\]\([^)]*\)|\[(?:image|logo|photo|signature|cachet|tampon)[^\]]*\]|<!--.*?-->", re.IGNORECASE
)
_LETTERHEAD = ("gouvernement", "republique francaise", "liberte egalite fraternite", "liberte", "egalite", "fraternite")
"""Words of the State's letterhead (charte graphique de l'État), stamped on each page."""
_STAMP_LINES = 5
"""A service's name under the letterhead takes no more lines."""
REPEATS = 3
"""A short line found this many times or more is a running header or footer."""


def noise_lines(lines: Sequence[Line]) -> frozenset[int]:
    """Indices of the lines that are page noise."""
    repeated = _repeated(lines)
    found = {i for i, line in enumerate(lines) if not line.blank and (_is_noise(line) or line.folded in repeated)}
    return frozenset(found | _letterhead_rest(lines, found))


def _is_noise(line: Line) -> bool:
    folded = line.folded
    if _IMAGE.fullmatch(line.text.strip()):
        return True
    if len(folded) <= 140 and _RUNNING.fullmatch(folded):
        return True
    if len(folded) > 60:
        return False
    return bool(_PAGE_NUMBER.fullmatch(folded)) or is_letterhead(folded)


def is_letterhead(folded: str) -> bool:
    """True for a line of the State's letterhead, read through OCR slips.

    >>> [is_letterhead(line) for line in ("liberte • egalite • fraternite", "governement", "le gouvernement paie")]
    [True, True, False]
    """
    words = " ".join(re.findall(r"[a-z]+", folded))
    return bool(words) and any(
        abs(len(words) - len(known)) <= 3 and fuzz.ratio(words, known) >= 88 for known in _LETTERHEAD
    )


def _repeated(lines: Sequence[Line]) -> frozenset[str]:
    """Folded texts of running headers: short, repeated, with a letter, neither a list item nor a table row."""
    counts = Counter(re.sub(r"\d+", "#", line.folded) for line in lines if _could_run(line))
    running = {shape for shape, count in counts.items() if count >= REPEATS}
    return frozenset(line.folded for line in lines if _could_run(line) and re.sub(r"\d+", "#", line.folded) in running)


def _could_run(line: Line) -> bool:
    text = line.folded
    if not 6 <= len(text) <= 90 or not any(c.isalpha() for c in text) or "\t" in line.text or "|" in line.text:
        return False
    if ": " in text:
        return False
    return (
        text[0].isalnum()
        and text[-1] not in ".;:,)"
        and not re.match(r"(?:article|annexe|le |la |les |et$|entre$)", text)
    )


def _letterhead_rest(lines: Sequence[Line], noise: set[int]) -> set[int]:
    """What is stamped around a letterhead in mid-document: the ministry above it, the service's name below it."""
    text = [i for i, line in enumerate(lines) if not line.blank and i not in noise]
    first = next((i for i, line in enumerate(lines) if not line.blank), len(lines))
    stamped = [i for i in sorted(noise) if is_letterhead(lines[i].folded)]
    rest: set[int] = set()
    for index in stamped:
        after = bisect_right(text, index)
        if after and first < text[after - 1] and _is_capitals(lines[text[after - 1]]):
            rest.add(text[after - 1])
        if after < len(text) and first < stamped[0]:
            rest.update(_stamp(lines, text[after]))
    return rest


def _stamp(lines: Sequence[Line], start: int) -> range:
    """Two to five very short lines in a row with a blank line after them: the service's name; else an empty range."""
    end = start
    while end < len(lines) and end - start <= _STAMP_LINES and not lines[end].blank and _is_stamp(lines[end]):
        end += 1
    whole = end >= len(lines) or lines[end].blank
    return range(start, end) if whole and 2 <= end - start <= _STAMP_LINES else range(0)


def _is_capitals(line: Line) -> bool:
    """The ministry's name above the device: a few words, all in capitals, nothing numbered."""
    letters = [c for c in line.masked if c.isalpha()]
    numbered = re.match(r"(?:article|annexe|titre|chapitre)\b|[\divx]+[.)]", line.folded)
    return len(letters) >= 6 and all(c.isupper() for c in letters) and _is_stamp(line) and not numbered


def _is_stamp(line: Line) -> bool:
    return len(line.folded.split()) <= 5 and not re.search(r"[\d.;:€]", line.folded)
