"""Strangers: what stands where a convention's name would, and that no convention answers to."""

import re

from bot.reading import Reading
from bot.vocabulary import Vocabulary, words_of
from index.words import stem
from ingestion.french.dates import find_dates
from ingestion.french.folding import fold

_NAME_PLACE = re.compile(
    r"\b(?:convention|avenant|accord|service|projet|startup|start-up|produit|application|appli|equipe|dispositif|agreement|project)s?\s+"
    r"(?:(?:numerique|public|de|du|des|d|l|la|le|les|avec|pour|sur|with|of|for|the|appelee?|nommee?)\b[\s'’]*){0,3}"
    r"[«\"“]?\s*(?P<name>[^\W_][\w'’.-]*(?:[ ][A-ZÀ-Ý0-9][\w'’.-]*){0,3})"
)

_CAPITALISED = re.compile(r"(?<=[^\W_] )[A-ZÀ-Ý][a-zà-ÿ]{2,}\b")


def unknown_names(reading: Reading, vocabulary: Vocabulary) -> tuple[str, ...]:
    """What stands where a name would: « la convention Pix », « le projet Zorglub »."""
    found = [m[0] for m in _CAPITALISED.finditer(reading.text) if _is_unknown(m[0], reading, vocabulary)]
    for match in _NAME_PLACE.finditer(_kept_case(reading.text)):
        name = reading.text[match.start("name") : match.end("name")]
        words = words_of(name)
        plural = match[0].split()[0].endswith("s") and name[:1].islower()
        if (
            words
            and not plural
            and not any(w.folded in vocabulary.little or w.folded in vocabulary.known for w in words)
        ):
            found.append(name)
    return tuple(found)


def _is_unknown(name: str, reading: Reading, vocabulary: Vocabulary) -> bool:
    """A capitalised word in mid-sentence that the vocabulary does not have and that holds small letters."""
    word = fold(name)
    if reading.text.isupper() or word in vocabulary.little or word in vocabulary.known or find_dates(f"1 {name} 2024"):
        return False
    return stem(word) not in {s for key in vocabulary.cues for s in key}


def _kept_case(text: str) -> str:
    """The text without accents, its capitals kept: names are told by them."""
    return "".join(fold(c) if not c.isupper() else c for c in text)
