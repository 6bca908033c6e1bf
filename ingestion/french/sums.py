"""One form of a sum of money at a number's place: figure, unit, centimes, tax basis. `amounts` joins the forms."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from ingestion.french.folding import with_emphasis
from ingestion.french.numbers import Count, Language, read_figure

_GAP = r"[ \n]{0,3}\*{0,3}[ \n]{0,2}"
_EURO = r"(?:€(?:uros?\b)?|\beuros?\b|\beur\b|(?<=[kmds])eur(?:os?)?\b)"
_SCALE = r"(?P<scale>millions?|milliards?|mille|mi?ds?|mrds?|mio|kilo|[km])(?![a-df-z0-9])"
_HALF = r"(?P<half>[ \n]{1,2}et demie?)?"
_OF = r"(?:d' ?|de )?"
_UNIT = re.compile(rf"{_HALF}{_GAP}(?:{_SCALE}(?P<scaled_half> et demie?)?[ \n-]{{0,2}})?{_OF}{_EURO}")
_PREFIX = re.compile(r"(?:€|\beur)[ \n]{0,2}\*{0,2}\Z")
_PREFIX_SCALE = re.compile(rf"[ ]?{_SCALE}\b")
_TAX_WORD = r"(?:h\.? ?t\.?|t\.? ?t\.? ?c\.?|hors taxes?|hors tva|toutes taxes comprises)(?!\w)"
_TAX = re.compile(rf"[ \n]{{0,2}}(?:\((?P<inside>{_TAX_WORD})\)|(?P<bare>{_TAX_WORD}))")
_CENTS = re.compile(r"[ \n]{1,2}(?:centimes?|cents?|cts?)\b(?: d'euros?)?")
_CENTS_JOIN = re.compile(r"[ \n]{1,3}(?:et[ \n]{1,2})?\Z")
_BARRED = re.compile(r"(?:[0-9][/.,'-]|[a-z]-)\Z")
"""What makes the digits after it part of something else: a fraction, a code, a date, a range without its unit."""
_TAIL_OF = re.compile(r"(?:millions?|milliards?|mille)\Z")
YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_SCALES = {"k": 10**3, "kilo": 10**3, "mille": 10**3, "m": 10**6, "mio": 10**6, "million": 10**6}
_BILLION = 10**9


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum in one form, or in both when its number is in both: « cent (100) euros »."""

    digits: Decimal | None
    """In euros; None when no digits were read."""
    words: Decimal | None
    """In euros; None when it is not written out."""
    start: int
    end: int
    """Characters of the folded text, unit and tax basis included."""
    tax: Literal["HT", "TTC"] | None
    """None when no basis is stated."""
    following: int
    """Index of the first count not used."""


def read_sum(folded: str, counts: tuple[Count, ...], index: int, free: int, language: Language) -> Sum | None:
    """The sum whose number is at `index`; `free` is the end of the last mention, which a prefix must not eat."""
    count = counts[index]
    start = max(count.start, count.chain_start)
    if count.start < free or _BARRED.search(folded, max(0, start - 2), start):
        return None
    unit = _UNIT.match(folded, count.end)
    if unit and not _is_tail(folded, counts, index):
        return _suffixed(folded, counts, index, unit, language)
    return None if unit or not count.chain else _prefixed(folded, counts, index, free, language)


def _is_tail(folded: str, counts: tuple[Count, ...], index: int) -> bool:
    """Whether the number goes on from the one before (« 1 million 200 000 ») and would be read short."""
    if not index:
        return False
    before, count = counts[index - 1], counts[index]
    touching = not folded[before.end : count.start].strip() and count.start - before.end <= 2
    halves = bool(before.chain) != bool(count.chain)
    return touching and halves and bool(before.chain or _TAIL_OF.search(folded, before.start, before.end))


def _suffixed(
    folded: str, counts: tuple[Count, ...], index: int, unit: re.Match[str], language: Language
) -> Sum | None:
    count = counts[index]
    read = _scaled(count, unit["scale"], bool(unit["half"] or unit["scaled_half"]), language)
    if read is None:
        return None
    digits, words, start = read
    cents, end, following = _cents(folded, counts, index + 1, unit.end())
    tax, end = read_tax(folded, end)
    return Sum(
        digits=None if digits is None else digits + cents,
        words=None if words is None else words + cents,
        start=with_emphasis(folded, start, end),
        end=end,
        tax=tax,
        following=following,
    )


def _scaled(
    count: Count, scale: str | None, half: bool, language: Language
) -> tuple[Decimal | None, Decimal | None, int] | None:
    """Values of the digits and of the words once multiplied, and where the figure starts; None when unreadable."""
    factor = _factor(scale)
    figure = read_figure(count.chain, scaled=factor > 1, language=language) if count.chain else None
    if count.words is None and figure is None:
        return None
    digits = figure.value * factor if figure else None
    words = count.words * factor if count.words is not None else None
    start = count.chain_start + figure.offset if figure and count.chain_start <= count.start else count.start
    if not half:
        return digits, words, start
    unit = factor if factor > 1 else _last_scale(count)
    more = Decimal(unit) / 2
    return (digits + more if digits is not None else None, words + more if words is not None else None, start)


def _last_scale(count: Count) -> int:
    """The scale that « et demi » halves in a number in words: « un million et demi »."""
    value = int(count.words or 0)
    return next((scale for scale in (_BILLION, 10**6, 10**3) if value and value % scale == 0), 1)


def _factor(scale: str | None) -> int:
    if scale is None:
        return 1
    return _SCALES.get(scale) or _SCALES.get(scale.removesuffix("s"), _BILLION)


def _cents(folded: str, counts: tuple[Count, ...], index: int, end: int) -> tuple[Decimal, int, int]:
    """Centimes said after the euros, where they end, and the next count's index."""
    if index < len(counts):
        count = counts[index]
        found = _CENTS.match(folded, count.end)
        near = count.start - end <= 6 and _CENTS_JOIN.match(folded, end, count.start)
        if found and near and count.value is not None and count.value < 100 and count.value % 1 == 0:
            return count.value / 100, found.end(), index + 1
    return Decimal(0), end, index


def read_tax(folded: str, end: int) -> tuple[Literal["HT", "TTC"] | None, int]:
    """The tax basis stated right at `end`, in brackets or not, and the end of the mention with it.

    >>> read_tax("500 € (ht)", 5), read_tax("500 € hta", 5)
    (('HT', 10), (None, 5))
    """
    found = _TAX.match(folded, end)
    if not found:
        return None, end
    word = found["inside"] or found["bare"]
    return ("HT" if word.startswith("h") else "TTC"), found.end()


def _prefixed(folded: str, counts: tuple[Count, ...], index: int, free: int, language: Language) -> Sum | None:
    """« € 500 », « EUR 12 000 »; the digits must be one figure, and not one that looks like a year."""
    count = counts[index]
    prefix = _PREFIX.search(folded, max(free, count.chain_start - 8), count.chain_start)
    if not prefix or YEAR.fullmatch(count.chain):
        return None
    scale = _PREFIX_SCALE.match(folded, count.end)
    figure = read_figure(count.chain, scaled=scale is not None, language=language)
    if figure is None or figure.offset:
        return None
    tax, end = read_tax(folded, scale.end() if scale else count.end)
    value = figure.value * _factor(scale["scale"] if scale else None)
    return Sum(value, count.words, prefix.start(), end, tax, index + 1)
