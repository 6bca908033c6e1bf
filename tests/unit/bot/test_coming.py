"""What is to come, across conventions: which lines, in which order, on which passages, and the table of them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.answer import Answer
from bot.coming import MOST_ROWS, Coming, answer, coming, conventions, ending, soonest, undated, waiting
from bot.grounding import grounded
from bot.question import Question
from bot.state import TeamState, open_state
from ingestion.facts.register import Fact
from ingestion.french.durations import Duration
from ingestion.names import DocumentKind
from tests.made_register import AUDIT, BILAN, COMMITTEE, ENDS, NOTICE, TEXT, date_fact, deadline, quai, shelf

ON = date(2025, 1, 15)
EFFECT = date_fact("effect", date(2024, 3, 15), "Elle prend effet à sa notification.")
UNSIGNED = date_fact("signature", None, "Fait à Paris, le")
LONG = "La DCX remet le bilan dans les six mois suivant la signature."


@pytest.fixture
def state(tmp_path: Path) -> TeamState:
    return open_state(tmp_path)


def said(lines: Sequence[Coming]) -> list[tuple[str, str, str]]:
    return [(line.name, line.day.isoformat(), line.nature) for line in lines]


def holds(made: Answer) -> None:
    """Every mark exists, every figure is grounded."""
    assert grounded(made, Question("q", "prochaines échéances", ())) is made


def test_lines_come_soonest_first_from_the_day_asked_on(state: TeamState) -> None:
    library = shelf(quai(ENDS, NOTICE, AUDIT), quai(replace(ENDS, end=date(2025, 1, 15)), name="Verger"))
    assert said(coming(library, state, ON, "fr")) == [
        ("Verger", "2025-01-15", "end"), ("Quai Ouvert", "2025-03-01", "deadline"),
        ("Quai Ouvert", "2025-09-30", "notice"), ("Quai Ouvert", "2025-12-31", "end"),
    ]  # fmt: skip
    assert said(coming(library, state, ON, "fr", until=date(2025, 3, 1)))[-1][1] == "2025-03-01"
    assert {name for name, *_ in said(coming(library, state, ON, "fr", documents=["Verger"]))} == {"Verger"}
    assert coming(library, state, date(2026, 1, 1), "fr") == ()


def test_every_line_quotes_its_passage(state: TeamState) -> None:
    for line in coming(shelf(quai(ENDS, NOTICE, AUDIT, EFFECT, COMMITTEE)), state, date(2024, 1, 1), "fr"):
        assert TEXT[line.citation.start : line.citation.end] == line.citation.quote
        assert line.citation.source == "Quai Ouvert.txt" and len(line.what) <= 160 and "\n" not in line.what


def test_only_what_is_computed_or_recorded_says_how(state: TeamState) -> None:
    library = shelf(quai(BILAN, UNSIGNED, AUDIT))
    state.record(library.documents()[0], "signature", date(2024, 9, 2), "Ysaure", date(2024, 9, 3))
    by_day = {line.day: line for line in coming(library, state, ON, "fr")}
    assert by_day[date(2025, 3, 1)].how is None
    told = by_day[date(2025, 3, 2)].how or ""
    assert told.startswith("2024-09-02 + 6 mois · ") and "notée par Ysaure" in told
    assert undated(library, state, ON, "fr") == 0


def test_a_missing_date_leaves_a_line_out_and_counts_it(state: TeamState) -> None:
    library = shelf(quai(BILAN, UNSIGNED))
    assert coming(library, state, ON, "fr") == ()
    assert undated(library, state, ON, "fr") >= 1
    assert undated(library, state, ON, "fr", documents=()) == 0
    told = waiting(library, state, ON, "fr")
    assert len(told) == undated(library, state, ON, "fr")
    assert ("signature", "il manque la date de signature") in [(one.what, one.missing) for one in told]
    assert all(TEXT[one.citation.start : one.citation.end] == one.citation.quote for one in told)


def test_what_is_over_is_told_when_asked(state: TeamState) -> None:
    library, after = shelf(quai(ENDS)), date(2026, 2, 1)
    assert coming(library, state, after, "fr") == ()
    assert said(coming(library, state, after, "fr", since=ON)) == [("Quai Ouvert", "2025-12-31", "end")]


def test_what_is_said_twice_is_told_once(state: TeamState) -> None:
    assert len(coming(shelf(quai(AUDIT, replace(AUDIT, what="L'audit"))), state, ON, "fr")) == 1


def test_a_document_that_is_no_convention_has_no_line(state: TeamState) -> None:
    entry = quai(AUDIT)
    letter = replace(entry, identity=replace(entry.identity, kind=DocumentKind.DOCUMENT))
    assert conventions(shelf(letter)) == [] and coming(shelf(letter), state, ON, "fr") == ()


def test_only_ends_are_kept_and_a_period_may_begin_before_the_day(state: TeamState) -> None:
    library = shelf(quai(ENDS, NOTICE, AUDIT))
    assert [line.nature for line in ending(library, state, ON, "en")] == ["notice", "end"]
    late = date(2025, 12, 1)
    assert [line.nature for line in ending(library, state, late, "fr", date(2025, 12, 31))] == ["end"]
    assert len(ending(library, state, late, "fr", date(2025, 12, 31), since=date(2025, 1, 1))) == 2


def test_what_comes_back_is_told_once_by_its_next_time(state: TeamState) -> None:
    lines = coming(shelf(quai(EFFECT, ENDS, COMMITTEE)), state, ON, "fr")
    assert [line.day for line in lines if line.nature == "recurrence"][:2] == [date(2025, 3, 15), date(2025, 6, 15)]
    assert [line.day for line in soonest(lines)] == [date(2025, 3, 15), date(2025, 12, 31)]


def test_the_table_names_conventions_only_when_there_are_several(state: TeamState) -> None:
    facts: tuple[Fact, ...] = (ENDS, NOTICE, AUDIT)
    one = answer(coming(shelf(quai(*facts)), state, ON, "fr"), "q", "fr")
    two = answer(coming(shelf(quai(*facts), quai(*facts, name="Verger")), state, ON, "en"), "q", "en")
    assert one.text.startswith("**Quai Ouvert**\n\n| Date | Quoi |")
    assert two.text.startswith("| Date | Agreement | What |")
    assert "| 1er mars 2025 | L'audit a lieu [1] |" in one.text
    assert "(calculé : 2025-12-31 − 3 mois) [2] |" in one.text
    assert [(f.value, f.kind, f.citations) for f in one.figures] == [
        ("2025-03-01", "stated", (1,)), ("2025-09-30", "computed", (2,)), ("2025-12-31", "stated", (3,)),
    ]  # fmt: skip
    holds(one)
    holds(two)


def test_rows_are_limited_and_the_rest_is_counted(state: TeamState) -> None:
    duties = [
        deadline(f"L'audit {number}", "L'audit a lieu le 1er mars 2025.", date=ON + timedelta(days=number))
        for number in range(MOST_ROWS + 12)
    ]
    made = answer(coming(shelf(quai(*duties)), state, ON, "fr"), "q", "fr", undated=31)
    assert made.text.count("[1] |") == MOST_ROWS
    assert "… et 12 autres échéances plus tard." in made.text and "31 autres échéances" in made.text
    holds(made)


def test_nothing_to_come_is_said(state: TeamState) -> None:
    made = answer((), "q", "en", undated=1)
    assert made.status == "not_found" and made.text.startswith("Nothing is coming")
    assert "One other deadline" in made.text and made.citations == ()


def test_a_figure_that_the_passage_lacks_is_not_told(state: TeamState) -> None:
    fact = deadline("verser 80 000 €", LONG, offset=Duration(6, "month"), event="effect")
    (line,) = coming(shelf(quai(fact, EFFECT)), state, date(2024, 6, 1), "fr")
    assert line.what == LONG
