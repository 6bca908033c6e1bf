"""The terms and notices of the five real conventions, stated by hand."""

from datetime import date
from pathlib import Path

import pytest

from ingestion.facts.definitions import read_definitions
from ingestion.facts.notices import read_notices
from ingestion.facts.parties import read_parties
from ingestion.facts.roles import read_roles
from ingestion.facts.terms import Term, read_terms
from ingestion.french.durations import Duration
from ingestion.structure import read_blocks

TermLine = tuple[str, Duration | None, str | None, date | None, date | None, str | None]
"""Nature, duration, event that starts it, first day, last day, article."""

TERMS: tuple[TermLine, ...] = (
    ("end", None, None, None, date(2024, 12, 31), "6"),
    ("period", None, None, date(2019, 11, 1), date(2020, 12, 31), "7"),
    ("end", None, None, None, date(2023, 12, 31), "6"),
    ("end", None, None, None, date(2021, 12, 31), "7"),
    ("duration", Duration(1, "year"), "publication", None, None, "7"),
)
NOTICE_ARTICLES = ("6", "7", "6", "7", "7")


def line(fact: Term) -> TermLine:
    return fact.nature, fact.duration, fact.starts_from, fact.start, fact.end, fact.evidence[0].article


def document(shared: Path, number: int) -> str:
    return sorted((shared / "conventions").glob("*.txt"))[number].read_text(encoding="utf-8")


@pytest.mark.parametrize("number", range(len(TERMS)))
def test_the_register_of_terms(shared: Path, number: int) -> None:
    facts = read_terms(read_blocks(document(shared, number)))
    right = sum(line(fact) == TERMS[number] for fact in facts)
    print(f"terms {number}: precision {right / max(1, len(facts)):.2f}, recall {right:.2f}")
    assert [line(fact) for fact in facts] == [TERMS[number]]
    assert {(fact.renewal, fact.times, fact.until) for fact in facts} == {(None, None, None)}


@pytest.mark.parametrize("number", range(len(TERMS)))
def test_the_register_of_notices(shared: Path, number: int) -> None:
    blocks = read_blocks(document(shared, number))
    facts = read_notices(blocks, read_roles(blocks, read_parties(blocks), read_definitions(blocks)))
    lines = [(fact.length, fact.purpose, fact.holder, fact.form, fact.evidence[0].article) for fact in facts]
    expected = (Duration(3, "month"), "résiliation", None, None, NOTICE_ARTICLES[number])
    right = lines.count(expected)
    print(f"notices {number}: precision {right / max(1, len(lines)):.2f}, recall {right:.2f}")
    assert lines == [expected]
    assert (facts[0].effect or "").startswith("La résiliation de la convention entraîne de plein droit")
