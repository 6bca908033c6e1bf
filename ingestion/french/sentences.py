"""The sentences of a paragraph, as spans; French abbreviations, numbers and addresses do not end one."""

import re

from ingestion.french.folding import fold

_STOP = re.compile(r"(?<![.!?…])[.!?…]++(?:[ \u00a0\u202f]?[\"”»)\]*_]){0,6}(?=\s|\Z)|\n[ \t\r]*+\n")
"""Where a sentence may end; closing marks go with it. An empty line always ends one."""
_NEXT = re.compile(r"[\s\"«(\[*_“]*(\w*'?)")
_LAST_WORD = re.compile(r"[\w'°.-]*\Z")
_REACH = 24
"""Characters looked at before a full stop: longer than any abbreviation."""

_BOUND = re.compile(
    r"mm?|mmes?|mlles?|mr|drs?|pr|me|mgr|ste?|arts?|n|n°|cf|pp?|al|alin|chap|sect|vol|fig|ref|ann|i\.e|e\.g|c\.?-a-d"
)
"""What follows always goes on with it, even what looks like a first word: « M. Le Goff », « cf. L'annexe »."""
_ABBREVIATION = re.compile(
    r"nos?|ex|ch|tit|env|tel|ed|coll|num|resp|boul|bd|av|min|max|approx|janv?|fevr?|avr|juil|sept?|oct|nov|dec|op|cit|"
    r"ibid|id|ss|etc|(?:\w\.)+\w"
)
"""What follows may go on with it; a new sentence shows by its first word."""
_OPENER = re.compile(
    r"l'|l[ae]s?|une?|des?|d'|du|il|ils|elles?|on|nous|vous|je|cet?|cettes?|ces|cela|ceci|son|sa|ses|leurs?|chaque|"
    r"tous|toutes?|tout|en|dans|pour|par|a|aux?|si|lorsque|toutefois|ainsi|cependant|enfin|ni|aucune?|the|this|it"
)
"""Folded words that open a sentence after « etc. » or « J.O. », where a name would go on with it."""
_ITEM = re.compile(r"(?:\A|\n)[ \t]*(?:[-*•#>]+[ \t]*)?(?:[0-9]{1,3}(?:\.[0-9]{1,3})*|[ivxIVX]{1,5}|[A-Za-z])\Z")


def sentences(text: str) -> tuple[tuple[int, int], ...]:
    r"""Spans that hold every character of the text but blanks, in order, one a sentence.

    >>> text = "Vu l'art. 5 du décret n° 2001-12. M. Alba paie ; elle suit\nwww.exemple.fr. Rien d'autre !"
    >>> [text[start:end] for start, end in sentences(text)]
    ["Vu l'art. 5 du décret n° 2001-12.", 'M. Alba paie ; elle suit\nwww.exemple.fr.', "Rien d'autre !"]

    A semicolon, a line end, « etc. » before a small letter and the number of an item do not end a sentence.

    >>> sentences("1. Objet : pain, sel, etc. et eau ;\nsucre"), sentences(" \n")
    (((0, 41),), ())
    """
    folded = fold(text)
    spans, start = [], 0
    for stop in _STOP.finditer(text):
        if _ends(text, folded, start, stop):
            spans.append((start, stop.end()))
            start = stop.end()
    spans.append((start, len(text)))
    return tuple(trimmed for span in spans if (trimmed := _trimmed(text, *span)))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    piece = text[start:end]
    inner = piece.strip()
    first = start + len(piece) - len(piece.lstrip())
    return (first, first + len(inner)) if inner else None


def _ends(text: str, folded: str, start: int, stop: re.Match[str]) -> bool:
    if stop.group().isspace():
        return True
    following = _NEXT.match(text, stop.end())
    word = following[1] if following else ""
    if word[:1].islower():
        return False
    if stop.group()[0] != "." or stop.group().startswith(".."):
        return True
    return _full_stop(text[max(start, stop.start() - _REACH) : stop.start()], folded, stop, fold(word))


def _full_stop(before: str, folded: str, stop: re.Match[str], following: str) -> bool:
    """Whether a single stop ends its sentence, from the word before it and the word after."""
    word = _LAST_WORD.search(folded, max(0, stop.start() - _REACH), stop.start())
    last = word.group().rpartition("'")[2] if word else ""
    if _BOUND.fullmatch(last) or _ITEM.search(before):
        return False
    if _ABBREVIATION.fullmatch(last):
        return not following or _OPENER.fullmatch(following) is not None
    return not (len(last) == 1 and before[-1:].isupper())
