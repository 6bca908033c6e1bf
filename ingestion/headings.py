"""Headings: articles, annexes, numbered and plain ones; a cross-reference in a sentence is never a heading."""

import re
from dataclasses import dataclass

from ingestion.blocks import BlockKind
from ingestion.french.ordinals import read_ordinal
from ingestion.lines import Line, display

RANKS = {"annexe": 1, "titre": 1, "partie": 1, "chapitre": 2, "section": 3, "article": 4, "numbered": 5, "plain": 9}
"""Depth of each sort in the outline, 1 the outermost; numbered ones add their dots, plain Markdown its level."""

ORDINALS = (
    r"(?:vingt[ -](?:et[ -]un|deux|trois|quatr|cinqu|six|sept|huit|neuv)|vingt|dix[ -](?:sept|huit|neuv)|deux|trois"
    r"|quatr|cinqu|six|sept|huit|neuv|dix|onz|douz|treiz|quatorz|quinz|seiz)ieme\b|seconde?\b"
)
"""Ranks in words, folded: « deuxième », « dix-huitième »."""
_NUMBER = (
    rf"{ORDINALS}|premiere?|unique|1\s*(?:er|re)\b|\d+(?:\s?[.-]\s?\d+)*(?:\s*(?:bis|ter|quater)\b)?"
    r"|[ivxl]+\b(?:\s+(?:bis|ter|quater)\b)?|[a-h]\b"
)
_ARTICLE = re.compile(
    rf"(?:(?:titre|chapitre|section|partie)\s+(?:{_NUMBER})\s*[,.:/–—-]+\s*)?"
    rf"(?P<word>article|art\b\.?)\s*n?\s*[°o]?\s*(?P<number>{_NUMBER})(?P<rest>.*)"
)
"""« Article 3 », or « Titre II – Article 4 », whose number is the article's."""
_DIVISION = re.compile(rf"(?P<word>titre|chapitre|section|partie)\s+(?P<number>{_NUMBER})(?P<rest>.*)")
_ANNEXE = re.compile(rf"annexes?\b\s*(?:n\s*[°o]\s*)?(?P<number>(?:{_NUMBER})(?![\w']))?(?P<rest>.*)")
_NUMBERED = re.compile(
    r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,3}|[ivx]{1,5}|[a-h])(?P<mark>\s?[.)]\s?[-–—]?|\s?[-–—]|\s(?=\S))\s*(?P<rest>\S.*)"
)
_REFERENCE = re.compile(
    r"[\s,]*(?:(?:du|des?|de la|de l'|dudit|de ladite|et|ou|a|au|aux|ainsi|paragraphe|alinea|susvisee?|precitee?"
    r"|visee?s?|mentionnee?s?|relatifs?|relatives?|ci-?|modifiee?|dans|sur|pour|par|est|sont|fixe|prevoit|qui|que|dont"
    r"|,|;|\))(?![\w])|[,;)])"
)
"""What follows the number in a cross-reference: « du décret », « ci-dessous », « est modifié »."""
_SEPARATOR = re.compile(r"\s*(?:\.\s*[-–—]|[.:–—-])\s*|\s+")
_ROMAN = re.compile(r"(?=[ivxl])(?:xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_ROMAN_DIGITS = {"i": 1, "v": 5, "x": 10, "l": 50}
_INNER = re.compile(r"[A-ZÀ-Ý][^.:]{2,70}(?<!art)(?<!n°)(?:\.|\s:)\s*[-–—]?\s+(?=[A-ZÀ-Ý])")
"""« Crédits. Les AE sont de : »: the title, before the sentence that runs in after it."""
_LEAD_WORDS = 6
_TERMINAL = (".", ";", ",")
MAX_TITLE_WORDS = 22
"""A longer line after « Article 3 » is the article's body, run in after its number."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading read at the start of a line."""

    kind: BlockKind
    number: str | None
    """Normalised number of an article or annexe; `None` for the others."""
    title: str
    """As displayed, number included."""
    rank: int
    """Depth in the outline, see RANKS."""
    length: int
    """Characters of the line that are the heading; less than the line's length when the body is run in."""


def normalise_number(raw: str) -> str:
    """One form for the number of an article or annexe.

    >>> [normalise_number(n) for n in ("1er", "premier", "IV", "3 - 1", "2.1", "B", "unique", "12 bis")]
    ['1', '1', '4', '3-1', '2.1', 'B', 'unique', '12 bis']
    """
    number = re.sub(r"\s*([.-])\s*", r"\1", raw.strip().lower())
    if number in ("premier", "premiere") or re.fullmatch(r"1\s*(?:er|re)", number):
        return "1"
    if number.endswith("ieme") or number in ("second", "seconde"):
        return str(read_ordinal(number) or number)
    roman, _, suffix = number.partition(" ")
    if suffix and _ROMAN.fullmatch(roman):
        return f"{normalise_number(roman)} {suffix}"
    if _ROMAN.fullmatch(number):
        values = [_ROMAN_DIGITS[c] for c in number]
        return str(sum(-v if any(w > v for w in values[i + 1 : i + 2]) else v for i, v in enumerate(values)))
    return number.upper() if len(number) == 1 and number.isalpha() else number


def read_heading(line: Line, follows_text: bool) -> Heading | None:
    """The numbered heading that starts this line, or None.

    `follows_text` is true when the line before is not blank and does not end a sentence: a wrapped « article 5 du
    décret » is then a reference.
    """
    for pattern, sort in ((_ARTICLE, "article"), (_ANNEXE, "annexe"), (_DIVISION, "division")):
        match = pattern.match(line.folded)
        if match:
            return _named(line, match, sort, follows_text)
    return None


def _named(line: Line, match: re.Match[str], sort: str, follows_text: bool) -> Heading | None:
    """A heading that starts with the word Article, Annexe, Titre…"""
    rest = match["rest"]
    if _is_reference(line, match, rest, follows_text) or (follows_text and not (line.bold or line.markdown_level)):
        return None
    offset = len(line.masked) - len(line.masked.lstrip())
    title_start = offset + match.start("rest")
    length = _title_length(line, title_start, match["number"] is not None)
    if length is None:
        return None
    word = match.groupdict().get("word")
    rank = RANKS["annexe"] if sort == "annexe" else RANKS.get(word or "", RANKS["article"])
    kind = {"article": BlockKind.ARTICLE, "annexe": BlockKind.ANNEXE}.get(sort, BlockKind.HEADING)
    number = normalise_number(match["number"]) if match["number"] else ("" if sort == "annexe" else None)
    return Heading(kind, number if sort != "division" else None, display(line.text[:length]), rank, length)


def _is_reference(line: Line, match: re.Match[str], rest: str, follows_text: bool) -> bool:
    """« article 5 du décret », « annexe 2 ci-jointe », or a lower-case word with nothing that marks a heading."""
    if _REFERENCE.match(rest):
        return True
    first = line.masked.lstrip()[:1]
    separated = bool(re.match(r"\s*(?:[.:–—-]|$)", rest))
    return first.islower() and (follows_text or not separated)


def _title_length(line: Line, title_start: int, numbered: bool) -> int | None:
    """How many characters of the line are the heading; None when the line is a sentence, not a heading."""
    whole = len(line.text)
    rest = line.masked[title_start:]
    separator = _SEPARATOR.match(rest)
    title = rest[separator.end() :].strip() if separator else rest.strip()
    if not title:
        return whole
    marked = bool(line.bold or line.markdown_level) or bool(re.match(r"\s*[.:–—-]", rest))
    words = len(title.split())
    leads = title.endswith(":") and numbered and words > _LEAD_WORDS and _INNER.match(title)
    if words <= MAX_TITLE_WORDS and not title.endswith(_TERMINAL) and not leads:
        return whole if marked or title[:1].isupper() else None
    if not (marked and numbered) or line.folded.startswith("annexe"):
        return None
    body = title_start + (separator.end() if separator else 0)
    inner = _INNER.match(line.masked[body:])
    return body + inner.end() if inner and words > 6 else body if words > 6 else whole


_DOTTED = re.compile(r"\d{1,2}(?:\.\d{1,2}){1,3}\.?\s+[-–—]?\s*(?=\S)")
_SUBTITLE_WIDTH = 70
"""Characters: a longer line may be the first of a paragraph that the page's width cuts."""
_SUBTITLE_WORDS = 9


def is_dotted(line: Line) -> bool:
    """« 2.1.3 Le coordonnateur… », « 4.2. Versement »: a number with dots, then a capital or a quote.

    >>> from ingestion.lines import split_lines
    >>> [is_dotted(line) for line in split_lines("2.1.3 Le Pôle\\n1.5 million\\n12.03.2024 Réunion\\n4.2. Durée")]
    [True, False, False, True]
    """
    number = _DOTTED.match(line.folded)
    if not number:
        return False
    first = line.masked.lstrip()[number.end() : number.end() + 1]
    return first.isupper() or first in '«"“'


def read_subtitle(line: Line, following: Line) -> Heading | None:
    """« 1.2 Estimation des besoins » right above its text: short, and what follows starts a sentence or a number."""
    if not is_dotted(line) or len(line.text) > _SUBTITLE_WIDTH or len(line.folded.split()) > _SUBTITLE_WORDS:
        return None
    starts = is_dotted(following) or following.masked.lstrip()[:1].isupper()
    return read_numbered(line) if starts else None


def read_numbered(line: Line) -> Heading | None:
    """« 1. OBJET DU PROTOCOLE », « I. – Objet », « 2.1 Gouvernance »: short, no end of sentence.

    Whether it is a heading or an item of a list is the caller's to judge from what stands around.
    """
    match = _NUMBERED.fullmatch(line.folded)
    if not match:
        return None
    title = line.masked.strip()[match.start("rest") :].strip()
    if len(title.split()) > 14 or title.endswith((*_TERMINAL, ":")) or not title[:1].isupper():
        return None
    if match["mark"].isspace() and not ("." in match["number"] or title.isupper()):
        return None
    rank = RANKS["numbered"] + match["number"].count(".")
    return Heading(BlockKind.HEADING, normalise_number(match["number"]), display(line.text), rank, len(line.text))


def read_plain(line: Line) -> Heading | None:
    """A heading without a number, standing alone: Markdown `#`, a bold line, or a short line that is no sentence."""
    title = display(line.text)
    marked = line.markdown_level > 0 or line.bold
    words = title.split()
    if not words or len(words) > (25 if marked else 12) or not any(c.isalpha() for c in title):
        return None
    if not marked and (
        title.endswith((*_TERMINAL, ":")) or not (title[:1].isupper() or title[:1] in '«"') or "€" in title
    ):
        return None
    if marked and title.endswith((";", ",")) and not line.markdown_level:
        return None
    return Heading(BlockKind.HEADING, None, title, RANKS["plain"] + line.markdown_level, len(line.text))
