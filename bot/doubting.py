"""Doubting: what an answer says of the scans that it rests on. No figure read with doubt is passed for a sure one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.answer import Answer, Citation, Language
from bot.grounding import figures_in
from bot.library import Library
from ingestion.documents import SURE_PAGE, Document
from ingestion.french.amounts import find_amounts
from ingestion.french.dates import find_dates
from ingestion.french.durations import find_durations
from ingestion.french.percentages import find_percentages
from ingestion.lines import display
from prompts import message

_MOST_FIGURES = 5
"""Figures named one by one; beyond that the page is named alone."""


@dataclass(frozen=True, slots=True)
class DoubtfulFigure:
    """A figure of which a part was recognised without certainty."""

    shown: str
    """As the document has it, on one line."""
    page: int
    confidence: float
    """Lowest of its words, 0 to 1."""


def with_doubts(answer: Answer, library: Library) -> Answer:
    """The answer with warnings on the scanned pages that it cites; itself when it cites none."""
    paged = [citation for citation in answer.citations if citation.page is not None]
    if not paged:
        return answer
    ids = {row.source: row.id for row in library.documents()}
    held = [(one, library.entry(ids[one.source]).document) for one in paged if one.source in ids]
    told = (*_figures_told(answer, held), *_pages_told(held, answer.language))
    return answer.model_copy(update={"warnings": tuple(dict.fromkeys((*answer.warnings, *told)))}) if told else answer


def doubtful_figures(document: Document, start: int, end: int) -> list[DoubtfulFigure]:
    """Figures of a span that hold a doubtful word, in words (« six mois ») as well as in digits, in their order."""
    doubts = document.doubts_in(start, end)
    if not doubts:
        return []
    text = document.text[start:end]
    spans = sorted({(start + a, start + b) for a, b in _figure_spans(text)})
    spans += [(d.start, d.end) for d in doubts if _digits(document, d.start, d.end) and not _inside(d.start, spans)]
    found = []
    for a, b in sorted(spans):
        sure = [doubt.confidence for doubt in document.doubts_in(a, b)]
        if sure:
            found.append(DoubtfulFigure(display(document.text[a:b]), document.page_at(a) or 1, min(sure)))
    return found


def _figure_spans(text: str) -> Iterator[tuple[int, int]]:
    for find in (find_amounts, find_dates, find_durations, find_percentages):
        yield from ((mention.start, mention.end) for mention in find(text))


def _digits(document: Document, start: int, end: int) -> bool:
    return any(sign.isdigit() for sign in document.text[start:end])


def _inside(offset: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= offset < end for start, end in spans)


def _figures_told(answer: Answer, held: Sequence[tuple[Citation, Document]]) -> Iterator[str]:
    """A warning for each doubtful figure that the answer states or shows."""
    stated = figures_in(answer.text) | {figure.value for figure in answer.figures}
    shown = display(answer.text)
    found = dict.fromkeys(
        one for citation, document in held for one in doubtful_figures(document, citation.start, citation.end)
    )
    meant = [one for one in found if one.shown in shown or figures_in(one.shown) & stated]
    for one in meant[:_MOST_FIGURES]:
        yield message("answer.doubtful_figure", answer.language, figure=one.shown, page=one.page)


def _pages_told(held: Sequence[tuple[Citation, Document]], language: Language) -> Iterator[str]:
    """A warning for each document with cited pages that are hard to read, or a doubtful word in what is quoted."""
    pages: dict[str, set[int]] = {}
    for citation, document in held:
        scanned = document.scanned_at(citation.start)
        if scanned and (scanned.confidence < SURE_PAGE or citation.confidence is not None):
            pages.setdefault(citation.convention, set()).add(scanned.page)
    for name, numbers in pages.items():
        key = "answer.scanned" if len({document.id for _, document in held}) == 1 else "answer.scanned_of"
        yield message(key, language, name=name, pages=", ".join(map(str, sorted(numbers))))
