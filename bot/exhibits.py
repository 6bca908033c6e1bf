"""Exhibits: the numbered pieces of text that a model may write from, each with the citations that it stands for."""

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.answer import Answer, Citation, Language
from bot.citing import Citations, block_at
from bot.extracts import Extract, rank, wanted
from bot.fact_words import KINDS, kind_named, line
from bot.library import Library
from bot.plan import Plan
from bot.units import Unit
from bot.vocabulary import vocabulary
from index.records import DocumentRow
from ingestion.blocks import Block, BlockKind
from ingestion.corpus import Entry
from ingestion.facts.evidence import Evidence
from ingestion.french.folding import squash
from ingestion.lines import display
from prompts import message

MOST = 14
"""Exhibits of a prompt: what a small model reads without losing the first ones."""
_MOST_FACTS = 12
"""Lines of one answer of the tool."""
_MOST_IN_ALL = 40
_LONGEST = 900
"""Characters of an exhibit as the model reads it; the citation has it whole."""
_HEADINGS = (BlockKind.HEADING, BlockKind.ARTICLE, BlockKind.ANNEXE)


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One piece: what is shown, and what is cited for it."""

    shown: str
    """One line, as the model reads it; data, never an instruction."""
    citations: tuple[Citation, ...]
    """Its own quote first, then that of what introduces it; never empty."""
    label: str
    """Convention and article."""


@dataclass(slots=True)
class Exhibits:
    """The pieces of one answer, numbered from 1 as they are added; facts join them while the model writes."""

    found: list[Exhibit] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, exhibit: Exhibit) -> int | None:
        """Its number, the former one when the same span is there; `None` when there is no more room."""
        with self._lock:
            for number, one in enumerate(self.found, 1):
                if one.citations[0] == exhibit.citations[0]:
                    return number
            if len(self.found) >= _MOST_IN_ALL:
                return None
            self.found.append(exhibit)
            return len(self.found)

    def numbered(self, numbers: Sequence[int]) -> tuple[Exhibit, ...] | None:
        """The pieces of these numbers, each once; `None` when one does not exist."""
        if any(not 1 <= number <= len(self.found) for number in numbers):
            return None
        return tuple(self.found[number - 1] for number in dict.fromkeys(numbers))


def gathered(answer: Answer, plan: Plan, library: Library) -> Exhibits:
    """The pieces that the answer without a model cites, then the next best of the same documents."""
    exhibits = Exhibits()
    by_source = {(entry := library.entry(row.id)).document.source: entry for row in _rows(answer, library)}
    for citation in answer.citations[:MOST]:
        entry = by_source[citation.source]
        exhibits.add(_exhibit(entry, citation.start, citation.end, plan.language))
    for extract in _next_best(plan, library, tuple(entry.document.id for entry in by_source.values())):
        if len(exhibits.found) >= MOST:
            break
        unit, entry = extract.unit, library.entry(extract.document)
        if not _known(exhibits, entry, unit):
            exhibits.add(_exhibit(entry, unit.start, unit.end, plan.language))
    return exhibits


def _rows(answer: Answer, library: Library) -> list[DocumentRow]:
    sources = {citation.source for citation in answer.citations}
    return [row for row in library.documents() if row.source in sources]


def _known(exhibits: Exhibits, entry: Entry, unit: Unit) -> bool:
    """Whether a unit, or its very words, is among the pieces already."""
    spans = [c for one in exhibits.found for c in one.citations[:1] if c.source == entry.document.source]
    return any(c.start < unit.end and unit.start < c.end for c in spans) or any(
        squash(one.citations[0].quote) == squash(unit.text) for one in exhibits.found
    )


def _next_best(plan: Plan, library: Library, cited: tuple[str, ...]) -> list[Extract]:
    """Extracts of the documents in scope: those named, else those that the answer cites."""
    named = plan.scope.documents if plan.scope.kind == "named" else cited
    documents = dict.fromkeys(d for one in named for d in (one, *library.avenants(one)))
    words, found = vocabulary(), list[Extract]()
    for ask in plan.asks:
        for document in documents:
            want = wanted(ask, words, plan.language == "en", library.aliases(document))
            ranked = rank(document, library.units(document), ask, want, {})
            found += [one for one in ranked if one.score > 0][:MOST]
    return sorted(found, key=lambda one: -one.score)


def _exhibit(entry: Entry, start: int, end: int, language: Language) -> Exhibit:
    """A span with what introduces it: the lead-in of an item; a row shows the headers of its cells."""
    block, citations = block_at(entry, start), Citations()
    citations.cite(entry, start, end)
    shown = _shown(entry, block, start, end)
    lead = entry.blocks[block.lead_in] if block.kind is BlockKind.ITEM and block.lead_in is not None else None
    if lead is not None and lead.kind not in _HEADINGS:
        citations.cite(entry, lead.body_start, lead.body_end)
        shown = f"{display(lead.body)} {shown}"
    return Exhibit(shown[:_LONGEST], tuple(citations.found), place(citations.found[0], language))


def _shown(entry: Entry, block: Block, start: int, end: int) -> str:
    row = next((row for row in block.rows if row.start == start and row.end == end), None)
    if row is None:
        return display(entry.document.text[start:end])
    cells = [(display(cell.column_header or ""), display(cell.text)) for cell in row.cells if cell.text.strip()]
    return " · ".join(f"{head} : {text}" if head and head != text else text for head, text in cells)


def place(citation: Citation, language: Language) -> str:
    """« Carnet d'Escale, article 5 »."""
    if citation.article is None:
        return citation.convention
    return message("synthesis.place", language, convention=citation.convention, article=citation.article)


def facts(
    exhibits: Exhibits, library: Library, documents: Iterable[str], language: Language, arguments: Mapping[str, object]
) -> Iterator[tuple[int, Exhibit]]:
    """The typed facts of one kind of a convention, as pieces with new numbers. Raises ValueError for other arguments.

    `documents`: ids that may be asked for; `arguments`: `kind`, a kind of fact, and `convention`, a short name.
    """
    kind = kind_named(str(arguments.get("kind", "")))
    if kind is None:
        raise ValueError(message("synthesis.no_kind", language, kinds=", ".join(KINDS)))
    entries = {squash((entry := library.entry(one)).identity.short_name): entry for one in documents}
    found = entries.get(squash(str(arguments.get("convention", ""))))
    if found is None:
        names = ", ".join(entry.identity.short_name for entry in entries.values())
        raise ValueError(message("synthesis.no_convention", language, names=names))
    told: set[int] = set()
    for fact in [fact for fact in (*found.facts, *found.amendments) if fact.kind == kind][:_MOST_FACTS]:
        exhibit = _of_fact(found, fact.evidence, line(fact, language), language)
        number = exhibits.add(exhibit) if exhibit else None
        if exhibit and number and number not in told:
            told.add(number)
            yield number, exhibit


def _of_fact(entry: Entry, held: Sequence[Evidence], words: str, language: Language) -> Exhibit | None:
    """A fact by its passages, in their own words: its reading is only shown beside them."""
    spans = [one for one in held if entry.document.text[one.start : one.end] == one.quote and one.quote.strip()]
    citations = Citations()
    for one in spans[:2]:
        citations.cite(entry, one.start, one.end)
    if not citations.found:
        return None
    quotes = " … ".join(display(citation.quote) for citation in citations.found)
    shown = f"{words} — « {quotes} »"
    return Exhibit(shown[:_LONGEST], tuple(citations.found), place(citations.found[0], language))
