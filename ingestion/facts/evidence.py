"""Evidence: where a fact stands in its document, word for word. No evidence, no fact."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from ingestion.blocks import Block


class State(StrEnum):
    """What the text does with a fact that it should hold. Absence is no state: there is then no fact."""

    STATED = "stated"
    BLANK = "blank"
    """The place is there and nothing is written in it: « Fait à Paris, le », « …… », « [à compléter] »."""
    UNREAD = "unread"
    """Something is written that no reader understands; its words are kept."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A span of the canonical text."""

    start: int
    end: int
    """Character span in the canonical text."""
    quote: str
    """`canonical_text[start:end]`."""
    article: str | None
    """As in `Block.article`."""
    annexe: str | None
    """As in `Block.annexe`."""
    heading: str | None
    """The innermost heading above it; `None` before the first."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who, as the text says it and as it means it."""

    words: str
    """As written: « le partenaire-déléguataire », « l'ONA »."""
    role: str | None
    """Role resolved, in lower case and correctly spelt: `délégataire`; `None` for somebody who is no party."""
    party: str | None
    """`Party.label` of the party meant; `None` for somebody who is no party (« l'équipe », « le comité »)."""


def evidence(block: Block, start: int | None = None, end: int | None = None) -> Evidence:
    """Evidence inside one block: the span given in offsets of the whole text, by default the block's body."""
    first = block.body_start if start is None else start
    last = block.body_end if end is None else end
    quote = block.text[first - block.start : last - block.start]
    heading = block.path[-1] if block.path else None
    return Evidence(first, last, quote, block.article, block.annexe, heading)


def sentence_around(block: Block, start: int, end: int, spans: Sequence[tuple[int, int]]) -> Evidence:
    """Evidence for the whole sentence that holds a span. `spans` are the block's sentences, relative to its text."""
    for a, b in spans:
        if block.start + a <= start and end <= block.start + b:
            return evidence(block, block.start + a, block.start + b)
    return evidence(block)
