"""Notices, and the last day to give them."""

from dataclasses import replace
from datetime import date

import pytest

from bot.answers.claim import Claim
from ingestion.french.durations import Duration
from tests.made_register import ENDS, LASTS, NOTICE, SIGNED, UNSIGNED, claimed


def test_the_notice_and_its_form() -> None:
    (found,) = claimed("Quel est le préavis de Quai Ouvert ?", NOTICE, ENDS)
    assert found.text == "**trois mois** — préavis de résiliation, par lettre recommandée"
    assert (found.values[0].value, found.values[0].unit) == ("3", "month")


def latest(*facts: object, question: str = "Au plus tard quand donner le préavis de Quai Ouvert ?") -> Claim:
    return claimed(question, *facts)[0]  # type: ignore[arg-type]


def test_the_last_day_is_the_end_minus_the_notice() -> None:
    found = latest(NOTICE, ENDS)
    assert found.values[0].value == "2025-09-30", "31 December − 3 months: September has no 31st day"
    assert found.values[0].how and found.values[0].how.startswith("2025-12-31 − trois mois = 2025-09-30")
    assert "1182/71" in found.text
    assert [one.quote for one in found.evidence] == [ENDS.evidence[0].quote, NOTICE.evidence[0].quote]


@pytest.mark.parametrize(
    ("end", "length", "day"),
    [
        (date(2025, 5, 31), Duration(3, "month"), "2025-02-28"),
        (date(2025, 6, 30), Duration(2, "month"), "2025-04-30"),
        (date(2025, 6, 30), Duration(45, "day"), "2025-05-16"),
    ],
)
def test_months_end_on_a_day_that_exists(end: date, length: Duration, day: str) -> None:
    assert latest(replace(NOTICE, length=length), replace(ENDS, end=end)).values[0].value == day


def test_a_computed_end_serves_too() -> None:
    assert latest(NOTICE, LASTS, SIGNED).values[0].value == "2025-06-15"


def test_no_end_no_last_day() -> None:
    assert latest(NOTICE, LASTS, UNSIGNED).text.startswith("**trois mois**")


def test_the_notice_against_renewal_is_preferred_when_it_is_asked() -> None:
    against = replace(NOTICE, length=Duration(4, "month"), purpose="reconduction")
    found = claimed("Quel préavis pour s'opposer à la reconduction de Quai Ouvert ?", NOTICE, against)
    assert [claim.values[0].value for claim in found] == ["4"]


def test_notices_are_ranked_by_their_length_not_by_their_number() -> None:
    (months,) = claimed("préavis de Quai Ouvert", NOTICE)
    (days,) = claimed("préavis de Quai Ouvert", replace(NOTICE, length=Duration(45, "day")))
    assert months.order is not None and days.order is not None
    assert months.order > days.order
