"""Decisive passages: « peut-on… ? », « que se passe-t-il si… ? » are answered by the clause that decides.

Such a question states a case. A fact covers one word of it (« le préavis », « le montant ») and may leave the case out:
the sentence that holds the case answers better than the fact.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from functools import cache

from bot.answers.claim import Claim
from bot.plan import Ask
from bot.units import Unit
from bot.vocabulary import vocabulary
from index.words import stem as stem_of
from index.words import tokens
from ingestion.french.folding import fold

_WH = re.compile(
    r"\b(?:quel(?:le)?s?|quand|combien|comment|pourquoi|lesquel(?:le)?s|laquelle|lequel|cb|qd|qu'est|keske"
    r"|what|which|who|whom|whose|when|where|why|how)\b"
    r"|\A\W*(?:(?:et|mais) )?(?:qui|que|quoi|ou)\b|\b(?:a|de|par|pour|avec|chez|sur|en) qu(?:i|oi)\b|\bqu(?:i|oi)\W*\Z"
)
"""What asks for a value or a thing. « Qui », « que » and « ou » in the middle of a sentence do not."""
_INVERTED = re.compile(
    r"\b[a-z]+-(?:t-)?(?:il|elle|on|ils|elles|ce)\b"
    r"|\b(?:peut|peuvent|doit|doivent|est|sont|a|ont|faut) (?:t )?(?:il|elle|on|ils|elles)\b"
)
_MODAL = re.compile(
    r"\b(?:peu[tx]|peuvent|pou(?:vons|rra|rront)|doi(?:t|vent)|faut|a le droit|ont le droit|possible|autorise[es]*"
    r"|interdit\w*|oblige[es]*|obligatoires?)\b"
)
_ENGLISH = re.compile(
    r"\W*(?:(?:and|so|but) )?(?:can|could|may|must|should|shall|will|would|is|are|was|were|does|do|did|has|have|had)\b"
)
_REQUEST = re.compile(
    r"\b(?:peux[- ]tu|pourrais[- ]tu|sais[- ]tu|connais[- ]tu|tu sais|pouvez[- ]vous|pourriez[- ]vous|savez[- ]vous"
    r"|(?:peut|peux|pourrai\w*)[- ](?:on|je|nous) (?:avoir|savoir|connaitre|obtenir|voir)"
    r"|(?:on|je|nous) (?:peut|peux|pourrai\w*|pouvons) (?:avoir|savoir|connaitre|obtenir|voir)"
    r"|(?:can|could|may) (?:i|we) (?:have|get|know|see)|can you|could you|would you|do you (?:know|have))\b"
)
"""Politeness: it asks for something, not whether."""
_CONSEQUENCE = re.compile(
    r"\b(?:(?:que|il) se passe|qu'?est[- ]ce qui se passe|ca se passe|qu'arrive|qu'advient|que devien\w+|quid"
    r"|what happens|what becomes|et si|what if)\b"
)
_VALUED = frozenset(("anomaly", "ae", "cp", "chorus", "signatory"))
"""First subjects answered by reckoning, by tables or by who signed: no sentence decides."""
_FORMS = frozenset(
    tokens(
        "droit droits autorisé autoriser autorisation possibilité obligation obligations obligé engagement engagé"
        " right rights allowed entitled permitted obligation required must"
    )
)
"""Stems that say how such a question is put, not what it is about."""
BECOMING = frozenset(tokens("devient deviennent deviendra deviendront advient becomes become happens"))
"""Stems of what asks for a consequence, which texts seldom say."""
_SUPPOSED = re.compile(r"\W*(?:(?:et|mais) )?(?:si|s'il|s'ils|en cas d[eu]|if|in case)\b")
"""A case that comes first: « si un partenaire s'en va, la convention s'arrête ? »."""
_CONDITION = re.compile(
    r"\b(?:si|s'ils?|en cas|en l'absence|lorsque|lorsqu|quand|a defaut|faute de|dans l'hypothese|dans le cas"
    r"|tout retard|passe ce|sous peine|des lors)\b"
)
_RULING = re.compile(
    r"\b(?:peu(?:t|vent)|pourr(?:a|ont)|ne|n'|aucune?|nul(?:le)?|interdit\w*|doi(?:t|vent)|sans|seule?s?|libre\w*"
    r"|exclu\w*|reserve|toute?|fait l'objet)\b"
)


_COMMITS = frozenset(tokens("engage engagent"))
_LEANING = re.compile(
    r"\b(?:y|cette (?:faculte|possibilite|obligation|interdiction|autorisation)|ce droit"
    r"|toutefois|cependant|en revanche"
    r"|dans ce cas|a defaut|passe ce delai|sauf)\b"
)


def states_case(ask: Ask) -> bool:
    """Whether a question asks what follows from a case, « que se passe-t-il si », « si…, la convention s'arrête ? »."""
    folded = fold(ask.words)
    return bool(_CONSEQUENCE.search(folded) or (_SUPPOSED.match(folded) and not _WH.search(folded)))


