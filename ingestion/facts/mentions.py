"""Mentions: words that stand for all the parties, for a team or for a committee, and the determiner before a name."""

import re
from collections.abc import Sequence
from functools import cache

from ingestion.facts.evidence import Actor
from ingestion.facts.role_words import vocabulary

EVERYONE = "parties"
"""Role of an `Actor` that is all the parties or any of them (« les parties », « chacune des parties »); its party is
`None`, and `Roles.meant` gives them all."""
Mention = tuple[int, int, Actor]
"""A span of a text and who stands there."""

REACH = 28
"""Characters looked at before a name for what determines it: « l'une ou l'autre des deux »."""
_BEFORE = re.compile(
    r"(?:\b(?:(?:chacune?|l'une?|tous?|toutes|l'ensemble|aucune?)[ \n]+"
    r"(?:des[ \n]+|d'entre[ \n]+les[ \n]+|les[ \n]+)(?:deux[ \n]+)?"
    r"|(?:les?|la|ces?|cette|cet|chaque|tout|toute|aucune?|une?|(?:l'|les[ \n]+)autres?|les[ \n]+deux|dit|ledit|ladite)"
    r"[ \n]+)|\bl'[ ]?)\Z"
)
_DETERMINED = re.compile(r"\b(?:le|la|du|au|ce|cette|chaque|tout|toute|[ld]e[ \n]+la)[ \n]+\Z|\bl'[ ]?\Z")
_SINGULAR = re.compile(r"(?:chaque|l'autre|toute|aucune|une|la)[ \n]+\Z")
_ANY = re.compile(r"\b(?:chaque|tout|aucun|l'autre|un)[ \n]+\Z")
_PARTNER = re.compile(r"(?<![\w-])partenaire(?![\w-])")
_COLLECTIVE = re.compile(
    r"(?:chacune?|une?|autre|ou|l'|des|les|deux|l'autre|ensemble|l'ensemble|tous|toutes|aucune?|chaque|d'entre"
    r"|l'une?| )+"
)
_NOT_ALL = re.compile(r"[ \n]+(?:prenantes?|communes?|legislative|reglementaire|intervenantes|d[eu]s?\b|d'|privatives)")
_OF_THIS = re.compile(r"[ \n]+(?:a|au|de[ \n]+la[ \n]+(?:presente|convention)|du[ \n]+present)\b")
_BODY = ("equipe", "comite", "commission", "groupe")
_BODY_AFTER = re.compile(
    r"[ \n]+(?:d'|de[ \n]+|du[ \n]+)(?:investissement|pilotage|suivi|selection|direction|liaison|coordination|projet"
    r"|programme|service|travail|gouvernance|produit)\b"
    r"|[ \n]+(?:technique|strategique|operationnelle?|paritaire|laureate?s?|produit|projet|incubee|mixte)\b"
)
_PROPER = re.compile(r"[ \n]+(?:[A-ZÀ-Ý][\w’'-]*[a-zà-ÿ0-9][\w’'-]*)(?:[ ][A-ZÀ-Ý][\w’'-]*)*")


def is_collective(folded: str, everyone: Sequence[str]) -> bool:
    """Whether words ask for all the parties or any of them: « chacune des parties », « l'une ou l'autre des parties ».

    `everyone` are the plain words for all of them, folded.
    """
    head, _, last = folded.rpartition(" ")
    return folded in everyone or (last in everyone and bool(_COLLECTIVE.fullmatch(head)))


def stands_for_all(folded: str, start: int, end: int) -> bool:
    """False for « en partie », « une partie des crédits », « les parties prenantes »."""
    if _NOT_ALL.match(folded, end) and not _OF_THIS.match(folded, end):
        return False
    plural = folded[start:end].split()[0].endswith("s")
    return plural or bool(_SINGULAR.search(folded, max(0, start - REACH), start))


def is_determined(folded: str, start: int) -> bool:
    """Whether « le », « la », « du »… stands right before."""
    return bool(_DETERMINED.search(folded, max(0, start - REACH), start))


def any_partners(text: str, folded: str) -> list[Mention]:
    """« tout partenaire », « chaque partenaire »: any of the parties."""
    if "partenaire" not in folded:
        return []
    found = [m for m in _PARTNER.finditer(folded) if _ANY.search(folded, max(0, m.start() - REACH), m.start())]
    return [(*match.span(), Actor(text[slice(*match.span())], EVERYONE, None)) for match in found]


@cache
def _other_words() -> re.Pattern[str]:
    words = sorted(vocabulary("others"), key=len, reverse=True)
    joined = "|".join(r"[ \n]+".join(map(re.escape, word.split(" "))) for word in words)
    return re.compile(rf"(?<![\w-])(?:{joined})s?(?![\w-])")


def others(text: str, folded: str) -> list[Mention]:
    """Teams, committees and people who are no party; a team's or a committee's name goes with it."""
    found = []
    for match in _other_words().finditer(folded):
        end = match.end()
        if match[0].startswith(_BODY):
            for following, where in ((_BODY_AFTER, folded), (_PROPER, text)):
                more = following.match(where, end)
                end = more.end() if more else end
        found.append((match.start(), end, Actor(text[match.start() : end], None, None)))
    return found


def apart(text: str, folded: str, found: Sequence[Mention]) -> tuple[Mention, ...]:
    """Mentions with their determiner; of two that overlap, the one that starts first, then the longest."""
    kept: list[Mention] = []
    for start, end, actor in sorted(found, key=lambda mention: (mention[0], -mention[1])):
        if kept and start < kept[-1][1]:
            continue
        before = _BEFORE.search(folded, max(0, start - REACH, kept[-1][1] if kept else 0), start)
        # « le **ministère » keeps to the name: a mark in the middle of the words would be shown.
        first = before.start() if before and "*" not in text[before.start() : start] else start
        kept.append((first, end, Actor(text[first:end], actor.role, actor.party)))
    return tuple(kept)
