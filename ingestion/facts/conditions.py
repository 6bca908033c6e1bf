"""Conditions and time limits inside a sentence, verbatim: « En cas de… », « sous dix jours », « dès la signature »."""

import re

from ingestion.french.dates import find_dates
from ingestion.french.durations import find_durations
from ingestion.french.folding import fold
from ingestion.french.recurrence import find_recurrences

_CONDITION = (
    r"en[ \n]cas[ \n]d|si[ \n](?!bien|possible)|s'(?:il|ils)[ \n]|a[ \n]defaut\b|dans[ \n]l'hypothese|lorsqu|"
    r"sous[ \n]reserve|a[ \n](?:la[ \n])?condition\b|"
    r"des[ \n]lors[ \n]qu|en[ \n]l'absence|sauf\b|faute[ \n]d|a[ \n](?:sa|la|"
    r"leur)[ \n](?:premiere[ \n])?demande\b|sur[ \n](?:simple[ \n]|sa[ \n])?demande\b|passe[ \n]ce[ \n]delai|"
    r"au[ \n]cas[ \n]ou|tant[ \n]qu|au-dela[ \n]de|quand\b|pourvu[ \n]qu|dans[ \n]le[ \n]cas[ \n]ou|"
    r"dans[ \n]la[ \n]limite|dans[ \n]la[ \n]mesure"
)
_PREFIX = re.compile(
    rf"[ \n]*(?:{_CONDITION}|pour[ \n]les[ \n](?!besoins)|pour[ \n](?:tout|toute|tous|toutes|chaque)[ \n]|"
    rf"hors[ \n]|le[ \n]cas[ \n]echeant|en[ \n]dehors|"
    r"a[ \n]l'exception)"
)
_INSIDE = re.compile(rf"\b(?:{_CONDITION})")
_WHOLE = re.compile(r"le[ \n]cas[ \n]echeant|dans[ \n]la[ \n]mesure[ \n]du[ \n]possible|si[ \n](?:necessaire|besoin)")
_LONG = ("des lors", "sous reserve", "a la condition", "a condition", "tant qu", "sauf")
"""What these open goes on to the end of the sentence, commas included."""

_BEFORE = re.compile(
    r"(?:(?:au plus tard|d'ici|avant|jusqu'(?:au?|en)|dans|sous|a compter d[ue]|apres|pendant|a|tous|toutes|"
    r"dans un delai|"
    r"delai|maximum|maximal|de|des|d'|le|la|les|l'|un|une|au|du|fin|debut|moins|plus|trimestre|chaque)[ \n]*)*\Z"
)
_LIMITS = re.compile(r"\b(?:au plus tard|d'ici|avant|dans (?:un|le|les|l')|sous|jusqu'|apres|a compter|delai)[ \n]*")
_AFTER = re.compile(
    r"(?:[ \n]*\([^()]{1,20}\))?(?:[ \n](?:calendaires|francs|ouvres|ouvrables|maximum|au plus|au moins|"
    r"a l'avance|auparavant|plus tard|pleins))*"
    r"(?:[ \n](?:suivants?|a compter|a dater|a partir|apres|avant|de|du|des|d'|a reception|"
    r"qui suivent)\b(?:[ \n](?:les|un|une|l'))?"
    r"(?:(?![ \n](?:et|un|une|les|dont|puis|ou|afin|pour|au moyen)\b)[^,;:.()]){2,90})?"
)
_OF_EVERY = re.compile(r"[ \n](?:de|du|d')[ \n]?(?:chaque|mois|trimestre|annee)[^,;:.()]{0,40}")
_THING = (
    r"(?:l[ae][ \n]|l'|chaque[ \n]|sa[ \n]|son[ \n])?(?:presente?[ \n]|premiere?[ \n]|deuxieme[ \n]|"
    r"derniere?[ \n])?[a-z-]{4,}"
    r"(?:[ \n](?:de[ \n](?:la[ \n]|l')?|du[ \n]|d')(?:presente?[ \n]|chaque[ \n])?[a-z-]{4,}){0,2}"
    r"(?:[ \n](?:fixee?|prevue?|mentionnee?|visee?)s?[ \n][^,;:.()]{3,40})?"
)
"""A noun with its complements: « la signature de la présente convention », « la période fixée à l'article 7 »."""
_FIXED = re.compile(
    r"\b(?:sans[ \n](?:delai|attendre|retard)|dans[ \n]les[ \n](?:meilleurs|plus[ \n]brefs)[ \n]delais|"
    r"immediatement|aussitot|"
    r"en[ \n]temps[ \n](?:utile|voulu)(?:[ \n]et[ \n]notamment[ \n]en[ \n]fin[ \n]de[ \n]gestion)?|"
    rf"des[ \n](?:l[ae][ \n]|l'|leur[ \n]|sa[ \n]|son[ \n]|ce[ \n])?{_THING}|"
    rf"(?:au[ \n]terme|a[ \n]l'issue|a[ \n]la[ \n](?:fin|cloture|date))[ \n](?:de[ \n]|du[ \n]|des[ \n]|d'){_THING}|"
    rf"avant[ \n](?:l[ae][ \n](?:fin|terme|echeance)[ \n](?:de[ \n]|du[ \n]|d')|tout[e]?[ \n]|(?=l'|l[ae][ \n]|"
    rf"son[ \n]|sa[ \n])){_THING}|"
    rf"dans[ \n](?:le[ \n]mois|l'annee|la[ \n]semaine|le[ \n]trimestre)[ \n](?:de[ \n]|du[ \n]|suivant[ \n]|"
    rf"qui[ \n]suit[ \n]){_THING}|"
    rf"a[ \n](?:la[ \n])?(?:reception|signature|notification)(?:[ \n](?:de[ \n]|du[ \n]|des[ \n]|d'){_THING})?|"
    r"(?:au[ \n]moins[ \n])?(?:une|deux|trois|quatre)[ \n]fois[ \n]par[ \n](?:an|mois|trimestre|semestre|semaine))"
)
_GAP = re.compile(r"[ \n,]*(?:et|puis|ainsi qu'|ou|,)?[ \n]*")


