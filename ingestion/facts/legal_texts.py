"""Legal texts: laws, decrees, circulars, regulations and codes that a text cites, with the articles cited of each."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Literal

import prompts
from ingestion.french.dates import find_dates
from ingestion.french.folding import fold

LegalNature = Literal[
    "décret", "loi", "ordonnance", "arrêté", "circulaire", "règlement", "code", "directive", "instruction",
    "délibération", "décision",
]  # fmt: skip

_NATURES: dict[str, LegalNature] = {
    "decret": "décret", "loi": "loi", "ordonnance": "ordonnance", "arrete": "arrêté", "circulaire": "circulaire",
    "reglement": "règlement", "directive": "directive", "instruction": "instruction", "deliberation": "délibération",
    "decision": "décision",
}  # fmt: skip
_NOUN = re.compile(rf"\b(?P<noun>{'|'.join(_NATURES)})s?\b")
_QUALIFIED = re.compile(
    r"(?: +(?:organique|constitutionnelle|modifiee?|(?:inter)?ministeriel(?:le)?|prefectorale?|royal|cadre|"
    r"d'application|delegue|"
    r"municipale?|\((?:ue|ce|cee|euratom)(?:, ?euratom)?\)|ue|ce|europeen|europeenne|conjointe?|commune?|"
    r"generale?|n°(?! ?[0-9])))*"
    r"(?: +(?:du|de la|de l'|des|d') ?[a-z' -]{3,60}?(?= +(?:n°|n\. ?°|en date|du +[0-9l]|[0-9]{3,5}/|[0-9]{2,4}-)))?"
)
_NUMBER = re.compile(
    r",? *(?:(?:n ?[°ºo]s?|numero|nos?|n°s|no\.?) ?(?P<told>[a-z0-9][a-z0-9/._-]*(?:- ?)?[a-z0-9]+|[0-9])"
    r"|(?P<bare>(?:19|20)?[0-9]{2}-[0-9]{1,5}(?![0-9-])|(?:19|20)[0-9]{2}/[0-9]{1,4}(?:/[a-z]{2,3})?|"
    r"[0-9]{2,5}/[a-z]{2,5}\b|"
    r"[a-z]{2,4}-[0-9]{4}-[0-9]{1,5}))"
)
_DATE_LEAD = re.compile(
    r"(?:,? *(?:modifiee?s?|susvisee?|precitee?)?,? *(?:en date )?du +|, *(?:en date )?du +|"
    r" +du [a-z' -]{3,60}?,? +(?:en date )?du +| +de [a-z' -]{3,40} du +)\Z"
)
_DATE_REACH = 90
_OBJECT = re.compile(
    r"(?:,? +(?:modifiee?s?|susvisee?s?|precitee?s?|consolidee?s?|pris(?:e)? pour l'application))*,? *(?:\(|"
    r",? *qui +|,? +)"
    r"(?P<object>(?:relati(?:f|ve)s? +|portant +|fixant +|concernant +|instituant +|definissant +|"
    r"pris(?:e)? (?:pour|en)|sur l[ae]s? +|pour (?:une|la|le|l')|"
    r"dite? +|regl|creant +|modifiant +|autorisant +|approuvant +|d'orientation|de finances|gestion )[^;()\n]{0,400}?)"
    r"(?=(?: +et +)?(?:,? +(?:et )?(?:notamment|en particulier|ainsi que|vise |visee |le decret|la loi|l'arrete|"
    r"l'ordonnance|la circulaire))|,? +et le |,? +et la |[;()\n]|\.(?: |\Z)|,\Z|\Z|, (?!d))"
)
_ARTICLE_NUMBER = (
    r"(?:[lrda]\.? ?\*? ?)?[0-9]+(?:-[0-9]+)*(?: (?:bis|ter|quater|quinquies|"
    r"[a-z](?= du code)))?(?![0-9])(?:er\b)?|premier\b|1 ?er\b|[ivx]{1,5}\b(?! d')"
)
_ARTICLES = re.compile(
    rf"\b(?:articles?|art\.) +(?P<list>(?:{_ARTICLE_NUMBER})(?:(?: *, *(?:et )?| +et +| +ou +|"
    rf" +a +)(?:{_ARTICLE_NUMBER}))*)"
)
_ONE = re.compile(_ARTICLE_NUMBER)
_OF = re.compile(
    r"(?:[ ,]*(?:\([^()]{1,12}\)|(?:[0-9]{1,2}(?:er|e|eme)?|premier|dernier|deuxieme|second|troisieme) alinea|"
    r"alineas? [0-9 et]+|paragraphes? [0-9 et]+|et suivants|i{1,3}|iv))* *(?:de la|de l'|du|des|de|d') *(?:la +|"
    r"le +)?(?:meme +)?"
)
_ITS = re.compile(r"\b(?:son|ses|notamment|en ses|en son) +\Z")
_CODE_ABBREVIATED = re.compile(r"[lrda]\.? ?\*? ?[0-9]")


@dataclass(frozen=True, slots=True)
class LegalMention:
    """One legal text cited at one place, or one article of it."""

    nature: LegalNature
    number: str | None
    """As written, « 2004-1085 »."""
    article: str | None
    """As written, « L. 301-5 », « 26 »."""
    date: date | None
    object: str | None
    """« relatif à… » or the name, as written; `None` when the mention has none."""
    start: int
    end: int
    """Characters of the text: the text cited, its article included."""


def find_legal_texts(text: str) -> tuple[LegalMention, ...]:
    """The legal texts that a passage cites, in order; one mention an article where articles are cited.

    >>> found = find_legal_texts("l'article 3 du décret n° 2001-12 du 4 mai 2001 relatif aux digues, et son article 9")
    >>> [(one.nature, one.number, str(one.date), one.article, one.object) for one in found]
    [('décret', '2001-12', '2001-05-04', '3', 'relatif aux digues'), ('décret', '2001-12', '2001-05-04', '9', None)]
    >>> find_legal_texts("une loi, le code source, l'article 4, la décision du comité")
    ()
    """
    flat = fold(text).replace("\n", " ")
    texts = sorted([*_numbered(text, flat), *_codes(text, flat)], key=lambda mention: mention.start)
    apart: list[LegalMention] = []
    for mention in texts:
        if apart and mention.number is None and flat[apart[-1].end : mention.start].strip() == "(":
            apart[-1] = replace(
                apart[-1], object=apart[-1].object or mention.object
            )  # « règlement (UE) 2016/679 (RGPD) »
        elif not apart or mention.start >= apart[-1].end:
            apart.append(mention)
    return tuple(sorted(_with_articles(text, flat, apart), key=lambda mention: (mention.start, mention.end)))


def _numbered(text: str, flat: str) -> Iterator[LegalMention]:
    nouns = list(_NOUN.finditer(flat))
    dates = find_dates(text) if nouns else ()
    for noun in nouns:
        qualified = _QUALIFIED.match(flat, noun.end())
        end = qualified.end() if qualified else noun.end()
        number = _NUMBER.match(flat, end)
        end = number.end() if number else end
        dated = next(
            (d for d in dates if end <= d.start < end + _DATE_REACH and _DATE_LEAD.fullmatch(flat, end, d.start)), None
        )
        if (number is None and dated is None) or (dated and dated.value is None and number is None):
            continue
        end = dated.end if dated else end
        told = _OBJECT.match(flat, end)
        thing = text[told.start("object") : told.end("object")].strip(" ,\n") if told else None
        end = (
            told.start("object") + len(text[told.start("object") : told.end("object")].rstrip(" ,\n")) if told else end
        )
        code = "".join(text[slice(*number.span(number.lastgroup or 0))].split()) if number else None
        yield LegalMention(_NATURES[noun["noun"]], code, None, dated.value if dated else None, thing, noun.start(), end)


@cache
def _code_pattern() -> re.Pattern[str]:
    tables = tomllib.loads(prompts.read("legal_codes.toml"))
    names = sorted((re.escape(fold(name)) for name in tables["codes"]), key=len, reverse=True)
    return re.compile(rf"\bcode +(?:{'|'.join(names)})(?!\w)".replace(r"\ ", " +"))


@cache
def _short_natures() -> tuple[LegalNature, ...]:
    return tuple(tomllib.loads(prompts.read("legal_codes.toml"))["names"])


@cache
def _name_pattern() -> re.Pattern[str]:
    tables = tomllib.loads(prompts.read("legal_codes.toml"))["names"]
    groups = []
    for rank, names in enumerate(tables.values()):
        words = sorted((re.escape(fold(name)) for name in names), key=len, reverse=True)
        groups.append(f"(?P<n{rank}>{'|'.join(words)})")
    return re.compile(rf"(?<!\w)(?:{'|'.join(groups)})(?!\w)".replace(r"\ ", " +"))


def _codes(text: str, flat: str) -> Iterator[LegalMention]:
    """Codes and texts cited by their short name."""
    for code in _code_pattern().finditer(flat):
        yield LegalMention("code", None, None, None, text[code.start() : code.end()], *code.span())
    for name in _name_pattern().finditer(flat):
        words = text[name.start() : name.end()]
        if len(words) > 4 or words.isupper():
            rank = int((name.lastgroup or "n0")[1:])
            yield LegalMention(_short_natures()[rank], None, None, None, words, *name.span())


def _with_articles(text: str, flat: str, texts: list[LegalMention]) -> Iterator[LegalMention]:
    """Each text once for each of its articles, or once by itself when no article of it is cited at that place."""
    taken: set[int] = set()
    for articles in _ARTICLES.finditer(flat):
        held = _text_of(flat, articles, texts)
        if held is None and not _CODE_ABBREVIATED.match(articles["list"]):
            continue
        follows = held is not None and held.start >= articles.end()
        for one in _ONE.finditer(flat, *articles.span("list")):
            article = text[one.start() : one.end()].strip()
            if held is None:
                yield LegalMention("code", None, article, None, None, articles.start(), articles.end())
                continue
            start, end = (articles.start(), held.end) if follows else articles.span()
            yield LegalMention(
                held.nature, held.number, article, held.date, held.object if follows else None, start, end
            )
        if held and follows:
            taken.add(held.start)
    yield from (mention for mention in texts if mention.start not in taken)


def _text_of(flat: str, articles: re.Match[str], texts: list[LegalMention]) -> LegalMention | None:
    """The text whose articles these are: « … du décret » after them, or before them « et notamment son article »."""
    link = _OF.match(flat, articles.end())
    if link:
        after = next((mention for mention in texts if link.end() - 1 <= mention.start <= link.end() + 1), None)
        if after:
            return after
    before = [mention for mention in texts if mention.end <= articles.start()]
    return before[-1] if before and _ITS.search(flat, max(0, articles.start() - 20), articles.start()) else None


def article_spans(text: str) -> tuple[tuple[int, int, str], ...]:
    """Every « article N » of a text, whoever's it is: span of the words and number as written, one a number.

    >>> article_spans("aux articles 3 et 4-1")
    ((4, 21, '3'), (4, 21, '4-1'))
    """
    flat = fold(text).replace("\n", " ")
    return tuple(
        (articles.start(), articles.end(), text[one.start() : one.end()].strip())
        for articles in _ARTICLES.finditer(flat)
        for one in _ONE.finditer(flat, *articles.span("list"))
    )
