"""Articles: those that an avenant adds, rewrites or deletes."""

import re
from collections.abc import Iterator

from ingestion.amending.change import Amendment, Values
from ingestion.amending.orders import BE, ordered
from ingestion.amending.sections import NUMBER, Section
from ingestion.amending.wordings import read_span
from ingestion.facts.clauses import spaced
from ingestion.french.amounts import find_amounts
from ingestion.french.durations import find_durations
from ingestion.french.recurrence import find_recurrences
from ingestion.headings import normalise_number

_ADDED = spaced(
    rf"\b(?:(?:il )?{BE} (?:ajoutee?|inseree?|creee?|introduite?|completee? par|complete par)|ajoute|insere|cree)"
    rf"(?: [^.;\"]{{0,80}}?)?(?:,)? (?:un |d'un |par un )?(?:nouvel |nouveau )?article(?: (?:nouveau"
    rf"|additionnel|supplementaire))?"
    rf"(?: (?:numerote )?{NUMBER})?"
)
_ADDED_FIRST = spaced(rf"\bun (?:nouvel )?article {NUMBER}[^.;\"]{{0,80}}? {BE} (?:ajoute|insere|cree)")
_DELETED = spaced(
    rf"\b(?:l'article|les articles|article)\b(?P<list>[^.;:\"]{{0,120}}?) {BE} (?:supprimee?s?|abrogee?s?"
    rf"|annulee?s?|retiree?s?)"
)
_REWRITTEN = spaced(
    rf"\bl'article {NUMBER}(?P<rest>(?:(?!\blignes?\b|\btableau|\bmots\b|\btermes\b)[^.;:\"]){{0,140}}?)"
    rf" (?:{BE} (?:(?:integralement |entierement"
    rf" )?(?:remplacee?|modifiee?|reecrite?|redigee?)|ainsi (?:redige|modifie))"
    r"(?:,? (?:et (?:remplace|redige)[a-z]*|comme suit|ainsi qu'il suit|par (?:les |la |le |l')?(?:[a-z]+"
    r" ){0,3}(?:suivante?s?|qui suit|ci-apres)"
    r"|par ce qui suit|par l'article suivant|dans les termes suivants|par))?|se lit(?: desormais)?(?: comme"
    r" suit)?) ?(?::|(?=\"))"
)
_PART = re.compile(r"\b(?:alinea|tiret|phrase|paragraphe|point)\b")
_QUOTE = re.compile(r"\"(?P<words>.+)\"", re.DOTALL)
_OF_TERM = spaced(
    r"\b(?:duree|terme|echeance|fin|date de fin|validite|periode)\b|\b(?:convention|protocole|contrat|accord"
    r"|partenariat|delegation)\b"
)


def read_articles(section: Section) -> Iterator[Amendment]:
    """Articles added, rewritten and deleted."""
    skip = len(section.heading)
    for pattern in (_ADDED, _ADDED_FIRST):
        for found in pattern.finditer(section.folded, skip):
            number, words = found["number"], _following(section, found.end())
            if number or words:
                yield ordered(
                    section, "article_added", normalise_number(number) if number else None, found.span(), new=words
                )
    for found in _REWRITTEN.finditer(section.folded, skip):
        words = _following(section, found.end())
        if words:
            number, part = normalise_number(found["number"]), _PART.search(found["rest"])
            yield ordered(section, "text" if part else "article_replaced", number, found.span(), new=words)
            yield from _inside(section, number, found.span(), words)
    for found in _DELETED.finditer(section.folded, skip):
        for number in _numbers(found["list"]):
            yield ordered(section, "article_deleted", number, found.span())


def _numbers(listed: str) -> Iterator[str]:
    """« 9 et 10 de la convention » gives both; a number of an alinéa is none."""
    if re.search(r"\b(?:alinea|tiret|paragraphe|phrase|mots?)\b", listed):
        return
    head = re.split(r"\b(?:de la|du|de l')\b", listed)[0]
    for found in re.finditer(NUMBER, head):
        yield normalise_number(found["number"])


def _following(section: Section, place: int) -> str | None:
    """The words quoted after a place, else all that follows a colon."""
    rest = section.folded[place:]
    quoted = _QUOTE.search(rest)
    if quoted:
        start, end = place + quoted.start("words"), place + quoted.end("words")
    else:
        colon = rest.find(":")
        start, end = (place + colon + 1, len(section.folded)) if 0 <= colon < 60 else (place, len(section.folded))
        if not 0 <= colon < 60 and section.folded[place - 1 : place] != ":":
            return None
    words = section.text[start:end]
    return words.strip() or None


def _inside(section: Section, number: str, span: tuple[int, int], words: str) -> Iterator[Amendment]:
    """The figures of a rewritten article that stand alone of their kind: its sum, its end, its recurrence."""
    amounts, recurrences, lengths = find_amounts(words), find_recurrences(words), find_durations(words)
    bounds = read_span(words)
    if len(amounts) == 1:
        yield ordered(section, "amount", number, span, new=words, after=Values(amount=amounts[0].value))
    if bounds and bounds.end and _OF_TERM.search(section.folded):
        yield ordered(section, "end", number, span, new=words, after=bounds)
    elif len(lengths) == 1 and not recurrences and re.search(r"\bduree\b", section.folded):
        yield ordered(section, "duration", number, span, new=words, after=Values(length=lengths[0].value))
    if len(recurrences) == 1 and not amounts:
        yield ordered(
            section,
            "recurrence",
            number,
            span,
            new=words,
            after=Values(every=recurrences[0].every, day_of_month=recurrences[0].due_day),
        )
