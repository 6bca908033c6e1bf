"""Answer types: whether a text holds what a question asks for, an amount, a date, a person, an address…"""

import re
from collections.abc import Collection

from index.words import tokens
from ingestion.french.amounts import find_amounts
from ingestion.french.dates import find_dates
from ingestion.french.durations import find_durations
from ingestion.french.folding import fold
from ingestion.french.numbers import find_counts
from ingestion.french.percentages import find_percentages
from ingestion.french.recurrence import find_recurrences

_PERSON = re.compile(
    r"\b(?:M\.|Mme|Madame|Monsieur|[A-ZÀ-Ý]{3,}|(?<=[a-z,;:’'] )[A-ZÀ-Ý][\w'’-]+|"
    r"(?i:représentant|direct(?:eur|rice)|présid|cheff?e?"
    r"|secrétaire|ministère|ministre|préfet|responsable|référent|agence|département|service|association|délégu|délégat|délégant"
    r"|bénéficiaire|partenaire|partie|comptable|contrôleur|sponsor|intrapreneu|équipe|comité|administration|région|commune"
    r"|organisme|établissement|propriétaire|occupant|bailleur|preneur|émetteur|destinataire|coordonnateur|porteur"
    r"|financeur|office|société|groupement)\w*)"
)
_ADDRESS = re.compile(
    r"\b\d{1,4}(?:\s?(?:bis|ter))?,?\s+(?:rue|avenue|av\.|bd|boulevard|place|quai|allée|impasse|chemin|route|cours|square)\b|\b\d{5}\s+[A-ZÀ-Ý]",
    re.IGNORECASE,
)
_MOMENT = re.compile(
    r"\b(?:des|apres|avant|a l'issue|au terme|a la fin|lors|suite a|chaque|tous les|a compter|jusqu|date|au plus tard"
    r"|en (?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre))\b"
)
"""« dès la signature », « suite au bilan »: when, without a date."""
_CODE = re.compile(r"\b(?=\w*\d)[A-Z0-9]{4,}(?:-[A-Z0-9]+)*\b")
_PHONE = re.compile(r"(?<![\d.])(?:\+\d{2}|0)[ .]?\d(?:[ .-]?\d{2}){4}(?!\d)")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w+")
_NAMED = re.compile(
    r"\b(?:M\.|Mme|Madame|Monsieur)\s|(?<=[a-zà-ÿ:,»] )[A-ZÀ-Ý][a-zà-ÿ]+ [A-ZÀ-Ý][\w'’-]+|\A[A-ZÀ-Ý][\w-]+ [A-ZÀ-Ý]{3,}"
)
"""A person's name: after a title, or two capitalised words."""
_SAID = 80
"""Characters after a noun within which a text says who that is."""
_COPULA = re.compile(r"\b(?:est|sont|sera|seront)\b|:(?!//)")
_IDENTIFIED = re.compile(r"\b(?:est|sont|sera|seront) (?:(?:le|la|les|l'|un|une|seule?s?|egalement) ?){0,2}\W*\Z")
"""What stands before a noun that says who somebody is: « l'Agence et la Caisse sont responsables »."""
_MEASURED = re.compile(r"\s*(?:k?€|m€|%|euros?\b|pour cent\b)")
_STOP = re.compile(r"""[«»"“”()\[\].,;:|\t]""")
"""A number counts nothing beyond these: « 1. Collège », « le programme 388 « littoral et ports » »."""
_COUNTED = 4
"""Words after a number among which what it counts stands."""


def counts(text: str, terms: Collection[str]) -> bool:
    """Whether a number counts one of the words: « six agents », « 412 élèves »; an article is no number.

    Euros and shares count nothing else.
    """
    folded = fold(text)
    return any(
        set(tokens(" ".join(_STOP.split(folded[count.end :], 1)[0].split()[:_COUNTED]))) & set(terms)
        for count in find_counts(folded)
        if folded[count.start : count.end] not in ("un", "une") and not _MEASURED.match(folded, count.end)
    )


def numbers(text: str) -> bool:
    """Whether a text holds a number that is no sum of money, no share and no article."""
    folded = fold(text)
    return any(
        folded[count.start : count.end] not in ("un", "une") and not _MEASURED.match(folded, count.end)
        for count in find_counts(folded)
    )


def identifies(text: str, terms: Collection[str]) -> bool:
    """Whether a text says who somebody is: by a name, or « le comptable est… »; « nommer un sponsor » does not."""
    folded = fold(text)
    words = re.finditer(r"[^\W_]+", folded)
    spans = [word.span() for word in words if set(tokens(word.group())) & set(terms)]
    copula = any(_IDENTIFIED.search(folded[:at]) or _COPULA.search(folded[end : end + _SAID]) for at, end in spans)
    return copula or bool(_NAMED.search(text))


def has_type(text: str, answer_type: str | None) -> bool:
    """Whether a text holds something of the type that the question asks for; True when it asks for none."""
    if answer_type == "amount":
        return bool(find_amounts(text)) or bool(find_percentages(text))  # « fixés à 3 % des dépenses »
    if answer_type == "date":
        return bool(find_dates(text)) or bool(find_durations(text)) or bool(_MOMENT.search(fold(text)))
    if answer_type == "duration":
        return bool(find_durations(text)) or bool(find_dates(text))
    if answer_type == "frequency":
        return bool(find_recurrences(text))
    if answer_type == "percent":
        return bool(find_percentages(text))
    if answer_type == "count":
        return bool(re.search(r"\d", text)) or bool(find_counts(fold(text)))
    if answer_type == "person":
        return bool(_PERSON.search(text))
    if answer_type == "address":
        return bool(_ADDRESS.search(text))
    if answer_type == "phone":
        return bool(_PHONE.search(text))
    if answer_type == "email":
        return bool(_EMAIL.search(text))
    if answer_type == "code":
        return bool(_CODE.search(text))
    return True


def states(text: str, answer_type: str | None) -> bool:
    """Whether a text states a date or a duration itself, as is asked; « à la fin » and « dès la signature » do not."""
    if answer_type == "date":
        return bool(find_dates(text))
    return answer_type == "duration" and bool(find_durations(text))
