"""Sections: the parts of an avenant that give instructions, with the article of the convention that each aims at."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ingestion.blocks import Block, BlockKind
from ingestion.facts.evidence import Evidence, evidence
from ingestion.french.folding import fold
from ingestion.headings import ORDINALS, normalise_number
from ingestion.lines import mask

_ASIDE = {BlockKind.NOISE, BlockKind.FOOTNOTE}
_OUTSIDE = {BlockKind.PARTY, BlockKind.VISA, BlockKind.SIGNATURE, BlockKind.TITLE}
NUMBER = (
    r"(?:n° ?)?(?P<number>\d{1,3}(?: ?[.-] ?\d{1,2})?(?: (?:bis|ter|quater|quinquies))?(?![\d€%])"
    rf"|premier|{ORDINALS}|1 ?er|[ivx]{{1,5}}(?: bis| ter)?(?!\w))"
)
_ARTICLE = re.compile(rf"\b(?:l')?article {NUMBER}")
_OTHER_TEXT = re.compile(
    r" ?(?:,? ?(?:alinea \w+|paragraphe \w+),? ?)?(?:du|de la|de l'|des) (?:present avenant|decret|loi|code|arrete"
    r"|ordonnance|reglement|circulaire|rgpd|cgct)\b"
)


@dataclass(frozen=True, slots=True)
class Section:
    """One article of the avenant, or the whole avenant when it has none."""

    blocks: tuple[Block, ...]
    start: int
    """Offset of the section in the canonical text."""
    text: str
    """Its text without marks and page headers, at the same offsets."""
    folded: str
    """`text` folded, line ends made blanks."""
    heading: str
    """Folded heading, empty when it has none."""

    def evidences(self, start: int, end: int) -> tuple[Evidence, ...]:
        """Evidence for a span of the section, one a block."""
        first, last = self.start + start, self.start + end
        near = (b for b in self.blocks if b.start < last and first < b.end and b.kind not in _ASIDE)
        spans = ((b, max(first, b.body_start), min(last, b.body_end)) for b in near)
        found = [(block, evidence(block, a, b)) for block, a, b in spans if a < b]
        body = tuple(one for block, one in found if block.kind is not BlockKind.ARTICLE)
        return body or tuple(one for _, one in found)


def read_sections(blocks: Sequence[Block]) -> tuple[Section, ...]:
    """Sections in reading order; preamble, parties, signatures and annexes left out where there are articles."""
    inside = [b for b in blocks if b.annexe is None and b.kind not in _OUTSIDE]
    numbers = list(dict.fromkeys(b.article for b in inside if b.article is not None))
    if not numbers:
        return (_section(tuple(inside)),) if inside else ()
    return tuple(_section(tuple(b for b in inside if b.article == number)) for number in numbers)


def _section(blocks: tuple[Block, ...]) -> Section:
    start = blocks[0].start
    pieces: list[str] = []
    end = start
    for block in blocks:
        pieces += (" " * (block.start - end), " " * len(block.text) if block.kind in _ASIDE else mask(block.text))
        end = block.end
    text = "".join(pieces)
    heading = fold(blocks[0].body) if blocks[0].kind is BlockKind.ARTICLE else ""
    return Section(blocks, start, text, fold(text).replace("\n", " "), heading)


def find_targets(folded: str) -> Iterator[tuple[int, str]]:
    """Place and number of each article of the convention that a folded text names; those of laws are left out.

    >>> list(find_targets("a l'article 5 de la convention initiale, et non a l'article 3 du decret"))
    [(2, '5')]
    """
    for found in _ARTICLE.finditer(folded):
        if not _OTHER_TEXT.match(folded, found.end()):
            yield found.start(), normalise_number(found["number"])


def target(section: Section, place: int) -> str | None:
    """The article that an instruction at a place of the section aims at: the last one before it, else the heading's."""
    skip = len(section.heading)
    named = _targets(section.folded)
    index = bisect_right(named, place, key=lambda found: found[0])
    if index and named[index - 1][0] >= skip:
        return named[index - 1][1]
    own = re.match(r"\W*article \S+", section.heading)
    inside = [number for start, number in find_targets(section.heading) if not own or start >= own.end()]
    return inside[-1] if inside else None


@lru_cache(maxsize=4)
def _targets(folded: str) -> tuple[tuple[int, str], ...]:
    """Asked for each instruction of the section in turn."""
    return tuple(find_targets(folded))
