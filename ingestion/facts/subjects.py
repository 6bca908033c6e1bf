"""Subjects: who a clause says does something, and the verb that follows; « il » and « celui-ci » included."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingestion.facts.evidence import Actor
from ingestion.facts.pronouns import PRONOUN, Antecedents, Mentions, find_antecedent
from ingestion.facts.role_words import bare
from ingestion.facts.roles import Roles
from ingestion.facts.subject_verbs import find_verb, skip_blank
from ingestion.facts.verbs import VerbGroup, read_address, read_verb, words
from ingestion.lines import display

_OPENER = re.compile(
    r"[ \n\"*_>–-]*(?:(?:et|mais|puis|ou|or|ainsi|en outre|toutefois|cependant|neanmoins|de plus|par ailleurs|"
    r"enfin|d'autre part|"
    r"d'une part|a ce titre|ensuite|egalement|en consequence|par consequent|c'est pourquoi|tandis que|alors que|"
    r"il est (?:convenu|entendu|precise|rappele) que)\b[ \n,]*)*"
)
_STARTS = re.compile(
    r"[,;:][ \n]+|\bet[ \n]+(?=(?:l[ae]s?|chaque|chacun|celui-ci|celle-ci|ce(?:tte|lui)?|vous)[ \n]|l')|\b(?:tandis|"
    r"alors) que |- "
)
"""Where a clause may start inside a sentence."""
_PHRASE = re.compile(
    r"(?:(?:l[ae]s?|une?|chaque|tout|toute|ce|cet|cette|ces|son|sa|ses|leurs?|des|ledit|ladite|mme|m\.)[ \n]+|l')"
    r"(?:(?:[a-z-]+)[ \n]+)?(?P<noun>[a-z'-]+)"
)
_FIRST_NOUN = re.compile(r"(?:(?:[a-z]+\.?[ \n]+)|l')(?P<noun>[a-z'-]+)")
_IMPERSONAL = {"convient", "conviendra", "importe", "importera", "suffit", "resulte"}
"""« Il convient de » has no bearer."""
_JOIN = re.compile(r"[ \n]*(?:,|et|ou|ainsi que|et/ou)[ \n]*")
_QUI = re.compile(r"[ \n]*,?[ \n]*(?:qui|lequel|laquelle|lesquels|lesquelles)(?=[ \n])")
_REPRESENTS = re.compile(
    r"(?:l[ae]s?|une?)[ \n]+(?:represent(?:ante?s?)|chefs?|cheffes?|equipes?)[ \n]+(?:du|de|des|de la|de l'|"
    r"d')[ \n]*(?:la[ \n]+|l')?\Z"
)


@dataclass(frozen=True, slots=True)
class Predicate:
    """A subject with its verb in a clause; offsets are those of the clause's text."""

    start: int
    """Start of the subject."""
    end: int
    """End of the subject's words."""
    actor: Actor
    verb: VerbGroup | None
    """`None` for « Le délégataire : », whose verbs are in the items."""
    known: bool
    """Whether the subject is a party, a role, a team… rather than any noun that may act."""
    relative: bool = False
    """Whether the verb follows « qui »."""


def find_predicates(text: str, folded: str, mentions: Mentions, before: Antecedents, roles: Roles) -> list[Predicate]:
    """Subjects that are actors with the verb each has, in order; relative clauses included."""
    found: list[Predicate] = []
    starts = [0, *(match.end() for match in _STARTS.finditer(folded))]
    for start in dict.fromkeys(_opened(folded, start) for start in starts):
        if found and start < (found[-1].verb.end if found[-1].verb else found[-1].end):
            continue
        if predicate := _predicate(text, folded, start, mentions, before, roles):
            found.append(predicate)
    return sorted([*found, *_relatives(text, folded, mentions, found)], key=lambda predicate: predicate.start)


def _opened(folded: str, start: int) -> int:
    opener = _OPENER.match(folded, start)
    return opener.end() if opener else start


def _predicate(
    text: str, folded: str, start: int, mentions: Mentions, before: Antecedents, roles: Roles
) -> Predicate | None:
    if asked := read_address(folded, start):
        end = start + len("vous")
        return Predicate(start, end, Actor(text[start:end], None, None), asked, True)
    if pronoun := PRONOUN.match(folded, start):
        return _pronoun(text, folded, pronoun, mentions, before)
    span = _actor_at(text, folded, start, mentions, roles) or _agent_at(text, folded, start, roles)
    if span is None:
        return None
    end, actor, known = span
    verb, stop = find_verb(text, folded, end)
    if verb is None and not folded[stop:].strip(' \n*_"').startswith(":"):
        return None
    if verb is None and folded[stop:].strip(' \n*_":'):
        return None
    words_end = stop if verb is None else _words_end(folded, end, verb.start)
    return Predicate(start, words_end, Actor(display(text[start:words_end]), actor.role, actor.party), verb, known)


