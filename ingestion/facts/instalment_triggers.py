"""What releases a payment, and under which condition, in the words around its share."""

import re
from dataclasses import dataclass

from ingestion.facts.amount_words import pattern
from ingestion.facts.clauses import Clause

_EDGES = " .;,:()*-–—\n"
_TAIL = re.compile(
    r"(?:[\s,;:(*-]|\b(?:et|puis|enfin|le|la|les|un|une|l'|pour|dont|premier|premiere|second|seconde|"
    r"deuxieme|troisieme)\b)*\Z"
)
_STOP = re.compile(r";|\.\s|,?\s+soit\s+(?=[\d*])")
_WORDS = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Trigger:
    """Where the words stand in the clause."""

    words: str
    """Verbatim, on one line."""
    condition: str | None
    start: int
    """Offset in the clause."""


def read_trigger(clause: Clause, start: int, end: int) -> Trigger | None:
    """The trigger said between two offsets of a clause; `None` when nothing there says when the payment is made."""
    stop = _STOP.search(clause.folded, start, end)
    last = stop.start() if stop else end
    last -= len(clause.folded[start:last]) - len(_TAIL.sub("", clause.folded[start:last]))
    condition = pattern("condition", "words").search(clause.folded, start, last)
    found = pattern("trigger", "words").search(clause.folded, start, condition.start() if condition else last)
    if condition is not None and found is None:
        late = pattern("trigger", "words").search(clause.folded, start, last)
        first = min(condition.start(), late.start()) if late else condition.start()
        return Trigger(_words(clause, first, last), None, first)
    if found is None:
        return None
    cut = condition.start() if condition else last
    return Trigger(_words(clause, found.start(), cut), _words(clause, cut, last) if condition else None, found.start())


def _words(clause: Clause, start: int, end: int) -> str:
    """The words without the marks around; a bracket that they open is closed."""
    words = clause.words(start, end).strip()
    stripped = words.strip(_EDGES)
    opened = stripped.count("(") - stripped.count(")")
    return stripped + ")" if opened == 1 and f"{stripped})" in words else stripped
