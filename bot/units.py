"""Units: the sentences, items and rows that an answer quotes, each with the words it is found by."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from index.words import tokens
from ingestion.blocks import Block, BlockKind
from ingestion.corpus import Entry
from ingestion.french.folding import fold
from ingestion.french.sentences import sentences
from ingestion.lines import mask

_ANAPHORA = re.compile(
    r"\W*(?:ils?|elles?|ce(?:lui|lle|ux|lles)?(?:-ci)?|cet|cette|ces|son|sa|ses|leurs?|en cas|a defaut|dans ce cas|"
    r"toutefois|le premier|la premiere)\b"
)
_REFERRING = re.compile(
    r"\b(?:cet(?:te)?|ce|ces) (?:facultes?|droits?|possibilites?|obligations?|interdictions?|regles?|conditions?"
    r"|autorisations?|delais?|retenues?|sommes?)\b"
)
"""What stands for the sentence before: « le Porteur ne dispose pas de cette faculté »."""
_SILENT = (BlockKind.NOISE, BlockKind.HEADING, BlockKind.ARTICLE, BlockKind.ANNEXE)
_WHOLE = (BlockKind.ITEM, BlockKind.SIGNATURE, BlockKind.TITLE)


@dataclass(frozen=True, slots=True)
class Unit:
    """The smallest span worth quoting."""

    start: int
    end: int
    """Character span in the canonical text."""
    text: str
    block: int
    """Index of its block in the entry."""
    stems: frozenset[str]
    """Stems of its own words."""
    pairs: frozenset[tuple[str, str]]
    """Stems that stand side by side, little words left out: « responsable du traitement »."""
    led: frozenset[str]
    """Stems of what introduces it: lead-ins, row and column headers."""
    headed: frozenset[str]
    """Stems of the headings above it."""
    before: frozenset[str]
    """Stems of the sentence before, when this one takes its subject from it (« Son prix… », « Il est… »)."""
    near: frozenset[str]
    """Stems of its block: what the sentences around it say."""

    @property
    def opens_list(self) -> bool:
        """True when it introduces items."""
        return self.text.rstrip("*_ ").endswith(":")


def read_units(entry: Entry) -> tuple[Unit, ...]:
    """All units of a document, in the order of the text."""
    return tuple(unit for index, block in enumerate(entry.blocks) if block.body for unit in _units(entry, index, block))


def _units(entry: Entry, index: int, block: Block) -> Iterator[Unit]:
    if block.kind in _SILENT:
        return
    led = _stems(" ".join(_leads(entry, block)))
    headed = _stems(" ".join(block.path))
    near = _stems(block.body)
    previous: frozenset[str] = frozenset()
    for start, end, context in _spans(block):
        text = entry.document.text[start:end]
        order = tokens(mask(text))
        stems = frozenset(order)
        folded = fold(text)
        before = previous if _ANAPHORA.match(folded) or _REFERRING.search(folded) else frozenset()
        yield Unit(
            start, end, text, index, stems, frozenset(pairwise(order)), led | _stems(context), headed, before, near
        )
        previous = stems | before


def _leads(entry: Entry, block: Block) -> Iterator[str]:
    """What introduces a block, and the beginning of the sentence that a page break cut."""
    seen = 0
    while seen < 5 and (block.lead_in is not None or block.continues is not None):
        before = block.lead_in if block.lead_in is not None else block.continues
        block = entry.blocks[before or 0]
        seen += 1
        yield block.body


def _spans(block: Block) -> Iterator[tuple[int, int, str]]:
    """Spans of the units of a block, each with the headers of its cells."""
    if block.rows:
        for row in block.rows:
            if not row.header and row.end > row.start:
                yield row.start, row.end, " ".join(cell.column_header or "" for cell in row.cells if cell.text.strip())
    elif block.kind in _WHOLE:
        yield block.body_start, block.body_end, ""
    else:
        for start, end in sentences(block.text):
            yield block.start + start, block.start + end, ""


def _stems(text: str) -> frozenset[str]:
    return frozenset(tokens(text))
