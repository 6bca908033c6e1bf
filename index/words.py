"""Words: how a text becomes the tokens that lexical search compares, the same for passages and for questions.

Done once, in Python, so that every database indexes the same tokens. A token is only made of `a-z` and `0-9` (letters
of other alphabets are kept), which is why no tokenizer of a database can cut it again.
"""

import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache

import Stemmer

from ingestion.hyphens import joined

_STEMMER = Stemmer.Stemmer("french", 0)
# A word or a compound: « l'article », « compte-rendu », « 0388-ABCD-EFGH », « beta.gouv.fr », « 2004-1085 ».
_COMPOUND = re.compile(r"[^\W_]+(?:[-‐‑–_./:@'’][^\W_]+)*")
# « 180 937 » is one figure: digits in groups of three, held apart by one space (folded: U+00A0, U+202F) or full stop.
_FIGURE = re.compile(r"(?<![^\W_])\d{1,3}(?:[ .]\d{3})+(?![^\W_])")
_ELISION = re.compile(r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quelqu|quoiqu)['’](?=\w)")
_PART = re.compile(r"[^\W_]+")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})
# Five: on the same sets four measured the same and three worse, and shorter runs stand in more passages: slower.
_RUN = 5
_END = "0"  # a figure, for the database's tokenizer to take it as part of the word
# Pieces typed apart that may be one code: « 0352 CFSE CFIN » is three; longer codes are typed with their hyphens.
_JOINED_AT_MOST = 4

# Only articles, pronouns, prepositions and the like. A longer list, with question words and auxiliaries, measured worse
# on two of three public French sets, as « qui peut » or « est-ce que » is part of what an answer looks like.
_STOP = """
a au aux ce ces cet cette d dans de des du en est et il je l la le les leur ma mais me mes mon n ne nous on ou par pas
pour qu que qui s sa se ses si son sur t un une vos votre vous y the of and is to
"""
STOP_WORDS = frozenset(_STOP.split())


def fold(text: str) -> str:
    """Lower case without accents or ligatures: « Résiliée » gives `resiliee`.

    >>> fold("Œuvre RÉSILIÉE")
    'oeuvre resiliee'
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_LIGATURES))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Stem of a folded word; what holds a digit is a code or a figure and is kept whole."""
    return word if any(letter.isdigit() for letter in word) else str(_STEMMER.stemWord(word))


def tokens(text: str) -> list[str]:
    """Tokens of a text in reading order: stems, figures without their spaces, and codes whole, followed by their parts.

    >>> tokens("Les crédits délégués à l'UO 0388-ABCD-EFGH : 300 000 €")
    ['credit', 'delegu', 'uo', '0388abcdefgh', '0388', 'abcd', 'efgh', '300000']
    """
    found: list[str] = []
    for compound in _COMPOUND.findall(_prepared(text)):
        parts = _PART.findall(compound)
        if len(parts) > 1 and _is_code(compound):
            found.append("".join(parts))
        found += [stem(part) for part in parts if part not in STOP_WORDS]
    return found


def spellings(text: str) -> list[str]:
    """Runs of five letters of each word, its ends marked: what a misspelt or glued word shares with the right one.

    >>> spellings("la durée")
    ['0dure', 'duree', 'uree0']
    """
    words = [word for word in _PART.findall(_prepared(text)) if word not in STOP_WORDS]
    marked = [f"{_END}{word}{_END}" for word in words]
    return [word[at : at + _RUN] for word in marked for at in range(max(1, len(word) - _RUN + 1))]


def without(text: str, names: Collection[str]) -> str:
    """The text without the words of these names; all of it when nothing else would be left.

    >>> without("Quel est le budget de Péniche-Bleue ?", ["péniche bleue"])
    'Quel est le budget de ?'
    """
    dropped = {part for name in names for part in _PART.findall(fold(name))}
    kept = [word for word in text.split() if not _only(word, dropped)]
    return " ".join(kept) if any(tokens(word) for word in kept) else text


def _only(word: str, dropped: Collection[str]) -> bool:
    parts = _PART.findall(_ELISION.sub(" ", fold(word)))
    return bool(parts) and all(part in dropped for part in parts)


def joined_codes(text: str) -> list[str]:
    """Neighbours of a question joined where they may be a code that was typed with spaces.

    >>> joined_codes("spm ansi 075")
    ['ansi075', 'spmansi075']
    """
    parts = _PART.findall(_prepared(text))
    return [
        "".join(parts[end - length : end])
        for length in range(2, _JOINED_AT_MOST + 1)
        for end in range(length, len(parts) + 1)
        if _is_code("".join(parts[end - length : end]))
    ]


def _prepared(text: str) -> str:
    figures = _FIGURE.sub(lambda figure: figure.group().replace(" ", "").replace(".", ""), fold(joined(text)))
    return _ELISION.sub(" ", figures)


def _is_code(text: str) -> bool:
    return any(letter.isdigit() for letter in text)
