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
_ACRONYM_LEAST = 2


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

    >>> content("le calendrier prévisionnel des versements"), content("la présente convention")
    (('calen', 'previ', 'verse'), ())
    """
    words = _WORD.findall(fold(mask(phrase)))
    kept = [word for word in words if word not in _empty() and len(word) >= (_LEAST if word.isalpha() else _ACRONYM_LEAST)]
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
def domains() -> dict[str, frozenset[str]]:
    """Fields of public action and the words that belong to one only, for purposes that cannot be one service's."""
    tables = tomllib.loads(prompts.read("anomaly_words.toml"))["domains"]
    return {name: frozenset(fold(word) for word in words) for name, words in tables.items()}


@cache
def instruments() -> tuple[str, ...]:
    """Things that come back, « comité de suivi », « compte rendu »; folded, longest first."""
    return tuple(sorted((fold(word) for word in _lists()["instruments"]), key=len, reverse=True))
