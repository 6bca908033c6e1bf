"""Zones: where the parties are named, and where the signatures stand; told from set phrases of the genre."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from ingestion.lines import Line

_ENTRE = re.compile(
    r"(?:la presente \w+ est |est |a ete )?(?:(?:conclue?|passee?|etablie?|signee?)\s+)?entre\b"
    r"(?:\s+(?:les?|la|l')\b.*|\s+d'une part.*|\s*[:,]?|\s+les soussigne.*)"
    r"|(?:les )?parties(?: signataires| contractantes| a la convention)?\s*:?"
)
_PARTIES_END = re.compile(
    r"vu\b|vus\b|considerant|preambule|contexte|expose|rappel|etant (?:rappele|expose|precise|donne)|apres avoir"
    r"|il (?:est|a ete)\b|(?:ont|sont) convenu|article\s+(?:1|i|premier|unique)\b|titre\s|chapitre\s"
    r"|aux conditions suivantes|(?:\d{1,2}|[ivx]{1,4})\s*[.)–-]+\s*(?:objet|definitions?|preambule|contexte)\b"
)
_VISA = re.compile(r"(?:-\s*)?(?:vus?\b|considerant\b)(?!\s+et\s+approuve)")
_SIGNED = re.compile(
    r"(?:fait|signe|etabli|etablie|signee)\b[\s,]*(?:a|au|en|le|les|on)?\b.{0,80}?(?:\ble\b|\bla\b|exemplaire|origina|$)"
    r"|(?:a|à)\s+\w[\w\s-]{1,30},\s*le\b.{0,40}"
)
_SIGNED_START = re.compile(r"(?:fait|signee?|etablie?)[\s,]+(?:a|au|en|le)\b|a\s+\S.{1,30}?,?\s+le\b(?!\s+\w{4,}\s+\w)")
_BARE_PLACE = re.compile(
    r"(?!l[ae]s? |l'|pour |mme |m\. )[a-z][a-z' -]{1,30}, le "
    r"(?:(?:\d{1,2}(?: ?er)?[ /.-][\w./-]+(?: [\w./-]+)?|[.…_]{2,}[.…_ ]*)\.?(?: {2,}\S.{2,60})?| {2,}\S.{2,60})"
)
"""« Vezoul, le 3 mai 2024 », as in letters; a name may stand beside, « Vezoul, le 3 mai    Jean Valdor, maire »."""
_NAMED = re.compile(r"(?:et )?(?:l[ae]s? |l'|m\.? |mme |monsieur |madame |une? )")
_CALLED = re.compile(
    r"\bci[- ]apres\b|\bd'une part\b|\bd'autre part\b|\bdesignee? (?:sous|par|comme)\b"
    r"|, ?(?:l[ae] |l')?(?:delegant|delegataire|beneficiaire|financeur|porteur|bailleur|preneur)e?\b"
)
_JOINS = re.compile(r"(?:et|d'une part|d'autre part|[,;:.]|\s)*")
_UNOPENED_REACH = 40
"""Lines in which parties that nothing opens are looked for."""
_PARTIES_MAX_LINES = 120
"""Beyond this « Entre » is a word of the text, not the opening of the parties."""
_SIGNATURE_MAX_WORDS = 20
_SIGNER_MAX_WORDS, _SIGNERS_MAX_LINES = 12, 30
"""Beyond, what stands under a place and a date is a text that they head, not names of those who sign."""


@dataclass(frozen=True, slots=True)
class Zones:
    """Line ranges, from the first line of the zone to the line after its last."""

    parties: range
    signatures: tuple[range, ...]


def find_zones(lines: Sequence[Line], breaks: Sequence[int]) -> Zones:
    """Find the zones. `breaks` are the lines of articles' and annexes' headings, where a signature zone must end."""
    breaks = sorted(breaks)
    parties = _parties(lines, breaks)
    return Zones(parties, tuple(_signatures(lines, breaks, parties)))


def is_visa(line: Line) -> bool:
    """« Vu le décret… », « Considérant que… »."""
    return bool(_VISA.match(line.folded))


def _parties(lines: Sequence[Line], breaks: Sequence[int]) -> range:
    limit = min(breaks[0] if breaks else len(lines), _PARTIES_MAX_LINES)
    for start in range(limit):
        if _ENTRE.fullmatch(lines[start].folded):
            stop = _next(breaks, start, len(lines))
            ending = (i for i in range(start + 1, stop) if _PARTIES_END.match(lines[i].folded))
            return range(start, next(ending, stop if stop < len(lines) else start + 1))
    return _unopened(lines, min(limit, _UNOPENED_REACH))


def _unopened(lines: Sequence[Line], limit: int) -> range:
    """Parties that no « Entre » opens: two paragraphs that follow, each a name and what it is called afterwards."""
    found: list[range] = []
    index = 0
    while index < limit:
        stop = next((i for i in range(index, len(lines)) if lines[i].blank), len(lines))
        text = " ".join(line.folded for line in lines[index:stop])
        if _NAMED.match(text) and _CALLED.search(text):
            found.append(range(index, stop))
        elif found and not _JOINS.fullmatch(text):
            break
        index = stop + 1
    several = len(found) > 1 or any(_holds_two(lines, one) for one in found)
    return range(found[0].start, found[-1].stop) if several else range(0, 0)


def _holds_two(lines: Sequence[Line], paragraph: range) -> bool:
    """Whether two parties stand in one paragraph, « Et » between them on its own line."""
    joins = [i for i in paragraph if lines[i].folded.strip(" ,*") == "et"]
    return any(
        all(
            any(_CALLED.search(lines[i].folded) for i in side)
            for side in (paragraph[: j - paragraph.start], paragraph[j - paragraph.start :])
        )
        for j in joins
    )


def _next(breaks: Sequence[int], index: int, last: int) -> int:
    """The first break after a line; `last` when there is none."""
    place = bisect_right(breaks, index)
    return breaks[place] if place < len(breaks) else last


def _signatures(lines: Sequence[Line], breaks: Sequence[int], parties: range) -> list[range]:
    zones: list[range] = []
    index = max(parties.stop, 1)
    while index < len(lines):
        end = _next(breaks, index, len(lines))
        closes = end == len(lines) or breaks[0] < index  # what stands above the first article is a letter's head
        signed = is_signing(lines[index]) or (closes and _is_above_signers(lines, index, end))
        if signed and min([parties.stop, *breaks[:1]]) < index:
            zones.append(range(_with_stamp(lines, index), end))
            index = end
        index += 1
    return zones


def _is_above_signers(lines: Sequence[Line], index: int, end: int) -> bool:
    """« Vezoul, le 3 mai 2024 », without « à », where nothing follows but a few short lines: names and offices."""
    if not _BARE_PLACE.fullmatch(lines[index].folded) or not lines[index].masked.lstrip()[:1].isupper():
        return False
    rest = (lines[i].folded for i in range(index + 1, end) if not lines[i].blank)
    below = list(islice(rest, _SIGNERS_MAX_LINES + 1))
    short = all(len(line.split()) <= _SIGNER_MAX_WORDS and not line.endswith((";", ":")) for line in below)
    return 0 < len(below) <= _SIGNERS_MAX_LINES and short


def is_signing(line: Line) -> bool:
    """« Fait à Paris, le », « Fait en deux exemplaires », « À Lyon, le 3 mai 2024 »: short, nothing like a sentence."""
    words = line.folded.split()
    return (
        len(words) <= _SIGNATURE_MAX_WORDS
        and bool(_SIGNED_START.match(line.folded))
        and bool(_SIGNED.match(line.folded))
    )


def _with_stamp(lines: Sequence[Line], index: int) -> int:
    """A date stamped just above « Fait à … » belongs to the signatures."""
    above = index - 1
    while above > 0 and lines[above].blank:
        above -= 1
    stamped = re.fullmatch(
        r"(?:le\s+)?\d{1,2}\s*[\s./-]\s*(?:[a-z]{3,9}\.?|\d{1,2})\s*[\s./-]\s*\d{2,4}", lines[above].folded
    )
    return above if stamped else index
