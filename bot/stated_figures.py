"""Stated figures: every value that a sentence states, in digits or in words, typed and comparable with a quote's.

`bot.grounding` reads the figures of whole answers, in digits; a sentence that somebody else wrote is read more closely:
a duration is not an amount, « vingt-quatre » is 24, « chaque trimestre » is not « tous les six mois ».
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache, lru_cache

from bot.answer import Language, plain_decimal
from bot.written_words import writing_words
from ingestion.french.amounts import find_amounts
from ingestion.french.dates import find_dates
from ingestion.french.durations import find_durations
from ingestion.french.folding import fold
from ingestion.french.numbers import find_counts
from ingestion.french.ordinals import read_ordinal
from ingestion.french.percentages import find_percentages
from ingestion.french.recurrence import find_recurrences
from ingestion.lines import display

Stated = tuple[str, str]
"""What it is (`eur`, `percent`, `date`, `lasts`, `every`, `article`, `code`, `part`, `number`) and its value."""
_GROUPS = re.compile(r"(?<=\d)[ .,](?=\d{3}(?!\d))")
_CODE = re.compile(r"[^\W_]*\d[^\W_]*(?:[-/.,:_][^\W_]+)*|[^\W_]+(?:[-/_.:][^\W_]+)*[-/_.:]\w*\d\w*(?:[-/_.:]\w+)*")
_PLAIN = re.compile(r"\d+(?:[.,]\d+)?")
_RANK = re.compile(r"(?P<digits>\d+)(?:ers?|res?|eres?|nde?s?|es?|emes?|iemes?|st|nd|rd|th)")
_ARTICLE = re.compile(r"\b(?:articles?|art\.?|sections?)[ \n]{1,2}(?:n° ?)?(?P<label>\d+(?:-\d+)?|[ivxlc]+|premier)\b")
_WORD = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=256)
def stated(text: str, language: Language = "fr") -> frozenset[Stated]:
    """The values that a text states; its quotes must hold each of them.

    >>> sorted(stated("195 000 € sous vingt-quatre mois, art. 7"))
    [('article', '7'), ('eur', '195000'), ('lasts', '24 month')]
    >>> sorted(stated("twenty-five thousand euros every quarter", "en"))
    [('eur', '25000'), ('every', '1 x 3 month')]
    """
    return frozenset(_read(unicodedata.normalize("NFKC", display(text)), language))


@lru_cache(maxsize=256)
def carried(quote: str) -> frozenset[Stated]:
    """The values that a quote holds: those that it states, and each of its numbers as a plain one."""
    # Shown, a quote has no line breaks: an amount cut by one, « 300⏎000 € », is read both ways.
    found = frozenset(_read(unicodedata.normalize("NFKC", quote), "fr")) | stated(quote) | stated(quote, "en")
    plain = {("number", number) for kind, value in found for number in _numbers_of(kind, value)}
    return found | plain | {part for kind, value in found for part in _parts_of(kind, value)}


def _numbers_of(kind: str, value: str) -> Iterator[str]:
    """The plain numbers of a typed value: of « 24 month », 24."""
    if kind in ("eur", "percent"):
        yield value
    elif kind == "lasts":
        yield value.split()[0]
    elif kind == "date":
        yield from (part.lstrip("0") for part in value.split("-") if part.isdigit())


def _parts_of(kind: str, value: str) -> Iterator[Stated]:
    """Of a whole date, its month and its day without the year: « mars 2025 » is said by « le 31 mars 2025 »."""
    if kind == "date" and "?" not in value:
        year, month, day = (part.lstrip("0") for part in value.split("-"))
        yield from (("date", f"{year}-{month}-?"), ("date", f"?-{month}-{day}"))


def _read(text: str, language: Language) -> Iterator[Stated]:
    rest = _in_digits(_in_french(text))
    for found in find_recurrences(rest):
        yield "every", f"{found.times} x {found.every.count} {found.every.unit}"
    for mention in find_dates(rest):
        written = (mention.year, mention.month, mention.day)
        yield "date", mention.value.isoformat() if mention.value else "-".join(str(part or "?") for part in written)
        rest = _blanked(rest, mention.start, mention.end)
    for amount in find_amounts(rest, language):
        yield "eur", plain_decimal(amount.value)
        rest = _blanked(rest, amount.start, amount.end)
    for share in find_percentages(rest, language):
        yield "percent", plain_decimal(share.value)
        rest = _blanked(rest, share.start, share.end)
    for length in find_durations(rest):
        yield "lasts", f"{length.value.count} {length.value.unit}"
        rest = _blanked(rest, length.start, length.end)
    folded = fold(rest)
    for article in _ARTICLE.finditer(folded):
        yield "article", article_label(article["label"])
        folded = _blanked(folded, article.start("label"), article.end("label"))
    yield from _left(folded)


def _left(folded: str) -> Iterator[Stated]:
    """What no typed reader took: counts in words, codes, plain numbers, ranks, fractions."""
    for count in find_counts(folded):
        if count.words is not None and count.words != 1:
            yield "number", plain_decimal(count.words)
    for token in _CODE.findall(_GROUPS.sub("", folded)):
        rank = _RANK.fullmatch(token)
        if rank:
            yield "number", rank["digits"].lstrip("0") or "0"
        elif _PLAIN.fullmatch(token):
            yield "number", plain_decimal(Decimal(token.replace(",", ".")))
        else:
            yield "code", token.strip(".,:")
    parts = writing_words()["parts"]
    for word in _WORD.findall(folded):
        if word in parts:
            yield "part", parts[word]
        elif word.endswith("ieme") and (value := read_ordinal(word)) is not None:
            yield "number", str(value)


def article_label(written: str) -> str:
    """« IV », « premier » and « 4 » as blocks number articles; anything else as it is, folded."""
    label = fold(written)
    value = None if "-" in label else read_ordinal(label)
    return label if value is None else str(value)


def _blanked(text: str, start: int, end: int) -> str:
    return text[:start] + " " * (end - start) + text[end:]


@cache
def _number_words() -> Mapping[str, int]:
    numbers = writing_words()["numbers"]
    tens = {word: (place + 2) * 10 for place, word in enumerate(numbers["tens"])}
    return {word: value for value, word in enumerate(numbers["units"])} | tens


@cache
def _english_run() -> re.Pattern[str]:
    scales = "|".join(writing_words()["numbers"]["scales"])
    word = f"(?:{'|'.join(_number_words())}|{scales})"
    return re.compile(rf"\b(?:an?[ ](?=(?:{scales})\b))?{word}\b(?:[ -](?:and[ ])?{word}\b)*", re.IGNORECASE)


def _in_digits(text: str) -> str:
    """The text with its English numbers in digits: their readers know French words only."""
    return _english_run().sub(lambda found: _value(found.group()), text)


def _value(words: str) -> str:
    """« twenty-five thousand » is 25000; words that French has too, and scales alone, stay as they are."""
    read = [word for word in re.split(r"[ -]", words.casefold()) if word not in ("a", "an", "and")]
    scales, known = writing_words()["numbers"]["scales"], _number_words()
    english = words[:2].casefold() in ("a ", "an") or any(
        word in known and word not in ("six", "zero") for word in read
    )
    if not english and not {"hundred", "thousand"} & set(read):
        return words
    total = group = 0
    for word in read:
        if word in known:
            group += known[word]
        elif scales[word] == 100:
            group = max(group, 1) * 100
        else:
            total, group = total + max(group, 1) * scales[word], 0
    return str(total + group)


def _in_french(text: str) -> str:
    """The text with its English recurrences in French."""
    for english, french in writing_words()["recurring"].items():
        if english[:4] in text.casefold():
            text = re.sub(rf"\b{english}\b", french, text, flags=re.IGNORECASE)
    return text
