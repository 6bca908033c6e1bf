"""Notes: what a careful reader adds once an answer is written: anomalies and amendments that touch what it cites."""

from datetime import date

from bot.answer import Citation
from bot.library import Library
from bot.plan import Plan
from bot.writing import Draft
from ingestion.corpus import Entry
from prompts import message

_MOST_WARNINGS = 3


def add(draft: Draft, plan: Plan, library: Library, today: date) -> None:
    """Add the warnings; an article that an avenant deleted or replaced is told in the text, with its source."""
    ids = {row.source: row.id for row in library.documents()}
    for citation in tuple(draft.citations.found):
        document = ids.get(citation.source)
        if document is None:
            continue
        _disturbed(draft, plan, library.amended(document, today).current, citation)
        _amended(draft, plan, [library.entry(a) for a in library.avenants(document)], citation)


def _disturbed(draft: Draft, plan: Plan, entry: Entry, citation: Citation) -> None:
    """Anomalies whose quotes the citation holds or stands in."""
    for anomaly in entry.anomalies:
        touches = any(one.start < citation.end and citation.start < one.end for one in anomaly.evidence)
        told = anomaly.told(plan.language)
        if touches and told not in draft.warnings and len(draft.warnings) < _MOST_WARNINGS:
            draft.warnings.append(told)


def _amended(draft: Draft, plan: Plan, avenants: list[Entry], citation: Citation) -> None:
    """The article cited is no longer what it was."""
    for avenant in avenants:
        for change in avenant.amendments:
            if (
                change.sort not in ("article_deleted", "article_replaced")
                or change.article != citation.article
                or not citation.article
            ):
                continue
            key = "answer.deleted" if change.sort == "article_deleted" else "answer.replaced"
            text = message(key, plan.language, article=citation.article, name=avenant.identity.short_name)
            one = change.evidence[0]
            line = f"{text} [{draft.citations.cite(avenant, one.start, one.end)}]"
            if line not in draft.parts:
                draft.parts.append(line)
