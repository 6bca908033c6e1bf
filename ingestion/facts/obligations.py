"""Obligations: who must do what, for whom, how strongly, on which subject."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ingestion.blocks import Block
from ingestion.facts.clause_statements import Statement
from ingestion.facts.evidence import Actor, Evidence
from ingestion.facts.roles import Roles
from ingestion.facts.statements import read_statements
from ingestion.facts.themes import find_themes
from ingestion.facts.verbs import Modality
from ingestion.french.folding import fold

_SHORT = 60
"""Characters under which a duty's subjects are looked for in its lead-in too."""
_TO = re.compile(
    r"(?:\b(?:aux?|a|a la|aupres (?:du|de|des|de la)|au profit (?:du|de|des)|a disposition (?:du|de|des))[ \n]+|"
    r"\ba l')\Z"
)
_INFORMS = re.compile(
    r"\b(?:inform|avert|previen|preven|alert|invit|assist|accompagn|aid|avis|rembours|consult|saisi|associ|"
    r"form)[a-z]*[ \n]+(?:sans delai[ \n]+)?\Z"
)


@dataclass(frozen=True, slots=True)
class Obligation:
    """One duty."""

    bearer: Actor | None
    """`None` when the text names nobody (« Les codes sources seront publiés »). For « il » and « celui-ci »,
    the words are those of the one they stand for."""
    beneficiary: Actor | None
    what: str
    """The duty, verbatim, without its lead-in and its list mark."""
    modality: Modality
    """`présent`: a duty said in the present tense (« Le délégataire remet… »)."""
    condition: str | None
    """« En cas d'insuffisance des crédits », verbatim."""
    themes: tuple[str, ...]
    """Subjects, from prompts/themes.toml: gouvernance, budget, rgpd, open source, impact, sécurité, accessibilité…"""
    deadline: str | None
    """Its time limit, verbatim."""
    evidence: tuple[Evidence, ...]
    """The item or sentence; then its lead-ins, innermost first."""
    kind: Literal["obligation"] = "obligation"


def read_obligations(blocks: Sequence[Block], roles: Roles) -> tuple[Obligation, ...]:
    """The duties of a document in reading order: one for each item, one for each sentence and subject.

    The preamble and descriptions (what a service is, what a committee examines) give none.
    """
    duties = (statement for statement in read_statements(blocks, roles) if statement.force == "duty")
    return tuple(_obligation(duty, roles) for duty in duties)


def _obligation(duty: Statement, roles: Roles) -> Obligation:
    around = (
        " ".join([duty.what, *(found.quote for found in duty.evidences[1:])]) if len(duty.what) < _SHORT else duty.what
    )
    return Obligation(
        bearer=duty.actor,
        beneficiary=_beneficiary(duty, roles),
        what=duty.what,
        modality=duty.modality,
        condition=duty.condition,
        themes=find_themes(duty.what) or find_themes(around),
        deadline=duty.deadline,
        evidence=duty.evidences,
    )


def _beneficiary(duty: Statement, roles: Roles) -> Actor | None:
    """The first other party that the duty is owed to: « au délégant », « informe l'agence »."""
    folded = fold(duty.what)
    for start, _, actor in roles.find_actors(duty.what, duty.clause.text):
        other = actor.party is not None and (duty.actor is None or actor.party != duty.actor.party)
        if other and (_TO.search(folded, 0, start) or _INFORMS.search(folded, 0, start)):
            return actor
    return None
