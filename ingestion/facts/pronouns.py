"""Pronouns: whom « il », « celui-ci », « ce dernier » stand for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingestion.facts.evidence import Actor
from ingestion.facts.roles import EVERYONE

Mentions = Sequence[tuple[int, int, Actor]]
"""Actors in a text with their spans, in order."""
PRONOUN = re.compile(
    r"(?P<last>celui-ci|celle-ci|ceux-ci|celles-ci|ce dernier|cette derniere|ces derniers|ces dernieres|lequel|"
    r"laquelle)\b"
    r"|(?P<other>l'autre(?:[ \n]+partie)?)\b|(?P<subject>ils?|elles?)\b"
)


@dataclass(frozen=True, slots=True)
class Antecedents:
    """Whom pronouns stand for at a place of the text."""

    subject: Actor | None = None
    """Subject of the sentence before; `None` when it had another one than an actor."""
    earlier: tuple[Actor, ...] = ()
    """Actors that were subjects further up in the article, the last one first."""
    heading: Actor | None = None
    """Actor named by the headings above, « Obligations du délégataire »."""


def find_antecedent(folded: str, pronoun: re.Match[str], mentions: Mentions, before: Antecedents) -> Actor | None:
    """Whom the pronoun stands for: the nearest actor for « celui-ci », the last subject for « il ».

    `None` when nobody agrees with it in gender and number. The words given back are those of whom it stands for.
    """
    if pronoun["other"]:
        return Actor(pronoun[0], EVERYONE, None)
    earlier = [actor for _, end, actor in mentions if end <= pronoun.start() and _agrees(pronoun[0], actor)]
    if pronoun["last"] and earlier:
        return earlier[-1]
    clause_before = folded[: pronoun.start()].strip(" ,")
    candidates = [*earlier[-1:]] if re.match(r"(?:si|s'|lorsqu|quand|des qu)", clause_before) else []
    candidates += [actor for actor in (before.subject,) if actor]
    if not candidates and clause_before:
        candidates += before.earlier
    if not candidates and before.subject is None and not before.earlier and before.heading:
        candidates.append(before.heading)
    return next((actor for actor in candidates if _agrees(pronoun[0], actor)), None)


def _agrees(pronoun: str, actor: Actor) -> bool:
    """False when the determiner of the actor's words contradicts the pronoun's gender or number."""
    first = actor.words.lower().replace("\n", " ").split(" ")[0]
    feminine = pronoun.startswith(("elle", "celle", "cette", "laquelle")) or pronoun.endswith("dernieres")
    plural = pronoun in ("ils", "elles", "ceux-ci", "celles-ci", "ces derniers", "ces dernieres")
    if first in ("les", "des", "ces", "ses") or " et " in actor.words or actor.role == "parties":
        return plural
    if plural:
        return False
    return first not in (("le", "un", "ce", "son") if feminine else ("la", "une", "cette", "sa"))
