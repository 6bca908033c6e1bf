"""Passives: duties and rights of clauses whose subject does not act, « seront publiés », « peut être résiliée »."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingestion.facts.agents import actor_at
from ingestion.facts.evidence import Actor
from ingestion.facts.roles import Roles
from ingestion.facts.verbs import Force, Modality, words

_ADVERBS = r"(?:[ \n]+(?:[a-z]+ment|eux|elles|lui|elle|aussi|alors|en outre|ensuite|toujours|seule?s?|d'abord))*"
_AUXILIARY = re.compile(
    rf"(?<![\w'])(?P<no>ne[ \n]+)?(?P<aux>est|sont|sera|seront|doi(?:t|vent)|devra(?:ient|it)?|devront|peu(?:t|"
    rf"vent)|pourra(?:ient|it)?|pourront)"
    rf"(?P<neg>[ \n]+(?:pas|plus|en aucun cas|jamais))?(?P<be>[ \n]+etre)?{_ADVERBS}(?:[ \n]+(?P<word>[a-z]+))?"
)
_PARTICIPLE = re.compile(r"[a-z]+(?:e|i|u|is|it|ert|eint|aint|oint)e?s?")
_SUBORDINATE = re.compile(r"\b(?:qui|que|si|lorsqu\w*|quand|comment|s'il|qu'\w+)\b[^,]*\Z")
_WHERE = re.compile(r"\boù\b[^,]*\Z")
_OPENS = re.compile(
    r"[ \n]*(?:en|des|si|s'|lors|conformement|pour|dans|a|au|aux|sous|apres|avant|de plus|chaque|de meme|ainsi|"
    r"par ailleurs|enfin|"
    r"toutefois|en outre|le cas echeant|passe|concernant|afin|au-dela|sauf|tous les)\b[^,]{0,200},[ \n]+"
)
_DONT = re.compile(r"\bdont[ \n]+")
_BY = re.compile(r"\bpar[ \n]+")
_ENDS = re.compile(
    r"mise?s?|resilie|denonce|rompu|suspendu|modifie|proroge|reconduit|renouvele|prolonge|revise|ajuste|complete|"
    r"cede|transfere|revise"
)
_ABOUT_TEXT = re.compile(
    r"[ \n\"*_]*(?:(?:l[ae]s?|ces?|cette|du)[ \n]+|l')(?:articles?|annexes?|mots|lignes?|alineas?|tableau|"
    r"paragraphes?)\b"
)
"""What an amendment does to a text is nobody's duty."""
_LICENSED = re.compile(
    r"[ \n]+(?:sous[ \n](?:une[ \n])?licence|en[ \n](?:donnees[ \n]ouvertes|open[ \n](?:source|data)))"
)
_OBJECT_OF = re.compile(r"[ \n]+faire[ \n]+l'objet[ \n]+d")


@dataclass(frozen=True, slots=True)
class Passive:
    """What a clause without an acting subject says."""

    start: int
    """Start of the clause's wording, its opening condition left out."""
    actors: tuple[Actor, ...]
    """Who is named by « par … »; empty when nobody is."""
    force: Force
    modality: Modality


def find_passive(text: str, folded: str, mentions: Sequence[tuple[int, int, Actor]], roles: Roles) -> Passive | None:
    """The first passive or impersonal duty or right of a clause; `None` for a description."""
    if _ABOUT_TEXT.match(folded):
        return None
    for found in _AUXILIARY.finditer(folded):
        if _SUBORDINATE.search(folded, 0, found.start()) or _WHERE.search(text, 0, found.start()):
            continue
        agents = _agents(text, folded, found, mentions, roles)
        told = _told(text, folded, found, bool(agents))
        if told:
            force, modality = told
            return Passive(_wording(folded, found.start()), agents, force, modality)
    return None


