"""Force: the facts of a convention on a day, each with its former value and the amendment that changed it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, Protocol

from ingestion.amending.change import Amendment
from ingestion.facts.amounts import Amount
from ingestion.facts.budget import BudgetLine
from ingestion.facts.chorus import ChorusReference
from ingestion.facts.dates import DateFact
from ingestion.facts.deadlines import Deadline
from ingestion.facts.evidence import Evidence, State
from ingestion.facts.obligations import Obligation
from ingestion.facts.terms import Notice, Term
from ingestion.french.durations import Duration, NotComputable, add_duration
from ingestion.french.folding import squash

Status = Literal["unchanged", "changed", "added", "removed"]


class Evidenced(Protocol):
    """Any fact."""

    @property
    def kind(self) -> str:
        """Its family."""

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """Where it stands."""


@dataclass(frozen=True, slots=True)
class FactInForce:
    """One fact as it stands on a day."""

    fact: Evidenced | None
    """The fact in force. A changed or added one has the new value, and the avenant's evidence; `None` once removed."""
    former: Evidenced | None
    """What the convention itself says, with its own evidence; `None` for an unchanged and for an added fact."""
    amendment: Amendment | None
    """The last amendment that changed it; `None` for an unchanged fact."""

    @property
    def status(self) -> Status:
        """What became of the convention's own fact."""
        if self.amendment is None:
            return "unchanged"
        return "removed" if self.fact is None else "added" if self.former is None else "changed"


def in_force(facts: Iterable[Evidenced], amendments: Iterable[Amendment], on: date) -> tuple[FactInForce, ...]:
    """The facts of a convention on a day, in their order, then those that avenants add.

    `amendments` are those of all its avenants; those of a later or of no known effect change nothing.
    """
    applied = sorted((change for change in amendments if change.effect and change.effect <= on), key=_day)
    state = [FactInForce(fact, None, None) for fact in facts]
    for change in applied:
        state = _apply(state, change)
    return tuple(state)


def pending(amendments: Iterable[Amendment], on: date) -> tuple[Amendment, ...]:
    """Amendments that do not apply yet on a day, those without a known day of effect included."""
    return tuple(change for change in amendments if change.effect is None or change.effect > on)


def _day(change: Amendment) -> date:
    return change.effect or date.max


def _apply(state: Sequence[FactInForce], change: Amendment) -> list[FactInForce]:
    if change.sort in ("article_deleted", "article_replaced", "table_replaced"):
        return [_removed(one, change) for one in state]
    if change.sort == "amount" and change.old_values.amount is None:
        meant = _meant(state, change)
        return [_changed(one, change) if one in meant else one for one in state]
    result = [_changed(one, change) for one in state]
    if change.sort == "table_row" and not any(_is_cell(one, change) for one in state):
        result.append(FactInForce(_line(change), None, change))
    return result


def _meant(state: Sequence[FactInForce], change: Amendment) -> list[FactInForce]:
    """The sums that a new one replaces when the avenant quotes no former one: all those of one value, or none.

    In an article that has just been rewritten, the first one.
    """
    aimed = [one for one in state if isinstance(own := one.former or one.fact, Amount) and _aimed(own, change)]
    left = [one for one in aimed if one.fact is not None]
    if aimed and not left:
        return aimed[:1]
    values = {one.fact.value for one in left if isinstance(one.fact, Amount)}
    return left if change.article is not None and len(values) == 1 else []


def _is_cell(one: FactInForce, change: Amendment) -> bool:
    own = one.former or one.fact
    return isinstance(own, BudgetLine) and _aimed(own, change) and _cell(own, change) is not None


def _removed(one: FactInForce, change: Amendment) -> FactInForce:
    """The fact taken out, when it stands in the article or is a line of its table."""
    own = one.former or one.fact
    if one.fact is None or own is None or own.evidence[0].article is None or own.evidence[0].article != change.article:
        return one
    if change.sort == "table_replaced" and not isinstance(own, BudgetLine):
        return one
    return FactInForce(None, own, change)


def _changed(one: FactInForce, change: Amendment) -> FactInForce:
    own = one.former or one.fact
    if own is None or not _aimed(own, change):
        return one
    current = one.fact or own
    new = _new_fact(current, change)
    if new is None or (one.fact is not None and _says_the_same(new, current)):
        return one
    return FactInForce(new, own, change)


def _says_the_same(new: Evidenced, current: Evidenced) -> bool:
    """Whether a row put in says what the one it replaces says: its evidence alone differs."""
    if not isinstance(new, BudgetLine) or not isinstance(current, BudgetLine):
        return False
    return (new.value, new.state) == (current.value, current.state)


def _aimed(own: Evidenced, change: Amendment) -> bool:
    """Whether the change may concern the fact: same article, or none named."""
    return (
        change.article is None
        or own.evidence[0].article == change.article
        or (own.evidence[0].annexe is not None and isinstance(own, BudgetLine))
    )


