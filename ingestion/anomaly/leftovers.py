"""Leftovers: places of a convention that still say what an avenant has changed elsewhere."""

from collections.abc import Iterable, Iterator, Sequence

from ingestion.amending.change import Amendment
from ingestion.anomaly.finding import Anomaly, anomaly, short
from ingestion.anomaly.frequencies import Pace, rate, read_paces
from ingestion.anomaly.reading import Reading, read
from ingestion.blocks import Block
from ingestion.facts.amounts import Amount
from ingestion.facts.register import Fact
from ingestion.french.folding import squash
from ingestion.names import Identity


def find_leftovers(
    text: str, blocks: Sequence[Block], facts: Sequence[Fact], identity: Identity, amendments: Iterable[Amendment]
) -> tuple[Anomaly, ...]:
    """What a convention's avenants leave unchanged and at odds with what they change.

    `text`, `blocks`, `facts` and `identity` are the convention's. `amendments` are those of all its avenants. The
    evidence is the place changed and the one left, both in the convention, then the change, in the avenant.
    """
    reading, changes = read(text, blocks, facts, identity), tuple(amendments)
    return tuple(dict.fromkeys((*_amounts(reading, changes), *_paces(reading, changes))))


def _amounts(reading: Reading, changes: Sequence[Amendment]) -> Iterator[Anomaly]:
    """A sum changed in one article that another article still states with the same nature."""
    for change in changes:
        old, new = change.old_values.amount, change.new_values.amount
        if change.sort != "amount" or old is None or new is None or change.article is None:
            continue
        same = [fact for fact in reading.of(Amount) if fact.value == old]
        changed = [fact for fact in same if fact.evidence[0].article == change.article]
        natures = {(fact.nature, fact.per) for fact in changed}
        for fact in same:
            left = fact.evidence[0].article not in (None, change.article) and (fact.nature, fact.per) in natures
            if left and not any(_covers(other, fact.evidence[0].article) for other in changes):
                evidence = (changed[0].evidence[0], fact.evidence[0], *change.evidence[:1])
                yield anomaly("amount_left", "attention", evidence, old=old, new=new, changed=change.article,
                              left=fact.evidence[0].article)  # fmt: skip


def _covers(change: Amendment, article: str | None) -> bool:
    return change.article == article


def _paces(reading: Reading, changes: Sequence[Amendment]) -> Iterator[Anomaly]:
    """A thing made quarterly that another article still calls monthly."""
    paces = list(read_paces(reading))
    for change in changes:
        new = change.new_values.every
        if change.sort != "recurrence" or not change.old or not change.new or new is None:
            continue
        changed = [pace for pace in paces if _changes(change, pace)]
        for pace in paces:
            if changed and pace not in changed and (pace.thing, rate(pace)) == (changed[0].thing, rate(changed[0])):
                if any(_covers(other, pace.clause.block.article) for other in changes):
                    continue
                evidence = (*changed[0].clause.evidences(), *pace.clause.evidences(), *change.evidence[:1])
                yield anomaly("pace_left", "attention", evidence, old=short(change.old), new=short(change.new),
                              words=f"{pace.name} {pace.words}", changed=change.article,
                              left=pace.clause.block.article)  # fmt: skip


def _changes(change: Amendment, pace: Pace) -> bool:
    """Whether the words changed are those of this recurrence."""
    return pace.clause.block.article == change.article and squash(change.old or "") in squash(pace.clause.text)
