"""Ownership: whether a clause speaks of the convention itself, not of an order, a phase or another text."""

import re

from ingestion.facts.clauses import Clause, spaced
from ingestion.facts.events import ACT

_LASTS = (
    r"(?:(?:est|sera|a ete|soit) (?:\w+ ){0,2}?(?:conclue?|signee?|etablie?|consentie?|prononcee?|accordee?"
    r"|passee?|souscrite?|prevue?"
    r"|valable|valide"
    r"|renouvelable|renouvelee?|reconductible|reconduite?|prolongee?|prorogee?|tacitement|applicable|exprese?"
    r"|executoire"
    r"|limitee?|fixee?|de|d'|en vigueur)\b|prend(?:ra)? (?:effet|fin)|produi(?:t|ra) (?:ses )?effets?"
    r"|s'ach(?:eve|evera)|s'etein(?:t|dra)|s'applique(?:ra)?|s'etend|se termine(?:ra)?|expire(?:ra)?"
    r"|(?:arrive|vient|viendra|arrivera) (?:a|en)"
    r"|va(?:ut|udra) (?=du|de|d'|jusqu|pour|pendant|a compter|a partir)"
    r"|cesse(?:ra)?|dure(?:ra)?\b|court\b|courra|demeure(?:ra)?|reste(?:ra)?|entre(?:ra)? en (?:vigueur|application)"
    r"|a une duree|aura une duree|(?:ne )?(?:peut|pourra|saurait)|n'est|couvre la periode|se renouvelle|est tacitement)"
)
_GAP = r"(?:(?!\b(?:bons?|marches?|commandes?|phases?|prestations?|traitements?|donnees)\b)[^.;:]){0,90}?"
_SUBJECT = spaced(
    rf"(?:\A|[,:;(\"-] ?|\bque |\bet )(?:la |le |l'|cette |ce |cet )?(?:presente? )?{ACT}\b{_GAP} (?:{_LASTS})"
)
_LENGTH = spaced(
    rf"\b(?:duree|validite|renouvellement|reconduction|echeance|terme)(?: \w+){{0,3}} (?:de |du )(?:la |l'|le "
    rf"|cette )?(?:presente? )?{ACT}"
    rf"{_GAP}(?:\b(?:est|sera|ne)\b|:)"
)
_PRONOUN = spaced(
    rf"(?:\A|\bet |[;,] ?)(?:(?:elle|il|celle-ci|celui-ci|cette derniere|ce dernier)\b{_GAP} ?{_LASTS}"
    r"|s(?:a|on) (?:duree|renouvellement|reconduction|terme|echeance|validite)\b)"
)
_SURE = spaced(
    r"(?:\A|; ?)(?:elle|il|celle-ci|celui-ci) (?:prend(?:ra)? effet|entre(?:ra)? en vigueur|est (?:conclue?"
    r"|consentie?|renouvelable"
    r"|reconductible|tacitement)|sera (?:conclue?|reconduite?|renouvelee?))\b"
)
"""What is said of nothing but such a document, whatever stands before."""
_HEADING = spaced(r"\b(?:durees?|entree en vigueur|prise d'effet|date d'effet|echeance|validite|reconduction|terme)\b")
_BARE = spaced(
    r"\A\W*(?:duree|echeance|terme|date de fin|fin|validite|periode)(?: (?!des? (?:bon|march|phas|traite"
    r"|conserv))[\w']+){0,6} ?:"
)
_FOREIGN = spaced(
    r"\bduree (?:d'execution|de conservation|de (?:vie|travail|stockage|la (?:phase|prestation|saison))"
    r"|du (?:programme|marche|stage))"
)
_REACH = 8
"""Sentences that a chain of pronouns is followed back through."""
_CHANGE = spaced(
    r"\bles (?:mots|termes|dispositions suivantes)\b[^.;]{0,200}\b(?:remplac|supprim|inser|ajout)"
    r"|\b(?:article|alinea|tiret|paragraphe|annexe|clause|tableau|ligne|phrase|stipulation|disposition)s?\b[^.;]{0,160}"
    r"\b(?:est|sont) (?:ainsi )?(?:remplacee?s?|inseree?s?|supprimee?s?|modifiee?s?|completee?s?|redigee?s?"
    r"|abrogee?s?)\b"
    r"|\bredigee?s? comme suit\b"
)


_HINT = re.compile(
    r"effet|vigueur|conclu|dur|etein|expir|ach|fin|terme|echeance|recondu|renouv|vala|vali|vaut|vaudra|cess|cour|prolong|prorog|applic"
    r"|executoire"
    r"|demeur|reste|sign|etabl|consenti|pass|souscri|prevu|limit|fixe|periode|peut|pourra|saurait|n'est|tacite"
    r"|express?e?"
)
"""Part of a word that a clause on the document's term holds: most hold none and are passed over."""


def quotes_a_change(clause: Clause) -> bool:
    """Whether a clause quotes words of another text that it replaces: for the amendments to read."""
    return bool(_CHANGE.search(clause.folded))


def about_the_act(clause: Clause) -> bool:
    """Whether a clause tells how long the document itself lasts, when it takes effect or how it ends.

    By its subject, by a pronoun for it, or by standing under a heading on the duration.
    """
    text = clause.folded
    if not _HINT.search(text) or _FOREIGN.search(text):
        return False
    if any(pattern.search(text) for pattern in (_SUBJECT, _LENGTH, _SURE)):
        return True
    under = bool(_HEADING.search(clause.under))
    if _PRONOUN.search(text):
        return under or bool(clause.before and _names_the_act(clause.before))
    return bool(_BARE.match(text)) and (under or bool(re.search(ACT, text)) or clause.cell is not None)


def _names_the_act(clause: Clause, reach: int = _REACH) -> bool:
    if re.match(rf"(?:la |le |l'|cette |ce |cet )?(?:presente? )?{ACT}\b", clause.folded):
        return True
    return bool(reach and _PRONOUN.match(clause.folded) and clause.before and _names_the_act(clause.before, reach - 1))