def _new_fact(fact: Evidenced, change: Amendment) -> Evidenced | None:
    """The fact with its new value; `None` when the change is about something else."""
    if isinstance(fact, Amount) and change.sort == "amount":
        return _amount(fact, change)
    if isinstance(fact, BudgetLine) and change.sort == "table_row":
        return _cell(fact, change)
    if isinstance(fact, Term) and change.sort in ("end", "duration"):
        return _term(fact, change)
    if isinstance(fact, DateFact) and change.sort == "end":
        return _end(fact, change)
    if isinstance(fact, Deadline) and change.sort == "recurrence":
        return _deadline(fact, change)
    if isinstance(fact, Deadline) and change.sort == "duration":
        return _delay(fact, change)
    if isinstance(fact, Notice) and change.sort == "duration":
        length = change.new_values.length if fact.length == change.old_values.length else None
        return replace(fact, length=length, evidence=change.evidence) if length else None
    if isinstance(fact, ChorusReference) and change.sort == "code":
        return replace(fact, code=change.new, evidence=change.evidence) if fact.field == change.label else None
    if isinstance(fact, Obligation) and change.old and change.new:
        what = _reworded(fact.what, change.old, change.new)
        return replace(fact, what=what, evidence=change.evidence) if what else None
    return None


def _amount(fact: Amount, change: Amendment) -> Amount | None:
    """The sum with the former value, or the only sum meant when the avenant quotes none."""
    old, new = change.old_values.amount, change.new_values.amount
    if old is None and fact.per is not None:
        return None
    if new is None or (old is not None and fact.value != old):
        return None
    return replace(fact, value=new, words=None, evidence=change.evidence)


def _cell(fact: BudgetLine, change: Amendment) -> BudgetLine | None:
    same = (fact.column, fact.year, fact.total) == (change.column, change.year, _is_total(change))
    if not same or (fact.year is None and not fact.total and squash(fact.label or "") != squash(change.label or "")):
        return None
    if fact.year is not None and fact.label and change.label and squash(fact.label) != squash(change.label):
        return None
    return replace(
        fact, value=change.new_values.amount, per_team=None, state=_state(change), evidence=change.evidence
    )  # fmt: skip


def _is_total(change: Amendment) -> bool:
    return change.year is None and "total" in squash(change.label or change.column or "")


def _state(change: Amendment) -> State:
    return State.STATED if change.new_values.amount is not None else State.BLANK


def _line(change: Amendment) -> BudgetLine:
    """A line that the convention did not have."""
    return BudgetLine(
        change.column or "", change.year, change.label, change.new_values.amount, None, False, _is_total(change),
        _state(change), change.evidence,
    )  # fmt: skip


def _term(fact: Term, change: Amendment) -> Term | None:
    if fact.nature not in ("duration", "end", "period"):
        return None
    old, new = change.old_values, change.new_values
    if change.sort == "end":
        if new.end is None or (old.end and fact.end and old.end != fact.end):
            return None
        nature = "end" if fact.nature == "duration" else fact.nature
        start = new.start or fact.start
        return replace(fact, nature=nature, duration=None, start=start, end=new.end, evidence=change.evidence)
    if old.length and fact.duration and old.length != fact.duration:
        return None
    return _lengthened(fact, change)


def _lengthened(fact: Term, change: Amendment) -> Term | None:
    new = change.new_values
    if new.length:
        return replace(fact, duration=new.length, evidence=change.evidence) if fact.duration else None
    if new.extension is None:
        return None
    end = _later(fact.end, new.extension) if fact.end else None
    longer = _added(fact.duration, new.extension) if fact.duration else None
    if end is None and longer is None:
        return None
    return replace(fact, end=end or fact.end, duration=longer or fact.duration, evidence=change.evidence)


def _later(day: date, extension: Duration) -> date | None:
    """The end put off. From a month's last day, by months, to a month's last day (règlement 1182/71 reckons so)."""
    try:
        following = add_duration(date.fromordinal(day.toordinal() + 1), extension)
    except (NotComputable, ValueError, OverflowError):
        return None
    return date.fromordinal(following.toordinal() - 1)


def _added(length: Duration, extension: Duration) -> Duration | None:
    months = {"month": 1, "year": 12}
    if length.unit == extension.unit:
        return Duration(length.count + extension.count, length.unit)
    if length.unit in months and extension.unit in months:
        return Duration(length.count * months[length.unit] + extension.count * months[extension.unit], "month")
    return None


def _end(fact: DateFact, change: Amendment) -> DateFact | None:
    old, new = change.old_values.end, change.new_values.end
    if fact.nature != "end" or new is None or (old and (fact.year, fact.month) != (old.year, old.month)):
        return None
    words = change.new or ""
    return replace(
        fact, value=new, year=new.year, month=new.month, words=words, state=State.STATED, evidence=change.evidence
    )


def _deadline(fact: Deadline, change: Amendment) -> Deadline | None:
    old, new = change.old_values, change.new_values
    if fact.every is None or new.every is None or (old.every and old.every != fact.every):
        return None
    day = new.day_of_month if new.day_of_month is not None else None
    return replace(fact, every=new.every, day_of_month=day, recurrence_words=change.new, evidence=change.evidence)


def _delay(fact: Deadline, change: Amendment) -> Deadline | None:
    """The time from an event, where it is the one taken out."""
    new = change.new_values.length
    if new is None or fact.offset is None or fact.offset != change.old_values.length:
        return None
    what = _reworded(fact.what, change.old or "", change.new or "") if change.old else None
    return replace(fact, offset=new, what=what or fact.what, evidence=change.evidence)


def _reworded(words: str, old: str, new: str) -> str | None:
    """The words with the former ones replaced, blanks apart; `None` when they are not there."""
    line, former = " ".join(words.split()), " ".join(old.split())
    return line.replace(former, " ".join(new.split())) if former in line else None
