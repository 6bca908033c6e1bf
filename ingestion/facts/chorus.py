"""Chorus references: the codes under which money is spent, kept whole, from tables and prose."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from ingestion.blocks import Block
from ingestion.facts.chorus_codes import ChorusField, CodeFound
from ingestion.facts.chorus_prose import read_prose
from ingestion.facts.chorus_tables import read_table
from ingestion.facts.evidence import Evidence, State
from ingestion.french.codes import canonical_code


@dataclass(frozen=True, slots=True)
class ChorusReference:
    """One code."""

    field: ChorusField
    """`centre_financier` also for « UO » and « unité opérationnelle », which name the same thing."""
    code: str | None
    """As written, whole; `None` when blank or « sans objet »."""
    label: str | None
    """Wording beside the code: « innovation et transformations numériques », « (sans objet) »."""
    state: State
    """STATED also for « sans objet », where `label` says so; UNREAD when words stand in the code's place."""
    evidence: tuple[Evidence, ...]
    """Every place that states it: table rows first, then sentences, each in the order of the text."""
    kind: Literal["chorus"] = "chorus"


def read_chorus(blocks: Sequence[Block]) -> tuple[ChorusReference, ...]:
    """Every Chorus code of a document, one fact a field and code, in the order of their first evidence."""
    found = [one for block in blocks if block.rows for one in read_table(block)]
    found += read_prose(blocks)
    groups: dict[tuple[str, str], list[CodeFound]] = {}
    for one in found:
        groups.setdefault(_key(one), []).append(one)
    return tuple(_reference(group) for group in groups.values() if not _answered(group, found))


def _key(one: CodeFound) -> tuple[str, str]:
    """A code in one spelling; « programme 0352 » is programme 352."""
    code = canonical_code(one.code) if one.code else one.state.value
    return one.field, code.lstrip("0") if one.field in ("programme", "bop") else code


def _answered(group: Sequence[CodeFound], found: Iterable[CodeFound]) -> bool:
    """Whether words that are no code stand for a field whose code is stated elsewhere."""
    first = group[0]
    return first.state is State.UNREAD and any(one.code and one.field == first.field for one in found)


def _reference(group: Sequence[CodeFound]) -> ChorusReference:
    first = group[0]
    label = next((one.label for one in group if one.label), None)
    places = tuple(dict.fromkeys(one.evidence for one in group))
    return ChorusReference(first.field, first.code, label, first.state, places)
