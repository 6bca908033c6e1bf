"""What people set: their own convention, the steps they ticked, the conventions that a channel is tied to."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from bot.conversations.database import CHOSEN, FEEDBACK, TICKS, TIES, TURNS, Database
from index.records import DocumentRow


@dataclass(frozen=True, slots=True)
class Named:
    """A convention as it was when somebody chose it."""

    document: str
    """Its id then: that of its file's content."""
    name: str
    """Its short name then."""

    def among(self, documents: Sequence[DocumentRow]) -> DocumentRow | None:
        """The same convention now: by its id, else by its name, for its file may have been corrected since."""
        by_id = next((row for row in documents if row.id == self.document), None)
        return by_id or next((row for row in documents if row.short_name == self.name), None)


class People:
    """Reads and writes what people set. Every method is one transaction, and raises StateFault."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def chosen(self, person: str) -> Named | None:
        """The convention of a person; `None` when they chose none."""
        query = sa.select(CHOSEN.c.document, CHOSEN.c.name).where(CHOSEN.c.person == person)
        with self._database.reading() as connection:
            row = connection.execute(query).first()
        return None if row is None else Named(*row)

    def choose(self, person: str, named: Named | None) -> None:
        """Set a person's convention, or take it back."""
        with self._database.transaction() as connection:
            connection.execute(sa.delete(CHOSEN).where(CHOSEN.c.person == person))
            if named:
                row = {"person": person, "document": named.document, "name": named.name, "at": time.time()}
                connection.execute(sa.insert(CHOSEN), row)

    def ties(self, place: str) -> tuple[Named, ...]:
        """Conventions that a channel is tied to, by name."""
        query = sa.select(TIES.c.document, TIES.c.name).where(TIES.c.place == place).order_by(TIES.c.name)
        with self._database.reading() as connection:
            return tuple(Named(*row) for row in connection.execute(query))

    def tie(self, place: str, named: Named, person: str) -> None:
        """Tie a channel to one convention more."""
        row = {"place": place, "document": named.document, "name": named.name, "person": person, "at": time.time()}
        with self._database.transaction() as connection:
            same = sa.or_(TIES.c.name == named.name, TIES.c.document == named.document)
            connection.execute(sa.delete(TIES).where(TIES.c.place == place, same))
            connection.execute(sa.insert(TIES), row)

    def untie(self, place: str, name: str | None = None) -> int:
        """Untie a channel from one convention, or from all; from how many."""
        query = sa.delete(TIES).where(TIES.c.place == place)
        if name is not None:
            query = query.where(TIES.c.name == name)
        with self._database.transaction() as connection:
            return connection.execute(query).rowcount

    def ticks(self, person: str, name: str) -> frozenset[str]:
        """Ids of the steps that a person ticked on a convention, by its short name."""
        query = sa.select(TICKS.c.step).where(TICKS.c.person == person, TICKS.c.name == name)
        with self._database.reading() as connection:
            return frozenset(connection.scalars(query))

    def tick(self, person: str, name: str, shown: Sequence[str], ticked: Sequence[str]) -> None:
        """Of the steps shown, exactly those are ticked now; the others of the convention stay as they are."""
        rows = [{"person": person, "name": name, "step": step, "at": time.time()} for step in dict.fromkeys(ticked)]
        mine = sa.and_(TICKS.c.person == person, TICKS.c.name == name, TICKS.c.step.in_([*shown, *ticked]))
        with self._database.transaction() as connection:
            connection.execute(sa.delete(TICKS).where(mine))
            if rows:
                connection.execute(sa.insert(TICKS), rows)

    def forget(self, person: str) -> int:
        """Erase all that is known of a person, and their name from what they did for others; how many lines."""
        with self._database.transaction() as connection:
            mine = sa.select(TURNS.c.id).where(TURNS.c.person == person)
            erased = connection.execute(sa.delete(FEEDBACK).where(FEEDBACK.c.turn.in_(mine))).rowcount
            erased += sum(
                connection.execute(sa.delete(table).where(table.c.person == person)).rowcount
                for table in (TURNS, CHOSEN, TICKS, FEEDBACK)
            )
            connection.execute(sa.update(TIES).where(TIES.c.person == person).values(person=""))
        self._database.settle()
        return erased
