"""The deadlines and recurrences of the five real conventions, stated by hand."""

from collections import Counter
from pathlib import Path

import pytest

from ingestion.facts.deadlines import Deadline, read_deadlines
from ingestion.facts.definitions import read_definitions
from ingestion.facts.parties import read_parties
from ingestion.facts.roles import read_roles
from ingestion.french.durations import Duration
from ingestion.structure import read_blocks

Line = tuple[str, str | None, str | None, str]
"""First word of what is due, role of who owes it, article, then when."""

PARTNER, GIVER, TAKER, ALL = "partenaire-délégataire", "délégant", "délégataire", "parties"
SIX_MONTHS, MONTHLY, AT_ONCE = "every 6 month", "every 1 month", "at once"
SIGNED = "at once signature"

FUND: tuple[Line, ...] = (  # two conventions of the same programme say the same
    ("Les", None, "2", SIX_MONTHS),
    ("prévoir", PARTNER, "2", "6 month after signature"),
    ("procéder,", GIVER, "4", SIGNED),
    ("50%", None, "4", SIGNED),
    ("Le", PARTNER, "4", "after end"),
    ("En", PARTNER, "4", AT_ONCE),
    ("Dans", PARTNER, "4", AT_ONCE),
)
REGISTERS: tuple[tuple[Line, ...], ...] = (
    FUND,
    (
        ("dès", GIVER, "2", "at once other"),
        ("organiser", GIVER, "2", "after other"),
        ("Le", GIVER, "2", "after other"),
        ("procède", GIVER, "2", SIGNED),
        ("met", GIVER, "2", SIGNED),
        ("Le", GIVER, "5", "after other"),
        ("Le", TAKER, "5", MONTHLY),
        ("Le", TAKER, "5", "after end"),
        ("En", TAKER, "5", AT_ONCE),
        ("Dans", TAKER, "5", AT_ONCE),
    ),
    FUND,
    (
        ("Les", None, "4", SIX_MONTHS),
        ("La", TAKER, "5", "after other"),
        ("procède", GIVER, "5", SIGNED),
        ("met", GIVER, "5", SIGNED),
        ("Le", GIVER, "5", "after other"),
        ("Le", TAKER, "5", "after end"),
        ("En", TAKER, "5", AT_ONCE),
        ("Dans", TAKER, "5", AT_ONCE),
        ("Violation", TAKER, None, AT_ONCE),
        ("Travaux", None, None, "before other"),
    ),
    (
        ("organiser", GIVER, "2", "before end"),
        ("fournir,", GIVER, "2", "after other"),
        ("procède", GIVER, "2", SIGNED),
        ("met", GIVER, "2", SIGNED),
        ("fournir,", TAKER, "3", "after other"),
        ("renseigne", TAKER, "3", SIGNED),
        ("adresse", TAKER, "3", SIGNED),
        ("dès", ALL, "4", "at once other"),
        ("Le", GIVER, "5", "after other"),
        ("Le", TAKER, "5", MONTHLY),
        ("Le", TAKER, "5", "after end"),
        ("En", TAKER, "5", AT_ONCE),
        ("Dans", GIVER, "5", "after end"),
    ),
)


def words(length: Duration | None) -> str:
    return f"{length.count} {length.unit}" if length else ""


def when(fact: Deadline) -> str:
    if fact.every:
        return f"every {words(fact.every)}"
    place = "at once" if fact.immediate else f"{words(fact.offset)} {fact.direction}"
    return f"{place} {fact.event or ''}".strip()


def line(fact: Deadline) -> Line:
    return fact.what.split()[0], fact.who.role if fact.who else None, fact.evidence[0].article, when(fact)


@pytest.mark.parametrize("number", range(len(REGISTERS)))
def test_the_register_of_deadlines(shared: Path, number: int) -> None:
    text = sorted((shared / "conventions").glob("*.txt"))[number].read_text(encoding="utf-8")
    blocks = read_blocks(text)
    facts = read_deadlines(blocks, read_roles(blocks, read_parties(blocks), read_definitions(blocks)))
    assert all(text[place.start : place.end] == place.quote for fact in facts for place in fact.evidence)
    read, expected = Counter(map(line, facts)), Counter(REGISTERS[number])
    right = (read & expected).total()
    print(f"deadlines {number}: precision {right / read.total():.2f}, recall {right / expected.total():.2f}")
    assert read == expected
