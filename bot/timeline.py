"""Timeline: every day of a convention, in lanes, with what it rests on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal, get_args

from bot.answer import Citation, Language
from bot.coming import Coming, coming
from bot.committees import speaks_of_committee
from bot.library import Library

if TYPE_CHECKING:
    from bot.state import TeamState

Lane = Literal["life", "notice", "committee", "deadline"]
LANES: tuple[Lane, ...] = get_args(Lane)
_LIFE = ("signature", "notification", "publication", "effect", "end", "renewal")


@dataclass(frozen=True, slots=True)
class Due:
    """Something due on one or several days."""

    lane: Lane
    what: str
    """One line, in the reader's language where it is not the text's."""
    days: tuple[date, ...]
    """In order; several for what comes back. Never empty."""
    how: str | None
    """Sum and rule of the first day still to come; `None` for days that stand in the text."""
    citation: Citation

    def next(self, on: date) -> date:
        """The first day that is not before a day; the last one when all are."""
        return next((day for day in self.days if day >= on), self.days[-1])


def timeline(
    library: Library, document: str, state: "TeamState | None", on: date, language: Language
) -> tuple[Due, ...]:
    """All that is dated, by the next day of each. Raises StateFault."""
    lines = coming(library, state, on, language, documents=(document,), since=date.min)
    groups: dict[tuple[str, str, date | None], list[Coming]] = {}
    for line in lines:
        again = line.nature == "recurrence"
        key = ("", line.citation.quote, None) if again else (line.what, line.citation.quote, line.day)
        groups.setdefault(key, []).append(line)
    found = [_due(group, on) for group in groups.values()]
    return tuple(sorted(found, key=lambda one: one.next(on)))


def _due(group: Sequence[Coming], on: date) -> Due:
    shown = next((line for line in group if line.day >= on), group[-1])
    return Due(_lane(shown), shown.what, tuple(line.day for line in group), shown.how, shown.citation)


def _lane(line: Coming) -> Lane:
    if line.nature in _LIFE:
        return "life"
    if line.nature == "notice":
        return "notice"
    return "committee" if speaks_of_committee(f"{line.what} {line.citation.quote}") else "deadline"
