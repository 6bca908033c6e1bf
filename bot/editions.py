"""Other editions: where the draft or the copy of a convention says something else than the passage that answers."""

from collections.abc import Iterator

from bot.answer import Answer, Citation
from bot.library import Library
from bot.quoting import shortened
from index.records import DocumentRow
from ingestion.differences import Difference, differences
from ingestion.lines import display
from prompts import message

_MOST = 3
"""Warnings of one answer: beyond, whoever reads compares the files."""


def warned(answer: Answer, library: Library) -> Answer:
    """The answer with what other editions of the conventions that it cites say instead, fact by fact."""
    rows = {row.source: row for row in library.documents()}
    cited = dict.fromkeys(citation.source for citation in answer.citations)
    found = [one for source in cited if source in rows for one in _told(answer, rows[source], library)]
    more = tuple(dict.fromkeys(one for one in found if one not in answer.warnings))[:_MOST]
    return answer.model_copy(update={"warnings": (*answer.warnings, *more)}) if more else answer


def _told(answer: Answer, row: DocumentRow, library: Library) -> Iterator[str]:
    cited = [one for one in answer.citations if one.source == row.source]
    for edition in library.editions(row.id):
        other = library.edition(edition)
        for difference in differences(library.entry(row.id), other).facts:
            if _is_cited(difference, cited):
                yield _sentence(difference, other.document.source, answer)


def _is_cited(difference: Difference, cited: list[Citation]) -> bool:
    evidence = difference.before.evidence[:1] if difference.before else ()
    return any(one.start < citation.end and citation.start < one.end for one in evidence for citation in cited)


def _sentence(difference: Difference, source: str, answer: Answer) -> str:
    """What the other edition says, in its own words; or that it does not say this."""
    sort, fact = ("says", difference.after) if difference.after else ("without", difference.before)
    assert fact is not None
    quote = shortened(display(fact.evidence[0].quote))
    return message(f"answer.edition_{sort}", answer.language, source=source, quote=quote)
