"""Notes: what stands in the margin of a convention's text: its anomalies, and what its avenants change there."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.amended import Amended
from bot.answer import Language
from bot.fact_words import line
from bot.web.pieces import Piece
from bot.web.stretches import Span
from ingestion.amending.change import Amendment
from ingestion.amending.force import FactInForce, in_force
from ingestion.anomaly.finding import Severity
from ingestion.blocks import Block, BlockKind
from ingestion.corpus import Entry
from ingestion.facts.evidence import Evidence
from ingestion.french.dates import format_date
from ingestion.french.folding import squash
from prompts import message


@dataclass(frozen=True, slots=True)
class AnomalyNote:
    """Something that does not hold together, beside one of the passages that show it."""

    severity: Severity
    sentence: str
    spans: tuple[Span, ...]
    """Every passage that shows it, in this document."""
    sort: Literal["anomaly"] = "anomaly"


@dataclass(frozen=True, slots=True)
class ChangeNote:
    """What an avenant puts in the place of something, beside it."""

    avenant: str
    """Short name of the avenant."""
    document: str
    """Id of the avenant."""
    before: str
    """What the convention says; empty for what is added."""
    after: str
    """What the avenant puts in its place; empty for what is taken out."""
    effect: str
    """From when, in words."""
    spans: tuple[Span, ...]
    """Where the avenant says it."""
    sort: Literal["change"] = "change"


Note = AnomalyNote | ChangeNote
Notes = dict[int, list[Note]]
"""By the index of the piece that they stand beside."""


def notes(view: Amended, pieces: Sequence[Piece], on: date, language: Language) -> Notes:
    """All notes of a convention, those of a piece in the order of what they are about, none twice beside one piece."""
    found: Notes = {}
    placed = [*_anomalies(view.original, language), *_changes(view, on, language)]
    for start, note in sorted(placed, key=lambda one: one[0]):
        at = next((index for index, piece in enumerate(pieces) if start < piece.end), len(pieces) - 1)
        beside = found.setdefault(at, [])
        if note not in beside:
            beside.append(note)
    return found


def spans_of(evidence: Iterable[Evidence]) -> tuple[Span, ...]:
    """The spans of some evidence, each once."""
    return tuple(dict.fromkeys((one.start, one.end) for one in evidence))


def _anomalies(entry: Entry, language: Language) -> Iterator[tuple[int, Note]]:
    for one in entry.anomalies:
        note = AnomalyNote(one.severity, one.told(language), spans_of(one.evidence))
        yield from ((start, note) for start, _ in note.spans)


def _changes(view: Amended, on: date, language: Language) -> Iterator[tuple[int, Note]]:
    """Changes beside the facts that they change, else beside the words that they take out, else under their article."""
    known = in_force(view.original.facts, view.changes, _last_day(view, on))
    for avenant in view.avenants:
        for change in avenant.amendments:
            facts = [one for one in known if one.amendment == change]
            pairs = list(dict.fromkeys(_of_facts(facts, language))) or [(_place(view.original, change), *_told(change))]
            for start, before, after in pairs:
                name, document = avenant.identity.short_name, avenant.document.id
                effect, spans = _effect(change, on, language), spans_of(change.evidence)
                yield start, ChangeNote(name, document, before, after, effect, spans)


def _last_day(view: Amended, on: date) -> date:
    """A day on which all that is dated applies: what is to come is shown too, with its day."""
    return max([on, *(change.effect for change in view.changes if change.effect)])


def _of_facts(facts: Iterable[FactInForce], language: Language) -> Iterator[tuple[int, str, str]]:
    for one in facts:
        if one.former is not None:
            after = line(one.fact, language) if one.fact is not None else ""  # type: ignore[arg-type]
            yield one.former.evidence[0].start, line(one.former, language), after  # type: ignore[arg-type]


def _told(change: Amendment) -> tuple[str, str]:
    return change.old or "", change.new or change.evidence[-1].quote


def _place(entry: Entry, change: Amendment) -> int:
    """Where the words taken out stand; else the heading of the article, of the one before an added article; else 0."""
    inside = [block for block in entry.blocks if change.article and block.article == change.article]
    held = _holding(inside or entry.blocks, change.old) if change.old else None
    if held:
        return held.body_start
    headings = [block for block in entry.blocks if block.kind is BlockKind.ARTICLE]
    named = [block for block in headings if block.article in (change.article, _stem(change.article))]
    return named[0].body_start if named else 0


def _holding(blocks: Iterable[Block], words: str) -> Block | None:
    return next((block for block in blocks if squash(words) in squash(block.text)), None)


def _stem(article: str | None) -> str | None:
    """« 4 bis » comes after article 4, « 3-1 » after article 3."""
    return article.replace("-", " ").split()[0] if article and article.strip() else None


def _effect(change: Amendment, on: date, language: Language) -> str:
    if change.effect is None:
        return message("web.effect_unknown", language)
    key = "web.effect_since" if change.effect <= on else "web.effect_from"
    return message(key, language, day=format_date(change.effect, language))
