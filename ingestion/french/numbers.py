"""Numbers as French texts write them, in digits, in words, or both: « vingt-quatre (24) »."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from text_to_num import text2num

from ingestion.french.folding import fold

Language = Literal["fr", "en"]

_WORDS = (
    "zero|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingts?|trente|"
    "quarante|cinquante|soixante|septante|quatrevingts?|huitante|octante|nonante|cents?|mille|mil|millions?|milliards?"
)
_WORD = rf"(?:{_WORDS})\b"
WORDS = rf"\b{_WORD}(?:[ \n-]{{1,3}}(?:et[ \n-]{{1,3}}(?=une?\b|onze\b))?{_WORD})*"
"""Pattern, for folded text, of a run of number words; whether it is a number is for `read_words` to say."""
DIGITS = r"(?<!\w)[0-9]+(?:(?: ?\n ?|[ .,])[0-9]+)*"
"""Pattern, for folded text, of digits and whatever may group them; a line end may break a group."""

_CHAINS = re.compile(r"[0-9](?<!\w.)[0-9]*(?:(?: ?\n ?|[ .,])[0-9]+)*")
_RUNS = re.compile(WORDS.removeprefix(r"\b"))
"""The same patterns, begun by characters that the engine can jump to (three times as fast)."""
_PARTNER = re.compile(rf"[ \n]{{0,2}}\([ \n]?(?P<inside>{DIGITS}|{WORDS})[ \n]?\)")
_LONGEST = 240
"""Characters; no number under a thousand billion is longer in words, and longer chains of digits are table rows."""
_BLANK = r"(?: ?\n ?| )"
_BEFORE = rf"(?:[\s\S]*(?<![0-9])(?:19|20)[0-9]{{2}}{_BLANK})?"
"""A year may stand just before a figure (« 2024 141 000 € »); any other digits there make the figure doubtful."""


def _figure(group: str, mark: str) -> re.Pattern[str]:
    grouped = rf"[1-9][0-9]{{0,2}}(?:{_BLANK}[0-9]{{3}})+|[1-9][0-9]{{0,2}}(?P<marked>(?:{group}[0-9]{{3}})+)"
    return re.compile(rf"{_BEFORE}(?P<figure>(?P<whole>{grouped}|0|[1-9][0-9]*)(?:(?P<mark>{mark})(?P<cents>[0-9]+))?)")


_FIGURES: dict[Language, re.Pattern[str]] = {"fr": _figure(r"\.", "[.,]"), "en": _figure(",", r"[.]")}
_SPLITS = re.compile(r"[ \n-]+")
_SPELT = {"zero": "zéro", "quatrevingt": "quatre vingt", "quatrevingts": "quatre vingts"}
_HEADLESS = ("million", "milliard", "cents", "vingts")
"""A run that starts so is the tail of a number: « 2 millions », « plusieurs milliards »."""


@dataclass(frozen=True, slots=True)
class Count:
    """A number as it stands in a text, in one form or in both with one in brackets."""

    start: int
    end: int
    """Characters of the folded text, brackets of the second form included."""
    chain: str
    """The digits with all that touches them, folded; empty when there are none."""
    chain_start: int
    """Where the digits start; equals `start` when there are none."""
    digits: Decimal | None
    """Value of the digits read as plain French; None when there are none or when they are doubtful."""
    words: Decimal | None
    """Value of the written-out form; None when there is none or when it is not a number."""

    @property
    def value(self) -> Decimal | None:
        """The digits' value; the words' when there are no digits or doubtful ones; None when neither can be read."""
        return self.words if self.digits is None else self.digits

    @property
    def agrees(self) -> bool | None:
        """Whether the two forms say the same; None unless both are there and read."""
        return None if self.digits is None or self.words is None else self.digits == self.words


@dataclass(frozen=True, slots=True)
class Figure:
    """Digits read at the end of a chain."""

    value: Decimal
    offset: int
    """Characters of the chain that come before the figure (a year)."""


def read_words(text: str) -> int | None:
    """The value of a number written out; None when the words are not one number.

    The words are read by text2num, which is right on French (tested against a speller on every number under 20 000
    and at random up to 10¹²) but for « dix-mille », « zero » and « quatrevingt », put right here.

    >>> read_words("CENT MILLE"), read_words("un million cent quinze mille"), read_words("vingt - quatre")
    (100000, 1115000, 24)
    >>> read_words("soixante et onze"), read_words("quatre-vingt-dix"), read_words("septante"), read_words("dix-mille")
    (71, 90, 70, 10000)
    >>> read_words("cinq six"), read_words("millions"), read_words("beaucoup")
    (None, None, None)
    """
    return _words_value(fold(text).strip())


def _words_value(folded: str) -> int | None:
    if len(folded) > _LONGEST or folded.startswith(_HEADLESS):
        return None
    try:
        return int(text2num(" ".join(_SPELT.get(word, word) for word in _SPLITS.split(folded)), "fr"))
    except ValueError:
        return None


def read_figure(chain: str, *, scaled: bool = False, language: Language = "fr") -> Figure | None:
    """The number at the end of a folded chain of digits; None when it could be read in two ways.

    `scaled`: a multiplier follows (« 1,125 M€ »), so a comma is a decimal comma whatever follows it, and a dot that
    groups is refused. In French a comma before three digits is refused: « 300,000 » is an English grouping.

    >>> [str(read_figure(chain).value) for chain in ("141 000", "96.500", "180 937,50", "2024 141 000", "12.50")]
    ['141000', '96500', '180937.50', '141000', '12.50']
    >>> read_figure("1,125", scaled=True).value, read_figure("300,000", language="en").value
    (Decimal('1.125'), Decimal('300000'))
    >>> [read_figure(chain) for chain in ("300,000", "12 000 35", "01 42 75 80 00", "1 115.000", "007")]
    [None, None, None, None, None]
    """
    found = _FIGURES[language].fullmatch(chain) if len(chain) <= _LONGEST else None
    if found is None or (scaled and found["marked"]):
        return None
    whole, cents = re.sub("[^0-9]", "", found["whole"]), found["cents"] or ""
    comma = found["mark"] == "," or language == "en"
    if len(cents) > 2 and whole != "0" and not (scaled and comma):
        return None
    return Figure(Decimal(f"{whole}.{cents}" if cents else whole), found.start("figure"))


def read_number(text: str, language: Language = "fr") -> Decimal | None:
    """The number that a text is, whole, as in a table's cell; None when it is anything else or doubtful.

    >>> read_number(" **120 000** "), read_number("Cent mille"), read_number("-"), read_number("2024 120 000")
    (Decimal('120000'), Decimal('100000'), None, None)
    """
    folded = fold(text).strip(" \n*")
    figure = read_figure(folded, language=language)
    if figure:
        return None if figure.offset else figure.value
    words = read_words(folded)
    return None if words is None else Decimal(words)


def _begins_word(folded: str, at: int) -> bool:
    return at == 0 or not (folded[at - 1].isalnum() or folded[at - 1] == "_")


def _written(found: re.Match[str]) -> Count:
    value = _words_value(found.group())
    return Count(found.start(), found.end(), "", found.start(), None, None if value is None else Decimal(value))


def _digits(chain: str, at: int) -> Count:
    figure = read_figure(chain)
    start = at + (figure.offset if figure else 0)
    return Count(start, at + len(chain), chain, at, figure.value if figure else None, None)


def _paired(first: Count, second: Count, end: int) -> Count:
    """One number in two forms; `end` is after the closing bracket."""
    digits, words = (first, second) if first.chain else (second, first)
    start = first.start
    return Count(start, end, digits.chain, digits.chain_start, digits.digits, words.words)


@lru_cache(maxsize=16)
def find_counts(folded: str) -> tuple[Count, ...]:
    """Every number of a folded text, in order, « cent (100) » and « 100 (cent) » read as one.

    Kept for the last few texts, since amounts, percentages, durations and recurrences read the same ones.

    >>> [(str(count.digits), str(count.words)) for count in find_counts("vingt-quatre (24) mois et 3 lots")]
    [('24', '24'), ('3', 'None')]
    """
    counts = [_digits(found.group(), found.start()) for found in _CHAINS.finditer(folded)]
    counts += [_written(found) for found in _RUNS.finditer(folded) if _begins_word(folded, found.start())]
    counts.sort(key=lambda count: count.start)
    merged: list[Count] = []
    skip = False
    for first, second in pairwise([*counts, None]):
        if skip or first is None:
            skip = False
            continue
        end = _bracket(folded, first, second) if second else None
        skip = end is not None
        merged.append(first if second is None or end is None else _paired(first, second, end))
    return tuple(merged)


def _bracket(folded: str, first: Count, second: Count) -> int | None:
    """End of the bracket that holds the other form of a number; None when there is no such bracket."""
    if bool(first.chain) == bool(second.chain) or "(" not in folded[first.end : min(second.start, first.end + 4)]:
        return None
    found = _PARTNER.match(folded, first.end)
    readable = found is not None and found.end("inside") == second.end and (second.words or second.digits) is not None
    return found.end() if found and readable else None
