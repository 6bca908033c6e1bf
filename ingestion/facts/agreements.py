"""Other agreements that a text names: conventions, amendments, contracts and letters, by number, date or name."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ingestion.french.dates import DateMention, find_dates
from ingestion.french.folding import fold

AgreementNature = Literal["convention", "avenant", "marché", "lettre"]

_NOUN = re.compile(
    r"\b(?:(?P<convention>conventions?|protocoles?(?: d'accord)?|accords?(?: de [a-z]+)?)|(?P<avenant>avenants?)|"
    r"(?P<marche>marches?|accords?-cadres?)|(?P<lettre>lettres?|courriers?))\b"
)
_THIS = re.compile(r"\b(?:presente?|ce|cette|meme)[ ]+\Z")
_KIND = (
    r"(?:[ ]+(?:initiale?|cadre|interministeriel(?:le)?s?|publics?|tripartite|bipartite|pluriannuel(?:le)?|"
    r"annuel(?:le)?|nationale?|specifique|type))*"
    r"(?:[ ]+(?:de[ ]|d'|du[ ]|des[ ]|relati(?:f|ve)[ ]|portant[ ]|a[ ]la[ ])[^,;:.\"()]{2,140}?)??"
)
_NUMBER = re.compile(rf"{_KIND}[ ]+n[°º][ ]?(?P<number>[a-z0-9][a-z0-9/_-]*)")
_NAMED = re.compile(rf"{_KIND}[ ]*\"[ ]?(?P<name>[^\"]{{3,160}}?)[ ]?\"")
_DATED = re.compile(
    rf"{_KIND}(?:[ ]*\"[^\"]{{3,160}}\")?,?(?:[ ]+(?:signee?|conclue?|notifiee?|passee?|etablie?|approuvee?|"
    rf"adressee?|en[ ]date)s?)?[ ]+(?:le|du|en)[ ]+\Z"
)
_SIGNED = re.compile(r"\b(?:signe|conclu|passe|notifie)\w*,?[ ]+(?:le|en|du)[ ]+\Z")
_COMPLEMENT = re.compile(r"(?:[ ]+(?:de[ ]|d')[a-z-]+)?")
_REACH = 170
_BEFORE = 30
"""Characters looked at before an agreement's noun."""


@dataclass(frozen=True, slots=True)
class AgreementMention:
    """Another agreement where the text names it."""

    nature: AgreementNature
    number: str | None
    """As written after « n° »."""
    date: date | None
    name: str | None
    """Its name between quotes, else the words that name it, as written."""
    start: int
    end: int


def find_agreements(text: str) -> Iterator[AgreementMention]:
    """Agreements told by a number, a date or a name between quotes; « la présente convention » is none.

    >>> [(one.nature, one.number, str(one.date), one.name) for one in find_agreements(
    ...     "la convention n° 12-AB du 3 mai 2021, le marché « Pain frais » et la présente convention du 4 mai 2022")]
    [('convention', '12-AB', '2021-05-03', None), ('marché', None, 'None', 'Pain frais')]
    """
    flat = fold(text).replace("\n", " ")
    nouns = [
        noun for noun in _NOUN.finditer(flat) if not _THIS.search(flat, max(0, noun.start() - _BEFORE), noun.start())
    ]
    if not nouns:
        return
    dates = find_dates(text)
    last = 0
    for noun in nouns:
        mention = _mention(text, flat, noun, dates) if noun.start() >= last else None
        if mention:
            last = mention.end
            yield mention


def _mention(text: str, flat: str, noun: re.Match[str], dates: tuple[DateMention, ...]) -> AgreementMention | None:
    start, end = noun.start(), noun.end()
    stop = min(len(flat), end + _REACH)
    number = _NUMBER.match(flat, end, stop)
    named = _NAMED.match(flat, end, stop)
    end = max([end, *(found.end() for found in (number, named) if found)])
    told = next((d for d in dates if d.year and noun.end() <= d.start < stop and _leads(flat, noun, number, d)), None)
    before = None if told else next((d for d in dates if d.year and _signed_before(flat, d, start)), None)
    if told:
        end = max(end, told.end)
    if not (number or named or told or before):
        return None
    when = told or before
    if before and not named:
        end = _COMPLEMENT.match(flat, end).end()  # type: ignore[union-attr]  # matches nothing at least
    nature: AgreementNature = (
        "marché" if noun["marche"] else "lettre" if noun["lettre"] else "avenant" if noun["avenant"] else "convention"
    )
    name = text[named.start("name") : named.end("name")] if named else None
    if name is None and number is None:
        name = text[start : told.start if told else end].rstrip()
        name = re.sub(r"[\s,]+(?:signée?s?|conclue?s?|en date)?[\s,]*(?:le|du|en)?$", "", name)
    return AgreementMention(
        nature,
        text[number.start("number") : number.end("number")] if number else None,
        when.value if when else None,
        name,
        start,
        end,
    )


def _leads(flat: str, noun: re.Match[str], number: re.Match[str] | None, found: DateMention) -> bool:
    start = number.end() if number and number.end() <= found.start else noun.end()
    return _DATED.fullmatch(flat, start, found.start) is not None


def _signed_before(flat: str, found: DateMention, start: int) -> bool:
    """« ont signé, en avril 2019, une convention »."""
    close = found.end <= start and re.fullmatch(r",?[ ]+(?:une?|la|le|l')[ ]*", flat[found.end : start]) is not None
    return close and _SIGNED.search(flat, max(0, found.start - _BEFORE), found.start) is not None
