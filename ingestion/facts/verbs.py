"""Verbs of duties and rights: « s'engage à », « ne peut », « est chargé de », « remet »… read where a subject ends."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Literal

import prompts
from ingestion.french.folding import fold, squash

Force = Literal["duty", "right"]
Modality = Literal[
    "s'engage", "doit", "est chargé", "veille", "assure", "présent", "peut", "ne peut pas", "n'engage pas"
]

_BE = r"(?:est|sont|sera|seront|demeure(?:nt)?|reste(?:nt)?)"
_HAVE = r"(?:a|ont|aura|auront|conserve(?:nt)?|dispose(?:nt|ra|ront)?|beneficie(?:nt|ra|ront)?)"
_ADVERB = (
    r"(?:(?:notamment|egalement|aussi|alors|ensuite|en outre|enfin|toutefois|donc|de meme|ainsi|par ailleurs|"
    r"seule?s?|y compris|"
    r"ensemble|respectivement|desormais|toutes? deux|tous deux|en consequence|pour sa part|quant a (?:lui|elle)|"
    r"de plus|"
    r"particulierement|[a-z]+ement|d'abord|puis|encore|en particulier|au moins)[ \n]+)*"
)
_AFTER = (
    r"(?:[ \n]+(?:notamment|egalement|aussi|en outre|seule?s?|conjoints?|par ailleurs|de meme|alors|chacune?|"
    r"[a-z]+ement))*"
)
_CLITICS = re.compile(
    rf"{_ADVERB}(?P<no>n(?:e[ \n]+|'))?(?:(?:(?:se|me|lui|leur|les|le|la|y|en)[ \n]+|s'|l'|en[ \n]+|y[ \n]+))*"
)
_NEGATION = re.compile(
    r"[ \n]+(?:[a-z]+[ \n]+){0,2}?(?:pas|aucun|aucune|rien|plus|jamais|ni|nul|nulle|que)\b|[ \n]+d'aucun"
)

_MARKERS: tuple[tuple[str, Force, Modality, bool], ...] = (
    (rf"s'(?:engage(?:nt|ra|ront)?|est engagee?|sont engagee?s|oblige(?:nt)?){_AFTER}", "duty", "s'engage", False),
    (r"pren(?:d|nent|dra|dront) l'engagement", "duty", "s'engage", False),
    (r"(?:s'interdi(?:t|sent|ra|ront)|s'abst(?:ient|iennent|iendra|iendront))", "duty", "ne peut pas", True),
    (
        r"n'est pas (?:autorisee?|habilitee?|en droit)|ne sont pas (?:autorisee?s|habilitee?s)",
        "duty",
        "ne peut pas",
        True,
    ),
    (
        r"ne (?:peu(?:t|vent)|pourra(?:ient|it)?|pourront|sau(?:rait|raient)|doi(?:t|vent)|devra|devront)",
        "duty",
        "ne peut pas",
        True,
    ),
    (r"n'engage(?:nt|ra|ront)?(?= (?:pas|aucune?|rien|plus))", "duty", "n'engage pas", True),
    (rf"(?:doi(?:t|vent)|devra(?:ient|it)?|devront|se doi(?:t|vent)[ \n]+de){_AFTER}", "duty", "doit", False),
    (rf"{_BE}{_AFTER} (?:tenue?s?|astreinte?s?|obligee?s?)", "duty", "doit", False),
    (rf"{_BE}{_AFTER} soumis(?:es?)?(?= (?:a|au|aux)\b)", "duty", "doit", True),
    (r"(?:a|ont|aura|auront) (?:l'obligation|pour obligation|le devoir|obligation)", "duty", "doit", False),
    (rf"{_BE}{_AFTER} (?:chargee?s?|en charge|missionnee?s?)", "duty", "est chargé", False),
    (rf"{_BE}{_AFTER} (?:responsables?|garante?s?|redevables?|co-?responsables?)\b", "duty", "est chargé", True),
    (
        rf"(?:a|ont|aura|auront){_AFTER} pour (?:missions?|roles?|taches?|charge)(?: principales?)?",
        "duty",
        "est chargé",
        False,
    ),
    (
        r"(?:a|ont|aura|auront|assume(?:nt|ra|ront)?) (?:a |en |la )(?:charge|responsabilite)",
        "duty",
        "est chargé",
        True,
    ),
    (r"pren(?:d|nent|dra|dront)(?: [a-z]+ement)? (?:en|a sa|a leur) charge", "duty", "est chargé", True),
    (rf"veille(?:nt|ra|ront)?{_AFTER}", "duty", "veille", False),
    (r"s'assure(?:nt|ra|ront)?|fait en sorte|font en sorte", "duty", "veille", True),
    (r"assure(?:nt|ra|ront)?", "duty", "assure", True),
    (rf"(?:se )?reserve(?:nt|ra|ront)?{_AFTER} (?:le droit|la possibilite|la faculte)", "right", "peut", False),
    (rf"{_BE}{_AFTER} (?:autorisee?s?|libres?|habilitee?s?|fondee?s?|en droit)", "right", "peut", False),
    (rf"{_HAVE}{_AFTER} (?:du |le |d'un )droit\b", "right", "peut", False),
    (
        rf"{_HAVE}{_AFTER} (?:de )?(?:la |une? )?(?:entiere |pleine |totale )?(?:faculte|possibilite|"
        rf"toute latitude|autorite|liberte)",
        "right",
        "peut",
        False,
    ),
    (r"(?:a|ont|aura|auront|garde(?:nt)?) la main", "right", "peut", True),
    (r"autorise(?:nt|ra|ront)?", "right", "peut", False),
    (r"(?:peu(?:t|vent)|pourra(?:ient|it)?|pourront)" + _AFTER, "right", "peut", False),
)
"""Form, force, modality, and whether the duty's wording keeps the verb; the first form that fits wins."""
_COMPILED = tuple(
    (re.compile(rf"(?:{form})(?![\w])"), force, modality, keep) for form, force, modality, keep in _MARKERS
)
_WORD = re.compile(r"[a-zœæ]+")
_LINK = re.compile(r"[ \n]*(?:,[^,:;]{2,160},[ \n]*)?(?:(?:a(?![ \n]+ce[ \n]+qu)|de|pour)[ \n]+|d'|a[ \n]*(?=:))?")


