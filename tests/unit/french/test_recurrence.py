"""What comes back, and rates, which do not."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ingestion.french.durations import Duration, format_duration
from ingestion.french.recurrence import find_rates, find_recurrences


@pytest.mark.parametrize(
    ("text", "count", "unit", "times"),
    [
        ("tous les six mois", 6, "month", 1),
        ("tous les 6 mois", 6, "month", 1),
        ("tous les six (6) mois", 6, "month", 1),
        ("toutes les deux semaines", 2, "week", 1),
        ("tous les ans", 1, "year", 1),
        ("tous les mois", 1, "month", 1),
        ("tous les lundis", 1, "week", 1),
        ("chaque mois", 1, "month", 1),
        ("CHAQUE TRIMESTRE", 3, "month", 1),
        ("chaque semestre", 6, "month", 1),
        ("chaque année", 1, "year", 1),
        ("mensuel", 1, "month", 1),
        ("mensuelles", 1, "month", 1),
        ("mensuellement", 1, "month", 1),
        ("trimestrielle", 3, "month", 1),
        ("trimestriellement", 3, "month", 1),
        ("semestriels", 6, "month", 1),
        ("annuellement", 1, "year", 1),
        ("hebdomadaire", 1, "week", 1),
        ("quotidienne", 1, "day", 1),
        ("bimestriel", 2, "month", 1),
        ("bimensuelle", 1, "month", 2),
        ("triennaux", 3, "year", 1),
        ("biennale", 2, "year", 1),
        ("une fois par an", 1, "year", 1),
        ("deux fois par an", 1, "year", 2),
        ("3 fois par semaine", 1, "week", 3),
        ("une fois l'an", 1, "year", 1),
        ("une fois tous les deux ans", 2, "year", 1),
        ("deux fois par\ntrimestre", 3, "month", 2),
    ],
)
def test_forms(text: str, count: int, unit: str, times: int) -> None:
    (found,) = find_recurrences(f"Un point {text}.")
    assert (found.every.count, found.every.unit, found.times) == (count, unit, times)
    assert (found.start, found.end) == (9, 9 + len(text))


@pytest.mark.parametrize(
    "text",
    [
        "1 jour par semaine",
        "850 € par mois",
        "pluriannuel",
        "infra-annuelle",
        "pendant six mois",
        "tous les pains",
        "une fois",
        "chaque pain",
        "mensualité",
        "annuelité",
    ],
)
def test_refusals(text: str) -> None:
    assert find_recurrences(text) == ()


@pytest.mark.parametrize(
    ("text", "day", "month"),
    [
        ("trimestriellement au plus tard le 15 du mois suivant", 15, "following"),
        ("un bilan chaque trimestre, remis avant le 10 du mois suivant", 10, "following"),
        ("mensuellement, au plus tard le quinze du mois qui suit", 15, "following"),
        ("chaque mois, le premier jour du mois", 1, "same"),
        ("mensuel, au plus tard le dernier jour du mois", -1, "same"),
        ("le 5 de chaque mois", 5, "same"),
        ("le 15 du mois suivant chaque trimestre", 15, "following"),
        ("le quinze du mois suivant la fin de chaque trimestre", 15, "following"),
        ("mensuel. Le 15 du mois suivant", None, None),
        ("mensuel, le 45 du mois suivant", None, None),
        ("mensuel", None, None),
    ],
)
def test_due_day(text: str, day: int | None, month: str | None) -> None:
    (found,) = find_recurrences(text)
    assert (found.due_day, found.due_month) == (day, month)
    assert day is None or found.end == len(text)


def test_a_due_day_before_is_part_of_the_mention() -> None:
    (found,) = find_recurrences("payé le 5 de chaque mois")
    assert (found.start, found.end) == (5, 24)


def test_a_due_day_belongs_to_the_nearest_recurrence() -> None:
    first, second = find_recurrences("un point mensuel et un bilan trimestriel, au plus tard le 15 du mois suivant")
    assert (first.due_day, second.due_day) == (None, 15)


@pytest.mark.parametrize(
    ("text", "amount", "per"),
    [
        ("deux jours par semaine", Duration(2, "day"), Duration(1, "week")),
        ("1 jour/mois", Duration(1, "day"), Duration(1, "month")),
        ("six semaines par an", Duration(6, "week"), Duration(1, "year")),
    ],
)
def test_rates(text: str, amount: Duration, per: Duration) -> None:
    (rate,) = find_rates(text)
    assert (rate.amount, rate.per, rate.start, rate.end) == (amount, per, 0, len(text))


@given(st.integers(2, 500), st.sampled_from(["day", "week", "month", "year"]), st.sampled_from([" ", "\u00a0"]))
def test_a_period_after_tous_les_is_read_back(count: int, unit: str, blank: str) -> None:
    every = Duration(count, unit)
    (found,) = find_recurrences(f"tous les {format_duration(every)}".replace(" ", blank))
    assert found.every == every


@given(st.text(alphabet="0123456789 .,/\ntouslefichaqmnpr"))
def test_spans_are_in_order(text: str) -> None:
    at = 0
    for found in find_recurrences(text):
        assert at <= found.start < found.end <= len(text)
        at = found.end


@example("1" + "0" * 28)
@given(st.text())
def test_no_text_raises(text: str) -> None:
    assert isinstance(find_recurrences(f"{text} mensuel {text} deux fois {text}"), tuple)
    assert isinstance(find_rates(f"2 jours {text}"), tuple)
