"""Definitions: « ci-après », abbreviations spelt out, words that the text defines."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from ingestion.blocks import Block, BlockKind
from ingestion.facts.abbreviations import find_abbreviations
from ingestion.facts.evidence import Evidence, evidence
from ingestion.facts.parties import Party, read_parties
from ingestion.facts.party_clauses import party_zone
from ingestion.french.folding import fold, squash
from ingestion.french.sentences import sentences
from ingestion.lines import mask

Sort = Literal["ci-après", "abréviation", "définition"]


@dataclass(frozen=True, slots=True)
class Definition:
    """A word and what the convention says it means."""

    term: str
    meaning: str
    """As written."""
    sort: Literal["ci-après", "abréviation", "définition"]
    evidence: tuple[Evidence, ...]
    kind: Literal["definition"] = "definition"


_TERM = r"(?:(?:l[ae]s?|une?)\s+|l')?\"\s*(?P<term>[^\"\n]{2,70}?)\s*\""
_AFTERWARDS = re.compile(
    r"[\s,(]*\b(?:(?:denommee?s?|designee?s?|appelee?s?|nommee?s?|intitulee?s?)[\s,]+)?ci[- ]*apres\b[\s,:]*"
    r"(?:(?:denommee?s?|designee?s?|appelee?s?|nommee?s?|par|comme|sous|le terme|les termes|l'expression)\s+)*" + _TERM
)
_MORE = re.compile(r"\s*(?:ou|et)\s+" + _TERM)
_NAMED = re.compile(
    r"[\s,(]*\b(?:sur)?(?:nommee?s?|appelee?s?|denommee?s?|dite?s?|baptisee?s?|qualifiee?s? d[e'])\s*(?:par |comme )?"
    + _TERM
)
_ACTING = re.compile(r"[\s,]*\b(?:agissant\s+)?en (?:qualite|tant) (?:d'|de |qu')\s*" + _TERM)
_BRACKETED = re.compile(r"\s*\(\s*" + _TERM)
_MEANS = re.compile(
    r"[-–•*\s]*(?:par\s+|le terme\s+|les termes\s+|l'expression\s+|le mot\s+)?"
    + _TERM
    + r"[\s,:-]*(?:design(?:e|ent)|signifi(?:e|ent)|s'entend(?:ent)? (?:de |d'|comme |par )?"
    r"|(?:on|il faut|il convient d'|il y a lieu d')\s*entend(?:re)?|correspond(?:ent)? a|:)\s*"
)
_UNDERSTOOD = re.compile(r"\bon entend par\s+" + _TERM + r"\s*[,:]?\s*")
_GLOSSED = re.compile(r"[-–•*\s]*(?P<term>[^:\n\"]{2,50}?)\s*(?::|\bdesign(?:e|ent)\b|\bsignifi(?:e|ent)\b)\s*(?=\S)")
_GLOSSARY = re.compile(r"\b(?:definitions?|glossaire|lexique|terminologie)\b")
_OPENING = re.compile(
    r"[\s\"]*(?:vu|considerant(?: que)?|entre|et|puis|pour ensuite|ainsi que|ou|avec|dans)\b[\s,]*|[\s,;:*-]+"
)
_INDEFINITE = re.compile(r"\bune?\s")
_DETERMINED = re.compile(r"\b(?:l[ae]s?|des|ce[st]?|cette)\s|\bl'")
_WORDS = 25
"""Longest phrase taken for a meaning; beyond, only its last noun phrase is."""
_CLAUSE_WORDS = 28
"""Likewise for a whole clause that a bracket names (« … étendent le service (« phase d'essor ») »)."""
_REACH = 2_000
"""Characters before a term in which what it means is looked for: more than any clause has."""
_NEAR_WORDS = 18
"""Words within which « un » or « une » opens the phrase that is named."""


def read_definitions(blocks: Sequence[Block], parties: Sequence[Party] | None = None) -> tuple[Definition, ...]:
    """What the document defines, in the order of the text; the names its parties bear come first.

    `parties` spares reading them again.
    """
    known = read_parties(blocks) if parties is None else parties
    text = "".join(block.text for block in blocks)
    start, end = party_zone(text, blocks)
    found = [*_party_names(known), *_joint(text, blocks, start, end, known)]
    for block in blocks:
        if block.kind in (BlockKind.NOISE, BlockKind.SIGNATURE):
            continue
        inside = start <= block.start < end and block.kind is BlockKind.PARTY
        found += _in_block(block, abbreviations_only=inside)
    return _once(found)


def _once(found: Sequence[Definition]) -> tuple[Definition, ...]:
    """Each term with each meaning once, at its first place."""
    seen: dict[tuple[str, str], Definition] = {}
    for definition in found:
        seen.setdefault((squash(definition.term), squash(definition.meaning)), definition)
    return tuple(seen.values())


def _party_names(parties: Sequence[Party]) -> Iterator[Definition]:
    """« ci-après dénommée « le délégant » »: the short name means the party."""
    for party in (party for party in parties if party.name):
        clause = party.evidence[0]
        for name in party.short_names:
            at = clause.quote.rfind(name)
            if at < 0 or (f"({name})" in clause.quote and clause.quote.count(name) == 1):
                continue
            place = Evidence(clause.start + at, clause.start + at + len(name), name, None, None, None)
            yield Definition(name, party.name, "ci-après", (place, clause))


def _joint(text: str, blocks: Sequence[Block], start: int, end: int, parties: Sequence[Party]) -> Iterator[Definition]:
    """« ensemble « les parties » »: one name for all."""
    zone = fold(mask(text[start:end]))
    pattern = re.compile(
        r"\b(?:ensemble|conjointement|collectivement|tou(?:te)?s (?:les )?(?:deux|trois|quatre))\b[^\"\n]{0,60}" + _TERM
    )
    for match in pattern.finditer(zone):
        a, b = start + match.start(), start + match.end()
        words = text[start + match.start("term") : start + match.end("term")]
        yield Definition(words, joined_names(parties), "ci-après", (Evidence(a, b, text[a:b], None, None, None),))


def joined_names(parties: Sequence[Party]) -> str:
    """What a name for all the parties means: their names, in order."""
    return ", ".join(party.name for party in parties)


def _in_block(block: Block, abbreviations_only: bool) -> Iterator[Definition]:
    clear = mask(block.text)
    if "(" in clear:
        for short, (a, b), (x, y) in find_abbreviations(clear):
            place = evidence(block, block.start + min(a, x), block.start + max(b, y))
            yield Definition(short, _flat(clear[x:y]), "abréviation", (place,))
    folded = fold(clear)
    if abbreviations_only or not ('"' in folded or _in_glossary(block)):
        return
    for start, end in sentences(clear):
        yield from _in_sentence(block, clear, folded, start, end)


def _in_glossary(block: Block) -> bool:
    return any(_GLOSSARY.search(fold(heading)) for heading in block.path) and block.kind in (
        BlockKind.ITEM,
        BlockKind.PARAGRAPH,
    )


def _in_sentence(block: Block, clear: str, folded: str, start: int, end: int) -> Iterator[Definition]:
    understood = _UNDERSTOOD.search(folded, start, end) or _MEANS.match(folded, start, end)
    glossed = _GLOSSED.match(folded, start, end) if not understood and _in_glossary(block) else None
    opening = understood or glossed
    if opening and opening.end() < end:
        meaning = _flat(clear[opening.end() : end]).rstrip(" .;")
        term = _flat(clear[slice(*opening.span("term"))])
        yield Definition(term, meaning, "définition", (evidence(block, block.start + start, block.start + end),))
        return
    for pattern, sort in _CUES:
        at = start
        while match := pattern.search(folded, at, end):
            yield from _after(block, clear, folded, start, match, sort)
            at = match.end()


_CUES: tuple[tuple[re.Pattern[str], Sort], ...] = (
    (_AFTERWARDS, "ci-après"),
    (_NAMED, "définition"),
    (_ACTING, "définition"),
    (_BRACKETED, "définition"),
)


def _after(block: Block, clear: str, folded: str, start: int, match: re.Match[str], sort: Sort) -> Iterator[Definition]:
    """A meaning followed by its term, or by several (« X » ou « Y »)."""
    begin = _meaning_start(folded, start, match)
    meaning = _flat(clear[begin : match.start()]).removesuffix(" parfois")
    if len(meaning) < 3 or (match.re is _NAMED and re.search(r"ci[- ]*apres\W*\Z", folded[start : match.start()])):
        return
    terms: list[re.Match[str]] = [match]
    while more := _MORE.match(folded, terms[-1].end()):
        terms.append(more)
    place = evidence(block, block.start + begin, block.start + terms[-1].end())
    for term in terms:
        yield Definition(_flat(clear[slice(*term.span("term"))]), meaning, sort, (place,))


def _meaning_start(folded: str, start: int, match: re.Match[str]) -> int:
    """Where the words that a term stands for begin, in the sentence before it."""
    start = max(start, match.start() - _REACH)
    chunk = folded[start : match.start()]
    head = re.escape(
        re.split(r"[ '-]", squash(match["term"]).removeprefix("la ").removeprefix("le ").removeprefix("l'"))[0]
    )
    same = [*re.finditer(rf"(?:\b(?:l[ae]s?|une?|ce|cette)\s+|\bl')?\b{head}\b", chunk)]
    if match.re is not _BRACKETED and same and len(chunk[same[-1].start() :].split()) <= _WORDS:
        return start + same[-1].start()
    if quoted := re.search(r"\"[^\"\n]{2,80}\"\s*\Z", chunk):
        return start + quoted.start()
    if match.re is _NAMED:
        return start + _last_phrase(chunk)
    if match.re is _ACTING:
        cut = [found.end() for found in re.finditer(r"(?:\bet\s|,\s|:\s)(?:d'|de )?", chunk)]
        return start + (cut[-1] if cut else 0)
    cut = [found.end() for found in re.finditer(r"[()]|;|:\s", chunk)]
    begin = cut[-1] if cut else 0
    if begin and chunk[begin - 1] == "(":
        begin = max(begin, chunk.rfind(",") + 1)  # one of a list in brackets
    while opening := _OPENING.match(chunk, begin):
        begin = opening.end()
    long = len(chunk[begin:].split()) > (_WORDS if match.re is not _BRACKETED else _CLAUSE_WORDS)
    return start + (_last_phrase(chunk) if long else begin)


def _last_phrase(chunk: str) -> int:
    """Start of the last noun phrase: from « un », « une » nearby, else from the last determiner."""
    found = [*_INDEFINITE.finditer(chunk)]
    if found and len(chunk[found[-1].start() :].split()) <= _NEAR_WORDS:
        return found[-1].start()
    found = [*_DETERMINED.finditer(chunk)]
    return found[-1].start() if found else 0


def _flat(words: str) -> str:
    return " ".join(words.split()).strip(' ,;:(«»"“”')