_NOUNS_AFTER_EN = {
    "charge",
    "forme",
    "place",
    "marche",
    "commande",
    "annexe",
    "mesure",
    "note",
    "garde",
    "fonction",
    "ligne",
}
"""« en charge du programme » is no verb."""


@dataclass(frozen=True, slots=True)
class VerbGroup:
    """A verb with its clitics, read at a place of a folded text."""

    start: int
    """Where the group starts, its adverbs and clitics included."""
    end: int
    force: Force
    modality: Modality
    what: int
    """Where the wording of the duty or right starts: at the verb, or past « à », « de » for « s'engage à »."""
    word: str
    """The folded verb."""


@cache
def words(table: str) -> frozenset[str]:
    """Folded words of a table of prompts/verbs.toml."""
    return frozenset(squash(word) for word in tomllib.loads(prompts.read("verbs.toml"))[table].split())


@cache
def finite_forms() -> frozenset[str]:
    """Folded forms, present and future, third person, of the verbs of prompts/verbs.toml.

    >>> {"remet", "mettra", "finance", "emploient", "fournissent"} <= finite_forms(), "financer" in finite_forms()
    (True, False)
    """
    first = {form for verb in words("er") for stem in _stems(verb[:-2]) for form in (stem + "e", stem + "ent")}
    first |= {verb + end for verb in words("er") for end in ("a", "ont")}
    first |= {stem + end for verb in words("er") for stem in _stems(verb[:-2])[1:] for end in ("era", "eront")}
    second = {verb[:-1] + end for verb in words("ir") for end in ("t", "ssent", "ra", "ront")}
    return frozenset(first | second) | words("forms")


def _stems(stem: str) -> tuple[str, ...]:
    """The stem and its other spelling: « emploi », « appell »."""
    if stem.endswith("y"):
        return stem, stem[:-1] + "i"
    return (stem, stem + stem[-1]) if stem.endswith(("el", "et")) else (stem,)


def read_verb(folded: str, at: int, end: int, text: str = "") -> VerbGroup | None:
    """The verb group that starts at an offset and ends before `end`; `None` when none does.

    `text` is the source of the folded text: it tells « désigne » from « désigné ».

    >>> group = read_verb("ne pourra engager", 0, 17)
    >>> group.modality, group.what
    ('ne peut pas', 0)
    >>> read_verb("adresse une copie", 0, 17).modality, read_verb("constitue une copie", 0, 19)
    ('présent', None)
    """
    clitics = _CLITICS.match(folded, at, end)
    first = clitics.end() if clitics else at
    # « s'engage », « ne peut » begin with their clitic: try before it and after it
    for place in dict.fromkeys((_adverbs(folded, at, end), first)):
        for form, force, modality, keep in _COMPILED:
            if found := form.match(folded, place, end):
                return _marked(folded, at, found, force, modality, keep)
    return _lexical(folded, text or folded, at, first, end, bool(clitics and clitics["no"]))


