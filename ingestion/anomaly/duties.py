"""Duties: a party that owes what it itself asks for, or owes it to itself."""

from collections.abc import Iterator

from ingestion.anomaly.finding import Anomaly, anomaly, short
from ingestion.anomaly.reading import Reading
from ingestion.facts.clauses import spaced
from ingestion.facts.evidence import Actor
from ingestion.facts.obligations import Obligation
from ingestion.facts.roles import EVERYONE
from ingestion.french.folding import fold

_ASKED = spaced(
    r"\b(?:demande|sollicite|requis|exige|reclame|souhaite|attendu)(?:e|s|es)? par "
    r"(?P<who>(?:le |la |l'|les )?[\w-]+(?: [\w-]+)?)"
    r"|\b(?:a|sur) (?:la )?(?:simple )?(?:demande|requete) (?:expresse |ecrite |motivee )?"
    r"(?:du |de la |de l')(?P<whom>[\w-]+(?: [\w-]+)?)"
)


def find_own_requests(reading: Reading) -> Iterator[Anomaly]:
    """« X s'engage à fournir les éléments demandés par X »."""
    roles = reading.roles()
    for duty in reading.of(Obligation):
        if duty.bearer is None or duty.bearer.party is None or duty.bearer.role == EVERYONE:
            continue
        folded = fold(duty.what).replace("\n", " ")
        for found in _ASKED.finditer(folded):
            group = "who" if found["who"] else "whom"
            asking = next(
                (actor for start, _, actor in roles.find_actors(duty.what) if _starts(found.start(group), start)), None
            )
            if asking and asking.party == duty.bearer.party and _differs_in_words(asking, duty.bearer):
                values = {"bearer": duty.bearer.words, "party": asking.party}
                words = short(duty.what[found.start() : found.end(group)])
                yield anomaly("own_request", "attention", duty.evidence[:2], **values, words=words)


def _starts(expected: int, start: int) -> bool:
    return abs(expected - start) <= 3


def _differs_in_words(asking: Actor, bearer: Actor) -> bool:
    """« à sa demande » is meant; a name is none of the pronouns."""
    return fold(asking.words) not in ("elle", "il", "lui") and bool(bearer.words)
