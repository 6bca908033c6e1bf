"""Memory: all that the bot keeps of its conversations in a data folder, opened together."""

import time
from dataclasses import dataclass
from pathlib import Path

from bot.conversations.database import Database, open_database
from bot.conversations.feedback import FeedbackStore
from bot.conversations.hashing import Hasher, hasher
from bot.conversations.ownership import Ownership
from bot.conversations.people import People
from bot.conversations.turns import Turns
from bot.settings import Settings

_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Memory:
    """The stores of one running process."""

    turns: Turns
    people: People
    feedback: FeedbackStore
    ownership: Ownership
    retention_days: int
    """Questions and what was said of their answers are erased after so many days."""
    _hasher: Hasher
    _database: Database

    def person(self, team: str, user: str) -> str:
        """How a person is stored."""
        return self._hasher.of("person", team, user)

    def place(self, team: str, channel: str) -> str:
        """How a channel or a direct conversation is stored."""
        return self._hasher.of("place", team, channel)

    def purge(self) -> int:
        """Erase what is older than the retention; how many lines. Raises StateFault."""
        before = time.time() - self.retention_days * _DAY
        erased = self.turns.purge(before) + self.feedback.purge(before)
        if erased:
            self._database.settle()
        return erased

    def close(self) -> None:
        """Let go of the file, and of the turns left undone."""
        self.ownership.release()
        self._database.close()


def open_memory(settings: Settings, folder: Path | None = None) -> Memory:
    """The memory of the data folder of these settings, or of another folder. Raises StateFault, OSError."""
    data = folder or settings.data
    database = open_database(data)
    key = settings.hash_key.get_secret_value() if settings.hash_key else None
    ownership = Ownership(data)
    return Memory(
        turns=Turns(database, ownership.name),
        people=People(database),
        feedback=FeedbackStore(database),
        ownership=ownership,
        retention_days=settings.retention_days,
        _hasher=hasher(data, key),
        _database=database,
    )
