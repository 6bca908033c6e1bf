"""The register: every family of facts of one document, read in order and checked against its text."""

from collections.abc import Iterator, Sequence
from typing import Annotated

from pydantic import Field

from ingestion.blocks import Block
from ingestion.facts.amounts import Amount, read_amounts
from ingestion.facts.budget import BudgetLine, read_budget
from ingestion.facts.chorus import ChorusReference, read_chorus
from ingestion.facts.dates import DateFact, read_dates
from ingestion.facts.deadlines import Deadline, read_deadlines
from ingestion.facts.definitions import Definition, read_definitions
from ingestion.facts.instalments import Instalment, read_instalments
from ingestion.facts.notices import read_notices
from ingestion.facts.obligations import Obligation, read_obligations
from ingestion.facts.parties import Party, read_parties
from ingestion.facts.references import Reference, read_references
from ingestion.facts.rights import Right, read_rights
from ingestion.facts.roles import read_roles
from ingestion.facts.signatures import Signature, read_signatures
from ingestion.facts.terms import Notice, Term, read_terms

Fact = Annotated[
    Party | Signature | Amount | BudgetLine | Instalment | ChorusReference | DateFact | Term | Notice | Deadline
    | Obligation | Right | Reference | Definition,
    Field(discriminator="kind"),
]  # fmt: skip
"""Any fact; `kind` tells which."""


class MisquotedFact(AssertionError):
    """A fact's quote is not what stands at its span: a reader's fault, never the user's."""


def read_facts(text: str, blocks: Sequence[Block]) -> tuple[Fact, ...]:
    """All the facts of a document. Raises MisquotedFact when a reader's evidence is not verbatim."""
    facts = tuple(_read(blocks))
    for fact in facts:
        for one in fact.evidence:
            if text[one.start : one.end] != one.quote:
                raise MisquotedFact(f"{fact.kind} at {one.start}-{one.end}: {one.quote[:60]!r}")
    return facts


def _read(blocks: Sequence[Block]) -> Iterator[Fact]:
    parties = read_parties(blocks)
    definitions = read_definitions(blocks, parties)
    roles = read_roles(blocks, parties, definitions)
    yield from parties
    yield from read_signatures(blocks, roles)
    yield from read_amounts(blocks, roles)
    yield from read_budget(blocks)
    yield from read_instalments(blocks)
    yield from read_chorus(blocks)
    yield from read_dates(blocks)
    yield from read_terms(blocks)
    yield from read_notices(blocks, roles)
    yield from read_deadlines(blocks, roles)
    yield from read_obligations(blocks, roles)
    yield from read_rights(blocks, roles)
    yield from read_references(blocks)
    yield from definitions
