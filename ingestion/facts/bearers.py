"""Bearers: who is to do what a clause says, from its subject, its agent, its introduction or the sentence before."""

import re

from ingestion.facts.clauses import Clause, spaced
from ingestion.facts.evidence import Actor
from ingestion.facts.roles import Roles

_OBJECT = spaced(
    r"(?:\b(?:a|au|aux|de|du|des|avec|pour|chez|envers|entre|dont|sur|dans|en|sans|que|selon|contre|vers|suivant|aupres de|et (?:a|de))"
    r"|\b(?:d|a l|de l|qu)') *(?:la |le |les |l')?\Z"
)
"""What stands before somebody who is not the subject."""
_AGENT = spaced(r"\bpar *\Z")
_PASSIVE = spaced(
    r" ?(?:en |y |n'|ne )?(?:est|sont|sera|seront|a ete|doit etre|doivent etre) (?:\w+ ){0,2}?(?!tenue?s?\b|chargee?s?\b|responsable|obligee?s?\b|libre"
    r"|autorisee?s?\b|garant|astreint|engage)(?:\w+(?:ee?s?|is|it|ue?s?|uit|ert|ait)e?s?)\b"
)
_PRONOUN = spaced(r"\A(?:et |puis |ensuite |toutefois,? )?(?:elles?|ils?|celui-ci|celle-ci|ceux-ci|celles-ci|ce dernier|cette derniere)\b")
_INFINITIVE = re.compile(r"\A(?:ne (?:pas )?|s'|se |l'|en )?\w+(?:er|ir|re)\b")
_THIRD = spaced(r"\A(?:ne |n'|se |s'|en |y |l'|le |la |les (?=\w+(?:e|ent|t) ))?\w+(?:e|ent|it|et|end|ond|ient|t)\b")


def bearer(clause: Clause, start: int, end: int, roles: Roles) -> Actor | None:
    """Who is to do what stands between two offsets of a clause; `None` when the text does not tell.

    A duty of a list is its introduction's subject's. A passive's is its agent's (« est transmis par la Ville »).
    """
    if clause.cell is not None:
        return _of_header(clause, roles)
    if clause.intro and _continues(clause.folded):
        return bearer(clause.intro, 0, len(clause.intro.text), roles)
    text = clause.folded[start:end]
    found = roles.find_actors(clause.text[start:end], clause.text)
    subject = next((actor for actor in found if not _OBJECT.search(text[: actor[0]]) and not _AGENT.search(text[: actor[0]])), None)
    agent = next((actor for a, _, actor in found if _AGENT.search(text[:a])), None)
    if subject and not _PASSIVE.match(text, subject[1]):
        return agent if agent and _AGENT_OF.search(text[: subject[0]]) else subject[2]
    return agent or (None if subject else _inherited(clause, start, end, roles))


_AGENT_OF = spaced(r"\b(?:est|sont|sera|seront) [^.;]{3,90}\bpar *[^.;]*\Z")


def _continues(folded: str) -> bool:
    return bool(_INFINITIVE.match(folded) or _THIRD.match(folded))


def _inherited(clause: Clause, start: int, end: int, roles: Roles) -> Actor | None:
    piece = clause.folded[start:end]
    pronoun = _PRONOUN.match(piece)
    if pronoun and not _PASSIVE.match(piece, pronoun.end()):
        if start:
            return bearer(clause, 0, start, roles)
        return bearer(clause.before, 0, len(clause.before.text), roles) if clause.before else None
    return bearer(clause.intro, 0, len(clause.intro.text), roles) if clause.intro and not start else None


def _of_header(clause: Clause, roles: Roles) -> Actor | None:
    for header in reversed(clause.cell or ()):
        found = roles.find_actors(header) if header else ()
        if header and found and found[0][1] - found[0][0] > len(header) / 2:
            return found[0][2]
    return None