def _told(text: str, folded: str, found: re.Match[str], agent: bool) -> tuple[Force, Modality] | None:
    auxiliary = found["aux"]
    if auxiliary.startswith(("doi", "dev")):
        return "duty", "ne peut pas" if found["no"] else "doit"
    if auxiliary.startswith(("peu", "pour")):
        return _may(folded, found, agent)
    if found["no"] or not found["word"] or not _PARTICIPLE.fullmatch(found["word"]):
        return None
    future = auxiliary.startswith("ser")
    if not future and not _accented(text, found):
        return None
    due = future or agent or _stem(found["word"]) in words("deeds") or _LICENSED.match(folded, found.end())
    return ("duty", "présent") if due else None


def _may(folded: str, found: re.Match[str], agent: bool) -> tuple[Force, Modality] | None:
    if found["no"]:
        return "duty", "ne peut pas"
    ends = bool(found["be"] and found["word"] and _ENDS.match(found["word"])) or bool(
        _OBJECT_OF.match(folded, found.end("aux"))
    )
    return ("right", "peut") if ends or (found["be"] and agent) else None


def _accented(text: str, found: re.Match[str]) -> bool:
    """False for an adjective in -e that folding made look like a participle, « est compétente »."""
    word = text[found.start("word") : found.end("word")].rstrip("s")
    return not word.endswith("e") or word.endswith(("ée", "ie", "ue", "ise", "ite", "erte", "einte", "ointe"))


def _stem(word: str) -> str:
    """The participle's masculine singular, folded: « publiees » gives « publie »."""
    forms = (word, word.removesuffix("s"), word.removesuffix("es"), word.removesuffix("e"), word.removesuffix("s")[:-1])
    return next((form for form in forms if form in words("deeds")), word)


def _agents(
    text: str, folded: str, found: re.Match[str], mentions: Sequence[tuple[int, int, Actor]], roles: Roles
) -> tuple[Actor, ...]:
    """Who is named by « par » after the verb, else before it (« les crédits engagés par X ne peuvent… »)."""
    after = [
        by.end()
        for by in _BY.finditer(folded, found.end(), min(len(folded), found.end() + 250))
        if _own(text, folded, found.end(), by)
    ]
    before = [by.end() for by in _BY.finditer(folded, 0, found.start())]
    acts = found["aux"].startswith(("doi", "dev", "peu", "pour")) and not found["be"]
    told = () if acts else tuple(_actors(text, folded, after, mentions, roles))
    earlier = before if acts or found["no"] else []
    return told or tuple(_actors(text, folded, earlier, mentions, roles))[:1]


def _own(text: str, folded: str, verb: int, by: re.Match[str]) -> bool:
    """Whether « par » goes with the verb, and not with a participle between them (« les résultats obtenus par… »)."""
    if re.search(r"\bet(?:[ \n]+notamment)?[ \n]+\Z", folded[verb : by.start()]):
        return True
    return not re.search(r"é(?:e?s?)\b|\b(?:pour|qui|afin)\b", text[verb : by.start()]) and by.start() - verb < 120


def _actors(
    text: str, folded: str, places: Sequence[int], mentions: Sequence[tuple[int, int, Actor]], roles: Roles
) -> Iterator[Actor]:
    for place in places:
        if all_of := re.match(
            r"l'ensemble[ \n]+des[ \n]+(?:parties[ \n]+prenantes|parties|partenaires|acteurs)", folded[place:]
        ):
            actor = roles.resolve(text[place : place + all_of.end()])
            yield Actor(text[place : place + all_of.end()], actor.role, actor.party)
        elif (held := actor_at(text, folded, place, mentions, roles)) and not _distributes(held[2]):
            yield held[2]


def _distributes(actor: Actor) -> bool:
    """« 5 000 € par équipe », « par collège »: nobody acts."""
    return actor.role is None and not re.match(
        r"(?:l[ae]s?|une?|chaque|chacune?|des|ce|cet|cette|son|sa|ses)\s|l['’]|[A-ZÀ-Ý]", actor.words
    )


def _wording(folded: str, verb: int) -> int:
    """Past the clause's opening condition; « dont un exemplaire est transmis » starts after « dont »."""
    if dont := [found.end() for found in _DONT.finditer(folded, 0, verb)]:
        return dont[-1]
    opened = _OPENS.match(folded, 0, verb)
    return opened.end() if opened else 0
