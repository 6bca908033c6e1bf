"""Signing: the dates of the zone where a convention is signed, stamped or left blank."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from ingestion.blocks import Block, BlockKind
from ingestion.facts.clauses import spaced
from ingestion.facts.evidence import Evidence, evidence
from ingestion.french.dates import DateMention, find_dates
from ingestion.french.folding import fold
from ingestion.lines import display, mask

_PLACE = spaced(
    r"\b(?P<verb>(?:fait|signee?|etablie?|notifiee?|passe|acte)(?:\(e\))?)\b(?P<between>(?:(?!\b(?:fait"
    r"|pour)\b)[^|;]){0,110}?)\b(?:le\b|date ?:)"
)
_EACH = spaced(
    r"\b(?P<verb>pour)\b(?P<between> [^|;\t]{2,60}?),? (?:a [^,;\t]{2,30}, ?)?le\b(?= *(?:[0-9.…_\[]|\Z|\t|   ))"
)
"""« Pour la Ville, le 3 mai 2024    Pour l'Office, le »: each party's own date."""
_ROW = re.compile(
    r"(?:\A|(?<=\n))[ ]*(?P<verb>(?!fait\b|signe|pour\b|l[ae]s? |l')[a-z][a-z' -]{1,30})(?P<between>),[ ]+le\b"
)
"""« Vezoul, le 3 mai 2024    Jean Valdor, maire »: each signatory's own place and date, one a line."""
_EMPTY = re.compile(r"[ ]*(?:[.…_\[]|\Z|\n|[ ]{2,}\S)")
_FIELD = spaced(r"(?:\A|\n|\t|\| ?)(?P<verb>date)(?P<between> (?:de|d') ?(?:\w+ ?){1,3})? ?: ?")
_OTHERWISE = spaced(
    r"\b(?:(?:visas?|vise|avis|recue?s?|nee?s?|lois?)\b|(?:controle|transmi|prefecture|decret|arrete|certifi)\w*)"
)
"""Other days than the signature's; whole words, or « Neuilly » and « Nevers » would be births."""
_NOTIFIED = re.compile(r"\bnotif")
_WITHIN = 34
"""Characters between « le » and its date: room for a stamp's dash, emphasis or a misplaced word."""


@dataclass(frozen=True, slots=True)
class Signing:
    """One place for a date in the signatures, filled or not; or a date stamped there without a place."""

    notification: bool
    """Whether it is the notification's date, not the signature's."""
    mention: DateMention | None
    """Offsets are its block's; `None` for a blank."""
    what: str
    """« Fait à Paris »; for a bare stamp, the words of its line."""
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    block: Block
    start: int
    end: int
    what: str
    notification: bool


def signings(blocks: Sequence[Block]) -> Iterator[Signing]:
    """The dates of every signature zone, in reading order; a stamp goes to the place left blank nearest to it."""
    kept = (block for block in blocks if block.kind is not BlockKind.NOISE)
    for signed, zone in groupby(kept, key=lambda block: block.kind is BlockKind.SIGNATURE):
        if signed:
            yield from _zone(tuple(zone))


def _zone(zone: tuple[Block, ...]) -> Iterator[Signing]:
    places = [place for block in zone for place in _places(block)] or _rows(zone)
    dates = [(block, mention) for block in zone for mention in _dates(block)]
    filled: dict[int, tuple[Block, DateMention]] = {}
    for number, place in enumerate(places):
        following = [pair for pair in dates if _follows(place, places, pair)]
        if following:
            filled[number] = following[0]
            dates.remove(following[0])
    for number, place in enumerate(places):
        if number not in filled and dates and not place.notification and not _stands_in_a_row(place):
            nearest = min(dates, key=lambda pair: abs(pair[0].start + pair[1].start - place.block.start - place.end))
            filled[number] = nearest
            dates.remove(nearest)
    yield from (_placed(place, filled.get(number)) for number, place in enumerate(places))
    for block, mention in dates:
        line = mask(block.text).count("\n", 0, mention.start)
        yield Signing(False, mention, display(block.body.split("\n")[0] if not line else ""), (evidence(block),))


def _rows(zone: tuple[Block, ...]) -> list[_Place]:
    """Places that stand one a line, without « Fait à »: several, or one left blank."""
    folded = [(block, fold(mask(block.text))) for block in zone]
    found = [(block, text, row) for block, text in folded for row in _ROW.finditer(text)]
    if len(found) < 2 and not any(_EMPTY.match(text, row.end()) for _, text, row in found):
        return []
    return [
        _Place(block, row.start("verb"), row.end(), display(block.text[row.start("verb") : row.end("verb")]), False)
        for block, _, row in found
    ]


def _places(block: Block) -> Iterator[_Place]:
    folded = fold(mask(block.text))
    line = folded.replace("\n", " ")
    for found in sorted((*_PLACE.finditer(line), *_EACH.finditer(line)), key=lambda found: found.start()):
        what = display(block.text[found.start() : found.end("between")]).rstrip(" ,")
        yield _Place(block, found.start(), found.end(), what, bool(_NOTIFIED.match(found["verb"])))
    for found in _FIELD.finditer(folded):
        what = display(block.text[found.start("verb") : found.end()]).rstrip(" :")
        yield _Place(block, found.start("verb"), found.end(), what, bool(_NOTIFIED.search(found["between"] or "")))


def _dates(block: Block) -> Iterator[DateMention]:
    text = mask(block.text)
    folded = fold(text)
    years = bool(_PLACE.search(folded.replace("\n", " ")))
    for mention in find_dates(text, years=years):
        line = folded[folded.rfind("\n", 0, mention.start) + 1 : mention.start]
        if mention.year and mention.precision != "impossible" and not _OTHERWISE.search(line):
            yield mention


def _follows(place: _Place, places: list[_Place], pair: tuple[Block, DateMention]) -> bool:
    block, mention = pair
    if block is not place.block or not place.end <= mention.start <= place.end + _WITHIN:
        return False
    return not any(other.block is block and place.end < other.end <= mention.start for other in places)


def _stands_in_a_row(place: _Place) -> bool:
    """A place of its own line takes no date of another."""
    return _ROW.match(fold(mask(place.block.text)), place.start) is not None


def _placed(place: _Place, filled: tuple[Block, DateMention] | None) -> Signing:
    evidences: tuple[Evidence, ...] = (evidence(place.block),)
    if filled and filled[0] is not place.block:
        evidences += (evidence(filled[0]),)
    return Signing(place.notification, filled[1] if filled else None, place.what, evidences)
