"""Sourced: a value of a convention with the passages that it rests on, whichever document they stand in."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from bot.amended import Amended
from bot.answer import Language
from bot.answers.claim import Claim
from bot.citing import in_its_sentence
from ingestion.facts.evidence import Evidence
from prompts import message

Span = tuple[int, int]
_THOUSANDS = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")
Said = Literal["stated", "blank", "absent"]
"""What the text does with a thing: says it, leaves its place blank or open, says nothing."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A span of a document."""

    document: str
    """Id of the document, a convention or its avenant."""
    source: str
    """Its file."""
    start: int
    end: int
    quote: str
    """`canonical_text[start:end]`."""


@dataclass(frozen=True, slots=True)
class Sourced:
    """One thing as it is shown, with where it stands."""

    text: str
    """On one line, in the reader's language; a sentence that says so when it is blank or absent."""
    passages: tuple[Passage, ...] = ()
    """Empty when it is absent."""
    value: Decimal | date | int | None = None
    """What it is ordered and exported by; `None` when it has no magnitude or is not known."""
    how: str | None = None
    """For a computed value, its sum and rule; `None` for one that stands in the text."""
    said: Said = "stated"

    @property
    def places(self) -> Mapping[str, tuple[Span, ...]]:
        """The spans by document, in the order of the passages; one inside another that comes before it is left out."""
        found: dict[str, list[Span]] = {}
        for one in self.passages:
            held = found.setdefault(one.document, [])
            if not any(start <= one.start and one.end <= end for start, end in held):
                held.append((one.start, one.end))
        return {document: tuple(spans) for document, spans in found.items()}


def passages(view: Amended, evidence: Iterable[Evidence]) -> tuple[Passage, ...]:
    """Where evidence stands, each place once; a word or two with the sentence or row around them."""
    found: dict[Passage, None] = {}
    for one in evidence:
        held = (entry for entry in view.sources if entry.document.text[one.start : one.end] == one.quote)
        entry = next(held, view.original)
        whole = in_its_sentence(entry, one)
        found[Passage(entry.document.id, entry.document.source, whole.start, whole.end, whole.quote)] = None
    return tuple(found)


def claimed(view: Amended, claim: Claim, language: Language) -> Sourced:
    """A claim in a cell: its own words, the sum of a computed value, or that its place is blank."""
    if claim.state != "stated":
        return blank(view, claim.evidence, language)
    how = claim.values[0].how if claim.values else None
    text = claim.text.replace("**", "").removesuffix(f" ({how})")
    return Sourced(unbroken(text), passages(view, claim.evidence), claim.order, how and unbroken(how))


def valued(view: Amended, claim: Claim, language: Language) -> Sourced:
    """The same with the bare value for words."""
    told = claimed(view, claim, language)
    return told if told.said != "stated" else Sourced(unbroken(claim.cell), told.passages, told.value, told.how)


def unbroken(text: str) -> str:
    """A text whose figures stay on one line, as the Imprimerie nationale writes them.

    >>> unbroken("90 000 € en 2024")
    '90\u202f000\xa0€ en 2024'
    """
    return _THOUSANDS.sub("\u202f", text).replace(" €", "\u00a0€")


def blank(view: Amended, evidence: Iterable[Evidence], language: Language, why: str | None = None) -> Sourced:
    """A place that the text leaves blank; `why`: what is missing, where that is known."""
    return Sourced(why or message("portfolio.blank", language), passages(view, evidence), said="blank")


def absent(language: Language) -> Sourced:
    """What the convention does not speak of."""
    return Sourced(message("portfolio.absent", language), said="absent")
