"""End, duration and renewal."""

from dataclasses import replace
from datetime import date

import pytest

from ingestion.french.durations import Duration
from tests.made_register import ENDS, LASTS, RENEWS, SIGNED, UNSIGNED, claimed, date_fact, term, texts

_END = "Quand finit Quai Ouvert ?"


def test_a_stated_end_is_stated() -> None:
    (found,) = claimed(_END, LASTS, ENDS, SIGNED)
    assert found.values[0].value == "2025-12-31" and found.values[0].how is None
    assert found.text.startswith("**31 décembre 2025**")


def test_an_end_is_computed_from_the_texts_own_date() -> None:
    (found,) = claimed(_END, LASTS, SIGNED)
    end = found.values[0]
    assert (
        end.value == "2025-09-15"
        and end.how == "2024-03-15 + dix-huit mois = 2025-09-15 (règlement (CEE, Euratom) 1182/71, art. 3)"
    )
    assert "1182/71" in found.text and "par vous" not in found.text
    assert [one.quote for one in found.evidence] == [LASTS.evidence[0].quote, SIGNED.evidence[0].quote]


@pytest.mark.parametrize(
    ("start", "length", "end"),
    [
        ("le 31 août 2024", Duration(6, "month"), "2025-02-28"),
        ("le 31 août 2023", Duration(6, "month"), "2024-02-29"),
        ("le 15 mars 2024", Duration(6, "month"), "2024-09-15"),
        ("le 29 février 2024", Duration(1, "year"), "2025-02-28"),
        ("le 1er janvier 2024", Duration(10, "day"), "2024-01-11"),
    ],
)
def test_the_users_date_serves_and_is_told_as_theirs(start: str, length: Duration, end: str) -> None:
    lasting = replace(LASTS, duration=length)
    (found,) = claimed(f"Si Quai Ouvert est signée {start}, quand finit-elle ?", lasting, UNSIGNED)
    assert found.values[0].value == end and found.values[0].how
    assert "par vous" in found.text and start.removeprefix("le ") in found.text


def test_without_any_date_the_rule_is_told_and_nothing_is_computed() -> None:
    (found,) = claimed(_END, LASTS, UNSIGNED)
    assert [value.unit for value in found.values] == ["month"]
    assert "n'est pas écrite" in found.text and found.evidence[-1] == UNSIGNED.evidence[0]


def test_the_effects_event_starts_a_duration_that_tells_none() -> None:
    lasting = replace(LASTS, starts_from=None)
    effect = date_fact("effect", None, "Elle prend effet à sa notification.", "notification")
    told = date_fact("notification", date(2024, 5, 2), "Ida Lormel, le 15 mars 2024")
    (found,) = claimed(_END, lasting, effect, told, SIGNED)
    assert found.values[0].value == "2025-11-02"


def test_a_duration_keeps_the_texts_words() -> None:
    (found,) = claimed("Quelle est la durée de Quai Ouvert ?", LASTS)
    assert found.text.startswith("**dix-huit mois**, à compter de la signature")
    (english,) = claimed("How long is Quai Ouvert?", LASTS)
    assert english.text.startswith("**18 months**")


def test_a_renewal_goes_with_the_duration() -> None:
    assert len(claimed("Quelle est la durée de Quai Ouvert ?", LASTS, RENEWS)) == 2
    (only,) = claimed("Quai Ouvert est-elle renouvelable ?", LASTS, RENEWS)
    assert only.text.startswith("**Tacite reconduction**") and RENEWS.evidence[0].quote in only.text


def test_a_period_is_told_from_day_to_day() -> None:
    period = term("period", "Elle s'achève le 31 décembre 2025.", start=date(2023, 11, 1), end=date(2025, 12, 31))
    (found,) = claimed("Quelle est la durée de Quai Ouvert ?", period)
    assert texts((found,)) == ["**du 1er novembre 2023 au 31 décembre 2025**"]


def test_the_end_of_something_else_is_no_end() -> None:
    assert claimed("Quand finit la saison des amours dans Quai Ouvert ?", ENDS) == ()
