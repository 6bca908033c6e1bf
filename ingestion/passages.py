"""Passages: the units that search ranks, each a bare span of the text with the context it needs to be understood."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingestion.blocks import Block, BlockKind
from ingestion.french.sentences import sentences
from ingestion.hyphens import joined
from ingestion.lines import display

LONGEST = 300
"""Words that no passage exceeds, unless one sentence or row does: the embedder reads 512 tokens."""
MAX_WORDS = 280
"""A block of no more words is never cut, its headings aside."""
TARGET_WORDS = 160
"""A passage stops growing here: shorter ones rank better, longer ones lose the sentence that answers."""
HEADING_WORDS = 60
"""Headings that follow one another stay together up to here; a list of headings is cut."""
LEAD_WORDS = 80
"""Of a longer lead-in only the end is kept: what introduces a list is its last words."""
_HEADINGS = (BlockKind.HEADING, BlockKind.ARTICLE, BlockKind.ANNEXE)
_ZONES = (BlockKind.PARTY, BlockKind.SIGNATURE, BlockKind.VISA, BlockKind.TITLE)


@dataclass(frozen=True, slots=True)
class Passage:
    """A span of at most some 300 words that stays with its heading, lead-in or table header."""

    ordinal: int
    """Place in its document, from 0."""
    start: int
    end: int
    """Character span in the canonical text; the quote is exactly this span."""
    text: str
    """`canonical_text[start:end]`, no context added."""
    convention: str
    """Short name of its convention."""
    article: str | None
    """Number of its article, as in `Block.article`."""
    path: tuple[str, ...]
    """Headings above it, outermost first; headings that the span itself holds are included."""
    lead_in: str | None
    """What introduces it when the span does not hold it: « Le délégant s'engage à : », a table's header row."""
    page: int | None = None
    """Page of the original, from 1, where there is one."""

    @property
    def indexed_text(self) -> str:
        """What is embedded and indexed: headings, lead-in, then the text, without the convention's name.

        The name is left out so that a clause which stands in a hundred conventions is embedded once; names are resolved
        before ranking (see `Identity`) and weigh nothing in it.
        """
        context = [" > ".join(self.path), self.lead_in or ""]
        text = joined(self.text)
        return "\n".join([part for part in context if part and part not in text] + [text])


@dataclass(frozen=True, slots=True)
class _Piece:
    """A block, or a part of one too long for a passage."""

    block: Block
    start: int
    end: int
    words: int
    header: str | None = None
    """Header row of the table that the piece is cut from, when the piece does not hold it."""
    noise: int = 0
    """Words that belong to no piece between the one before and this one: page noise, a table's rules."""


def read_passages(text: str, blocks: Sequence[Block], convention: str) -> tuple[Passage, ...]:
    """Cut the blocks into passages; noise belongs to none, unless a sentence runs across it."""
    passages: list[Passage] = []
    for run in _runs(blocks):
        passages.append(_passage(text, run, blocks, convention, len(passages)))
    return tuple(passages)


def rename(passages: Sequence[Passage], convention: str) -> tuple[Passage, ...]:
    """The same passages under another short name."""
    return tuple(replace(passage, convention=convention) for passage in passages)


def _runs(blocks: Sequence[Block]) -> Iterator[list[_Piece]]:
    """Pieces that go into one passage."""
    run: list[_Piece] = []
    noise = 0
    for index, block in enumerate(blocks):
        if block.kind is BlockKind.NOISE or not any(map(str.isalnum, block.text)):
            noise += len(block.text.split())
            continue
        for bare in _pieces(block, _room(run, noise)):
            piece, noise = replace(bare, noise=bare.noise + noise), 0
            if run and _cuts(run, piece, _led(blocks, index)):
                keep = _opening(run, piece)
                yield run[: len(run) - len(keep)]
                run = keep
            run.append(piece)
        if run and run[-1].block is block:
            noise += len(block.text[run[-1].end - block.start :].split())
    if run:
        yield run


def _room(run: Sequence[_Piece], noise: int) -> int:
    """Words that a block may have and stay whole: fewer under long headings, from which its start is not parted."""
    headings = _span_words(run) if run and all(p.block.kind in _HEADINGS for p in run) else 0
    return min(MAX_WORDS, LONGEST - headings - noise)


