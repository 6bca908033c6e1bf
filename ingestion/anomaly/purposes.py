"""Purposes: a first article that describes another service than the preamble."""

import re
from collections.abc import Iterator

from ingestion.anomaly.finding import Anomaly, anomaly
from ingestion.anomaly.reading import Reading
from ingestion.anomaly.wording import domains
from ingestion.facts.clauses import Clause, spaced
from ingestion.french.folding import fold
from ingestion.lines import mask

_AIM = spaced(
    r"\b(?:vis(?:e|ant) a|a(?:yant)? (?:\w+ )?pour (?:objectif|but|objet|finalite|vocation|ambition) (?:principale? )?(?:de|d'|l'|la)|permet(?:tre|tant|tra)? (?:a|aux|au|de|d')"
    r"|destinee?s? (?:a|aux|au)|qui (?:aide|permet|propose|offre|simplifie|facilite)|cens[eé]e? |afin (?:de|d')|aide(?:nt)? (?:les|la|le|l'))"
)


def find_other_purposes(reading: Reading) -> Iterator[Anomaly]:
    """The service's aim in article 1 and before it belong to different fields of public action, without a word in common.

    Only told where every telling word of each belongs to one field, so that two ways to say one thing are no anomaly.
    """
    first = next(iter(reading.articles()), None)
    before = [clause for clause in reading.sentences() if clause.block.article is None and clause.block.annexe is None]
    inside = [clause for clause in reading.sentences() if clause.block.article == first]
    earlier = _aims(before)
    for clause, words in _aims(inside):
        fields = _fields(words)
        others = [(other, _fields(aim)) for other, aim in earlier if _fields(aim)]
        rest = reading.text[: clause.start] + " " + reading.text[clause.end :]
        if len(fields) == 1 and others and all(found.isdisjoint(fields) for _, found in others) and not _fields(fold(mask(rest))) & fields:
            evidence = (*clause.evidences(), *others[0][0].evidences())
            yield anomaly(
                "other_purpose", "attention", evidence, article=first,
                words=", ".join(_telling(words)), before=", ".join(_telling(" ".join(aim for _, aim in earlier))),
            )  # fmt: skip


def _aims(clauses: list[Clause]) -> list[tuple[Clause, str]]:
    """Sentences that say what something is for, with the words after « vise à »."""
    found = []
    for clause in clauses:
        aim = _AIM.search(clause.folded)
        if aim:
            found.append((clause, clause.folded[aim.end() - 2 :]))
    return found


def _fields(folded: str) -> set[str]:
    return {name for name, words in domains().items() if any(_holds(folded, word) for word in words)}


def _telling(folded: str) -> list[str]:
    """The words that tell the field, in the order of the text."""
    words = {word for group in domains().values() for word in group if _holds(folded, word)}
    return sorted(words, key=folded.find)


def _holds(folded: str, word: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", folded) is not None
