"""Steps: what a newcomer has to know or do, short enough to be ticked off, each with its passage."""

import hashlib
import re
from dataclasses import dataclass
from datetime import date

from bot.answer import Citation
from ingestion.lines import display

TITLE = 75
DETAIL = 300
_BREAKS = re.compile(r"[;.](?= )|,(?= )| (?=qui |dont |où |ainsi que )")
"""Where a sentence may be left without losing its sense."""

_LITTLE = re.compile(r"(?: (?:de|du|des|la|le|les|l'|à|au|aux|et|ou|pour|par|sur|en|dans|un|une|son|sa|ses))+\Z")
"""Words on which a cut does not end."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to know or to do."""

    id: str
    """12 hexadecimal digits, the same as long as the kind and the quote do not change."""
    title: str
    """An action in the reader's language, of 75 characters at most."""
    detail: str
    """The fact or the duty in 300 characters at most, with the text's own amounts and dates."""
    day: date | None
    """By when; `None` when nothing says, or when it cannot be known."""
    citation: Citation | None


def step(kind: str, title: str, detail: str, citation: Citation, day: date | None = None) -> Step:
    """A step; its id rests on the kind and on the quote only."""
    digest = hashlib.sha256(f"{kind}\n{citation.quote}".encode()).hexdigest()[:12]
    return Step(digest, cut(title, TITLE), cut(opened(detail), DETAIL), day, citation)


def cut(text: str, most: int) -> str:
    """A text of `most` characters at most, left where its sense allows, else after a whole word.

    >>> cut("nommer une intrapreneuse, agent public, qui consacre trois jours au produit", 44)
    'nommer une intrapreneuse, agent public …'
    """
    if len(text) <= most:
        return text
    head = text[: most - 2]
    breaks = [found.start() for found in _BREAKS.finditer(head + " ")]
    end = next((at for at in reversed(breaks) if at >= most // 2), None)
    kept = head[:end] if end else _LITTLE.sub("", head.rsplit(" ", 1)[0])
    return kept.rstrip(" ,;:.–-(«") + " …"


def opened(text: str) -> str:
    """A verbatim piece as a line of its own: without list mark nor last comma, with a capital."""
    bare = display(text).lstrip("-–•*·|> ").rstrip(" ;,|:")
    return bare[:1].upper() + bare[1:]


def clause(text: str, holding: str, most: int = DETAIL) -> str:
    """The part of a long text around some of its words, for them to be seen in `most` characters."""
    shown = display(text)
    at = shown.find(holding)
    if len(shown) <= most or at + len(holding) < most - 40:
        return cut(shown, most)
    breaks = [found.end() for found in _BREAKS.finditer(shown, 0, at)]
    start = next((one for one in breaks if at - one < most // 2), at)
    return cut("… " + shown[start:].lstrip(), most)
