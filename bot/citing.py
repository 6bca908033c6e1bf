"""Citations: numbered as they are first used, one number a span."""

from dataclasses import dataclass, field, replace

from bot.answer import Citation
from ingestion.blocks import Block
from ingestion.corpus import Entry
from ingestion.facts.evidence import Evidence
from ingestion.french.sentences import sentences

_SHORT = 40
"""Characters under which a quote tells nothing by itself."""


@dataclass(slots=True)
class Citations:
    """The citations of one answer while it is written."""

    found: list[Citation] = field(default_factory=list)

    def cite(self, entry: Entry, start: int, end: int) -> int:
        """Number, from 1, of the citation of a span; the same span keeps its number."""
        block = block_at(entry, start)
        heading = block.path[-1] if block.path else None
        article = block.article if block.annexe is None else None
        quote = entry.document.text[start:end]
        citation = Citation(
            source=entry.document.source, convention=entry.identity.short_name, article=article, heading=heading,
            start=start, end=end, quote=quote, page=entry.document.page_at(start), confidence=_least(entry, start, end),
        )  # fmt: skip
        if citation not in self.found:
            self.found.append(citation)
        return self.found.index(citation) + 1


def _least(entry: Entry, start: int, end: int) -> float | None:
    """Lowest confidence of the doubtful words of a span; `None` when there are none."""
    return min((doubt.confidence for doubt in entry.document.doubts_in(start, end)), default=None)


def in_its_sentence(entry: Entry, one: Evidence) -> Evidence:
    """An evidence of a word or two, « annexe 3 », with the sentence, item or row around it, to see it used."""
    if len(one.quote) >= _SHORT or entry.document.text[one.start : one.end] != one.quote:
        return one
    block = block_at(entry, one.start)
    spans = [(row.start, row.end) for row in block.rows] or [
        (block.start + start, block.start + end) for start, end in sentences(block.text)
    ]
    start, end = next(((a, b) for a, b in spans if a <= one.start and one.end <= b), (one.start, one.end))
    return replace(one, start=start, end=end, quote=entry.document.text[start:end])


def block_at(entry: Entry, offset: int) -> Block:
    """The block that holds a character of the text."""
    low, high = 0, len(entry.blocks) - 1
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if entry.blocks[middle].start <= offset else (low, middle - 1)
    return entry.blocks[low]
