"""Notes: what stands in the margin of a convention's text: its anomalies, and what its avenants change there."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from bot.amended import Amended
from bot.answer import Language
from bot.fact_words import line
from bot.quoting import shortened
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
from ingestion.lines import display
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
class Change:
    """What becomes of one thing."""

    before: str
    """What the convention says; empty for what is added."""
    after: str
    """What the avenant puts in its place; empty for what is taken out."""


@dataclass(frozen=True, slots=True)
class ChangeNote:
    """What an avenant puts in the place of something, beside it."""

    avenant: str
    """Short name of the avenant."""
    document: str
    """Id of the avenant."""
    effect: str
    """From when, in words."""
    changes: tuple[Change, ...]
    spans: tuple[Span, ...]
    """Where the avenant says it."""
    sort: Literal["change"] = "change"

    def joins(self, other: "Note") -> bool:
        """Whether another note beside the same piece is of the same avenant and day."""
        return isinstance(other, ChangeNote) and (self.document, self.effect) == (other.document, other.effect)

    def with_those_of(self, other: "ChangeNote") -> "ChangeNote":
        """One note for both."""
        changes, spans = dict.fromkeys((*self.changes, *other.changes)), dict.fromkeys((*self.spans, *other.spans))
        return replace(self, changes=tuple(changes), spans=tuple(spans))


Note = AnomalyNote | ChangeNote
Notes = dict[int, list[Note]]
"""By the index of the piece that they stand beside."""


def notes(view: Amended, pieces: Sequence[Piece], on: date, language: Language) -> Notes:
    """All notes of a convention, those of a piece in the order of what they are about.

    One that is about pieces which follow each other stands beside the first of them.
    """
    found: Notes = {}
    last: dict[Note, int] = {}
    placed = [*_anomalies(view.original, language), *_changes(view, on, language)]
    for start, note in sorted(placed, key=lambda one: one[0]) if pieces else ():
        at = next((index for index, piece in enumerate(pieces) if start < piece.end), len(pieces) - 1)
        if at - last.get(note, -2) > 1:
            _add(found.setdefault(at, []), note)
        last[note] = at
    return found


def changed(view: Amended, on: date) -> frozenset[tuple[Span, ...]]:
    """The spans of the convention's own facts that avenants in force on a day change or take out."""
    known = in_force(view.original.facts, view.changes, on)
    return frozenset(spans_of(one.former.evidence) for one in known if one.former is not None)


def _add(beside: list[Note], note: Note) -> None:
    """Put a note beside a piece: with its like where there is one."""
    like = next((at for at, one in enumerate(beside) if isinstance(one, ChangeNote) and one.joins(note)), None)
    if like is not None:
        beside[like] = beside[like].with_those_of(note)  # type: ignore[union-attr,arg-type]
    else:
        beside.append(note)


def spans_of(evidence: Iterable[Evidence]) -> tuple[Span, ...]:
    """The spans of some evidence, each once."""
    return tuple(dict.fromkeys((one.start, one.end) for one in evidence))


def _anomalies(entry: Entry, language: Language) -> Iterator[tuple[int, Note]]:
    for one in entry.anomalies:
        note = AnomalyNote(one.severity, one.told(language), spans_of(one.evidence))
        yield from ((start, note) for start, _ in note.spans)


def _changes(view: Amended, on: date, language: Language) -> Iterator[tuple[int, Note]]:
    known = [one for one in in_force(view.original.facts, view.changes, _last_day(view, on)) if one.amendment]
    rows = {one.amendment.evidence for one in known if one.amendment and one.amendment.sort == "table_row"}
    for avenant in view.avenants:
        name, document = avenant.identity.short_name, avenant.document.id
        for amendment in avenant.amendments:
            same = amendment.sort == "table_row" and amendment not in [one.amendment for one in known]
            if same and amendment.evidence in rows:
                continue  # a cell that stays as it was, in a row that is written again for another one
            effect, spans = _effect(amendment, on, language), spans_of(amendment.evidence)
            for start, change in _placed(view.original, amendment, known, language):
                yield start, ChangeNote(name, document, effect, (change,), spans)


def _placed(
    entry: Entry, amendment: Amendment, known: Iterable[FactInForce], language: Language
) -> list[tuple[int, Change]]:
    """In the avenant's words, beside those that it takes out; else beside the facts that it changes."""
    facts = [one for one in known if one.amendment == amendment and one.former is not None]
    if amendment.old is None and not amendment.sort.startswith("article") and facts:
        told = dict.fromkeys((_start(one), _told(one, language)) for one in facts)
        return [(start, change) for start, change in told if change.before != change.after]
    place = _place(entry, amendment)
    if place is None:
        place = _start(facts[0]) if facts else 0
    after = "" if amendment.sort == "article_deleted" else amendment.new or amendment.evidence[-1].quote
    return [(place, Change(shortened(display(amendment.old or "")), shortened(display(after))))]


def _last_day(view: Amended, on: date) -> date:
    """A day on which all that is dated applies: what is to come is shown too, with its day."""
    return max([on, *(change.effect for change in view.changes if change.effect)])


def _start(one: FactInForce) -> int:
    return one.former.evidence[0].start if one.former else 0


def _told(one: FactInForce, language: Language) -> Change:
    before, after = (line(fact, language) if fact else "" for fact in (one.former, one.fact))  # type: ignore[arg-type]
    return Change(shortened(before), shortened(after))


def _place(entry: Entry, change: Amendment) -> int | None:
    """Where the words taken out stand; else the heading of the article, of the one before an added article."""
    inside = [block for block in entry.blocks if change.article and block.article == change.article]
    held = _holding(inside or entry.blocks, change.old) if change.old else None
    if held:
        return held.body_start
    headings = [block for block in entry.blocks if block.kind is BlockKind.ARTICLE and block.article]
    named = [block for block in headings if block.article in (change.article, _stem(change.article))]
    return named[0].body_start if named else None


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
