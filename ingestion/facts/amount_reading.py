"""What the words around a sum say of it: nature, ceiling, what it counts for, year, condition."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ingestion.facts.amount_words import NatureWords, nature_words, pattern, per_adjectives, per_pattern, table
from ingestion.facts.clauses import Clause

_WHOLE = re.compile(
    r"\b(?:sur|parmi|hors)\s+(?:(?:les?|la|l'|un|une|ces?)\s*)?(?:(?:\w+\s+){0,3}de\s+)?(?:ces\s+)?\**\Z"
)
_BASE = re.compile(r"(?:%|\bpour cent)[\s*]{0,4}(?:de la |de l'|du |des |de |d')(?:\w+ ){0,2}\Z")
_BASE_WEIGHT = 60
"""Handicap, in characters, of a word that says what a rate applies to: « 40 % des frais »."""
_SUBJECT = re.compile(r"[\s*]{0,4}(?:(?:l[ae]s?|une?|cet(?:te)?|ces?|sa|son|ses|leurs?)\s+|l'\s?)")
_SET = re.compile(
    r"(?:\b(?:est|sera|sont|seront)|,)\s+(?:\w+ment\s+)?(?:plafonn|limit|fix|arret)ee?s?\s+a\s+(?:hauteur de\s+|"
    r"(?:un montant|la somme)\s+(?:maximale?\s+|maximum\s+)?de\s+)?\**\Z"
)
"""What sets a sentence's subject at a sum: « est plafonnée à »."""
_LIMITED = re.compile(
    r"\b(?:est|sera|sont|seront)\s+(?:\w+ment\s+)?(?:plafonn|limit)ee?s?\s+a\s+(?:hauteur de\s+|un montant de\s+)?\**\Z"
)
_THING = re.compile(
    r"[\s*]{0,4}(?:l[ae]s?\s+|l'\s?|chaque\s+|toute?\s+)"
    r"(?!montants?|sommes?|total|aides?|versements?|credits|budget|depenses? totales?)[a-z]"
)
_AGAIN = re.compile(r"\bsoit\s+(?:\w+\s+){0,3}\**\Z")
_OF = re.compile(
    r"[\s*]{0,4}(?:restants?\s+|supplementaires?\s+|maximum\s+|au titre\s+)?(?:de la|de l'|du|des|de|d'|"
    r"en)\s?\"?\s*(?:\w+\s+)?\Z"
)
_ROLE = re.compile(r"(?:partenaires?-|\bles? |\bdu |\bau |\baux |\bun |\bce )\Z")
_YEAR = re.compile(
    r"(?:\b(?:en|pour|au titre de)\s+(?:l'annee\s+|l'exercice\s+)?|\b(?:au titre de|pour|"
    r"sur) (?:l'annee|l'exercice)(?: budgetaire| civile)? |"
    r"\b(?:annee|exercice)\s+(?:budgetaire\s+)?|\()(?P<year>20\d\d)\b(?!\s*[-/]\s*20)"
)
_CEILING_GAP = 45
"""Characters between « dans la limite de » and its sum; the sum's own tail « d'un montant de » fits."""
_AFTER_GAP = re.compile(r"[\s*(]{0,4}(?:(?:ht|ttc)\)?\s+)?")
_SOFT = (",", ";", ":")
_BREAK = re.compile(r";|\.\s")


@dataclass(frozen=True, slots=True)
class Span:
    """Where a sum stands in its clause, and how far its words go."""

    start: int
    end: int
    since: int
    """Start of its words: the end of the sum before, or 0."""
    until: int
    """End of its words: the start of the next sum, or the clause's end."""
    skip: tuple[int, int] | None
    """A sum it is a part of (« 30 000 € sur les 300 000 € »), whose words are not its own; else `None`."""
    whole: bool
    """Whether other sums are parts of it: « sur les 300 000 € »."""
    again: bool
    """Whether it says the sum before in another way: « soit 420 000 € »."""
    first: int
    """Start of the clause's first sum."""


def spans(folded: str, places: Sequence[tuple[int, int]]) -> tuple[Span, ...]:
    """The words of each sum of a clause."""
    wholes = [_WHOLE.search(folded, max(0, start - 60), start) is not None for start, _ in places]
    found = []
    for index, (start, end) in enumerate(places):
        since = places[index - 1][1] if index else 0
        following = index + 1
        skip = None
        if following < len(places) and wholes[following] and not wholes[index] and places[following][0] - end < 40:
            skip = (end, places[following][1])
            following += 1
        until = places[following][0] if following < len(places) else len(folded)
        again = index > 0 and _AGAIN.search(folded, since, start) is not None
        found.append(Span(start, end, since, until, skip, wholes[index], again, places[0][0]))
    return tuple(found)


def nature_of(folded: str, span: Span) -> str | None:
    """The nature that the nearest word tells; `None` when no word does."""
    best = min(_distances(folded, span), default=None)
    return best[1] if best else None


def _distances(folded: str, span: Span) -> Iterator[tuple[int, str]]:
    """Each word that tells a nature, by its distance from the sum."""
    for words in nature_words():
        before = _before(folded, span, words)
        after = _after(folded, span, words)
        for distance in (before, after):
            if distance is not None and distance <= words.reach:
                yield distance + words.weight, words.nature


