"""Differences: what one version of a document says and another does not, fact by fact."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, TypeVar

from rapidfuzz import fuzz

from ingestion.amending.change import Amendment
from ingestion.anomaly.finding import Anomaly
from ingestion.corpus import Entry
from ingestion.facts.evidence import Evidence
from ingestion.facts.register import Fact

_Said = TypeVar("_Said")
_SAME_CLAUSE = 55.0
"""rapidfuzz ratio, 0 to 100, of the quotes of two facts from which one is the other, rewritten."""
_SAME_ARTICLE = 20.0
"""What standing in the same article adds, to choose between quotes that look alike."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One fact that is not the same in both; one of the two sides may be missing, not both."""

    before: Fact | Amendment | None
    """`None` for a fact that is new."""
    after: Fact | Amendment | None
    """`None` for a fact that is gone."""


@dataclass(frozen=True, slots=True)
class Differences:
    """All that differs between two versions of a document."""

    facts: tuple[Difference, ...]
    """Those of the new version in the order of its register, then those that are gone."""
    anomalies_gone: tuple[Anomaly, ...]
    anomalies_new: tuple[Anomaly, ...]

    def __bool__(self) -> bool:
        return bool(self.facts or self.anomalies_gone or self.anomalies_new)


def differences(before: Entry | None, after: Entry | None) -> Differences:
    """What differs between two versions of a document, `None` being one without a fact.

    Where a fact stands and how its sentence is worded do not matter: only what it says.
    """
    old, new = _said(before), _said(after)
    gone, come = _without(old, new), _without(new, old)
    pairs = _pairs(gone, come)
    changed = tuple(Difference(gone[pairs[at]] if at in pairs else None, fact) for at, fact in enumerate(come))
    lost = tuple(Difference(fact, None) for at, fact in enumerate(gone) if at not in pairs.values())
    found = [tuple(entry.anomalies) if entry else () for entry in (before, after)]
    return Differences(changed + lost, tuple(_without(*found)), tuple(_without(*reversed(found))))


def _said(entry: Entry | None) -> Sequence[Fact | Amendment]:
    return (*entry.facts, *entry.amendments) if entry else ()


def _without(some: Sequence[_Said], others: Sequence[_Said]) -> list[_Said]:
    """Those of `some` that say what none of `others` does, as often as they say it more."""
    left = Counter(map(_bare, others))
    found = []
    for one in some:
        if left[_bare(one)] > 0:
            left[_bare(one)] -= 1
        else:
            found.append(one)
    return found


def _bare(value: Any) -> Any:
    """A value without its evidence, to be compared."""
    if is_dataclass(value):
        return (type(value).__name__, *(_bare(getattr(value, one.name)) for one in fields(value)))
    if isinstance(value, tuple):
        return tuple(_bare(one) for one in value if not isinstance(one, Evidence))
    return value


def _pairs(gone: Sequence[Fact | Amendment], come: Sequence[Fact | Amendment]) -> dict[int, int]:
    """Of facts that are new, the ones that stand for others that are gone: places in `come` to places in `gone`."""
    likely = sorted(_likely(gone, come), key=lambda found: (-found[0], found[1], found[2]))
    pairs: dict[int, int] = {}
    for _, new, old in likely:
        if new not in pairs and old not in pairs.values():
            pairs[new] = old
    return pairs


def _likely(gone: Sequence[Fact | Amendment], come: Sequence[Fact | Amendment]) -> Iterator[tuple[float, int, int]]:
    for new, after in enumerate(come):
        for old, before in enumerate(gone):
            if before.kind != after.kind:
                continue
            ratio = fuzz.ratio(_quote(before), _quote(after), score_cutoff=_SAME_CLAUSE)
            if ratio:
                same = before.evidence[0].article == after.evidence[0].article
                yield ratio + _SAME_ARTICLE * same + _shared(before, after), new, old


def _quote(fact: Fact | Amendment) -> str:
    return fact.evidence[0].quote


def _shared(before: Fact | Amendment, after: Fact | Amendment) -> float:
    """0 to 10: the share of their fields that say the same."""
    old, new = _bare(before), _bare(after)
    same = [bool(one == other) for one, other in zip(old, new, strict=True)]
    return 10.0 * sum(same) / len(same)
