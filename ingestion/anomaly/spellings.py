"""Spellings: a service's name, or a code, written in two ways that are one slip apart."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from ingestion.anomaly.finding import Anomaly, anomaly, short
from ingestion.anomaly.reading import Reading
from ingestion.blocks import BlockKind
from ingestion.facts.chorus import ChorusReference
from ingestion.french.codes import canonical_code
from ingestion.french.folding import fold
from ingestion.lines import mask

_SHORTEST = 5
"""Letters under which two names one slip apart may be two things."""
_ORIGINS = ("title", "service", "object")
_WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")
_STOP = re.compile(r"[.;:](?:\s|$)|\n\s*\n")
_ADDRESS = re.compile(r"https?://\S+|www\.\S+|\S+@\S+|\]\([^)\s]*\)")


@dataclass(frozen=True, slots=True)
class _Wording:
    """Some words in a row."""

    start: int
    end: int
    letters: str
    """Their letters and digits, folded."""


def find_two_spellings(reading: Reading) -> Iterator[Anomaly]:
    """A name like the service's but for one letter, which stands at least twice as seldom in the text."""
    names = [alias.name for alias in reading.identity.aliases if alias.origin in _ORIGINS]
    if not names or len(_letters(names[0])) < _SHORTEST:
        return
    name, clear = names[0], _ADDRESS.sub(lambda found: " " * len(found[0]), mask(reading.text))
    wordings = list(_wordings(clear, len(_WORD.findall(name)), _letters(name)))
    same = [wording for wording in wordings if wording.letters == _letters(name)]
    others: dict[str, list[_Wording]] = {}
    for wording in wordings:
        if (
            _slip(name, clear[wording.start : wording.end])
            and reading.block_at(wording.start).kind is not BlockKind.NOISE
        ):
            others.setdefault(wording.letters, []).append(wording)
    for found in others.values():
        if 2 * len(found) <= len(same):
            evidence = [reading.quoted(wording.start, wording.end) for wording in (found[0], same[0])]
            yield anomaly(
                "name_two_spellings",
                "attention",
                evidence,
                name=short(evidence[1].quote),
                other=short(evidence[0].quote),
            )


def _wordings(clear: str, size: int, letters: str) -> Iterator[_Wording]:
    """So many words in a row whose letters are as many as the name's, or one more or less."""
    folded = fold(clear)
    words = [(found.start(), found.end()) for found in _WORD.finditer(folded)]
    for (start, _), (_, end) in zip(words, words[size - 1 :], strict=False):
        if abs(end - start - len(letters)) <= 2 * size + 2:
            found = re.sub(r"[^a-z0-9]", "", folded[start:end])
            if abs(len(found) - len(letters)) <= 1 and not _STOP.search(folded, start, end):
                yield _Wording(start, end, found)


def _slip(name: str, other: str) -> bool:
    """Whether another wording is the name with one letter added, dropped, changed or two swapped."""
    first, second = _letters(name), _letters(other)
    if first == second or min(len(first), len(second)) < _SHORTEST or not _capital(name, other):
        return False
    if re.sub(r"\D", "", first) != re.sub(r"\D", "", second) or first.rstrip("esx") == second.rstrip("esx"):
        return False
    return OSA.distance(first, second, score_cutoff=1) == 1 and _plural(name) != _plural(other)


def _capital(name: str, other: str) -> bool:
    """Whether the other wording is a proper name of the same shape: capitals, and the hyphens of a short name."""
    shaped = [c for c in name if not c.isalnum()] == [c for c in other if not c.isalnum()]
    long = len(_letters(name)) > 7 or "-" in name
    return shaped and long and any(c.isupper() for c in other)


def _plural(name: str) -> str:
    """The letters without the marks of plural and feminine at the end of each word."""
    return " ".join(word.rstrip("esx") for word in fold(name).split())


def _letters(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", fold(name))


def find_two_codes(reading: Reading) -> Iterator[Anomaly]:
    """Two codes of one field that differ by a letter: digits tell apart codes that are both meant."""
    codes = [fact for fact in reading.of(ChorusReference) if fact.code]
    for place, first in enumerate(codes):
        for second in codes[place + 1 :]:
            if first.field == second.field and _misread(
                canonical_code(first.code or ""), canonical_code(second.code or "")
            ):
                evidence = (first.evidence[0], second.evidence[0])
                yield anomaly("code_two_spellings", "attention", evidence, first=first.code, second=second.code)


def _misread(first: str, second: str) -> bool:
    if len(first) != len(second) or first == second:
        return False
    pairs = [(a, b) for a, b in zip(first, second, strict=True) if a != b]
    return len(pairs) == 1 and not all(c.isdigit() for c in pairs[0])


def find_two_programmes(reading: Reading) -> Iterator[Anomaly]:
    """A centre financier and a domaine fonctionnel of two programmes: both begin with the programme's four digits."""
    codes = [fact for fact in reading.of(ChorusReference) if fact.code]
    centres = [fact for fact in codes if fact.field == "centre_financier"]
    domaines = [fact for fact in codes if fact.field == "domaine_fonctionnel"]
    if len(centres) != 1 or len(domaines) != 1:  # several go together by rows
        return
    first, second = centres[0], domaines[0]
    programmes = [re.match(r"(\d{4})-", fact.code or "") for fact in (first, second)]
    if programmes[0] and programmes[1] and programmes[0][1] != programmes[1][1]:
        evidence = (first.evidence[0], second.evidence[0])
        yield anomaly("two_programmes", "attention", evidence, first=first.code, second=second.code)