def find_condition(prefix: str, wording: str) -> str | None:
    """The condition that opens a sentence, else the first one inside its wording.

    >>> find_condition("En cas de panne,", "prévient l'agence"), find_condition("", "paie, sous réserve de fonds")
    ('En cas de panne', 'sous réserve de fonds')
    >>> find_condition("Dès la signature,", "informe le délégant si le comité le demande"), find_condition("", "siège")
    ('si le comité le demande', None)
    """
    if _PREFIX.match(fold(prefix)):
        return prefix.strip(" ,\n")
    folded = fold(wording)
    if opened := _PREFIX.match(folded):
        comma = folded.find(",", opened.end())
        if 0 < comma < 200:
            return wording[:comma].strip()
    return _inside(wording, folded)


def _inside(wording: str, folded: str) -> str | None:
    if whole := _WHOLE.search(folded):
        return wording[whole.start() : whole.end()]
    found = _INSIDE.search(folded)
    if found is None:
        return None
    stops = ";:" if folded.startswith(_LONG, found.start()) else ",;:"
    end = next((at for at in range(found.end(), len(folded)) if folded[at] in stops), len(folded))
    return wording[found.start() : end].strip(" ,.\n")


def find_time_limit(text: str) -> str | None:
    """The first time limit, verbatim, with those joined to it.

    >>> find_time_limit("remet le rapport dans les six mois suivant la clôture, en deux exemplaires")
    'dans les six mois suivant la clôture'
    >>> find_time_limit("rend compte mensuellement ainsi qu'au terme de la convention, de tout")
    "mensuellement ainsi qu'au terme de la convention"
    >>> find_time_limit("Dès la signature, il paie"), find_time_limit("travaille deux jours par semaine pendant un an")
    ('Dès la signature', None)
    """
    folded = fold(text)
    spans = sorted({*_fixed(text, folded), *_dated(text, folded), *_counted(text, folded), *_recurring(text, folded)})
    if not spans:
        return None
    start, end = spans[0]
    for a, b in spans[1:]:
        if a > end and not _GAP.fullmatch(folded, end, a):
            break
        end = max(end, b)
    return text[start:end].strip(" ,\n")


def _fixed(text: str, folded: str) -> list[tuple[int, int]]:
    """« dès » is told from « des » by its accent."""
    spans = (found.span() for found in _FIXED.finditer(folded))
    return [(a, b) for a, b in spans if not folded.startswith("des", a) or text[a + 1] in "èÈ"]


def _left(folded: str, start: int) -> int:
    before = _BEFORE.search(folded, max(0, start - 60), start)
    first = before.start() if before else start
    # the regex may start inside a word when the window cuts one
    while 0 < first < start and folded[first - 1].isalnum():
        first = folded.find(" ", first, start) + 1 or start
    return first


def _dated(text: str, folded: str) -> list[tuple[int, int]]:
    spans = []
    for date in find_dates(text):
        first = _left(folded, date.start)
        limit = _LIMITS.search(folded, first, date.start)
        if limit and not folded[limit.start() : date.start].startswith("apres"):
            every = _OF_EVERY.match(folded, date.end)
            spans.append((limit.start(), every.end() if every else date.end))
    return spans


def _counted(text: str, folded: str) -> list[tuple[int, int]]:
    """Durations that are limits: « sous dix jours », « trente jours après… », never « pendant un an »."""
    spans = []
    for duration in find_durations(text):
        first = _left(folded, duration.start)
        limit = _LIMITS.search(folded, first, duration.start)
        after = _AFTER.match(folded, duration.end)
        tail = after[0] if after else ""
        told = re.search(
            r"suivant|a compter|apres|avant|a l'avance|auparavant|plus tard|a partir|a dater|a reception", tail
        )
        if limit or told:
            # « dans les deux mois de la remise », but « sous dix jours du coût … » is no limit past the days
            goes_on = told or (limit and limit[0].startswith("dans l"))
            spans.append((limit.start() if limit else duration.start, duration.end + (len(tail) if goes_on else 0)))
    return spans


def _recurring(text: str, folded: str) -> list[tuple[int, int]]:
    return [
        (found.start, found.end) for found in find_recurrences(text) if _is_adverbial(folded, found.start, found.end)
    ]


def _is_adverbial(folded: str, start: int, end: int) -> bool:
    """False for an adjective that qualifies a noun, « bilan annuel »."""
    return bool(
        re.match(
            r"(?:le[ \n])?[0-9]|chaque|tous|toutes|une|deux|trois|quatre|[a-z]+ement\b|au moins", folded[start:end]
        )
    )
