"""Conventions as amended: the facts in force on a day, the former ones beside them, each with its own source."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from ingestion.amending.change import Amendment
from ingestion.amending.force import in_force
from ingestion.corpus import Entry


@dataclass(frozen=True, slots=True)
class Amended:
    """A convention and its avenants on a day."""

    original: Entry
    """The convention as it was signed."""
    current: Entry
    """The same with the facts in force: evidence of changed ones stands in an avenant."""
    avenants: tuple[Entry, ...]
    """Avenants attached to it, in the order of their effect."""

    @property
    def changes(self) -> tuple[Amendment, ...]:
        """All that its avenants change."""
        return tuple(change for avenant in self.avenants for change in avenant.amendments)

    @property
    def sources(self) -> tuple[Entry, ...]:
        """Every document that its evidence may stand in."""
        return (self.original, *self.avenants)


def amended(original: Entry, avenants: Sequence[Entry], on: date) -> Amended:
    """The convention on a day; the original itself when nothing amends it."""
    changes = [change for avenant in avenants for change in avenant.amendments]
    if not changes:
        return Amended(original, original, tuple(avenants))
    facts = tuple(one.fact for one in in_force(original.facts, changes, on) if one.fact is not None)
    current = replace(original, facts=facts, amendments=tuple(changes))  # type: ignore[arg-type]
    return Amended(original, current, tuple(avenants))