def _led(blocks: Sequence[Block], index: int) -> bool:
    """True when the block before introduces or begins this one, so that a cut here would part them."""
    block = blocks[index]
    return block.continues is not None or (block.lead_in is not None and block.lead_in == index - 1)


def _cuts(run: Sequence[_Piece], piece: _Piece, led: bool) -> bool:
    """True when the piece must start another passage."""
    last, words = run[-1].block, sum(p.words for p in run)
    block = piece.block
    if (last.kind in _ZONES or block.kind in _ZONES) and last.kind is not block.kind:
        return True
    if all(p.block.kind in _HEADINGS for p in run):
        return piece.noise + (words + piece.words if block.kind in _HEADINGS else 0) > HEADING_WORDS
    if block.kind in _HEADINGS or (last.article, last.annexe, last.path) != (block.article, block.annexe, block.path):
        return True
    limit = MAX_WORDS if led or block.kind in _ZONES else TARGET_WORDS
    return words + piece.words > limit or _span_words([*run, piece]) > LONGEST


def _span_words(run: Sequence[_Piece]) -> int:
    """Words from the first piece to the last, page noise included."""
    return sum(piece.words + piece.noise for piece in run) - run[0].noise


def _opening(run: Sequence[_Piece], next_piece: _Piece) -> list[_Piece]:
    """The end of a run that belongs to what follows: a heading, or a lead-in whose list starts after the cut.

    Nothing when that is the whole run, or would make too long a passage.
    """
    keep: list[_Piece] = []
    following = next_piece.block
    for piece in reversed(run):
        introduces = piece.block.body.rstrip("*_ ").endswith(":") and piece.block.path == following.path
        opens = piece.block.kind in _HEADINGS or (introduces and following.kind not in _HEADINGS)
        if not opens or piece.block.kind in _ZONES:
            break
        keep.insert(0, piece)
    fits = _span_words([*keep, next_piece]) <= LONGEST
    return keep if fits and len(keep) < len(run) else []


def _pieces(block: Block, room: int) -> list[_Piece]:
    words = len(block.body.split())
    if words <= room:
        return [_Piece(block, block.body_start, block.body_end, words)]
    if block.rows:
        header = " | ".join(cell.text.strip() for row in block.rows if row.header for cell in row.cells) or None
        spans = [(row.start, row.end) for row in block.rows]
    else:
        header = None
        spans = [(block.start + a, block.start + b) for a, b in sentences(block.text)]
    return _packed(block, spans, header)


def _packed(block: Block, spans: Sequence[tuple[int, int]], header: str | None) -> list[_Piece]:
    """Spans put together until a passage is long enough; what stands between them counts too."""
    pieces: list[_Piece] = []
    for a, b in spans:
        words = len(block.text[a - block.start : b - block.start].split())
        between = len(block.text[pieces[-1].end - block.start : a - block.start].split()) if pieces else 0
        if pieces and pieces[-1].words + between + words <= TARGET_WORDS:
            pieces[-1] = replace(pieces[-1], end=b, words=pieces[-1].words + between + words)
        else:
            pieces.append(_Piece(block, a, b, words, header if pieces else None, between))
    return pieces


def _passage(text: str, run: Sequence[_Piece], blocks: Sequence[Block], convention: str, ordinal: int) -> Passage:
    start, end = run[0].start, run[-1].end
    block = next((p.block for p in run if p.block.kind not in _HEADINGS), run[-1].block)
    lead = run[0].header or _lead_in(run[0], blocks)
    return Passage(ordinal, start, end, text[start:end], convention, block.article, block.path, lead, block.page)


def _lead_in(piece: _Piece, blocks: Sequence[Block]) -> str | None:
    """The lead-ins of a piece that starts a passage, outermost first."""
    leads: list[str] = []
    block = piece.block
    while block.lead_in is not None and len(leads) < 4:
        block = blocks[block.lead_in]
        if block.kind not in _HEADINGS:
            leads.insert(0, _end_of(display(block.body)))
    return " ".join(leads) or None


def _end_of(lead: str) -> str:
    words = lead.split()
    return lead if len(words) <= LEAD_WORDS else " ".join(["…", *words[-LEAD_WORDS:]])
