"""Orders: a change made of an instruction of a section, with its evidence."""

from bisect import bisect_right
from functools import lru_cache

from ingestion.amending.change import Amendment, Sort, Values
from ingestion.amending.sections import Section
from ingestion.facts.clauses import spaced
from ingestion.french.sentences import sentences

BE = r"(?:est|sont|sera|seront)(?: (?:ainsi|desormais|donc|egalement|de ce fait))?"
"""How an avenant orders: « est remplacé », « sont désormais fixés »; for folded text."""
_PART = spaced(
    r"\b(?P<place>(?:(?:premier|deuxieme|second|troisieme|quatrieme|cinquieme|sixieme|dernier|1er|\d+"
    r" ?e(?:me)?) (?:alinea|tiret|paragraphe|point|phrase)"
    r"|(?:alinea|paragraphe|point|tiret) \d{1,2}|tableau))"
)


def ordered(
    section: Section,
    sort: Sort,
    article: str | None,
    span: tuple[int, int],
    *,
    old: str | None = None,
    new: str | None = None,
    before: Values | None = None,
    after: Values | None = None,
) -> Amendment:
    """A change whose evidence is the sentence of the instruction, with the new words when they go on after it."""
    start, end = sentence_at(section, span[0])[0], max(span[1], sentence_at(section, max(span[1] - 1, 0))[1])
    if new:
        at = section.text.find(new, span[0])
        end = max(end, at + len(new)) if at >= 0 else end
    place = _PART.search(section.folded, start, span[1])
    part = section.text[slice(*place.span("place"))] if place else None
    evidence = section.evidences(start, end)
    return Amendment(
        sort, article, part, old, new, before or Values(), after or Values(), None, None, None, None, evidence
    )  # fmt: skip


def sentence_at(section: Section, place: int) -> tuple[int, int]:
    """Span, in the section, of the sentence that holds a place."""
    spans = _sentences(section.text)
    index = bisect_right(spans, place, key=lambda span: span[0])
    return spans[index - 1] if index else (0, len(section.text))


@lru_cache(maxsize=4)
def _sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Asked for each instruction of the section in turn."""
    return sentences(text)
