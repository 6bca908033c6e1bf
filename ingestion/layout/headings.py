"""Headings: told from running text by the size of the type, or by lines in bold that stand apart."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ingestion.layout.elements import Element, Paragraph
from ingestion.layout.lines import Line

_LARGER = 1.08
"""Times the size of the text from which type is a heading's."""
_LONGEST = 30
"""Words of a heading, at most."""
_BOLD_SHARE = 0.4
"""Share of bold text from which bold says nothing."""
_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Styles:
    """What type a document sets its text and its headings in."""

    body: float
    """Size of the text, points."""
    sizes: tuple[float, ...]
    """Sizes of headings, the largest first."""
    bold: bool
    """True when a bold line that stands apart is a heading."""

    def level(self, paragraph: Paragraph) -> int:
        """Level of a heading, from 1; 0 for what is none."""
        size = _size(paragraph.lines[0])
        larger = size > _LARGER * self.body
        if not _could_head(paragraph) or not (larger or (self.bold and _stands_out(paragraph))):
            return 0
        deeper = len(self.sizes) + 1
        return min(_DEEPEST, self.sizes.index(size) + 1 if larger and size in self.sizes else deeper)


def read_styles(elements: Sequence[Element]) -> Styles:
    """Read the styles of a document from all its paragraphs."""
    paragraphs = [element for element in elements if isinstance(element, Paragraph)]
    letters: Counter[float] = Counter()
    bold = 0
    for line in (line for paragraph in paragraphs for line in paragraph.lines):
        count = sum(len(word.text) for word in line.words)
        letters[_size(line)] += count
        bold += count * line.bold
    body = max(letters, key=lambda size: (letters[size], size), default=0.0)
    heads = {_size(p.lines[0]) for p in paragraphs if _could_head(p)}
    sizes = sorted((size for size in heads if size > _LARGER * body), reverse=True)
    return Styles(body, tuple(sizes[: _DEEPEST - 1]), bold <= _BOLD_SHARE * sum(letters.values()))


def _size(line: Line) -> float:
    return round(line.size * 2) / 2


def _could_head(paragraph: Paragraph) -> bool:
    text = " ".join(line.text for line in paragraph.lines)
    return len(text.split()) <= _LONGEST and any(map(str.isalpha, text)) and not text.endswith((";", ","))


def _stands_out(paragraph: Paragraph) -> bool:
    """Bold, apart from what is above, in one piece, and no sentence that introduces something."""
    text = paragraph.lines[-1].text
    whole = all(line.bold for line in paragraph.lines) and not paragraph.forced
    return whole and paragraph.apart and not text.rstrip().endswith((":", "."))
