"""Role words: « délégant », « bénéficiaire »… recognised through slips of the pen and of OCR."""

import re
import tomllib
from functools import cache, lru_cache

from rapidfuzz import fuzz

import prompts
from ingestion.french.folding import squash

_CLOSE = 86.0
"""Likeness (0 to 100) from which two words are one misread: « déléataire » is 95 from its role, « délégation » 80."""
_SHORTEST = 7
"""Shorter words are compared exactly: two letters of six are another word."""
_DETERMINER = re.compile(
    r"(?:(?:l[ae]s?|du|des?|aux?|ces?|cette|cet|chaque|tout|toute|tous|son|sa|ses|leurs?|un|une|ladite|ledit|dudit)"
    r"[ \n]+|[ld]')"
)
_ARTICLE = re.compile(r"\A(?:l[ae]s?\s+|l['’]\s?)", re.IGNORECASE)


@cache
def vocabulary(table: str) -> tuple[str, ...]:
    """Folded words of a table of prompts/roles.toml."""
    return tuple(squash(word) for word in _tables()[table]["words"])


@cache
def _tables() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(prompts.read("roles.toml"))


@cache
def role_spellings() -> dict[str, str]:
    """Role, correctly spelt, by each folded word that states it."""
    return {squash(word): role for role, words in _tables()["roles"].items() for word in words}


def bare(words: str) -> str:
    """Folded words without what determines them.

    >>> bare("le  Délégant"), bare("l’Agence"), bare("de la Ville")
    ('delegant', 'agence', 'ville')
    """
    folded = squash(words).strip(" \"'.,;:()[]")
    while match := _DETERMINER.match(folded):
        folded = folded[match.end() :]
    return folded


def undetermined(name: str) -> str:
    """A name as written, without its article.

    >>> undetermined("l'Agence"), undetermined("La Ville")
    ('Agence', 'Ville')
    """
    return _ARTICLE.sub("", name.strip(), count=1)


def role_of(words: str) -> str | None:
    """The role that words state, correctly spelt; `None` when they state none. « Délégué » states none by itself.

    >>> role_of("le déléguataire"), role_of("« délégrant »"), role_of("le partenaire-déléataire"), role_of("la Ville")
    ('délégataire', 'délégant', 'partenaire-délégataire', None)
    >>> role_of("délégation"), role_of("le délégué"), role_of("partenariat")
    (None, None, None)
    """
    return _role_of(bare(words))


@lru_cache(maxsize=4096)
def _role_of(word: str) -> str | None:
    spellings = role_spellings()
    if word in spellings:
        return spellings[word]
    if len(word) < _SHORTEST or word in vocabulary("not_roles"):
        return None
    score, role = max((fuzz.ratio(word, spelling), role) for spelling, role in spellings.items())
    rival = max(fuzz.ratio(word, other) for other in vocabulary("not_roles"))
    return role if score >= _CLOSE and score > rival else None


@cache
def _openings() -> re.Pattern[str]:
    """Words that begin like a role: the others are not compared."""
    starts = sorted({re.escape(word[:3]) for word in role_spellings()})
    return re.compile(rf"(?<![\w-])(?:partenaires?[- ])?(?:{'|'.join(starts)})[a-z]{{3,12}}(?![\w])")


def find_role_words(folded: str) -> tuple[tuple[int, int, str], ...]:
    """Single role words of a folded text with the role each states; longer phrases are the caller's.

    >>> find_role_words("le delegrant paie le partenaire-deleataire.")
    ((3, 12, 'délégant'), (21, 42, 'partenaire-délégataire'))
    """
    found = ((match, _singular(match[0])) for match in _openings().finditer(folded))
    return tuple((*match.span(), role) for match, role in found if role)


def _singular(word: str) -> str | None:
    """The role of a word, or of its plural."""
    return _role_of(word) or (_role_of(word[:-1]) if word.endswith("s") else None)
