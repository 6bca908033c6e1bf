"""Inner parts: articles and annexes of the convention itself that its text cites, there or missing."""

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Literal

from ingestion.facts.legal_texts import LegalMention, article_spans
from ingestion.french.folding import fold
from ingestion.headings import normalise_number

_NUMBER = r"(?:[0-9]{1,2}(?:[.-][0-9]{1,2})?(?: (?:bis|ter))?|[ivx]{1,4}|[a-h])(?![\w])"
_ANNEXES = re.compile(rf"\bannexes? +(?:n ?[°º]s? ?)?(?P<list>{_NUMBER}(?:(?: *, *| +et +| +a +| *, +et +){_NUMBER})*)")
_ONE = re.compile(_NUMBER)
_PLAIN = re.compile(
    r"\b(?:en|a l'|dans l'|dans une|l'|une|par une|selon l') ?(?P<noun>annexe)(?![\w])(?! +(?:n ?[°º]|"
    r"[0-9ivx]{1,4}\b|[a-h]\b))"
    r"(?: +(?P<sort>financiere|technique|budgetaire|administrative|pedagogique|methodologique|juridique|securite|"
    r"tarifaire|rgpd))?"
)
_BARE_SUBJECT = re.compile(r"\b(?:l'|une) ?\Z")
_OTHERS = re.compile(
    r" *(?:,? *(?:alinea|paragraphe)[ s][0-9 et]+,?)? *(?:de la|de l'|du|des|a la|a l'|au) +(?:(?:dite?|meme) +)?"
    r"(?P<what>convention +(?:initiale|cadre|de partenariat|modifiee|du|signee|n°|precedente)|arrete|decret|loi|"
    r"circulaire|reglement|marche|ordonnance|"
    r"code|directive|protocole +(?:initial|du)|contrat|avenant +n°|rgpd|traite|charte|accord|ccag|cahier)"
)
_HEADED = re.compile(r"[ \n\"*_#>-]*\Z")
_NEW = re.compile(r"\b(?:un|nouvel|d'un|des|nouveaux) +\Z")
_TITLED = re.compile(r" *(?:[:–—.-]) *\S")


@dataclass(frozen=True, slots=True)
class InnerPart:
    """An article or an annexe cited at one place."""

    nature: Literal["article", "annexe"]
    number: str | None
    """Normalised as in `Block.article`; `None` for « en annexe »."""
    object: str | None
    """« annexe financière », « article 5 de la convention initiale »: the words, where they tell more."""
    present: bool | None
    """Whether the document holds it; `None` for a part of another text."""
    start: int
    end: int


def find_inner_parts(
    text: str, articles: Set[str | None], annexes: Mapping[str, str], legal: Sequence[LegalMention]
) -> Iterator[InnerPart]:
    """Articles and annexes cited by a text. `articles` and `annexes` are those that the document holds, by number;
    `legal`, the legal texts that the text cites: their articles are not the convention's.

    >>> from ingestion.facts.legal_texts import find_legal_texts
    >>> text = "voir l'article 4 et l'annexe 2, selon l'article 5 du décret n° 2001-12"
    >>> found = find_inner_parts(text, {"4"}, {"1": ""}, find_legal_texts(text))
    >>> [(part.nature, part.number, part.present) for part in found]
    [('article', '4', True), ('annexe', '2', False)]
    """
    flat = fold(text).replace("\n", " ")
    if "article" in flat or "art." in flat:
        yield from _articles(text, flat, articles, legal)
    if "annexe" in flat:
        yield from _annexes(text, flat, annexes)


def _articles(text: str, flat: str, held: Set[str | None], legal: Sequence[LegalMention]) -> Iterator[InnerPart]:
    spans = [(mention.start, mention.end) for mention in legal if mention.article]
    for start, end, written in article_spans(text):
        titled = _HEADED.fullmatch(flat, 0, start) and _TITLED.match(flat, end)
        if titled or _NEW.search(flat, max(0, start - 20), start) or any(a <= start < b for a, b in spans):
            continue
        number = normalise_number(written)
        if other := _OTHERS.match(flat, end):
            stop = other.end() if other["what"].startswith("convention") else end
            words = text[start:stop] if other["what"].startswith("convention") else None
            if words:
                yield InnerPart("article", number, words, None, start, stop)
            continue
        yield InnerPart("article", number, None, number in held, start, end)


def _annexes(text: str, flat: str, held: Mapping[str, str]) -> Iterator[InnerPart]:
    for cited in _ANNEXES.finditer(flat):
        if _OTHERS.match(flat, cited.end()):
            continue
        for one in _ONE.finditer(flat, *cited.span("list")):
            written = text[one.start() : one.end()]
            if written.isalpha() and not (written.isascii() and written.isupper()):
                continue  # « l'annexe à la convention »
            number = normalise_number(written)
            yield InnerPart("annexe", number, None, number in held, cited.start(), cited.end())
    for cited in _PLAIN.finditer(flat):
        if _OTHERS.match(flat, cited.end()) or (
            _BARE_SUBJECT.search(flat, max(0, cited.start("noun") - 8), cited.start("noun"))
            and not _belongs(flat, cited)
        ):
            continue
        sort = cited["sort"]
        there = any(sort in fold(title) for title in held.values()) if sort else bool(held)
        words = text[cited.start("noun") : cited.end()] if sort else None
        yield InnerPart("annexe", None, words, there, cited.start("noun"), cited.end())


def _belongs(flat: str, cited: re.Match[str]) -> bool:
    """« l'annexe » alone may be a room: it is cited when it is named, or said to be the convention's."""
    if cited["sort"] or cited[0].startswith(("a l'", "dans l'", "selon l'", "par une")):
        return True
    return re.match(r" +(?:a|de) la (?:presente )?convention", flat[cited.end() :]) is not None
