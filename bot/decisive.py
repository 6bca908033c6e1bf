"""Decisive passages: « peut-on… ? », « que se passe-t-il si… ? » are answered by the clause that decides, not by a value.

Such a question states a case. A fact covers one word of it (« le préavis », « le montant ») and may leave the case out:
the sentence that holds the case answers better than the fact.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from bot.answers.claim import Claim
from bot.plan import Ask
from bot.units import Unit
from ingestion.french.folding import fold

_WH = re.compile(
    r"\b(?:qui|que|quoi|quel(?:le)?s?|quand|combien|comment|ou|pourquoi|lesquel(?:le)?s|laquelle|lequel|cb|qd"
    r"|qu'est|keske|what|which|who|whom|whose|when|where|why|how)\b"
)
"""What asks for a value or a thing; « est-ce que » does not."""
_INVERTED = re.compile(
    r"\b[a-z]+-(?:t-)?(?:il|elle|on|ils|elles)\b|\b(?:peut|peuvent|doit|doivent|est|sont|a|ont|faut) (?:t )?(?:il|elle|on|ils|elles)\b"
)
_MODAL = re.compile(
    r"\b(?:peu[tx]|peuvent|pou(?:vons|rra|rront)|doi(?:t|vent)|faut|a le droit|ont le droit|possible|autorise[es]*|interdit\w*"
    r"|oblige[es]*|obligatoires?)\b"
)
_ENGLISH = re.compile(
    r"\W*(?:(?:and|so|but) )?(?:can|could|may|must|should|shall|will|would|is|are|was|were|does|do|did|has|have|had)\b"
)
_REQUEST = re.compile(
    r"\b(?:peux[- ]tu|pourrais[- ]tu|sais[- ]tu|connais[- ]tu|pouvez[- ]vous|pourriez[- ]vous|savez[- ]vous"
    r"|peut[- ]on (?:savoir|connaitre)|can you|could you|would you|do you (?:know|have))\b"
)
"""Politeness: it asks for something, not whether."""
_CONSEQUENCE = re.compile(
    r"\b(?:(?:que|il) se passe|qu'?est[- ]ce qui se passe|ca se passe|qu'arrive|qu'advient|que devien\w+|quid|what happens"
    r"|what becomes|et si|what if)\b"
)
_VALUED = frozenset(("anomaly", "ae", "cp", "chorus", "signatory"))
"""Subjects answered by reckoning, by tables or by who signed: no sentence decides."""
_FORMS = frozenset(("right", "obligation", "definition", "role", "filler"))
"""Subjects whose wordings say how a question is put, not what it is about."""
_CONDITION = re.compile(
    r"\b(?:si|s'il|s'ils|en cas|en l'absence|lorsque|lorsqu|quand|a defaut|faute de|dans l'hypothese|dans le cas|tout retard|passe ce"
    r"|sous peine|des lors)\b"
)
_RULING = re.compile(
    r"\b(?:peu(?:t|vent)|pourr(?:a|ont)|ne|n'|aucune?|nul(?:le)?|interdit\w*|doi(?:t|vent)|sans|seule?s?|libre\w*|exclu\w*|reserve"
    r"|toute?|fait l'objet)\b"
)


def states_case(ask: Ask) -> bool:
    """Whether a question asks what follows from a case, « que se passe-t-il si », « what happens to »."""
    return bool(_CONSEQUENCE.search(fold(ask.words)))


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
    exact = ask.operation != "look up" or _VALUED.intersection(ask.subjects)
    return not exact and (states_case(ask) or asks_whether(ask))


def opened(ask: Ask) -> Ask:
    """The ask with all of its words to be found, and no type of answer demanded."""
    said = tuple(
        stem
        for stem, cues in ask.content
        if stem in ask.terms or (cues - _FORMS and not any(cue.startswith("operation:") for cue in cues))
    )
    added = tuple(stem for stem in said if stem not in ask.terms)
    return replace(
        ask, subjects=(), answer_type=None, interrogative=None,
        terms=tuple(dict.fromkeys((*said, *ask.terms))), essential=(*ask.essential, *added),
    )  # fmt: skip


def rules(ask: Ask, unit: Unit) -> bool:
    """Whether a unit rules as the question asks: on a condition, or by allowing or forbidding."""
    pattern = _CONDITION if states_case(ask) else _RULING
    return bool(pattern.search(fold(unit.text)))


def covers(claims: Iterable[Claim], unit: Unit) -> bool:
    """Whether the evidence of a claim stands where a unit does."""
    return any(one.start < unit.end and unit.start < one.end for claim in claims for one in claim.evidence)
