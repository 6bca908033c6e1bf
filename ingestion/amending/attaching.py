"""Attaching: the convention that each avenant amends, found by its name, number, date and parties."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

from ingestion.documents import Document
from ingestion.facts.dates import DateFact
from ingestion.facts.evidence import State
from ingestion.facts.parties import Party
from ingestion.facts.references import Reference
from ingestion.names import DocumentKind, Identity
from ingestion.naming import name_key

Ground = Literal["name", "number", "date", "parties"]
_WEIGHTS: Mapping[Ground, int] = {"number": 4, "name": 3, "date": 2, "parties": 1}
_ENOUGH = 3
"""A number or a name is enough; so are the date with the parties; either of these alone is not."""
_NAMED = ("title", "service", "object")


class Filed(Protocol):
    """A document of the corpus, `ingestion.corpus.Entry` for one."""

    @property
    def document(self) -> Document:
        """Its file."""

    @property
    def identity(self) -> Identity:
        """Its names."""

    @property
    def facts(self) -> Sequence[object]:
        """What was read of it."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """Where an avenant belongs."""

    convention: str | None
    """`Document.id` of the convention; `None` when no document here is it, or when several may be."""
    grounds: tuple[Ground, ...]
    """What the convention was recognised by, surest first; empty when it was not."""
    candidates: tuple[str, ...]
    """Ids of the conventions that fit equally well, when several do."""


def attach(entries: Iterable[Filed]) -> dict[str, Attachment]:
    """The convention of each avenant, by the avenant's `Document.id`. One whose convention is missing is kept."""
    filed = list(entries)
    conventions = [entry for entry in filed if entry.identity.kind is DocumentKind.CONVENTION]
    avenants = [entry for entry in filed if entry.identity.kind is DocumentKind.AVENANT]
    return {entry.document.id: _attached(entry, conventions) for entry in avenants}


def _attached(avenant: Filed, conventions: Sequence[Filed]) -> Attachment:
    scored = [(grounds, entry) for entry in conventions if (grounds := tuple(_grounds(avenant, entry)))]
    best = max((_weight(grounds) for grounds, _ in scored), default=0)
    fitting = [(grounds, entry) for grounds, entry in scored if _weight(grounds) == best]
    if best < _ENOUGH:
        return Attachment(None, (), ())
    if len(fitting) > 1:
        return Attachment(None, (), tuple(entry.document.id for _, entry in fitting))
    grounds, entry = fitting[0]
    return Attachment(entry.document.id, grounds, ())


def _weight(grounds: Sequence[Ground]) -> int:
    return sum(_WEIGHTS[ground] for ground in grounds)


def _grounds(avenant: Filed, convention: Filed) -> Iterator[Ground]:
    """What speaks for a convention; nothing at all when it was signed on another day than the avenant says."""
    cited, signed = _cited_dates(avenant), _signed(convention)
    if cited and signed and signed not in cited:
        return
    if _numbers(avenant) & _own_numbers(convention):
        yield "number"
    if _names(avenant) & _names(convention):
        yield "name"
    if signed and signed in cited:
        yield "date"
    if len(_parties(avenant)) > 1 and _parties(avenant) == _parties(convention):
        yield "parties"


def _names(entry: Filed) -> set[str]:
    return {name_key(alias.name) for alias in entry.identity.aliases if alias.origin in _NAMED}


def _own_numbers(entry: Filed) -> set[str]:
    return {name_key(alias.name) for alias in entry.identity.aliases if alias.origin == "number"}


def _numbers(avenant: Filed) -> set[str]:
    cited = {
        name_key(f.number) for f in avenant.facts if isinstance(f, Reference) and f.nature == "convention" and f.number
    }
    return _own_numbers(avenant) | cited | {name_key(f"n° {number}") for number in cited}


def _cited_dates(avenant: Filed) -> set[date]:
    """Days on which the avenant says that the convention was signed."""
    dates = {f.value for f in avenant.facts if isinstance(f, DateFact) and f.nature == "convention" and f.value}
    cited = {f.date for f in avenant.facts if isinstance(f, Reference) and f.nature == "convention" and f.date}
    return dates | cited


def _signed(convention: Filed) -> date | None:
    days = [
        f.value
        for f in convention.facts
        if isinstance(f, DateFact) and f.nature == "signature" and f.value and f.state is State.STATED
    ]
    return days[0] if len(set(days)) == 1 else None


def _parties(entry: Filed) -> set[str]:
    return {name_key(fact.label) for fact in entry.facts if isinstance(fact, Party)}
