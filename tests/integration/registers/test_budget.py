"""Every cell of the real conventions' budget tables: column, year, value, sum by team, estimate, article."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from ingestion.blocks import Block
from ingestion.facts.budget import read_budget
from ingestion.facts.evidence import State

REGISTER = {
    "3d62c197": [("AE", 2024, 141_000, None, False, "4"), ("CP", 2024, 141_000, None, False, "4")],
    "ffea78a1": [
        ("AE", 2019, 120_000, 20_000, True, "2"),
        ("CP", 2019, None, None, False, "2"),
        ("AE", 2020, 630_000, 105_000, True, "2"),
        ("CP", 2020, 750_000, 125_000, True, "2"),
    ],
    "595f852e": [
        ("AE", 2023, 270_000, None, False, "4"),
        ("CP", 2023, 135_000, None, False, "4"),
        ("AE", 2024, None, None, False, "4"),
        ("CP", 2024, 135_000, None, False, "4"),
    ],
    "2c0d475b": [("AE", 2021, 250_000, None, True, "5"), ("CP", 2021, 250_000, None, True, "5")],
    "95bf845b": [],
}


@pytest.mark.parametrize("document", REGISTER)
def test_budget(conventions: Mapping[str, tuple[Block, ...]], compare: Any, document: str) -> None:
    lines = read_budget(conventions[document])
    found = [(ln.column, ln.year, ln.value, ln.per_team, ln.estimate, ln.evidence[0].article) for ln in lines]
    expected = [
        (column, year, _euros(value), _euros(team), *rest) for column, year, value, team, *rest in REGISTER[document]
    ]
    compare("budget", found, expected)
    assert all((ln.state is State.BLANK) == (ln.value is None) and ln.label is None and not ln.total for ln in lines)


def _euros(value: int | None) -> Decimal | None:
    return None if value is None else Decimal(value)
