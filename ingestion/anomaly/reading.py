"""Readings: all that the detectors look at, read once for a document."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from ingestion.blocks import Block, BlockKind
from ingestion.facts.clauses import Clause, read_clauses
from ingestion.facts.dates import DateFact
from ingestion.facts.definitions import Definition
from ingestion.facts.evidence import Evidence, State, evidence
from ingestion.facts.parties import Party
from ingestion.facts.register import Fact
from ingestion.facts.roles import Roles, read_roles
from ingestion.names import DocumentKind, Identity

_F = TypeVar("_F")
_HEADINGS = (BlockKind.ARTICLE, BlockKind.ANNEXE, BlockKind.HEADING, BlockKind.TITLE)


@dataclass(frozen=True, slots=True)
class Reading:
    """One document as read."""

    text: str
    blocks: tuple[Block, ...]
    facts: tuple[Fact, ...]
    identity: Identity
    clauses: tuple[Clause, ...]

    @property
    def amends(self) -> bool:
        """Whether it is an avenant: its tables are fragments and its references point to another text."""
        return self.identity.kind is DocumentKind.AVENANT

    def of(self, sort: type[_F]) -> tuple[_F, ...]:
        """The facts of one type."""
        return tuple(fact for fact in self.facts if isinstance(fact, sort))

    def signed(self) -> DateFact | None:
        """The signature's date, the last one where parties sign on several days; `None` when the text gives none."""
        days = [
            fact
            for fact in self.of(DateFact)
            if fact.nature == "signature" and fact.value and fact.state is State.STATED
        ]
        return max(days, key=lambda fact: (fact.value is not None, fact.value), default=None)

    def roles(self) -> Roles:
        """Who is who in the document."""
        return read_roles(self.blocks, self.of(Party), self.of(Definition))

    def articles(self) -> dict[str, tuple[Block, ...]]:
        """Blocks of each article, heading first; articles that the text has twice are joined."""
        found: dict[str, list[Block]] = {}
        for block in self.blocks:
            if block.article is not None and block.annexe is None and block.kind is not BlockKind.NOISE:
                found.setdefault(block.article, []).append(block)
        return {number: tuple(blocks) for number, blocks in found.items()}

    def annexes(self) -> dict[str, tuple[Block, ...]]:
        """Blocks of each annexe, heading first; the empty string is the unnumbered one."""
        found: dict[str, list[Block]] = {}
        for block in self.blocks:
            if block.annexe is not None and block.kind is not BlockKind.NOISE:
                found.setdefault(block.annexe, []).append(block)
        return {number: tuple(blocks) for number, blocks in found.items()}

    def block_at(self, offset: int) -> Block:
        """The block that holds a character of the text."""
        return next(block for block in self.blocks if block.start <= offset < block.end)

    def clause_at(self, offset: int) -> Clause | None:
        """The sentence, item or cell that holds a character; `None` for parties, page headers and blanks."""
        return next((clause for clause in self.clauses if clause.start <= offset < clause.end), None)

    def sentences(self) -> Iterator[Clause]:
        """Sentences and items that are neither headings nor cells."""
        return (clause for clause in self.clauses if not clause.heading and clause.cell is None)

    def quoted(self, start: int, end: int) -> Evidence:
        """Evidence for a span of the text, cut at the end of its block."""
        block = self.block_at(start)
        return evidence(block, start, min(end, block.body_end))


def read(text: str, blocks: Sequence[Block], facts: Sequence[Fact], identity: Identity) -> Reading:
    """All that the detectors need of a document."""
    return Reading(text, tuple(blocks), tuple(facts), identity, read_clauses(blocks))


def is_heading(block: Block) -> bool:
    """Whether a block is a title or a heading."""
    return block.kind in _HEADINGS
