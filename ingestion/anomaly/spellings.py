"""Spellings: a service's name, or a code, written in two ways that are one slip apart."""

import re
from collections.abc import Iterator

from rapidfuzz.distance import OSA

from ingestion.anomaly.finding import Anomaly, anomaly
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
_ADDRESS = re.compile(r"https?://\S+|www\.\S+|\S+@\S+|\]\([^)\s]*\)")


def find_two_spellings(reading: Reading) -> Iterator[Anomaly]:
    """A name like the service's but for one letter, which stands at least twice as seldom in the text."""
    clear = _ADDRESS.sub(lambda found: " " * len(found[0]), mask(reading.text))
    words = [(found.start(), found.end()) for found in _WORD.finditer(clear)]
    names = list(dict.fromkeys(alias.name for alias in reading.identity.aliases if alias.origin in _ORIGINS))
    told: set[str] = set()
    for name in names[:1]:
        same = [span for span in _windows(clear, words, len(_WORD.findall(name))) if _letters(clear[slice(*span)]) == _letters(name)]
        for span in _windows(clear, words, len(_WORD.findall(name))):
            other = clear[slice(*span)]
            if _slip(name, other) and fold(other) not in told and reading.block_at(span[0]).kind is not BlockKind.NOISE:
                told.add(fold(other))
                others = sum(1 for start, end in _windows(clear, words, len(_WORD.findall(name))) if fold(clear[start:end]) == fold(other))
                if same and 2 * others <= len(same):
                    evidence = (reading.quoted(*span), reading.quoted(*same[0]))
                    yield anomaly("name_two_spellings", "attention", evidence, name=clear[slice(*same[0])], other=other)


def _windows(clear: str, words: list[tuple[int, int]], size: int) -> Iterator[tuple[int, int]]:
    """Spans of so many words that stand in one line's reach of one another."""
    for first, last in zip(words, words[size - 1 :], strict=False):
        if last[1] - first[0] < 80 and not re.search(r"[.;:\n]{2}|[;:]", clear[first[0] : last[1]]):
            yield first[0], last[1]


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
            if first.field == second.field and _misread(canonical_code(first.code or ""), canonical_code(second.code or "")):
                evidence = (first.evidence[0], second.evidence[0])
                yield anomaly("code_two_spellings", "attention", evidence, first=first.code, second=second.code)


def _misread(first: str, second: str) -> bool:
    if len(first) != len(second) or first == second:
        return False
    pairs = [(a, b) for a, b in zip(first, second, strict=True) if a != b]
    return len(pairs) == 1 and not all(c.isdigit() for c in pairs[0])


def find_two_programmes(reading: Reading) -> Iterator[Anomaly]:
    """A centre financier and a domaine fonctionnel of two programmes: both begin with the programme's four digits."""
    fields = ("centre_financier", "domaine_fonctionnel")
    for first in [fact for fact in reading.of(ChorusReference) if fact.field == fields[0] and fact.code]:
        for second in [fact for fact in reading.of(ChorusReference) if fact.field == fields[1] and fact.code]:
            programmes = [re.match(r"(\d{4})-", fact.code or "") for fact in (first, second)]
            if programmes[0] and programmes[1] and programmes[0][1] != programmes[1][1] and _alone(reading, fields):
                yield anomaly("two_programmes", "attention", (first.evidence[0], second.evidence[0]), first=first.code, second=second.code)


def _alone(reading: Reading, fields: tuple[str, str]) -> bool:
    """Whether each field has one code: several go together by rows."""
    codes = [fact.field for fact in reading.of(ChorusReference) if fact.code]
    return all(codes.count(field) == 1 for field in fields)
