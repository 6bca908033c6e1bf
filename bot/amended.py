"""Conventions as amended: the facts in force on a day, the former ones beside them, each with its own source."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from bot.answer import plain_decimal
from ingestion.amending.change import Amendment
from ingestion.amending.force import in_force
from ingestion.anomaly.finding import Anomaly
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
    anomalies = _still(original, facts)
    current = replace(original, facts=facts, anomalies=anomalies, amendments=tuple(changes))  # type: ignore[arg-type]
    return Amended(original, current, tuple(avenants))


def _still(original: Entry, facts: Sequence[object]) -> tuple[Anomaly, ...]:
    """The anomalies in force: credits after a former end, which an avenant put off, are no longer after the end."""
    gone = [fact for fact in original.facts if fact not in facts]
    lost = {value for fact in gone for value in _values(fact)} - {value for fact in facts for value in _values(fact)}
    places = {one for fact in gone for one in fact.evidence}
    return tuple(
        anomaly
        for anomaly in original.anomalies
        if not (places.intersection(anomaly.evidence) and any(value.text in lost for value in anomaly.values))
    )


def _values(fact: object) -> Iterator[str]:
    """The days and amounts that a fact states, as anomalies write them."""
    for name in ("value", "start", "end"):
        value = getattr(fact, name, None)
        if isinstance(value, date):
            yield value.isoformat()
        elif isinstance(value, Decimal):
            yield plain_decimal(value)
