"""Stretches: a span of the canonical text as a page shows it, marks hidden, cited passages apart, no character lost."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from ingestion.lines import mask

Span = tuple[int, int]
_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)[^<>\n]{0,80}>")
_DRESS = frozenset(("b", "br", "center", "em", "i", "p", "small", "span", "strong", "sub", "sup", "u"))
"""Tags that OCR tools leave around words; any other is text that somebody wrote, and is shown."""
_RAISED = re.compile(r"<sup>([^<>\n]{1,20})</sup>", re.IGNORECASE)
_CALL = re.compile(r"\[\^([\w.-]{1,20})\](?::[ \t]*)?")
"""A call of a footnote, or the mark before the footnote itself."""


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that are shown alike."""

    text: str
    """Verbatim."""
    hidden: bool = False
    """A mark of Markdown: kept inside cited passages only, out of sight, for their text to be the quote."""
    raised: bool = False
    """True for what stands above the line: « 1er », the number of a footnote."""
    doubtful: bool = False
    """True for words that an engine recognised in a picture without being sure."""
    note: str | None = None
    """Label of the footnote that is called; `None` elsewhere."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Runs that belong to the same cited passage, or to none."""

    runs: tuple[Run, ...]
    passage: int | None = None
    """Number of the cited passage, from 1; `None` outside passages."""


_PLAIN, _HIDDEN, _UP, _DOUBTFUL = range(4)


def stretches(
    text: str, start: int, end: int, passages: Sequence[Span] = (), lead: int = 0, doubts: Sequence[Span] = ()
) -> tuple[Stretch, ...]:
    """The characters `start` to `end` of a text. `lead`: how many of the first ones are a mark to hide; `doubts`: spans
    of words that were recognised without certainty.

    >>> [(s.passage, "".join(r.text for r in s.runs)) for s in stretches("**un** mot", 0, 10, [(7, 10)])]
    [(None, 'un '), (1, 'mot')]
    """
    piece = text[start:end]
    looks, calls = _looks(piece, lead)
    for first, last in doubts:
        inside = range(max(first - start, 0), min(last - start, len(piece)))
        looks[inside.start : inside.stop] = [_DOUBTFUL if looks[at] == _PLAIN else looks[at] for at in inside]
    owners = _owners(start, end, passages)
    found: list[Stretch] = []
    for owner, group in groupby(range(len(piece)), key=owners.__getitem__):
        runs = tuple(_runs(piece, list(group), looks, calls, keep=owner is not None))
        if runs:
            found.append(Stretch(runs, owner))
    return tuple(found)


def _owners(start: int, end: int, passages: Sequence[Span]) -> list[int | None]:
    """The passage of each character: the shortest that holds it, for a longer one not to swallow it."""
    owners: list[int | None] = [None] * (end - start)
    order = sorted(range(len(passages)), key=lambda at: passages[at][0] - passages[at][1])
    for at in order:
        first, last = max(passages[at][0], start), min(passages[at][1], end)
        if first < last:
            owners[first - start : last - start] = [at + 1] * (last - first)
    return owners


def _looks(piece: str, lead: int) -> tuple[list[int], dict[int, str]]:
    """How each character is shown, and the footnotes called, by the place of their label."""
    masked = mask(piece)
    looks = [_HIDDEN if a != b else _PLAIN for a, b in zip(piece, masked, strict=True)]
    for tag in _TAG.finditer(piece):
        look = _HIDDEN if tag[1].lower() in _DRESS else _PLAIN
        looks[tag.start() : tag.end()] = [look] * len(tag[0])
    for raised in _RAISED.finditer(piece):
        looks[raised.start(1) : raised.end(1)] = [_UP] * len(raised[1])
    calls = {}
    for call in _CALL.finditer(piece):
        looks[call.start() : call.end()] = [_HIDDEN] * len(call[0])
        looks[call.start(1) : call.end(1)] = [_UP] * len(call[1])
        if call.start() or not call[0].rstrip().endswith(":"):
            calls[call.start(1)] = call[1]
    looks[:lead] = [_HIDDEN] * min(lead, len(looks))
    return looks, calls


def _runs(
    piece: str, places: Sequence[int], looks: Sequence[int], calls: dict[int, str], *, keep: bool
) -> Iterator[Run]:
    for look, group in groupby(places, key=looks.__getitem__):
        held = list(group)
        text = piece[held[0] : held[-1] + 1]
        if look != _HIDDEN:
            yield Run(
                text, raised=look == _UP, doubtful=look == _DOUBTFUL, note=calls.get(held[0]) if look == _UP else None
            )
        elif keep:
            yield Run(text, hidden=True)