def _before(folded: str, span: Span, words: NatureWords) -> int | None:
    """Distance of the last noun or verb before the sum; none for the subject of « est fixée à »."""
    since = max(span.since, span.start - 240)
    if _is_set(folded, span, words):
        return 0
    nouns = list(words.nouns.finditer(folded, since, span.start))
    bases = [bool(_BASE.search(folded, max(0, noun.start() - 40), noun.start())) for noun in nouns]
    ends = [noun.end() - _BASE_WEIGHT * base for noun, base in zip(nouns, bases, strict=True)]
    if not span.whole:
        ends += [
            f.end()
            for f in words.verbs.finditer(folded, since, span.start)
            if not _ROLE.search(folded, max(0, f.start() - 40), f.start())
        ]
    broken = [found.end() for found in _BREAK.finditer(folded, since, span.start)]
    ends = [end for end in ends if not broken or end > broken[-1]]
    return span.start - max(ends) if ends else None


def _is_set(folded: str, span: Span, words: NatureWords) -> bool:
    """Whether one of the words is the subject of a sentence that sets it at the sum."""
    broken = [found.end() for found in _BREAK.finditer(folded, 0, span.start)]
    subject = _SUBJECT.match(folded, broken[-1] if broken else 0)
    noun = words.nouns.match(folded, subject.end(), span.start) if subject else None
    if noun is None or _SET.search(folded, max(noun.end(), span.start - 60), span.start) is None:
        return False
    return re.search(r"\b(?:qui|dont|et l\w*)\b", folded[noun.end() : span.start]) is None


def _after(folded: str, span: Span, words: NatureWords) -> int | None:
    """Distance of the first verb after the sum, or of a noun that completes it: « 10 000 € de subvention »."""
    first, skipped = (span.skip[1], span.skip[1] - span.end) if span.skip else (span.end, 0)
    until = min(span.until, first + 200)
    broken = _BREAK.search(folded, first, until)
    until = broken.start() if broken else until
    noun = words.nouns.search(folded, span.end, min(until, span.end + 40))
    distances = [noun.start() - span.end] if noun and _OF.fullmatch(folded, span.end, noun.start()) else []
    if not span.whole:
        verbs = (
            f
            for f in words.verbs.finditer(folded, first, until)
            if not _ROLE.search(folded, max(0, f.start() - 40), f.start())
        )
        distances += [found.start() - span.end - skipped + 5 for found in verbs][:1]
    return min(distances, default=None)


def is_ceiling(folded: str, span: Span) -> bool:
    """Whether the sum is a maximum."""
    since = max(span.since, span.start - 120)
    before = [found.end() for found in pattern("ceiling", "before").finditer(folded, since, span.start)]
    if before and span.start - before[-1] <= _CEILING_GAP and not _BREAK.search(folded, before[-1], span.start):
        return True
    gap = _AFTER_GAP.match(folded, span.end)
    return pattern("ceiling", "after").match(folded, gap.end() if gap else span.end) is not None


def limits_a_thing(folded: str, span: Span) -> bool:
    """Whether the sum limits what its own sentence is about, « les prestations sont limitées à »: no heading does."""
    return _THING.match(folded) is not None and _LIMITED.search(folded, max(0, span.start - 60), span.start) is not None


def is_threshold(folded: str, span: Span) -> bool:
    """Whether the sum only bounds what a rule is about: « les achats de plus de 10 000 € »."""
    since = max(span.since, span.start - 40)
    ends = [found.end() for found in pattern("threshold", "words").finditer(folded, since, span.start)]
    return bool(ends) and not folded[ends[-1] : span.start].strip(" *")


def per_of(folded: str, span: Span, text: str) -> tuple[str | None, bool]:
    """What the sum counts for, as written or « par an » for an adjective, and whether it is for a team or a service."""
    found = per_pattern().match(folded, span.end)
    if found:
        words = " ".join(text[found.start("per") : found.end("per")].split())
        return words, found["unit"] in table("per")["team"]
    near = folded[max(span.since, span.start - 40) : span.start]
    after = folded[span.end : span.end + 14]
    return next(
        (per for form, per in per_adjectives() if form.search(near) or form.match(after.strip(" *"))), None
    ), False


@lru_cache(maxsize=8)  # the sums of a clause share its years
def _years(folded: str) -> tuple[tuple[int, int], ...]:
    return tuple((found.start(), int(found["year"])) for found in _YEAR.finditer(folded))


def year_of(clause: Clause, span: Span) -> int | None:
    """The year a sum is for: the clause's only one, else the nearest, else the introduction's only one."""
    years = _years(clause.folded)
    if len({year for _, year in years}) > 1:
        if years[0][0] < span.first:
            return [year for at, year in years if at < span.start or at == years[0][0]][-1]
        return next((year for at, year in years if at >= span.end), None)
    if years:
        return years[0][1]
    told = {year for _, year in _years(clause.intro.folded)} if clause.intro else set()
    return told.pop() if len(told) == 1 else None


def condition_of(clause: Clause, span: Span) -> str | None:
    """The condition after the sum and before the next; else, for the first sum, one that opens the sentence."""
    found = pattern("condition", "words").search(clause.folded, span.end, span.until)
    if found:
        broken = _BREAK.search(clause.folded, found.start(), span.until)
        end = broken.start() if broken else span.until
        return clause.words(found.start(), end).rstrip(" .;,:") or None
    opening = pattern("condition", "words").match(clause.folded.lstrip(), 0) if span.start == span.first else None
    if opening is None:
        return None
    lead = len(clause.folded) - len(clause.folded.lstrip())
    comma = clause.folded.find(",", lead, span.start)
    return clause.words(lead, comma) if comma > 0 else None
