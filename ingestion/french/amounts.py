"""Sums of money as French texts write them, exactly: `Decimal`, never rounded, never without a currency."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from ingestion.french.folding import fold
from ingestion.french.numbers import Count, Language, find_counts
from ingestion.french.sums import YEAR, Sum, read_sum, read_tax

_OPEN = re.compile(
    r"\*{0,3}[ \n]{0,2}(?:(?P<bracket>\()(?:soit )?|(?P<said>,?[ \n]?soit(?: de)?[ \n])|[,/=:-][ \n]?)\*{0,3}"
)
_CLOSE = re.compile(r"\*{0,3}[ \n]?\)")
_NARROW, _NO_BREAK = "\u202f", "\u00a0"


class NotAnAmount(ValueError):
    """The text is not one sum of money that can be read in one way; for the caller to ask again or leave out."""


@dataclass(frozen=True, slots=True)
class AmountMention:
    """A sum of money where the text states it."""

    value: Decimal
    """In euros; of the figures when there are figures, else of the words. Never negative, never rounded."""
    currency: Literal["EUR"]
    """The only currency read; a sum in another is left out."""
    start: int
    end: int
    """Characters of the text: figure, unit, tax basis and the written-out form next to it."""
    tax: Literal["HT", "TTC"] | None
    """Tax basis stated beside the sum; None when none is."""
    words: Decimal | None
    """In euros, what the written-out form says, alone or beside figures; None when there is none."""
    agrees: bool | None
    """Whether figures and words are equal; None unless both are there."""


def find_amounts(text: str, language: Language = "fr") -> tuple[AmountMention, ...]:
    r"""Every sum in euros, in order, spans apart.

    `language` is that of the grouping: "en" reads « €141,000.50 », which French refuses.

    >>> [str(amount.value) for amount in find_amounts("96.500 €, 1,2 M€, 85 k€, deux mille euros, € 500")]
    ['96500', '1200000.0', '85000', '2000', '500']
    >>> amount, = find_amounts("soit 100\u202f000 € (CENT MILLE EUROS) TTC")
    >>> (str(amount.value), str(amount.words), amount.agrees, amount.tax, amount.start, amount.end)
    ('100000', '100000', True, 'TTC', 5, 37)

    Refused: no unit, a comma before three digits, digits that do not group, a scale without its number, ranges'
    first ends, percentages, and « € 2024 », which is a year. The sign is not read.

    >>> find_amounts("300,000 € ; 12 000 35 € ; 141 000 ; 50 % ; 75007 Paris ; plusieurs millions d'euros ; en € 2024")
    ()
    """
    folded = fold(text)
    if "€" not in folded and "eur" not in folded:
        return ()
    return tuple(_mentions(folded, find_counts(folded), language))


def _mentions(folded: str, counts: tuple[Count, ...], language: Language) -> Iterator[AmountMention]:
    index, free = 0, 0
    while index < len(counts):
        first = read_sum(folded, counts, index, free, language)
        if first is None:
            index += 1
            continue
        mention, index = _with_partner(folded, counts, first, language)
        free = mention.end
        yield mention


def _with_partner(folded: str, counts: tuple[Count, ...], first: Sum, language: Language) -> tuple[AmountMention, int]:
    """The sum joined to its other form when it stands next to it, and the next count's index."""
    second = _partner(folded, counts, first, language)
    if second is None:
        return _mention(first.digits, first.words, first.start, first.end, first.tax), first.following
    digits = first.digits if first.digits is not None else second.digits
    words = first.words if first.words is not None else second.words
    return _mention(digits, words, first.start, second.end, first.tax or second.tax), second.following


