"""Wording: the words that carry meaning in a phrase, cut to their beginning so that plurals and verbs meet."""

import re
import tomllib
from functools import cache

import prompts
from ingestion.french.folding import fold
from ingestion.lines import mask

_WORD = re.compile(r"[a-zœæ][a-zœæ0-9]*")
_BEGINNING = 5
"""Letters kept of a word: « engagement » and « engage », « échéancier » and « échéance » are then one."""
_LEAST = 3


@cache
def _lists() -> dict[str, list[str]]:
    return dict(tomllib.loads(prompts.read("anomaly_words.toml"))["lists"])


@cache
def _empty() -> frozenset[str]:
    return frozenset(fold(word) for word in _lists()["empty"])


@cache
def _synonyms() -> dict[str, frozenset[str]]:
    groups = tomllib.loads(prompts.read("anomaly_words.toml"))["synonyms"]
    found: dict[str, frozenset[str]] = {}
    for words in groups.values():
        stems = frozenset(_beginning(fold(word)) for word in words)
        found |= {stem: found.get(stem, frozenset()) | stems for stem in stems}
    return found


def _beginning(word: str) -> str:
    return word[:_BEGINNING] if len(word) > _BEGINNING else word.rstrip("s") if len(word) > _LEAST else word


def content(phrase: str) -> tuple[str, ...]:
    """Beginnings of the words that carry meaning, in order; articles, auxiliaries and words of any convention left out.

    >>> content("le calendrier prévisionnel des versements"), content("la présente convention"), content("l'UO")
    (('calen', 'previ', 'verse'), (), ('uo',))
    """
    masked = mask(phrase)
    found = ((word[0], masked[word.start() : word.end()]) for word in _WORD.finditer(fold(masked)))
    kept = (
        word
        for word, raw in found
        if word not in _empty() and (len(word) >= _LEAST or (len(word) > 1 and raw.isupper()))
    )
    return tuple(dict.fromkeys(_beginning(word) for word in kept))


def beginnings(text: str) -> frozenset[str]:
    """Beginnings of all the words of a text."""
    return frozenset(_beginning(word) for word in _WORD.findall(fold(mask(text))))


def alike(stem: str) -> frozenset[str]:
    """A beginning and those of the words that may stand for it.

    >>> "centr" in alike("uo"), alike("zebre")
    (True, frozenset({'zebre'}))
    """
    return _synonyms().get(stem, frozenset()) | {stem}


@cache
def _fields() -> tuple[dict[str, str], re.Pattern[str]]:
    tables = tomllib.loads(prompts.read("anomaly_words.toml"))["domains"]
    fields = {fold(word): name for name, words in tables.items() for word in words}
    joined = "|".join(re.escape(word) for word in sorted(fields, key=len, reverse=True))
    return fields, re.compile(rf"(?<!\w)(?:{joined})(?!\w)")


def find_fields(text: str) -> dict[str, str]:
    """Words of a text that belong to one field of public action only, with that field, in the order of the text.

    >>> find_fields("les élèves et le médecin")
    {'élèves': 'school', 'médecin': 'health'}
    """
    fields, pattern = _fields()
    return {text[slice(*found.span())]: fields[found[0]] for found in pattern.finditer(fold(text))}


@cache
def of_credits() -> frozenset[str]:
    """Beginnings of the words that make a calendar one of credits; that of the meetings may stand anywhere."""
    return frozenset(content(" ".join(_lists()["credits"])))


@cache
def instruments() -> tuple[str, ...]:
    """Things that come back, « comité de suivi », « compte rendu »; folded, longest first."""
    return tuple(sorted((fold(word) for word in _lists()["instruments"]), key=len, reverse=True))
