"""Articles: those that an avenant adds, rewrites or deletes."""

import re
from collections.abc import Iterator
from dataclasses import replace

from ingestion.amending.change import Amendment, Values
from ingestion.amending.orders import BE, ordered
from ingestion.amending.quotation import find_quoted
from ingestion.amending.sections import NUMBER, Section, target
from ingestion.amending.wordings import read_end
from ingestion.facts.clauses import spaced
from ingestion.french.amounts import find_amounts
from ingestion.french.durations import find_durations
from ingestion.french.recurrence import find_recurrences
from ingestion.headings import normalise_number

_ADDED = spaced(
    rf"\b(?:(?:il )?{BE} (?:ajoutee?|inseree?|creee?|introduite?|completee? par|complete par)|ajoute|insere|cree)"
    rf"(?:,? [^.;\"]{{0,80}}?)?,? (?:un |d'un |par un )(?:nouvel |nouveau )?article(?: (?:nouveau"
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
_ORDER = r"(?:premier|deuxieme|second|troisieme|quatrieme|dernier|1er|\d+ ?e(?:me)?)"
_PART = rf"(?:{_ORDER} )?(?:alinea|tiret|phrase|paragraphe|point)"
_IN_PART = re.compile(r"\b(?:alinea|tiret|phrase|paragraphe|point)\b")
_PART_CUT = spaced(
    rf"\b(?:le|la|les) (?P<place>{_PART}[^.;:\"]{{0,60}}?|\d{{1,2}}(?: ?°)?)(?: (?:de |a )l'article"
    rf" {NUMBER})?[^.;:\"]{{0,60}}? {BE} "
    r"(?:supprimee?s?|abrogee?s?|retiree?s?)"
)
_ANNEXE = spaced(
    rf"\bl'(?P<place>annexe (?:n° ?)?\w{{1,3}})\b[^.;:\"]{{0,80}} {BE} (?:remplacee|modifiee"
    rf"|supprimee|ajoutee|annulee|completee)"
)
_TARGETED = re.compile(r"(?:\b(?:a|dans|de|par|au|sous|apres|avant|et|selon)[ ]|\bd')\Z")
_NEAR = 60
"""Characters within which the colon, then the quotation follow the instruction."""
_OF_TERM = spaced(
    r"\b(?:duree|terme|echeance|fin|date de fin|validite|periode)\b|\b(?:convention|protocole|contrat|accord"
    r"|partenariat|delegation)\b"
)


def read_articles(section: Section) -> Iterator[Amendment]:
    """Articles and annexes added, rewritten and deleted, whole or in part."""
    skip = len(section.heading)
    for pattern in (_ADDED, _ADDED_FIRST):
        for found in pattern.finditer(section.folded, skip):
            number, words = found["number"], _following(section, found.end())
            if number or words:
                article = normalise_number(number) if number else None
                yield ordered(section, "article_added", article, found.span(), new=words)
    yield from _rewritten(section)
    for found in _DELETED.finditer(section.folded, skip):
        if not _TARGETED.search(section.folded, skip, found.start()):
            for number in _numbers(found["list"]):
                yield ordered(section, "article_deleted", number, found.span())
    for pattern in (_PART_CUT, _ANNEXE):
        for found in pattern.finditer(section.folded, skip):
            place = section.text[slice(*found.span("place"))]
            article = target(section, found.end()) if pattern is _PART_CUT else None
            yield replace(ordered(section, "text", article, found.span()), place=place)


def _rewritten(section: Section) -> Iterator[Amendment]:
    """Articles rewritten; « le premier alinéa de l'article 4 » is a text."""
    end = len(section.heading)
    while found := _REWRITTEN.search(section.folded, end):
        words, end = _following(section, found.end()), found.end()
        if words:
            number, before = normalise_number(found["number"]), section.folded[: found.start()].rpartition(".")[2]
            part = _IN_PART.search(found["rest"]) or _IN_PART.search(before)
            yield ordered(section, "text" if part else "article_replaced", number, found.span(), new=words)
            yield from _inside(section, number, found.span(), words)
            end = max(end, section.text.find(words, end) + len(words))


def _numbers(listed: str) -> Iterator[str]:
    """« 9 et 10 de la convention » gives both; a number of an alinéa is none."""
    if re.search(r"\b(?:alinea|tiret|paragraphe|phrase|mots?)\b", listed):
        return
    head = re.split(r"\b(?:de la|du|de l')\b", listed)[0]
    for found in re.finditer(NUMBER, head):
        yield normalise_number(found["number"])


def _following(section: Section, place: int) -> str | None:
    """The words quoted after a place, else all that follows a colon."""
    colon = place - 1 if section.folded[place - 1 : place] == ":" else section.folded.find(":", place, place + _NEAR)
    quoted = find_quoted(section.text, place)
    if quoted and quoted[0] <= max(colon, place) + _NEAR:
        return section.text[slice(*quoted)].strip() or None
    return section.text[colon + 1 :].strip() or None if colon >= 0 else None


def _inside(section: Section, number: str, span: tuple[int, int], words: str) -> Iterator[Amendment]:
    """The figures of a rewritten article that stand alone of their kind: its sum, its end, its recurrence."""
    amounts, recurrences, lengths = find_amounts(words), find_recurrences(words), find_durations(words)
    bounds = read_end(words)
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