def _words_end(folded: str, end: int, verb: int) -> int:
    """End of the subject's words: before the verb and before what stands between commas."""
    comma = folded.find(",", end, verb)
    piece = folded[: comma if comma >= 0 else verb]
    return len(piece.rstrip())


def _actor_at(text: str, folded: str, start: int, mentions: Mentions, roles: Roles) -> tuple[int, Actor, bool] | None:
    """The mention that starts here, with those joined to it by « et »."""
    here = [mention for mention in mentions if start <= mention[0] and mention[1] > start]
    if not here:
        return None
    first = here[0]
    gap = folded[start : first[0]]
    if gap.strip() and not _REPRESENTS.fullmatch(gap):
        return None
    held, joined = [first], 1
    for one, other in pairwise(here):
        link = _JOIN.fullmatch(folded, _feminine(folded, one[1]), other[0])
        if not link:
            break
        held.append(other)
        joined = len(held) if link[0].strip() != "," else joined
    held = held[:joined]  # a comma alone joins nobody: « l'agence, sous-traitant, informe »
    return _feminine(folded, held[-1][1]), _joined([actor for _, _, actor in held]), True


def _feminine(folded: str, end: int) -> int:
    """Past « (e) » or « (s) »."""
    found = re.compile(r"\([a-z]{1,3}\)").match(folded, end)
    return found.end() if found else end


def _joined(actors: Sequence[Actor]) -> Actor:
    """One actor for several: the party meant, when only one of them is a party."""
    parties = {(actor.role, actor.party) for actor in actors if actor.role or actor.party}
    role, party = parties.pop() if len(parties) == 1 else (None, None)
    return Actor("", role, party)


def _agent_at(text: str, folded: str, start: int, roles: Roles) -> tuple[int, Actor, bool] | None:
    """Somebody who is named by a common noun, « le chef d'établissement »."""
    for form in (_FIRST_NOUN, _PHRASE):
        phrase = form.match(folded, start)
        if phrase and _is_agent(phrase["noun"]) and _PHRASE.match(folded, start):
            actor = roles.resolve(text[start : phrase.end()])
            return phrase.end(), Actor("", actor.role, actor.party), False
    return None


def _is_agent(noun: str) -> bool:
    bare = noun.rpartition("'")[2]
    return any(word in words("agents") or word in words("committees") for word in (bare, bare.removesuffix("s")))


def is_committee(actor: Actor) -> bool:
    """Whether an actor is a committee: what it examines or decides is no duty.

    >>> is_committee(Actor("Le comité de suivi", None, None)), is_committee(Actor("la DX", "délégant", "DX"))
    (True, False)
    """
    return actor.party is None and bare(actor.words).split(" ")[0].rstrip("s") in words("committees")


def _pronoun(
    text: str, folded: str, pronoun: re.Match[str], mentions: Mentions, before: Antecedents
) -> Predicate | None:
    verb, _ = find_verb(text, folded, pronoun.end())
    actor = find_antecedent(folded, pronoun, mentions, before)
    if (
        verb is None
        or actor is None
        or (pronoun[0] == "il" and verb.word in _IMPERSONAL)
        or re.match(r"[ \n]+(?:peut|pourra|doit|devra)(?:it)? etre\b", folded[pronoun.end() :])
    ):
        return None
    return Predicate(pronoun.start(), pronoun.end(), actor, verb, True)


def _relatives(text: str, folded: str, mentions: Mentions, found: Sequence[Predicate]) -> list[Predicate]:
    """« …, qui s'engage à », « …, qui devra », « …, qui peut »: strong verbs only."""
    relatives = []
    for start, end, actor in mentions:
        link = _QUI.match(folded, end)
        verb = read_verb(folded, skip_blank(folded, link.end()), len(folded), text) if link else None
        if verb and verb.modality not in ("présent", "assure"):
            represents = _REPRESENTS.search(folded, max(0, start - 40), start)
            first = represents.start() if represents else start
            relatives.append(
                Predicate(first, end, Actor(display(text[first:end]), actor.role, actor.party), verb, True, True)
            )
    taken = {predicate.verb.start for predicate in found if predicate.verb}
    return [predicate for predicate in relatives if predicate.verb and predicate.verb.start not in taken]
