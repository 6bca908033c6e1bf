"""Days that a question bounds, whatever the words and however much of a date is given."""

import pytest

from bot.answers.date_bounds import bounds_of


@pytest.mark.parametrize(("text", "first", "last"), [
    ("se terminent avant mars 2026 ?", None, "2026-02-28"),
    ("se terminent avant le 1er mars 2026", None, "2026-02-28"),
    ("avant fin 2025", None, "2025-12-31"),
    ("which agreements end before 2027?", None, "2026-12-31"),
    ("d'ici juin 2026", None, "2026-06-30"),
    ("jusqu'en 2026", None, "2026-12-31"),
    ("until March 2024", None, "2024-03-31"),
    ("après 2026", "2027-01-01", None),
    ("after 15 March 2025", "2025-03-16", None),
    ("à partir de février 2024", "2024-02-01", None),
    ("depuis le 3 mai 2024", "2024-05-03", None),
    ("entre janvier 2025 et juin 2025", "2025-01-01", "2025-06-30"),
    ("between 2024 and 2026", "2024-01-01", "2026-12-31"),
])  # fmt: skip
def test_bounds(text: str, first: str | None, last: str | None) -> None:
    found = bounds_of(text)
    assert found is not None
    assert (found.first and str(found.first), found.last and str(found.last)) == (first, last)


@pytest.mark.parametrize("text", ["en 2025", "signées le 3 mai 2024", "avant la fin", "après signature", ""])
def test_no_bounds(text: str) -> None:
    assert bounds_of(text) is None
