"""Events from which a time runs: « la signature », « sa notification », « la réception de la demande »."""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from ingestion.facts.clauses import spaced

Event = Literal["signature", "notification", "publication", "effect", "end", "request", "reception", "other"]

ACT = (
    r"(?:convention|protocole|accord|contrat|avenant|partenariat|entente|charte|delegation(?! generale)|acte"
    r"|mise a disposition(?! (?:de |du |des |d'|par )))"
)
"""What a document of this field calls itself, folded."""
_THE = r"(?:la |le |l'|les |cette |ce |cet |leur |presente?s? |dite? |chacune des |deux )*"
_OWN = (
    r"(?= *(?:[,;:.)]|\Z|(?:et|ou|par|ainsi|au|aux|avec|puis|pour|sur|intervenue|prevue|fixee|visee)\b"
    rf"|(?:de|des|du|d'un|d'une) {_THE}(?:{ACT}|parties)| (?!de\b|du\b|des\b|d')))"
)
"""After an event's name: the event is the document's own, not that of an order, an incident or a report."""
_PERIOD = rf"(?:periode|duree)(?! d(?!'effet|e validite|e (?:la |l'|le )?(?:presente? )?{ACT}))"
_END = rf"(?:fin|terme|expiration|echeance|issue|cloture) (?:normale? |anticipee )?(?:de|du) {_THE}(?:{ACT}|{_PERIOD})"
_KINDS: tuple[tuple[Event, re.Pattern[str]], ...] = (
    ("signature", spaced(rf"\bsign(?:ature|ee?)s?\b(?: par [^,.;]{{0,60}})?{_OWN}")),
    ("notification", spaced(rf"\bnotif(?:ication|iee?)\b{_OWN}")),
    ("publication", spaced(rf"\bpubli(?:cation|ee?)\b{_OWN}")),
    ("effect", spaced(rf"\b(?:prise d'effet|entree en (?:vigueur|application)|date d'effet)\b{_OWN}")),
    ("reception", spaced(r"\b(?:reception|recue?s?)\b")),
    ("end", spaced(rf"\b{_END}|\b(?:son|ce|au|le|du) terme\b{_OWN}|\b(?:l'|son )(?:echeance|expiration)\b{_OWN}")),
    ("request", spaced(r"\b(?:demande|sollicitation|saisine|requete)s?\b")),
)
_VERB = (
    r"\b(?:est|sont|sera|seront|doit|doivent|devra|peut|peuvent|pourra|s'engage|transmet|remet|adresse|fournit|verse"
    r"|rend"
    r"|informe|rest(?:e|ent)|revien(?:t|nent)|(?<!mise\sen\s)demeure(?:nt)?|fait|font|ont|donne(?:nt)?|sous reserve"
    r"|presente(?= (?:les?|un|une|des) ))\b"
)
_PHRASE = spaced(rf"(?:(?!{_VERB})[^,;:.()\"]){{2,160}}")
_TAIL = spaced(
    r" (?:- |(?:qui|que|dont|lorsque|si|et(?! (?:l[ae]s? (?!\w+e (?:tous|toutes|chaque)\b)|l'|d[ue]s? |d'|notamment"
    r"|une? (?:jour|semaine|mois|an)))|pour (?:(?:en|y|l[ae]s?) |l'|s')?\w+(?:er|ir|re))\b|qu')"
    rf"|\b{ACT}\b(?P<rest>(?= (?:des|les|aux?|l[ae]) ))"
)
_BEFORE_NOUN = {"un", "une", "la", "le", "les", "ses", "son", "sa", "leur", "leurs", "tout", "toute", "tous", "toutes"}
_LINKS = set(_BEFORE_NOUN) | {
    "de",
    "du",
    "des",
    "d'",
    "par",
    "a",
    "avec",
    "pour",
    "sur",
    "dans",
    "entre",
    "et",
    "ou",
    "sous",
}
_LINKS |= {"en", "chez", "sans", "selon", "apres", "avant", "au", "aux", "suivant"}
"""Words after which an article goes on with the event."""
_LONGEST = 14
"""Words kept of an event: more is the rest of the sentence."""


@dataclass(frozen=True, slots=True)
class EventMention:
    """An event where a clause states it."""

    event: Event
    """`signature`, `notification`, `publication` and `effect` are those of the document itself; `end` is its term."""
    start: int
    end: int
    """Span in the clause's text, article and all, preposition left out."""


def event_at(folded: str, start: int) -> EventMention | None:
    """The event named from an offset of a folded clause to the next punctuation or verb; `None` where nothing is.

    >>> text = "a compter de la signature de la presente convention, il"
    >>> event_at(text, 12).event, event_at("dans le mois suivant la signature du bon de commande", 20).event
    ('signature', 'other')
    """
    found = _PHRASE.match(folded, start)
    if not found or not found.group().strip():
        return None
    phrase = _shortened(found.group())
    return EventMention(normalised(phrase), start + len(phrase) - len(phrase.lstrip()), start + len(phrase))


def _shortened(phrase: str) -> str:
    if tail := _TAIL.search(phrase):
        phrase = phrase[: tail.start("rest") if tail["rest"] is not None else tail.start()]
    words = list(re.finditer(r"\S+", phrase))[:_LONGEST]
    for before, word in pairwise(words):
        if word[0] in _BEFORE_NOUN and before[0] not in _LINKS and not before[0].endswith("'"):
            return phrase[: before.end()]  # another noun starts: « dès le lancement un bilan »
    return phrase[: words[-1].end()] if words else phrase


def normalised(phrase: str) -> Event:
    """The event that a folded phrase names: the one named first.

    >>> [normalised(words) for words in ("sa notification", "la reception de la demande", "la mise en ligne")]
    ['notification', 'reception', 'other']
    """
    found = [(match.start(), name) for name, pattern in _KINDS if (match := pattern.search(phrase))]
    return min(found)[1] if found else "other"
