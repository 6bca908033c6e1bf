"""The dates of the five real conventions, stated by hand: every one that is not a law's, a decree's or a circular's."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from ingestion.facts.dates import DateFact, read_dates
from ingestion.structure import read_blocks

Line = tuple[str, date | tuple[int | None, int | None] | str | None, str | None]
"""Nature, then the day, the year and month, the event or `None` for a blank, then the article."""

REGISTERS: tuple[tuple[Line, ...], ...] = (
    (
        ("decision", (2024, 1), None),
        ("effect", "signature", "6"),
        ("end", date(2024, 12, 31), "6"),
        ("signature", None, None),
    ),
    (
        ("effect", "signature", "7"),
        ("start", (2019, 11), "7"),
        ("end", (2020, 12), "7"),
        ("signature", date(2019, 12, 9), None),
    ),
    (
        ("decision", (2023, 1), None),
        ("other", (None, 11), "4"),  # without a year in the text
        ("effect", "signature", "6"),
        ("end", date(2023, 12, 31), "6"),
        ("signature", None, None),
    ),
    (
        ("letter", date(2021, 6, 7), None),
        ("effect", "signature", "7"),
        ("end", date(2021, 12, 31), "7"),
        ("signature", date(2021, 6, 10), None),
    ),
    (
        ("convention", (2019, 4), None),
        ("other", (2019, 4), None),
        ("other", (2018, None), None),
        ("other", (2019, None), None),
        ("effect", "publication", "7"),
        ("signature", date(2020, 3, 25), None),
    ),
)


def line(fact: DateFact) -> Line:
    partial = (fact.year, fact.month) if fact.words and not fact.event else None
    return fact.nature, fact.value or fact.event or partial, fact.evidence[0].article


@pytest.mark.parametrize("number", range(len(REGISTERS)))
def test_the_register_of_dates(shared: Path, number: int) -> None:
    text = sorted((shared / "conventions").glob("*.txt"))[number].read_text(encoding="utf-8")
    facts = read_dates(read_blocks(text))
    assert all(text[place.start : place.end] == place.quote for fact in facts for place in fact.evidence)
    read, expected = Counter(map(line, facts)), Counter(REGISTERS[number])
    right = (read & expected).total()
    print(f"dates {number}: precision {right / read.total():.2f}, recall {right / expected.total():.2f}")
    assert read == expected
