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
    r"|bénéficiaire|partenaire|partie|comptable|contrôleur|sponsor|intrapreneu|équipe|comité|administration|région|commune)\w*)"
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
_COUNTED = 4
"""Words after a number among which what it counts stands."""


def counts(text: str, terms: Collection[str]) -> bool:
    """Whether a number counts one of the words: « six agents », « 412 élèves »."""
    folded = fold(text)
    return any(
        set(tokens(" ".join(folded[count.end :].split()[:_COUNTED]))) & set(terms) for count in find_counts(folded)
    )


def has_type(text: str, answer_type: str | None) -> bool:
    """Whether a text holds something of the type that the question asks for; True when it asks for none."""
    if answer_type == "amount":
        return bool(find_amounts(text))
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
    if answer_type == "code":
        return bool(_CODE.search(text))
    return True


def states(text: str, answer_type: str | None) -> bool:
    """Whether a text states a date or a duration itself, as is asked; « à la fin » and « dès la signature » do not."""
    if answer_type == "date":
        return bool(find_dates(text))
    return answer_type == "duration" and bool(find_durations(text))