_YOU = re.compile(
    r"vous[ \n]+(?P<what>(?P<no>ne[ \n]+|n')?(?:(?:me|nous|lui|leur|les|le|la|en|y)[ \n]+|l')*"
    r"(?:(?P<must>vous[ \n]+engag(?:er)?ez[ \n]+(?:a[ \n]+|d')|(?:devez|devrez)[ \n]+)|(?P<verb>[a-zœæ]+r)ez\b))"
)


def read_address(folded: str, at: int) -> VerbGroup | None:
    """« vous remettrez », « vous devez », « vous vous engagez à »: what a letter asks of the one it is sent to.

    >>> read_address("vous me remettrez un bilan", 0).what, read_address("vous recevrez un bilan", 0)
    (5, None)
    """
    found = _YOU.match(folded, at)
    if found is None:
        return None
    if found["must"]:
        modality: Modality = "ne peut pas" if found["no"] else "s'engage" if "engag" in found["must"] else "doit"
        what = found.start("what") if found["no"] else found.end()
        return VerbGroup(found.start("what"), found.end(), "duty", modality, what, found["must"])
    if found["verb"] + "a" not in finite_forms() or (found["no"] and not _NEGATION.match(folded, found.end())):
        return None
    told: Modality = "ne peut pas" if found["no"] else "présent"
    return VerbGroup(found.start("what"), found.end(), "duty", told, found.start("what"), found["verb"] + "ez")


_ADVERBS = re.compile(_ADVERB)


def _adverbs(folded: str, at: int, end: int) -> int:
    found = _ADVERBS.match(folded, at, end)
    return found.end() if found else at


def _marked(folded: str, at: int, found: re.Match[str], force: Force, modality: Modality, keep: bool) -> VerbGroup:
    link = _LINK.match(folded, found.end())
    what = found.start() if keep or link is None else link.end()
    return VerbGroup(at, found.end(), force, modality, what, found[0])


def _lexical(folded: str, text: str, at: int, first: int, end: int, negative: bool) -> VerbGroup | None:
    word = _WORD.match(folded, first, end)
    if (
        not word
        or word[0] not in finite_forms()
        or text[word.end() - 1] in "éÉ"
        or folded[word.end() : word.end() + 1] == "-"
    ):
        return None
    if word[0] in _NOUNS_AFTER_EN and folded[:first].endswith(("en ", "en\n")):
        return None
    negated = _NEGATION.match(folded, word.end()) is not None
    if negative and (not negated or word[0].startswith("repond")):  # « ne répond d'aucun dommage » disclaims
        return None
    return VerbGroup(at, word.end(), "duty", "ne peut pas" if negative else "présent", _start(folded, at, end), word[0])


def _start(folded: str, at: int, end: int) -> int:
    """Past the adverbs, before the clitics: « les transmet », « n'exigent »."""
    return _adverbs(folded, at, end)


_INFINITIVE = re.compile(
    r"[ \n\"*_]*(?:(?:ne[ \n]+|n')(?:(?:pas|plus|jamais|rien)[ \n]+)?)?(?:(?:se|lui|leur|en|y)[ \n]+|s'|l')?"
    r"(?!(?:quatre|atelier|cahier|calendrier|chantier|courrier|dossier|premier|dernier|papier|metier|loyer|danger|"
    r"centre|membre|titre|cadre|registre|chiffre|nombre|autre|notre|ordre|entre|contre|ministere|maire)s?\b)"
    r"[a-z]+(?:er|ir|re)\b"
)
"""A first word in -er, -ir, -re, but for nouns of administrative lists."""


def starts_with_infinitive(text: str) -> bool:
    """Whether an item starts with an infinitive, « ne pas » and a pronoun before it or not.

    >>> [starts_with_infinitive(item) for item in ("ne pas se dédire", "Être présent", "mise en avant", "la mer")]
    [True, True, False, False]
    """
    return _INFINITIVE.match(fold(text)) is not None
