"""The register: every family of facts of one document, read in order and checked against its text."""

from collections.abc import Iterator, Sequence
from typing import Annotated

from pydantic import Field

from ingestion.blocks import Block
from ingestion.facts.amounts import Amount
from ingestion.facts.budget import BudgetLine
from ingestion.facts.chorus import ChorusReference
from ingestion.facts.dates import DateFact
from ingestion.facts.deadlines import Deadline
from ingestion.facts.definitions import Definition
from ingestion.facts.instalments import Instalment
from ingestion.facts.obligations import Obligation
from ingestion.facts.parties import Party
from ingestion.facts.references import Reference
from ingestion.facts.rights import Right
from ingestion.facts.roles import read_roles
from ingestion.facts.signatures import Signature
from ingestion.facts.terms import Notice, Term

Fact = Annotated[
    Party | Signature | Amount | BudgetLine | Instalment | ChorusReference | DateFact | Term | Notice | Deadline | Obligation | Right
    | Reference | Definition,
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
    # TEMPORARY while readers land; the final version is kept by the lead.
    import importlib

    def get(module: str, name: str):  # type: ignore[no-untyped-def]
        try:
            return getattr(importlib.import_module(f"ingestion.facts.{module}"), name)
        except (AttributeError, ImportError):
            return lambda *a: ()

    definitions = get("definitions", "read_definitions")(blocks)
    parties = get("parties", "read_parties")(blocks)
    roles = read_roles(blocks, parties, definitions)
    yield from parties
    yield from get("signatures", "read_signatures")(blocks, roles)
    yield from get("amounts", "read_amounts")(blocks, roles)
    yield from get("budget", "read_budget")(blocks)
    yield from get("instalments", "read_instalments")(blocks)
    yield from get("chorus", "read_chorus")(blocks)
    yield from get("dates", "read_dates")(blocks)
    yield from get("terms", "read_terms")(blocks)
    yield from get("notices", "read_notices")(blocks, roles)
    yield from get("deadlines", "read_deadlines")(blocks, roles)
    yield from get("obligations", "read_obligations")(blocks, roles)
    yield from get("rights", "read_rights")(blocks, roles)
    yield from get("references", "read_references")(blocks)
    yield from definitions
