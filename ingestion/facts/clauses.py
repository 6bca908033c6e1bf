"""Clauses: the sentences, items and table cells of a document, ready to be matched without losing their offsets."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice

from ingestion.blocks import Block, BlockKind
from ingestion.facts.evidence import Evidence, evidence
from ingestion.facts.verbs import read_verb
from ingestion.french.folding import fold
from ingestion.french.sentences import sentences
from ingestion.lines import display, mask

_READ = frozenset(BlockKind) - {BlockKind.NOISE, BlockKind.TABLE, BlockKind.PARTY}
_HEADINGS = {BlockKind.TITLE, BlockKind.HEADING, BlockKind.ARTICLE, BlockKind.ANNEXE}
_MARK = re.compile(
    r"[ \n]*(?:[-*•–—·▪◦o](?=[ \n])|\(?(?:[0-9]{1,2}|[a-zA-Z]|[ivxIVX]{1,5})[.)°](?!\w)[ ]*[-–—.]?"
    r"|[0-9]{1,2}(?:\.[0-9]{1,2}){1,3}\.?(?=[ \n]))[ \n]*"
)
"""The mark or the number before an item or a numbered paragraph."""
_LONGEST = 2000
"""Characters of a clause: a sentence of law has some hundreds."""
_CALL = re.compile(r"<sup>[ 0-9]{1,4}</sup>|(?<=[^\W\d_])[¹²³⁰⁴-⁹]+")
"""Calls of footnotes: digits in HTML or superscript after a word."""
_SUBJECT = re.compile(r"(?:l[ae]s? |l'|chaque |chacune? |tou(?:te|t)s? |ils? |elles? |une? |aucune? |ces? |cette )")
_WORD = re.compile(r"[a-z']+")
_BEING = re.compile(r" (?:est|sont|sera|seront|peu(?:t|vent)|doi(?:t|vent)|s'elev\w+) ")
_NEAR_VERB = 25
"""Words among which the verb of a sentence stands."""
_OPENING = re.compile(r"preambul|context|historique|considerant|expos|rappel")
"""Headings of the parts that tell a story: nothing is due there."""


_SPACE = re.compile(r"(?P<set>\[\^?\]?[^\]]*\])| (?![*+?{])")


@cache
def spaced(source: str) -> re.Pattern[str]:
    """A pattern for folded clauses in which a space stands for any run of blanks.

    >>> bool(spaced("a la fin").search("a  la fin"))
    True
    """
    # possessive, so that what must not follow cannot be dodged
    return re.compile(_SPACE.sub(lambda found: found["set"] or "[ ]++", source))


@dataclass(frozen=True, slots=True)
class Clause:
    """One sentence, item or cell."""

    blocks: tuple[Block, ...]
    """The block it stands in; two when a page break cuts its sentence."""
    start: int
    end: int
    """Character span in the canonical text, list mark left out. A page header inside a cut sentence is in the span,
    as blanks in `text`, and in no evidence."""
    text: str
    """The span without Markdown and HTML marks: same length, same offsets."""
    folded: str
    """`text` folded (french.folding), line ends made blanks; offsets stay."""
    cell: tuple[str | None, str | None] | None = None
    """Row header and column header of a table cell; `None` outside tables."""
    intro: "Clause | None" = None
    """The sentence that introduces an item or a table, itself with its own introduction; `None` when nothing does."""
    before: "Clause | None" = None
    """The sentence before it under the same heading, for the pronouns that go on with it; `None` for the first, and for
    items."""
    opening: bool = False
    """True in the preamble and its like."""

    @property
    def block(self) -> Block:
        """The block it starts in."""
        return self.blocks[0]

    @property
    def heading(self) -> bool:
        """Whether it is a title or a heading."""
        return self.block.kind in _HEADINGS

    @property
    def under(self) -> str:
        """The headings above it, folded, on one line."""
        return fold(" / ".join(self.block.path))

    def words(self, start: int, end: int) -> str:
        """The text between two offsets on one line, verbatim but for line ends, emphasis and calls of footnotes."""
        return " ".join(display(_CALL.sub("", found.quote)) for found in self.evidences(start, end))

    def evidences(self, start: int = 0, end: int | None = None) -> tuple[Evidence, ...]:
        """Evidence for a span given in offsets of the clause, by default all of it; one a block."""
        first, last = self.start + start, self.start + (len(self.text) if end is None else end)
        spans = ((block, max(first, block.body_start), min(last, block.body_end)) for block in self.blocks)
        return tuple(evidence(block, a, b) for block, a, b in spans if a < b)

    def with_intros(self) -> tuple[Evidence, ...]:
        """Evidence for the clause, then for what introduces it, innermost first; a heading is none for a sentence."""
        bare = self.intro is not None and self.intro.heading and self.is_sentence()
        return self.evidences() + (self.intro.with_intros() if self.intro and not bare else ())

    def is_sentence(self) -> bool:
        """Whether it has a subject, a verb and a full stop of its own, unlike « le suivi du projet ; »."""
        if not self.folded.rstrip('*_" ').endswith(".") or not _SUBJECT.match(self.folded):
            return False
        words = islice(_WORD.finditer(self.folded), 1, _NEAR_VERB)
        return _BEING.search(self.folded) is not None or any(
            read_verb(self.folded, word.start(), len(self.folded), self.text) for word in words
        )


def read_clauses(blocks: Sequence[Block]) -> tuple[Clause, ...]:
    """All the clauses of a document in reading order; parties and page headers left out."""
    return _clauses(tuple(blocks))


@lru_cache(maxsize=4)  # several families read the same blocks one after the other
def _clauses(blocks: tuple[Block, ...]) -> tuple[Clause, ...]:
    articles = any(block.article for block in blocks)
    cut = {block.continues: block for block in blocks if block.continues is not None}
    last: dict[int, Clause] = {}
    found: list[Clause] = []
    for index, block in enumerate(blocks):
        intro = last.get(block.lead_in) if block.lead_in is not None else None
        if block.kind is BlockKind.TABLE:
            read = list(_cells(block, intro, _tells(block, articles)))
        elif block.kind in _READ and block.continues is None:
            chain = _joined(index, block, blocks, cut)
            read = list(_sentences(chain, intro, _before(block, found), _tells(block, articles)))
        else:
            read = []
        found += read
        if read:
            last[index] = read[-1]
    return tuple(found)


def _before(block: Block, found: list[Clause]) -> Clause | None:
    """The sentence before a paragraph, when it too is in a paragraph under the same heading."""
    if block.kind is not BlockKind.PARAGRAPH or not found:
        return None
    last = found[-1]
    return last if last.block.kind is block.kind and last.block.path == block.path else None


def _tells(block: Block, articles: bool) -> bool:
    outside = articles and block.article is None and block.annexe is None
    return outside or bool(block.path and _OPENING.match(fold(block.path[-1]).lstrip("#* 0123456789.")))


def _joined(index: int, block: Block, blocks: tuple[Block, ...], cut: dict[int, Block]) -> tuple[Block, ...]:
    """The block and those that finish its sentence after page breaks."""
    chain = [block]
    while index in cut and cut[index].kind is not BlockKind.TABLE:
        chain.append(cut[index])
        index = blocks.index(cut[index], index)
    return tuple(chain)


def _sentences(
    chain: tuple[Block, ...], intro: Clause | None, before: Clause | None, opening: bool
) -> Iterator[Clause]:
    text, origin = _masked(chain), chain[0].start
    for number, (start, end) in enumerate(_short(text)):
        marked = _MARK.match(text, start, end) if number == 0 else None
        start = marked.end() if marked and marked.end() < end else start
        held = tuple(block for block in chain if block.start < origin + end and origin + start < block.end)
        before = _clause(held, (origin + start, text[start:end]), None, intro, before, opening)
        yield before


def _short(text: str) -> Iterator[tuple[int, int]]:
    """The sentences; one that no stop ends within `_LONGEST` is cut at a blank, so that time stays linear."""
    for start, end in sentences(text):
        while end - start > _LONGEST:
            cut = max(text.rfind(mark, start + _LONGEST // 2, start + _LONGEST) for mark in ";,\n ") + 1
            yield start, cut or start + _LONGEST
            start = cut or start + _LONGEST
        yield start, end


def _masked(chain: tuple[Block, ...]) -> str:
    """The blocks' text without marks; what stands between two blocks is blanks."""
    text = ""
    for block in chain:
        gap = " " * (block.start - chain[0].start - len(text))
        text = text.rstrip().ljust(len(text)) + gap + _bare(block.text) if text else _bare(block.text)
    return text


