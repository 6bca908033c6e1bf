"""Shares in percent: « 12,5 % », « cinquante pour cent », « cinquante pour cent (50 %) »."""

import re
from dataclasses import dataclass
from decimal import Decimal

from ingestion.french.folding import fold, with_emphasis
from ingestion.french.numbers import Count, Language, find_counts, read_figure

_SIGN = re.compile(
    r"\*{0,2}[ \n]{0,2}(?:%|pour[ \n-]{1,2}cents?\b(?![ \n](?:mille|millions?|euros?)\b)|p\. ?(?:100|cent)\b|percent\b)"
)
_OPEN = re.compile(r"[ \n]{0,2}(?:\((?:soit )?|, soit |soit )")
_CLOSE = re.compile(r"[ \n]?\)")


@dataclass(frozen=True, slots=True)
class PercentMention:
    """A share where the text states it."""

    value: Decimal
    """In percent: 12.5 for « 12,5 % »; of the figures when there are figures, else of the words."""
    start: int
    end: int
    """Characters of the text, sign and second form included."""
    words: Decimal | None
    """In percent, what the written-out form says; None when there is none."""
    agrees: bool | None
    """Whether figures and words are equal; None unless both are there."""


def find_percentages(text: str, language: Language = "fr") -> tuple[PercentMention, ...]:
    """Every percentage, in order. Decimals may be as many as stated; a bare number is refused.

    >>> [str(share.value) for share in find_percentages("50% puis 12,5 % et cinquante pour cent")]
    ['50', '12.5', '50']
    >>> find_percentages("quarante pour cent (40 %)")[0]
    PercentMention(value=Decimal('40'), start=0, end=25, words=Decimal('40'), agrees=True)
    >>> find_percentages("12 000 35 % ; pour cent mille euros ; 5 points ; 3 ‰")
    ()
    """
    folded = fold(text)
    if "%" not in folded and "cent" not in folded and "p." not in folded:
        return ()
    found = [share for count in find_counts(folded) if (share := _share(folded, count, language))]
    return _joined(folded, found)


def _share(folded: str, count: Count, language: Language) -> PercentMention | None:
    sign = _SIGN.match(folded, count.end)
    figure = read_figure(count.chain, scaled=True, language=language) if sign and count.chain else None
    if not sign or (figure is None and count.words is None):
        return None
    digits = figure.value if figure else None
    start = count.chain_start + figure.offset if figure and count.chain_start <= count.start else count.start
    return _mention(digits, count.words, with_emphasis(folded, start, sign.end()), sign.end())


def _mention(digits: Decimal | None, words: Decimal | None, start: int, end: int) -> PercentMention:
    value = digits if digits is not None else words
    assert value is not None  # a share has one form at least
    return PercentMention(value, start, end, words, None if digits is None or words is None else digits == words)


def _joined(folded: str, found: list[PercentMention]) -> tuple[PercentMention, ...]:
    """Two forms of one share, the second in brackets or after « soit », made one mention."""
    joined: list[PercentMention] = []
    for share in found:
        end = _second_form(folded, joined[-1], share) if joined else None
        if end is None:
            joined.append(share)
            continue
        first = joined.pop()
        digits, words = (first, share) if first.words is None else (share, first)
        joined.append(_mention(digits.value, words.words, first.start, end))
    return tuple(joined)


def _second_form(folded: str, first: PercentMention, second: PercentMention) -> int | None:
    """End of the second form when it is the other form of the first; None otherwise."""
    if (first.words is None) == (second.words is None) or first.agrees is not None or second.agrees is not None:
        return None
    opening = _OPEN.match(folded, first.end)
    if not opening or opening.end() != second.start:
        return None
    if "(" not in opening.group():
        return second.end
    closing = _CLOSE.match(folded, second.end)
    return closing.end() if closing else None
