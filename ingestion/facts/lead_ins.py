"""Lead-ins: what « Le délégant s'engage à : » says of the items after it, and which items are tasks of their own."""

import re
from dataclasses import dataclass

from ingestion.facts.clauses import Clause
from ingestion.facts.evidence import Actor
from ingestion.facts.verbs import Force, Modality, read_verb, starts_with_infinitive

_DUTIES_OF = re.compile(
    r"obligation|engagement|mission|\broles?\b|responsabilit|charges? (?:d|incomb)|devoir|ce que (?:doi|fai)|"
    r"attribution|"
    r"tache|contribution|apport|intervention|travaux"
)
_WITH_THAT = re.compile(r"a ce(?:t effet| titre)|pour ce faire|dans ce cadre")
_LONGEST_OPENING = 160
"""Characters before an item's infinitive: « pour les démarches … qui demandent … , prévoir »."""
_OBJECT = re.compile(
    r"(?:l[ae]s?|une?|des?|du|d'|l'|deux|trois|quatre|cinq|[0-9]+|par|puis|et|pour chaque|chaque|tous|toutes|ses|"
    r"son|sa|leurs?|"
    r"au|aux|dans|d'une part|d'autre part|si|en cas|lors|avant|apres|sous|sur|entre|a)(?:[ \n']|(?<='))"
)
_ACTION = re.compile(
    r"(?:l[ae]s?[ \n]+|l'|une?[ \n]+)"
    r"(?:[a-z]+(?:tion|sion|ment|age|ance)s?|mise|suivi|prise|tenue|remise|envoi|accueil|appui|soutien)\b"
)


@dataclass(frozen=True, slots=True)
class Frame:
    """What a lead-in says of the items that follow."""

    actor: Actor | None
    force: Force
    modality: Modality
    verbs: bool
    """True for « Le délégataire : », whose items have their own verb."""
    whole: bool
    """True when the lead-in has its own object, « transmet les fichiers suivants : »: bare nouns are part of it."""
    condition: str | None = None
    deadline: str | None = None
    owner: int | None = None
    """Index, among the statements read, of the one that items without verb complete; `None` when there is none."""


def names_duties(folded: str) -> bool:
    """Whether a heading or a lead-in is about somebody's duties, « Obligations de… », « Ce que doit… »."""
    return _DUTIES_OF.search(folded) is not None


def goes_on(folded: str) -> bool:
    """Whether a lead-in leans on its heading, « À ce titre : »."""
    return _WITH_THAT.match(folded) is not None


def opens(clause: Clause) -> bool:
    """Whether the clause ends with « : »."""
    return clause.folded.rstrip(' \n*_"').endswith(":")


def is_task(clause: Clause) -> bool:
    """Whether an item is an infinitive, what opens it left out: « dès la livraison, tenir le registre »."""
    comma = clause.folded.find(",", 0, _LONGEST_OPENING)
    return starts_with_infinitive(clause.folded) or (comma > 0 and starts_with_infinitive(clause.folded[comma + 1 :]))


def stands_alone(clause: Clause) -> bool:
    """Whether an item may be a sentence of its own: it starts neither with an infinitive nor with a verb."""
    return not is_task(clause) and read_verb(clause.folded, 0, len(clause.folded), clause.text) is None


def details(clause: Clause, frame: Frame) -> bool:
    """Whether an item only details its lead-in's object: a bare noun or complement under a verb that stands above."""
    if not frame.whole or frame.owner is None or is_task(clause) or not _OBJECT.match(clause.folded):
        return False
    return frame.modality in ("présent", "assure", "ne peut pas") or not _ACTION.match(clause.folded)