def _bare(text: str) -> str:
    return mask(_CALL.sub(lambda call: " " * len(call[0]), text))


def _clause(
    blocks: tuple[Block, ...],
    placed: tuple[int, str],
    cell: tuple[str | None, str | None] | None,
    intro: Clause | None,
    before: Clause | None,
    opening: bool,
) -> Clause:
    start, text = placed
    return Clause(blocks, start, start + len(text), text, _folded(text), cell, intro, before, opening)


def _folded(text: str) -> str:
    return fold(text).replace("\n", " ")


def _cells(block: Block, intro: Clause | None, opening: bool) -> Iterator[Clause]:
    for row in block.rows:
        for cell in row.cells if not row.header else ():
            if cell.text:
                headers = (cell.row_header, cell.column_header)
                yield _clause((block,), (cell.start, _bare(cell.text)), headers, intro, None, opening)


def segments(clause: Clause) -> Iterator[tuple[int, int]]:
    """The parts of a clause between semicolons, as spans of its text, blanks around them left out."""
    start = 0
    for end in [*(place for place, letter in enumerate(clause.text) if letter == ";"), len(clause.text)]:
        piece = clause.text[start:end]
        first = start + len(piece) - len(piece.lstrip())
        if piece.strip():
            yield first, first + len(piece.strip())
        start = end + 1
