"""Amendments: what an avenant changes, in which convention, and what is in force on a day."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from ingestion.amending.attaching import Attachment, attach
from ingestion.amending.change import Amendment, Values
from ingestion.amending.force import FactInForce, in_force
from ingestion.amending.instructions import read_section
from ingestion.amending.sections import read_sections
from ingestion.blocks import Block
from ingestion.facts.budget import BudgetLine
from ingestion.facts.chorus import ChorusReference
from ingestion.facts.dates import DateFact
from ingestion.facts.evidence import State
from ingestion.names import DocumentKind, Identity


def read_amendments(
    text: str, blocks: Sequence[Block], facts: Iterable[object], identity: Identity
) -> tuple[Amendment, ...]:
    """Every change that an avenant orders, in reading order; none for any other document.

    `facts` are the avenant's own: its tables of money and its dates are read there. « Les autres clauses demeurent
    inchangées » changes nothing. Every evidence is verbatim: `text[start:end] == quote`.
    """
    if identity.kind is not DocumentKind.AVENANT:
        return ()
    known = tuple(facts)
    tables = [fact for fact in known if isinstance(fact, BudgetLine)]
    effect = _effect([fact for fact in known if isinstance(fact, DateFact)])
    found = [change for section in read_sections(blocks) for change in read_section(section, tables)]
    found += [_code(fact) for fact in known if isinstance(fact, ChorusReference) and fact.code]
    return tuple(replace(change, effect=effect) for change in sorted(dict.fromkeys(found), key=_place))


def _code(fact: ChorusReference) -> Amendment:
    """A code that an avenant states takes the place of the convention's of the same field."""
    return Amendment(
        "code", None, None, None, fact.code, Values(), Values(), None, None, fact.field, None, fact.evidence
    )


def _place(change: Amendment) -> int:
    return min(one.start for one in change.evidence)


def _effect(dates: Sequence[DateFact]) -> date | None:
    """The stated day of effect; else the day of the signature, from which a contract applies unless it says more."""
    stated = [fact for fact in dates if fact.nature == "effect" and fact.evidence[0].annexe is None]
    if stated and stated[0].value:
        return stated[0].value
    event = stated[0].event if stated else "signature"
    days = [f.value for f in dates if f.nature == event and f.value and f.state is State.STATED]
    return max(days, default=None)


__all__ = ["Amendment", "Attachment", "FactInForce", "Values", "attach", "in_force", "read_amendments"]
