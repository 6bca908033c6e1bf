"""The language of a question: French unless it is plainly English."""

import re
from typing import Literal

_ENGLISH = frozenset(
    (  # noqa: SIM905, a list of a word a line would be unreadable
        "the what which when who whom whose where why how is are was were does do did can could should must will would"
        " of for from with about between much many there this that these those and my our their agreement until by it"
        " to in you me i now tell please have has am we they list explain compare each every all any per not been"
        " agreements amount amounts signed end ends key"
    ).split()
)
_FRENCH = frozenset(
    (  # noqa: SIM905, a list of a word a line would be unreadable
        "le la les l un une des du de d au aux quel quelle quels quelles qui que qu quoi quand ou où comment combien"
        " est sont pour par avec dans sur et ce cette ces il elle on nous je tu c j s n y t dois doit peut faut"
    ).split()
)


_ELIDED = re.compile(r"\b[dl]['’](?=[A-ZÀ-Ý])")
"""What belongs to a name: « Carnet d'Escale »."""


def language_of(text: str) -> Literal["fr", "en"]:
    """Tell by the little words, which no name or abbreviation is made of.

    >>> texts = "What is the notice period?", "préavis Quai Ouvert ?", "Quel est le notice period ?"
    >>> [language_of(text) for text in texts]
    ['en', 'fr', 'fr']
    """
    words = re.findall(r"[^\W\d_]+", _ELIDED.sub("", text).casefold())
    english = sum(word in _ENGLISH for word in words)
    french = sum(word in _FRENCH for word in words)
    return "en" if english > french else "fr"
