"""Citations in Slack: a button a place, whose value says which spans to show, whatever is purged since."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.answer import Citation, Language
from bot.slack.mrkdwn import cut, harmless
from prompts import message

_LONGEST_LABEL = 75
_LONGEST_VALUE = 2_000
MOST_BUTTONS = 12
"""Places shown as buttons under one answer; a thirteenth would hide the answer on a phone."""


@dataclass(frozen=True, slots=True)
class Spans:
    """What a citation's button points at."""

    document: str
    """Id of the document."""
    spans: tuple[tuple[int, int], ...]
    """Character spans in its canonical text."""

    def written(self) -> str:
        """As a button carries it.

        >>> Spans("1f", ((3, 9), (12, 15))).written()
        '1f:3-9,12-15'
        """
        value = f"{self.document}:" + ",".join(f"{start}-{end}" for start, end in self.spans)
        return value if len(value) <= _LONGEST_VALUE else value[: value.rindex(",", 0, _LONGEST_VALUE)]


def read_spans(value: str) -> Spans | None:
    """What `Spans.written` wrote; `None` for anything else, for a button's value comes from outside.

    >>> read_spans("1f:3-9,12-15")
    Spans(document='1f', spans=((3, 9), (12, 15)))
    >>> read_spans("1f:9-3") is None
    True
    """
    document, _, written = value.partition(":")
    try:
        spans = tuple((int(a), int(b)) for a, _, b in (span.partition("-") for span in written.split(",")))
    except ValueError:
        return None
    return Spans(document, spans) if document and all(0 <= a < b for a, b in spans) else None


@dataclass(frozen=True, slots=True)
class Place:
    """The citations of an answer that stand in one place of one document."""

    label: str
    """« 1, 3 · Quai Ouvert, art. 4 », at most 75 characters."""
    spans: Spans


def places(citations: Sequence[Citation], documents: Mapping[str, str], language: Language) -> tuple[Place, ...]:
    """The places that citations stand in, by first number. `documents`: id by source."""
    held: dict[tuple[str, str], list[tuple[int, Citation]]] = {}
    for number, citation in enumerate(citations, 1):
        if citation.source in documents:
            held.setdefault((citation.source, place_of(citation, language)), []).append((number, citation))
    return tuple(
        Place(
            cut(harmless(f"{_numbers([n for n, _ in group])} · {where}"), _LONGEST_LABEL),
            Spans(documents[source], tuple((c.start, c.end) for _, c in group)),
        )
        for (source, where), group in held.items()
    )


def place_of(citation: Citation, language: Language) -> str:
    """« Quai Ouvert, art. 4, p. 3 »; the heading where there is no article, the page where there are pages."""
    name, heading = citation.convention, citation.heading
    place = f"{name}, {heading}" if heading else name
    if citation.article:
        place = message("slack.place_article", language, name=name, article=citation.article)
    page = citation.page
    return place if page is None else f"{place}, {message('slack.place_page', language, page=page)}"


def _numbers(numbers: Sequence[int]) -> str:
    """« 1-3, 5 »."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)
