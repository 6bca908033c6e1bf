from datetime import date
from typing import Any

import pytest

from bot.deadlines import DueDate, RecordedDate, schedule
from ingestion.facts.dates import DateFact
from ingestion.facts.deadlines import Deadline
from ingestion.facts.evidence import Evidence, State
from ingestion.facts.terms import Notice, Term
from ingestion.french.durations import Duration

ON = date(2024, 10, 1)
QUOTE = (Evidence(0, 3, "mot", "1", None, None),)
RECORDED = {"signature": RecordedDate(date(2024, 3, 15), "Ysaure", date(2024, 3, 18))}


def dated(nature: Any, value: date | None, event: str | None = None, words: str = "mot") -> DateFact:
    state = State.STATED if value or event else State.BLANK
    year, month = (value.year, value.month) if value else (None, None)
    return DateFact(nature, value, year, month, words, "", event, state, QUOTE)


def ends(day: date) -> Term:
    return Term("end", None, None, None, day, None, None, QUOTE)


def lasts(count: int, unit: Any, event: str | None = None, start: date | None = None) -> Term:
    return Term("duration", Duration(count, unit), event, start, None, None, None, QUOTE)


def due(**fields: Any) -> Deadline:
    blank: dict[str, Any] = dict.fromkeys(("who", "offset", "event", "event_words", "date", "every", "day_of_month"))
    known = {"what": "livrer", "direction": "after", "recurrence_words": None, "immediate": False, "evidence": QUOTE}
    return Deadline(**(blank | known | fields))


def lines(nature: str, facts: list[object], recorded: dict[str, RecordedDate] | None = None) -> list[DueDate]:
    return [line for line in schedule(facts, ON, recorded or {}) if line.nature == nature]


def only(nature: str, facts: list[object], recorded: dict[str, RecordedDate] | None = None) -> DueDate:
    (line,) = lines(nature, facts, recorded)
    return line


def test_the_latest_notice_is_the_end_less_the_notice() -> None:
    notice = Notice(Duration(3, "month"), "résiliation", None, None, None, QUOTE)
    line = only("notice", [ends(date(2024, 12, 31)), notice])
    assert (line.date, line.arithmetic, line.missing) == (date(2024, 9, 30), "2024-12-31 − 3 mois", None)
    assert line.rule and line.rule.startswith("dernier jour utile = fin de la convention − préavis")
    assert (line.past, line.source, len(line.evidence)) == (True, "computed", 2)


@pytest.mark.parametrize(
    ("term", "end", "sum_"),
    [
        (lasts(24, "month", "notification"), date(2026, 3, 4), "2024-03-04 + 24 mois"),
        (lasts(3, "year", start=date(2024, 9, 1)), date(2027, 9, 1), "2024-09-01 + 3 ans"),
        (lasts(1, "year"), date(2025, 3, 4), "2024-03-04 + 1 an"),
    ],
)
def test_an_end_is_computed_from_what_starts_it(term: Term, end: date, sum_: str) -> None:
    facts = [dated("effect", None, "notification"), dated("notification", date(2024, 3, 4)), term]
    line = only("end", facts)
    assert (line.date, line.arithmetic, line.source) == (end, sum_, "computed")


def test_what_cannot_be_computed_says_which_date_is_missing() -> None:
    facts = [dated("signature", None), due(offset=Duration(6, "month"), event="signature", event_words="la signature")]
    line = only("deadline", facts)
    assert (line.date, line.missing, line.missing_words) == (None, "signature", "la date de signature")
    assert line.past is False


def test_a_recorded_date_serves_for_a_blank_and_is_named() -> None:
    facts = [dated("signature", None), due(offset=Duration(6, "month"), event="signature")]
    line = only("deadline", facts, RECORDED)
    assert (line.date, line.arithmetic) == (date(2024, 9, 15), "2024-03-15 + 6 mois")
    assert line.recorded == RECORDED["signature"]
    assert only("signature", facts, RECORDED).source == "recorded"


def test_a_recorded_date_never_replaces_the_text_s() -> None:
    facts = [dated("signature", date(2024, 2, 1)), due(offset=Duration(1, "month"), event="signature")]
    line = only("deadline", facts, RECORDED)
    assert (line.date, line.recorded) == (date(2024, 3, 1), None)
    stated, team = lines("signature", facts, RECORDED)
    assert [(shown.date, shown.source) for shown in (stated, team)] == [
        (date(2024, 2, 1), "text"),
        (date(2024, 3, 15), "recorded"),
    ]


def test_a_convention_is_signed_when_all_have_signed() -> None:
    facts = [dated("signature", date(2024, 2, 1)), dated("signature", date(2024, 2, 9))]
    assert only("signature", [*facts]).date == date(2024, 2, 9)
    assert only("signature", [*facts, dated("signature", None)]).missing == "signature"


def test_an_effect_on_the_day_after_its_event() -> None:
    facts = [dated("signature", date(2024, 2, 29)), dated("effect", None, "signature", "au lendemain de sa signature")]
    line = only("effect", facts)
    assert (line.date, line.arithmetic) == (date(2024, 3, 1), "2024-02-29 + 1")


