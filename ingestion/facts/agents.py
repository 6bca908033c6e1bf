"""Agents: bearers named after the verb, « il incombe à l'agence de… », « à la charge du service », « charge X de… »."""

import re
from collections.abc import Sequence

from ingestion.facts.evidence import Actor
from ingestion.facts.roles import Roles
from ingestion.facts.verbs import Force, Modality, VerbGroup, words

Told = tuple[Actor | None, Force, Modality, int]
"""Bearer, force, modality, start of the wording in the text."""
Mentions = Sequence[tuple[int, int, Actor]]

_TO = r"(?:aux?|a la|a l'|a)[ \n]*"
_IMPERSONAL: tuple[tuple[re.Pattern[str], Force, Modality], ...] = (
    (
        re.compile(
            rf"\bil (?:incombe(?:ra)?|appartient|appartiendra|revient|reviendra|echoit)(?: \w+ment| donc| alors)? {_TO}"
        ),
        "duty",
        "est chargé",
    ),
    (re.compile(r"\ba charge pour (?=\w)"), "duty", "est chargé"),
    (re.compile(rf"\bil est (?:interdit|fait interdiction) {_TO}"), "duty", "ne peut pas"),
    (re.compile(rf"\bil est demande {_TO}"), "duty", "doit"),
    (re.compile(rf"\bil est (?:permis|loisible) {_TO}"), "right", "peut"),
)
_CHARGE = re.compile(
    r"(?:(?:est|sont|sera|seront|restent?|demeurent?|mise?s?)[ \n]+)?(?:a la charge (?:exclusive |entiere )?|"
    r"de la responsabilite (?:exclusive )?|"
    r"sous la responsabilite (?:exclusive )?|releve(?:nt)? de la (?:responsabilite|"
    r"competence) (?:exclusive )?)(?:du|de la|de l'|des|de|d')[ \n]*"
    r"|\bincombe(?:nt|ra|ront)? (?:aux?|a la|a l'|a)[ \n]*"
)
_GRANT = re.compile(r"\bautoriser[ \n]+")
_TO_DO = re.compile(r"[ \n]*(?:,[^,]{2,120},)?[ \n]*a[ \n]+")
_AT_ONCE = re.compile(r"[ \n]*(?:l[ae]s?[ \n]+|l'|chacune? des[ \n]+|chaque[ \n]+|l'ensemble des[ \n]+|ses?[ \n]+)?")
_NOUN_PHRASE = re.compile(
    r"[ \n]*(?:l[ae]s?[ \n]+|l'|chaque[ \n]+|une?[ \n]+)?(?P<noun>[a-z-]+)"
    r"(?:[ \n]+(?!(?:sur|dans|et|ou|en|a|au|aux|pour|avant|apres|sous|lors|par|qui|que|dont|selon|avec|sans|"
    r"chaque|conformement)\b)[a-z'-]+|[ \n]+et[ \n]+[a-z-]+(?=[ \n]+(?:du|de|des)\b)){0,8}"
)
_OF = re.compile(r"[ \n]*(?:,[^,]{2,120},)?[ \n]*(?:de[ \n]+|d'|pour[ \n]+)")
_ENTRUSTS = ("charge", "confie", "mandate", "delegue")
_RECEIVES = re.compile(
    r"[ \n]+etre[ \n]+(?:\w+ment[ \n]+)?(?:informe|averti|prevenu|avise|consulte|associe|invite|alerte|tenu)e?s?\b"
)


def actor_at(text: str, folded: str, at: int, mentions: Mentions, roles: Roles) -> tuple[int, int, Actor] | None:
    """The actor named at an offset, its determiner before it or not; a common noun that may act counts."""
    gap = _AT_ONCE.match(folded, at)
    near = gap.end() if gap else at
    for start, end, actor in mentions:
        if at <= start <= near or start <= at < end:
            return start, end, actor
    phrase = _NOUN_PHRASE.match(folded, at)
    if phrase and {phrase["noun"], phrase["noun"].removesuffix("s")} & words("agents"):
        actor = roles.resolve(text[at : phrase.end()].strip())
        # « le représentant de X » acts for X
        inner = [
            actor for start, end, actor in mentions if at <= start and end <= phrase.end() + 30 and start < phrase.end()
        ]
        held = inner[0] if inner and actor.role is None else actor
        return at, phrase.end(), Actor(text[at : phrase.end()].strip(), held.role, held.party)
    return None


def find_impersonal(text: str, folded: str, mentions: Mentions, roles: Roles) -> Told | None:
    """« Il appartient à X de… », « … est à la charge de X »; `None` when the clause is neither."""
    for form, force, modality in _IMPERSONAL:
        found = form.search(folded)
        held = actor_at(text, folded, found.end(), mentions, roles) if found else None
        if held:
            _, end, actor = held
            link = _OF.match(folded, end)
            return actor, force, modality, link.end() if link else end
    found = _CHARGE.search(folded)
    held = actor_at(text, folded, found.end(), mentions, roles) if found else None
    if found is None or held is None:
        return None
    # « Sont à la charge du service : » leaves its wording to the items
    start = held[1] if not folded[: found.start()].strip(" \n-*_") else 0
    return held[2], "duty", "est chargé", start


def find_grant(text: str, folded: str, mentions: Mentions) -> Told | None:
    """« La convention a pour objet d'autoriser X à… »: a right of X."""
    found = _GRANT.search(folded)
    held = next((mention for mention in mentions if found and found.end() <= mention[0] <= found.end() + 1), None)
    link = _TO_DO.match(folded, held[1]) if held else None
    return (held[2], "right", "peut", link.end()) if held and link else None


def agent_after(
    text: str, folded: str, verb: VerbGroup, mentions: Mentions
) -> tuple[Actor | None, int, Force, Modality] | None:
    """Who is meant when the verb gives a task to its object: « charge X de… », « autorise X à… »."""
    nearest = next((mention for mention in mentions if mention[0] >= verb.end), None)
    if verb.word.startswith("autorise") or verb.word.rstrip("nt") in _ENTRUSTS or verb.word in _ENTRUSTS:
        if nearest is None or not re.fullmatch(
            r"[ \n]+(?:aux?[ \n]+|a[ \n]+(?:la[ \n]+|l')?)?(?:l[ae]s?[ \n]+|l')?", folded[verb.end : nearest[0]]
        ):
            return None
        rest = re.compile(r"[ \n]*,?[ \n]*(?:(?:de|a|pour)[ \n]+|d'|a[ \n]*(?=:))?").match(folded, nearest[1])
        start = rest.end() if rest else nearest[1]
        if verb.word.startswith("autorise"):
            return nearest[2], start, "right", "peut"
        return nearest[2], start, "duty", "est chargé"
    if verb.modality == "doit" and _RECEIVES.match(folded, verb.end):
        agent = next(
            (actor for start, _, actor in mentions if re.search(r"\bpar[ \n]+\Z", folded[verb.end : start] + "")), None
        )
        return agent, 0, "duty", "doit"
    return None
