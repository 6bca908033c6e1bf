"""References: laws, decrees, circulars, articles, annexes and addresses that the text cites."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from ingestion.blocks import Block, BlockKind
from ingestion.facts.addresses import find_addresses
from ingestion.facts.agreements import AgreementMention, find_agreements
from ingestion.facts.evidence import Evidence, evidence
from ingestion.facts.inner_parts import find_inner_parts
from ingestion.facts.legal_texts import find_legal_texts
from ingestion.lines import mask

ReferenceNature = Literal[
    "décret", "loi", "ordonnance", "arrêté", "circulaire", "règlement", "code", "directive", "instruction",
    "délibération", "décision", "article", "annexe", "convention", "avenant", "marché", "lettre", "url", "courriel",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reference:
    """One text, part or address cited. Mentions that say the same of it are one reference with all their evidences;
    a mention that gives another date or another article is another reference."""

    nature: ReferenceNature
    number: str | None
    """« 2004-1085 », « 5608/SG », an article's or annexe's number normalised as in blocks; `None` when none is."""
    article: str | None
    """Article of the cited text, « article 5 du décret … »."""
    date: date | None
    """Date of the cited text where stated."""
    object: str | None
    """What it is about, as written: « relatif à la délégation de gestion… »; the address itself for an URL."""
    present: bool | None
    """For articles and annexes of the convention itself: whether the document holds them; `None` for others."""
    evidence: tuple[Evidence, ...]
    kind: Literal["reference"] = "reference"


_UNREAD = {BlockKind.NOISE, BlockKind.SIGNATURE}
_OWN_HEADING = {BlockKind.ARTICLE, BlockKind.ANNEXE}


def read_references(blocks: Sequence[Block]) -> tuple[Reference, ...]:
    """Everything that the document cites, in the order of the first mention.

    Articles of a decree are not articles of the convention; an annexe that is there and never cited is no reference.
    """
    articles = {block.article for block in blocks}
    annexes = {
        block.annexe: block.body for block in blocks if block.kind is BlockKind.ANNEXE and block.annexe is not None
    }
    found = (
        mention for block in blocks if block.kind not in _UNREAD for mention in _mentions(block, articles, annexes)
    )
    return _grouped(found)


def _mentions(block: Block, articles: set[str | None], annexes: dict[str, str]) -> Iterator[Reference]:
    for nature, start, end in find_addresses(block.text):
        yield Reference(nature, None, None, None, block.text[start:end], None, _at(block, start, end))
    if block.kind in _OWN_HEADING:
        return
    text = mask(block.text)
    cited = find_legal_texts(text)
    for legal in cited:
        place = _at(block, legal.start, legal.end)
        yield Reference(legal.nature, legal.number, legal.article, legal.date, legal.object, None, place)
    for part in find_inner_parts(text, articles, annexes, cited):
        yield Reference(
            part.nature, part.number, None, None, part.object, part.present, _at(block, part.start, part.end)
        )
    # a title names the document itself, and after « à la convention » the one it amends
    for other in find_agreements(text) if block.kind is not BlockKind.TITLE else _amended(text):
        yield Reference(
            other.nature, other.number, None, other.date, other.name, None, _at(block, other.start, other.end)
        )


def _amended(text: str) -> Iterator[AgreementMention]:
    opened = re.search(r"(?:^|\s)(?:à la|au|à l['’])\s", text)
    for other in find_agreements(text):
        if opened and other.start >= opened.end() - 1:
            yield other


def _at(block: Block, start: int, end: int) -> tuple[Evidence, ...]:
    return (evidence(block, block.start + start, block.start + end),)


def _grouped(found: Iterator[Reference]) -> tuple[Reference, ...]:
    """One reference for the mentions that say the same; the first object given is kept."""
    held: dict[tuple[object, ...], Reference] = {}
    for mention in found:
        key = _key(mention)
        known = held.get(key)
        if known is None:
            held[key] = mention
        else:
            held[key] = replace(
                known, object=known.object or mention.object, evidence=known.evidence + mention.evidence
            )
    return tuple(sorted(held.values(), key=lambda reference: reference.evidence[0].start))


def _key(mention: Reference) -> tuple[object, ...]:
    words = (mention.object or "").casefold().rstrip("/") if mention.number is None else ""
    number = mention.number.casefold() if mention.number else None
    return (mention.nature, number, mention.article, mention.date, " ".join(words.split()), mention.present)
