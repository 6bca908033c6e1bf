"""Quotation: where a quoted text ends, nested quotes and paragraphs that each open with a mark included."""

import re

_CLOSING = {"«": "»", "“": "”"}
_PLAIN_END = re.compile(r"\"(?=[ \u00a0]*(?:[.;,)]|\n|$))")


def find_quoted(text: str, start: int) -> tuple[int, int] | None:
    """The span of the first text quoted from an offset on, marks left out; `None` when none is.

    >>> text = "ainsi rédigé : « Le mot « un » compte.\\n« Il reste. » Puis « deux »."
    >>> text[slice(*find_quoted(text, 0))]
    ' Le mot « un » compte.\\n« Il reste. '
    >>> text = 'lire : "le 3", et'
    >>> text[slice(*find_quoted(text, 0))], find_quoted("rien", 0)
    ('le 3', None)
    """
    opening = re.compile(r"[«“\"]").search(text, start)
    if opening is None:
        return None
    first = opening.end()
    if opening[0] == '"':
        closing = _PLAIN_END.search(text, first)
        plain = text.find('"', first)
        return (first, closing.start()) if closing else (first, plain if plain >= 0 else len(text))
    return first, _matching(text, first, opening[0])


def _matching(text: str, first: int, mark: str) -> int:
    """The mark that closes; one that opens a new paragraph of the same quotation opens nothing."""
    depth = 1
    for found in re.compile(f"[{mark}{_CLOSING[mark]}]").finditer(text, first):
        opens = found[0] == mark
        if opens and text[: found.start()].rstrip(" \u00a0\t")[-1:] == "\n":
            continue
        depth += 1 if opens else -1
        if depth == 0:
            return found.start()
    return len(text)
