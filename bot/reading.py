"""Reading a question alone, before its thread: its words, the conventions named, the cues."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.mentions import Directory, Mention
from bot.vocabulary import Cue, Vocabulary, Word, words_of
from ingestion.french.dates import find_dates
from ingestion.french.folding import fold

_FOLLOW = re.compile(
    r"^\s*(?:et|and|ok|alors|mais|what about|how about|meme question|idem|pareil|pour)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A question read without its thread."""

    text: str
    words: tuple[Word, ...]
    mentions: tuple[Mention, ...]
    cues: tuple[Cue, ...]
    follows: bool
    """True when it leans on what was said before."""


def read(text: str, directory: Directory, vocabulary: Vocabulary, said: frozenset[str] = frozenset()) -> Reading:
    """One question without its thread: the dates that it states are no words of it."""
    dated = [(m.start, m.end) for m in find_dates(text) if m.value is not None]
    words = tuple(w for w in words_of(text) if not any(a <= w.start < b for a, b in dated))
    mentions = directory.mentions(text, vocabulary.known | vocabulary.little)
    named = [(m.start, m.end) for m in mentions if m.main or not m.strong]
    free = tuple(word for word in words if not any(a <= word.start < b for a, b in named))
    cues = vocabulary.find(free, said)
    short = len([w for w in free if w.folded not in vocabulary.little]) <= 6
    follows = bool(_FOLLOW.match(fold(text))) or (short and not mentions)
    return Reading(text, free, mentions, cues, follows)


def holds_operation(cues: Sequence[Cue], names: Sequence[str]) -> bool:
    """Whether one of these operations is among the cues."""
    return any(cue.subject == f"operation:{name}" for cue in cues for name in names)
