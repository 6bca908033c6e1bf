"""Attachment: in a sentence that a model wrote, figures and actors stand beside the words of a quote.

A bag of words does not see that two amounts, or two parties, were exchanged: « la DINUM garde 195 000 € » holds only
words of « la DINUM garde 25 000 € ; le solde, soit 195 000 €, est délégué ».
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.extracts import translations
from bot.stated_figures import stated
from bot.written_words import writing_words
from index.words import stem
from ingestion.french.folding import fold

_TOKEN = re.compile(r"\d[\d\s\u00a0\u202f.,]*\d|\d|[^\W\d_]+")
_ARTICLE = re.compile(r"\b(?:articles?|art\.|annexes?)\s+[\w-]+", re.IGNORECASE)
"""Labels of places, which are checked with the figures."""
_NEAR = 2
"""Words that may stand between an anchor and its neighbour, in the quote: an adjective, a unit."""
_ROLES = frozenset(
    """
    delegant delegante delegataire beneficiaire porteur porteuse partenaire prestataire equipe comite intrapreneur
    intrapreneuse sponsor comptable ordonnateur
    """.split()  # noqa: SIM905, a list of a word a line would be unreadable
)
"""Who acts, folded: compared by the word, for « délégant » and « délégataire » have one stem."""
_BODIES = frozenset(
    """
    administration agence association caisse departement region ministere direction prefet prefete operateur hebergeur
    titulaire mandataire mandant financeur secretariat
    """.split()  # noqa: SIM905
)
"""Who acts in some conventions and is spoken of in others: actors where a quote holds two of them, or of the roles."""


@dataclass(frozen=True, slots=True)
class _Word:
    stem: str
    anchor: bool


def loose_anchor(phrase: str, quotes: Iterable[str], little: frozenset[str]) -> str | None:
    """The first figure or actor of a phrase that no quote attaches to the same neighbours; `None` when all are.

    `little`: stems that say nothing by themselves.
    """
    quotes = tuple(quotes)
    bodies = _BODIES if len(_actors(" ".join(quotes))) > 1 else frozenset()
    said = _words(phrase, little, bodies)
    held = [[word.stem for word in _words(quote, little, bodies)] for quote in quotes]
    for at, word in enumerate(said):
        if word.anchor and not any(_attached(said, at, quote) for quote in held):
            return word.stem
    return None


def ambiguous_anchor(phrase: str, told: str) -> str | None:
    """The first figure or actor of an English phrase that could have been exchanged for another of its French quotes.

    The words around it cannot be compared: it may be said only where the quotes hold no other of its kind.
    """
    held = stated(told)
    for kind, value in sorted(stated(phrase, "en")):
        if any(other == kind and number != value for other, number in held):
            return value
    named = [word for word in _TOKEN.findall(phrase) if _names_actor(word)]
    return named[0] if named and len(_actors(told)) > 1 else None


def _actors(text: str) -> frozenset[str]:
    """Who is named in a text: roles, bodies and acronyms."""
    words = _words(text, frozenset(), _BODIES)
    return frozenset(word.stem for word in words if word.anchor and not word.stem[0].isdigit())


def _names_actor(word: str) -> bool:
    french = {fold(word).removesuffix("s"), *translations(stem(fold(word)))}
    known = _ROLES | _BODIES
    return (len(word) > 1 and word.isalpha() and word.isupper()) or bool(
        french & (known | {stem(one) for one in known})
    )


def _attached(said: Sequence[_Word], at: int, quote: Sequence[str]) -> bool:
    """Whether the quote has the same word near the anchor, on the same side; a figure beside it tells nothing."""
    before = [word.stem for word in said[max(0, at - 1) : at] if not word.stem[0].isdigit()]
    after = [word.stem for word in said[at + 1 : at + 2] if not word.stem[0].isdigit()]
    places = [place for place, held in enumerate(quote) if held == said[at].stem]
    if not before and not after:
        return bool(places)
    return any(
        any(word in quote[max(0, place - 1 - _NEAR) : place] for word in before)
        or any(word in quote[place + 1 : place + 2 + _NEAR] for word in after)
        for place in places
    )


def _words(text: str, little: frozenset[str], bodies: frozenset[str] = frozenset()) -> list[_Word]:
    """The words that say something, in their order; figures as their digits, words as their stems."""
    found = []
    for match in _TOKEN.finditer(_ARTICLE.sub(" ", text)):
        word = match.group()
        if word[0].isdigit():
            found.append(_Word(re.sub(r"\D", "", word), True))
            continue
        role = fold(word).removesuffix("s")
        root = role if role in _ROLES | bodies else stem(fold(word))
        if root in little or len(root) < 2:
            continue
        acronym = len(word) > 1 and word.isupper()
        found.append(_Word(root, acronym or role in _ROLES | bodies))
    return found


def is_whole(phrase: str) -> bool:
    """Whether a phrase is a sentence and not a piece of one: three words, paired quotation marks, an end that ends."""
    bare = phrase.rstrip(' .!?…»”"')
    words = re.findall(r"\w+", bare)
    cut = bare[-1:].isalpha() and fold(words[-1]) in writing_words()["dangling"]["words"].split()
    paired = phrase.count("«") == phrase.count("»") and phrase.count("“") == phrase.count("”")
    return len(words) >= 3 and paired and not cut and not bare.endswith((":", ",", ";", "(", "-", "–"))
