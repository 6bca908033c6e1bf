"""What a line of a calendar says, in both languages."""

from datetime import date

import pytest

from bot.anchors import RecordedDate
from bot.deadlines import DueDate, DueNature, schedule
from bot.due_words import clipped, how, missing, put_off, what, when, whose
from ingestion.french.durations import Duration
from ingestion.french.numbers import Language
from tests.made_register import AUDIT, BILAN, COMMITTEE, ENDS, NOTICE, RENEWS, date_fact, deadline

ON = date(2024, 10, 1)
SIGNED = {"signature": RecordedDate(date(2024, 3, 15), "Ysaure", date(2024, 3, 18))}
UNSIGNED = date_fact("signature", None, "Fait à Paris, le")


def line(nature: DueNature, *facts: object, recorded: dict[str, RecordedDate] | None = None,
         language: Language = "fr") -> DueDate:  # fmt: skip
    return next(one for one in schedule(facts, ON, recorded or {}, language) if one.nature == nature)


@pytest.mark.parametrize(
    ("language", "end", "notice"),
    [
        ("fr", "fin de la convention", "dernier jour pour donner le préavis (résiliation)"),
        ("en", "end of the convention", "last day to give notice (termination)"),
    ],
)
def test_the_convention_s_own_dates_are_named_in_the_reader_s_language(
    language: Language, end: str, notice: str
) -> None:
    assert what(line("end", ENDS), language) == end
    assert what(line("notice", ENDS, NOTICE), language) == notice
    assert what(line("renewal", ENDS, RENEWS_WITH_LENGTH), language).endswith(("tacite", "tacit renewal"))


RENEWS_WITH_LENGTH = type(RENEWS)("renewal", Duration(1, "year"), None, None, None, "tacite", 1, RENEWS.evidence)


def test_a_duty_is_said_with_who_owes_it_unless_its_words_do() -> None:
    assert what(line("deadline", BILAN), "fr") == "La DCX : remet le bilan"
    assert what(line("deadline", AUDIT), "fr") == "L'audit a lieu"


def test_a_long_duty_is_cut_after_a_word() -> None:
    long = deadline("remettre " + "un état " * 40, "L'audit a lieu le 1er mars 2025.", date=date(2025, 3, 1))
    told = what(line("deadline", long), "fr")
    assert len(told) <= 160 and told.endswith(("un…", "état…"))
    assert len(what(line("deadline", long), "fr", 40)) <= 40
    assert clipped("court", 5) == "court"


def test_how_is_silent_for_a_date_that_the_text_states() -> None:
    assert how(line("end", ENDS), "fr") is None
    assert how(line("end", ENDS), "fr", "Quai – avenant n° 1") == "compte tenu de Quai – avenant n° 1"


def test_how_tells_the_sum_its_rule_and_whose_date_it_is() -> None:
    told = how(line("deadline", BILAN, UNSIGNED, recorded=SIGNED), "fr") or ""
    assert told.startswith("2024-03-15 + 6 mois · règlement")
    assert "reporté au 16 septembre 2024" in told  # the 15 is a Sunday
    assert told.endswith("avec la date du 15 mars 2024, notée par Ysaure le 18 mars 2024")
    english = line("deadline", BILAN, UNSIGNED, recorded=SIGNED, language="en")
    assert (whose(english, "en"), when(english, "en")) == (
        "with the date of 15 March 2024, recorded by Ysaure on 18 March 2024", "15 September 2024",
    )  # fmt: skip


def test_what_is_missing_is_named() -> None:
    waiting = line("deadline", BILAN, UNSIGNED)
    assert (missing(waiting, "fr"), when(waiting, "fr")) == ("il manque la date de signature", None)
    assert "il manque la date de signature" in (how(waiting, "fr") or "")
    assert (put_off(waiting, "fr"), whose(waiting, "fr")) == (None, None)
    assert missing(line("recurrence", COMMITTEE), "en") == "missing: the date of effect"
