"""The plan: what a question asks, before anything is looked up. Frozen, printed by `alinea ask --explain`."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from bot.answer import Language

Operation = Literal["look up", "list", "compare", "add", "count", "most", "least", "share", "compute", "write"]


@dataclass(frozen=True, slots=True)
class Scope:
    """Which conventions are meant."""

    kind: Literal["named", "any", "all"]
    """`named`: those of `documents`; `any`: none is named, the answer may be in one; `all`: across conventions."""
    documents: tuple[str, ...]
    """Ids, for `named`; empty otherwise."""
    alternatives: tuple[str, ...]
    """Ids of the conventions that one name of the question fits when it fits several: ask which one."""
    names: tuple[str, ...]
    """The words of the question that name them, left out of the ranking."""


Event = Literal["signature", "notification", "publication", "effect", "other"]


@dataclass(frozen=True, slots=True)
class Stated:
    """A value that the user states: « si elle est signée le 15 mars 2024 »."""

    event: Event
    """`other` when the question tells none that the convention knows: « reçu le 3 juin »."""
    day: date


@dataclass(frozen=True, slots=True)
class Ask:
    """One half of a question."""

    words: str
    """What is asked, without the conventions' names."""
    subjects: tuple[str, ...]
    """Ids of the vocabulary's subjects, the most telling first; empty when only passages can answer."""
    operation: Operation
    answer_type: str | None
    """Type of what must be in the answer, as in `Subject.answer`; `None` when anything may answer."""
    interrogative: str | None
    """Type of answer that the interrogative word alone asks for: `person`, `date`, `list`; `None` for the others."""
    terms: tuple[str, ...]
    """Stems of the words that carry the rest of the meaning: neither cues, nor names, nor little words."""
    essential: tuple[str, ...]
    """Those of the terms that stand as nouns, after an article or a preposition: an answer that holds none is about
    something else."""
    content: tuple[tuple[str, frozenset[str]], ...]
    """Stems of every word that is no name and no little word, each with the subjects whose cue it belongs to."""
    years: tuple[int, ...]
    amounts: tuple[Decimal, ...]
    """Amounts that the question states, in euros."""
    comparison: Literal["over", "under"] | None
    """« plus de 200 000 € », « moins de »: how the amounts stated filter."""
    lists_all: bool
    """True when every one is asked for (« classe », « quelles »), not the first."""
    bearer: str | None
    """Words of the party that the question is about (« la DINUM », « le délégataire »)."""

    def words_beside(self, *subjects: str) -> tuple[str, ...]:
        """Stems of the question that are no cue of these subjects, years left out: what chooses among their facts."""
        years = set(map(str, self.years))
        return tuple(
            stem for stem, cues in self.content
            if not cues & set(subjects) and stem not in years and not any(cue.startswith("operation:") for cue in cues)
        )  # fmt: skip

    @property
    def terms_without_years(self) -> tuple[str, ...]:
        """Terms that are no year."""
        return tuple(term for term in self.terms if term not in map(str, self.years))


@dataclass(frozen=True, slots=True)
class Plan:
    """What a question asks."""

    language: Language
    scope: Scope
    asks: tuple[Ask, ...]
    """One for each half, in the order of the question; never empty."""
    stated: tuple[Stated, ...]
    unknown: tuple[str, ...]
    """Words that stand where a convention's name would and that no convention answers to."""
    idle: bool
    """True when nothing is asked: a greeting, thanks, a lone « pourquoi ? »."""
    off_topic: bool
    """True when the question is plainly about something else."""
    follows: bool
    """True when something was taken from the thread."""