def asks_whether(ask: Ask) -> bool:
    """Whether a question is answered by yes or no, in French however hurried, or in English."""
    folded = fold(ask.words)
    if _REQUEST.search(folded):
        return False
    if _ENGLISH.match(folded):
        return True
    plain = re.sub(r"(?<!qu')(?<!qu' )\best[- ]ce (?:que |qu')", " ", folded)
    if _WH.search(plain):
        return False
    return plain != folded or bool(_INVERTED.search(folded) or _MODAL.search(folded))


def decides(ask: Ask) -> bool:
    """Whether the clause that decides is wanted."""
    exact = ask.operation != "look up" or _VALUED.intersection(ask.subjects[:1])
    return not exact and (states_case(ask) or asks_whether(ask))


def opened(ask: Ask) -> Ask:
    """The ask with all of its words to be found, and no type of answer demanded."""
    said = tuple(stem for stem, cues in ask.content if stem in ask.terms or _means(stem, cues))
    added = tuple(stem for stem in said if stem not in ask.terms)
    return replace(
        ask, subjects=(), answer_type=None, interrogative=None,
        terms=tuple(dict.fromkeys((*said, *ask.terms))), essential=(*ask.essential, *added),
    )  # fmt: skip


def _means(stem: str, cues: frozenset[str]) -> bool:
    """Whether a cue word says something of the case: no little word of a longer wording, no « peut », no « total »."""
    told = any(cue.startswith(("operation:", "filler")) for cue in cues)
    return len(stem) > 1 and stem not in _FORMS and stem not in _little() and not told


@cache
def _little() -> frozenset[str]:
    return frozenset(map(stem_of, vocabulary().little))


def case_of(ask: Ask, actors: Collection[str]) -> frozenset[str]:
    """Stems of the words that state the case: neither what names its first subject, nor who acts (`actors`)."""
    named = frozenset(stem for stem, cues in ask.content if cues & set(ask.subjects[:1]))
    return frozenset(opened(ask).terms) - named - BECOMING - frozenset(actors)


def fits(ask: Ask, unit: Unit) -> bool:
    """Whether a unit rules as the question asks: on a condition, or by allowing or forbidding."""
    return bool(_CONDITION.search(fold(unit.text))) if states_case(ask) else rules(unit)


def rules(unit: Unit) -> bool:
    """Whether a unit allows, forbids, or is one of those that somebody commits to."""
    return bool(_RULING.search(fold(unit.text))) or not _COMMITS.isdisjoint(unit.led)


def leans(unit: Unit) -> bool:
    """Whether a unit limits the sentence before it: « il ne peut y mettre fin », « toutefois… »."""
    return bool(unit.before) and rules(unit) and bool(_LEANING.search(fold(unit.text)))


def covers(claims: Iterable[Claim], unit: Unit) -> bool:
    """Whether the evidence of a claim stands where a unit does."""
    return any(one.start < unit.end and unit.start < one.end for claim in claims for one in claim.evidence)
