"""Citations: one text cited with two dates, or with a date that its number denies."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

from ingestion.anomaly.finding import Anomaly, anomaly
from ingestion.anomaly.reading import Reading
from ingestion.facts.evidence import Evidence
from ingestion.facts.references import Reference

_NUMBERED = re.compile(r"(?P<year>\d{4}|\d{2})-\d{1,4}")
_TEXTS = (
    "décret", "loi", "ordonnance", "arrêté", "circulaire", "règlement", "directive", "instruction", "délibération",
    "décision",
)  # fmt: skip
"""Natures with one date; a contract is signed, notified and amended on several."""
_BY_YEAR = ("décret", "loi", "ordonnance")
"""Natures whose number begins with the year of the signature (Légifrance, « numérotation des textes »)."""
_CENTURY = 1900


def find_two_dates(reading: Reading) -> Iterator[Anomaly]:
    """One number, two dates."""
    cited: dict[tuple[str, str], list[Reference]] = {}
    for reference in reading.of(Reference):
        if reference.number and reference.date and reference.nature in _TEXTS:
            cited.setdefault((reference.nature, reference.number), []).append(reference)
    for (nature, number), references in cited.items():
        counts = Counter(reference.date for reference in references if reference.date)
        if len(counts) == 2:
            (usual, _), (other, _) = counts.most_common()
            evidence = (_first(references, other), _first(references, usual))
            yield anomaly(
                "reference_two_dates", "attention", evidence, nature=nature, number=number, first=other, second=usual
            )


def _first(references: list[Reference], day: date) -> Evidence:
    return next(reference.evidence[0] for reference in references if reference.date == day)


def find_denied_dates(reading: Reading) -> Iterator[Anomaly]:
    """« décret n° 2012-1246 du 7 novembre 2014 »: the number says 2012."""
    told: set[tuple[str | None, date | None]] = set()
    for reference in reading.of(Reference):
        found = _NUMBERED.fullmatch(reference.number or "")
        if (
            not found
            or not reference.date
            or reference.nature not in _BY_YEAR
            or (reference.number, reference.date) in told
        ):
            continue
        told.add((reference.number, reference.date))
        year = int(found["year"]) if len(found["year"]) == 4 else _CENTURY + int(found["year"])
        if year != reference.date.year:
            yield anomaly(
                "reference_year_differs", "attention", reference.evidence[:1],
                nature=reference.nature, number=reference.number, date=reference.date, year=year,
            )  # fmt: skip