def test_an_effect_on_the_first_day_of_the_next_month() -> None:
    words = "le premier jour du mois suivant sa signature"
    facts = [dated("signature", date(2024, 12, 9)), dated("effect", None, "signature", words)]
    assert only("effect", facts).date == date(2025, 1, 1)


def test_working_days_leave_out_holidays() -> None:
    facts = [dated("signature", date(2024, 4, 30)), due(offset=Duration(5, "working_day"), event="signature")]
    line = only("deadline", facts)
    assert line.date == date(2024, 5, 10)  # without 1, 8 and 9 May, and a week-end
    assert line.rule and "jours ouvrés" in line.rule


def test_a_period_that_ends_on_a_sunday_tells_the_next_working_day() -> None:
    facts = [dated("signature", date(2024, 3, 15)), due(offset=Duration(30, "day"), event="signature")]
    line = only("deadline", facts)
    assert (line.date, line.next_working_day) == (date(2024, 4, 14), date(2024, 4, 15))


def test_a_time_before_an_event_is_taken_off() -> None:
    facts = [ends(date(2024, 12, 31)), due(offset=Duration(2, "week"), event="end", direction="before")]
    line = only("deadline", facts)
    assert (line.date, line.arithmetic, line.next_working_day) == (date(2024, 12, 17), "2024-12-31 − 2 semaines", None)


def test_hours_are_not_made_a_date() -> None:
    facts = [dated("signature", date(2024, 3, 15)), due(offset=Duration(48, "hour"), event="signature")]
    line = only("deadline", facts)
    assert (line.date, line.missing) == (None, "other")
    assert line.rule and "heures" in line.rule


def test_an_event_of_the_work_keeps_its_words() -> None:
    line = only(
        "deadline", [due(offset=Duration(8, "day"), event="other", event_words="la séance", direction="before")]
    )
    assert (line.date, line.missing, line.missing_words) == (None, "other", "la séance")


def test_a_fixed_date_stands_as_it_is() -> None:
    line = only("deadline", [due(date=date(2025, 5, 15))])
    assert (line.date, line.rule, line.arithmetic, line.source) == (date(2025, 5, 15), None, None, "text")


@pytest.mark.parametrize(
    ("fields", "days"),
    [
        ({"every": Duration(6, "month")}, [(2023, 7, 31), (2024, 1, 31), (2024, 7, 31)]),
        ({"every": Duration(6, "month"), "months": (3, 9)}, [(2023, 3, 31), (2023, 9, 30), (2024, 3, 31)]),
        ({"every": Duration(1, "year"), "day_of_month": 15, "months": (10,)}, [(2023, 10, 15)]),
        (
            {"every": Duration(3, "month"), "day_of_month": 15, "following": True},
            [(2023, 4, 15), (2023, 7, 15), (2023, 10, 15), (2024, 1, 15), (2024, 4, 15), (2024, 7, 15)],
        ),
        ({"every": Duration(6, "month"), "day_of_month": -1}, [(2023, 6, 30), (2023, 12, 31), (2024, 6, 30)]),
    ],
)
def test_recurrences_fall_between_effect_and_end(fields: dict[str, Any], days: list[tuple[int, int, int]]) -> None:
    facts = [dated("effect", date(2023, 1, 31)), ends(date(2024, 8, 31)), due(**fields)]
    assert [line.date for line in lines("recurrence", facts)] == [date(*day) for day in days]


def test_a_recurrence_shows_its_sum() -> None:
    facts = [dated("effect", date(2023, 1, 31)), ends(date(2023, 7, 31)), due(every=Duration(1, "month"))]
    first = lines("recurrence", facts)[0]
    assert (first.date, first.arithmetic) == (date(2023, 2, 28), "2023-01-31 + 1 mois")


def test_a_recurrence_without_an_end_says_so() -> None:
    line = only(
        "recurrence", [dated("effect", date(2023, 1, 1)), due(every=Duration(1, "month"), recurrence_words="mensuel")]
    )
    assert (line.date, line.missing) == (None, "end")


def test_a_renewal_extends_the_end() -> None:
    renewal = Term("renewal", Duration(1, "year"), None, None, None, "tacite", 1, QUOTE)
    line = only("renewal", [ends(date(2025, 6, 30)), renewal])
    assert (line.date, line.arithmetic) == (date(2026, 6, 30), "2025-06-30 + 1 an")


def test_lines_come_by_date_and_blanks_last() -> None:
    facts = [dated("signature", None), due(date=date(2025, 1, 1)), ends(date(2024, 12, 31))]
    assert [line.date for line in schedule(facts, ON, {})] == [date(2024, 12, 31), date(2025, 1, 1), None]


def test_words_in_english() -> None:
    facts = [dated("signature", None), due(offset=Duration(6, "month"), event="signature")]
    line = next(line for line in schedule(facts, ON, RECORDED, "en") if line.nature == "deadline")
    assert line.arithmetic == "2024-03-15 + 6 months"
    assert line.rule == "Regulation (EEC, Euratom) No 1182/71, Art. 3"
