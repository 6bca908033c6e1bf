"""What every reader of figures shares: time in proportion to the text, whatever the text."""

from collections.abc import Callable

import pytest

from ingestion.french import amounts, codes, dates, durations, percentages, periods, recurrence, sentences
from ingestion.french.folding import fold
from ingestion.french.numbers import find_counts

READERS: list[Callable[[str], tuple[object, ...]]] = [
    lambda text: find_counts(fold(text)),
    amounts.find_amounts,
    percentages.find_percentages,
    dates.find_dates,
    periods.find_periods,
    durations.find_durations,
    recurrence.find_recurrences,
    recurrence.find_rates,
    codes.find_codes,
    sentences.sentences,
]
PIECES = [
    "1",
    " ",
    "1 ",
    "123 ",
    "1,",
    "un ",
    "et un ",
    ".",
    ".*",
    "*",
    "\n",
    "\n ",
    "a.",
    "a-",
    "www.",
    "a@",
    "a",
    "€ ",
]
PIECES += [
    "1 € (",
    "cent (",
    "1 (",
    "1/1/",
    "mai ",
    "1 mai ",
    "fois ",
    "mensuel ",
    "0987-ab ",
    "1 % (",
    "loi du ",
    ")",
    "“",
]


@pytest.mark.parametrize("piece", PIECES)
def test_a_hundred_kilobytes_of_one_thing_are_read_to_the_end(piece: str) -> None:
    """A pattern that backtracks would not come back from these within a day."""
    text = piece * (100_000 // len(piece)) + " 500 € 50 % six mois tous les ans https://exemple.fr"
    for reader in READERS:
        assert isinstance(reader(text), tuple)


def test_figures_at_the_end_of_a_long_text_are_found() -> None:
    text = "Le pain est bon. " * 6000 + "Il coûte 500 € le 3 mai 2024."
    (amount,), (day,) = amounts.find_amounts(text), dates.find_dates(text)
    assert text[amount.start : amount.end] == "500 €"
    assert day.raw == "3 mai 2024"
