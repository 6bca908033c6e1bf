"""Subject's verbs: the verb that goes with a subject, past its complement or what stands between commas."""

import re

from ingestion.facts.verbs import VerbGroup, read_verb

_WORD = re.compile(r"[ \n]*([^ \n,;:()]+)")
_BREAKS = frozenset(
    [
        "qui",
        "que",
        "dont",
        "ou",
        "pour",
        "afin",
        "lorsque",
        "si",
        "est",
        "sont",
        "sera",
        "seront",
        "a",
        "ont",
        "etant",
        "ayant",
        "ne",
    ]
)
_NO_VERB_AFTER = frozenset(
    [
        "de",
        "du",
        "des",
        "d",
        "l",
        "le",
        "la",
        "les",
        "en",
        "un",
        "une",
        "sa",
        "son",
        "ses",
        "ce",
        "cette",
        "cet",
        "ces",
        "au",
        "aux",
        "par",
        "sur",
        "avec",
        "sans",
        "dans",
        "leur",
        "leurs",
        "deux",
        "toute",
        "tout",
        "chaque",
        "hors",
        "sous",
        "entre",
    ]
)
_PARTICIPLE = re.compile(r"[ \n]*[a-z]+ants?[ \n]+(?:l[ae]s?|une?|des?|du|a|aux?|en|sur|par|son|sa|ses)\b")
"""« la direction assurant le suivi » is no subject of what follows."""
_REACH = 14
"""Words between a subject and its verb: « l'équipe de la direction X en charge du programme Y participe »."""


def find_verb(text: str, folded: str, end: int) -> tuple[VerbGroup | None, int]:
    """The verb of the subject that ends at an offset, past its complement or what stands between two commas.

    Returns also where the search stopped.
    """
    at, previous = end, ""
    for _ in range(_REACH):
        at = skip_blank(folded, at)
        if folded[at : at + 1] == "(":
            at = folded.find(")", at, at + 200) + 1 or len(folded)
            continue
        if folded[at : at + 1] == ",":
            return _after_commas(text, folded, at)
        if at >= len(folded) or folded[at] in ";:.":
            return None, at
        verb = read_verb(folded, at, len(folded), text)
        if verb and (verb.modality != "présent" or previous not in _NO_VERB_AFTER):
            return verb, verb.end
        word = _WORD.match(folded, at)
        if word is None or word[1] in _BREAKS or word[1].startswith("n'"):
            return None, at
        if not previous and _PARTICIPLE.match(folded, at):
            return None, at
        if word[1] == "et" and read_verb(folded, skip_blank(folded, word.end()), len(folded), text):
            return None, at  # the second verb of one that is not known
        at, previous = word.end(), word[1].rstrip("'").rpartition("'")[2]
    return None, at


def _after_commas(text: str, folded: str, comma: int) -> tuple[VerbGroup | None, int]:
    """Past one or two insertions between commas, the verb must come at once."""
    at = comma
    for _ in range(3):
        close = folded.find(",", at + 1, at + 220)
        if close < 0:
            break
        place = skip_blank(folded, close + 1)
        if verb := read_verb(folded, place, len(folded), text):
            return verb, verb.end
        at = close
    return None, comma


def skip_blank(folded: str, at: int) -> int:
    """The offset of the next character that is neither a blank nor an emphasis mark."""
    while at < len(folded) and folded[at] in ' \n*_"':
        at += 1
    return at