def _partner(folded: str, counts: tuple[Count, ...], first: Sum, language: Language) -> Sum | None:
    opening = _OPEN.match(folded, first.end)
    if not opening or first.following >= len(counts) or (first.digits is None) == (first.words is None):
        return None
    count = counts[first.following]
    if count.start != opening.end():
        return None
    other = bool(count.chain) == (first.digits is None)
    second = read_sum(folded, counts, first.following, first.end, language)
    if second is None and other and opening["bracket"]:
        second = _unitless(count, first)
    same = second is not None and _same(first, second)
    if second is None or not (same or (other and (opening["bracket"] or opening["said"]))):
        return None
    return _closed(folded, second) if opening["bracket"] else second


def _same(first: Sum, second: Sum) -> bool:
    """« 1,2 M€ (1 200 000 €) » is one sum; with only a comma or a dash between, so is what agrees."""
    values = {first.digits, first.words, second.digits, second.words} - {None}
    return len(values) == 1


def _unitless(count: Count, first: Sum) -> Sum | None:
    """The other form without its unit: « 100 000 € (cent mille) ». A small number in digits may be a note's mark."""
    value, other = count.value, first.words if first.digits is None else first.digits
    if value is None or (count.chain and value != other and (value < 100 or YEAR.fullmatch(count.chain))):
        return None
    return Sum(count.digits, count.words, count.start, count.end, None, first.following + 1)


def _closed(folded: str, second: Sum) -> Sum | None:
    """The bracketed form with its bracket closed and the tax basis after it; None when the bracket goes on."""
    closing = _CLOSE.match(folded, second.end)
    if not closing:
        return None
    tax, end = read_tax(folded, closing.end())
    return Sum(second.digits, second.words, second.start, end, second.tax or tax, second.following)


def _mention(
    digits: Decimal | None, words: Decimal | None, start: int, end: int, tax: Literal["HT", "TTC"] | None
) -> AmountMention:
    value = digits if digits is not None else words
    assert value is not None  # a sum has one form at least
    agrees = None if digits is None or words is None else digits == words
    return AmountMention(value, "EUR", start, end, tax, words, agrees)


def parse_amount(text: str, language: Language = "fr") -> Decimal:
    r"""The one sum of money that the text is, whole; a minus sign before it makes it negative.

    Raises `NotAnAmount` when the text is no sum, several, or one that can be read in two ways.

    >>> str(parse_amount("180 937,50 €")), str(parse_amount("−5\u202f000 €"))
    ('180937.50', '-5000')
    >>> parse_amount("300,000 €")
    Traceback (most recent call last):
    ...
    ingestion.french.amounts.NotAnAmount: '300,000 €' is not one sum in euros: write it like 141 000 € or 1,2 M€
    """
    stripped = text.strip()
    negative = fold(stripped).startswith("-")
    body = stripped[negative:].strip()
    found = find_amounts(body, language)
    if len(found) != 1 or (found[0].start, found[0].end) != (0, len(body)):
        raise NotAnAmount(f"{text!r} is not one sum in euros: write it like 141 000 € or 1,2 M€")
    return -found[0].value if negative else found[0].value


def format_amount(value: Decimal, language: Language = "fr") -> str:
    r"""A sum in euros as that language writes it: « 141 000 € » or « €141,000 », with two decimals when it has cents.

    French follows the Imprimerie nationale: a narrow no-break space (U+202F) between thousands, a no-break space
    (U+00A0) before the sign; both keep a figure on one line. `parse_amount` gives the value back. Raises `NotAnAmount`
    for what is finer than a cent, since nothing here rounds, and for what is not finite.

    >>> format_amount(Decimal("180937.5")), format_amount(Decimal("141000"), "en"), format_amount(Decimal(-12))
    ('180\u202f937,50\xa0€', '€141,000', '−12\xa0€')
    """
    if not value.is_finite() or value != round(value, 2):
        raise NotAnAmount(f"{value} is not a sum in euros and cents: round it where the rule says how")
    digits = f"{abs(value):,.0f}" if value == value.to_integral_value() else f"{abs(value):,.2f}"
    sign = "−" if value < 0 else ""
    if language == "en":
        return f"{sign}€{digits}"
    return f"{sign}{digits.replace(',', _NARROW).replace('.', ',')}{_NO_BREAK}€"
