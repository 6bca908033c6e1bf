"""Rights: who may do what, and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ingestion.blocks import Block
from ingestion.facts.clause_statements import Statement
from ingestion.facts.evidence import Actor, Evidence
from ingestion.facts.roles import EVERYONE, Roles
from ingestion.facts.statements import read_statements
from ingestion.facts.themes import find_themes


@dataclass(frozen=True, slots=True)
class Right:
    """Something that a party may do or refuse."""

    holder: Actor | None
    """`None` for any of the parties."""
    what: str
    """Verbatim."""
    condition: str | None
    """When it may, verbatim."""
    themes: tuple[str, ...]
    """résiliation, fin d'accompagnement, contrôle, suspension, reversement, communication…"""
    evidence: tuple[Evidence, ...]
    kind: Literal["right"] = "right"


def read_rights(blocks: Sequence[Block], roles: Roles) -> tuple[Right, ...]:
    """What the document lets somebody do, in reading order; « ne peut » is an obligation, never a right."""
    return tuple(_right(told) for told in read_statements(blocks, roles) if told.force == "right")


def _right(told: Statement) -> Right:
    anybody = told.actor is None or told.actor.role == EVERYONE
    themes = find_themes(told.what, "rights")
    return Right(None if anybody else told.actor, told.what, told.condition, themes, told.evidences)
