"""Citations: numbered as they are first used, one number a span."""

from dataclasses import dataclass, field

from bot.answer import Citation
from ingestion.blocks import Block
from ingestion.corpus import Entry


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
            start=start, end=end, quote=quote,
        )  # fmt: skip
        if citation not in self.found:
            self.found.append(citation)
        return self.found.index(citation) + 1


def block_at(entry: Entry, offset: int) -> Block:
    """The block that holds a character of the text."""
    low, high = 0, len(entry.blocks) - 1
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if entry.blocks[middle].start <= offset else (low, middle - 1)
    return entry.blocks[low]
