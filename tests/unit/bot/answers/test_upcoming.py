"""« Prochaines échéances » and its like: which questions ask it, of which period, and what they get."""

from dataclasses import replace
from datetime import date

import pytest

from bot.answer import Answer
from bot.answers.upcoming import answered, window
from bot.grounding import grounded
from bot.plan import Scope
from bot.question import Question
from tests.made_plans import plan_of
from tests.made_register import AUDIT, COMMITTEE, ENDS, NOTICE, date_fact, quai, shelf

ON = date(2025, 1, 15)
EFFECT = date_fact("effect", date(2024, 3, 15), "Elle prend effet à sa notification.")
LIBRARY = shelf(
    quai(ENDS, NOTICE, AUDIT, EFFECT, COMMITTEE),
    quai(replace(ENDS, end=date(2027, 6, 30)), replace(NOTICE), name="Verger Commun"),
)


def told(text: str, *, on: date = ON) -> Answer | None:
    question = Question("q", text, ())
    made = answered(question, plan_of(text), LIBRARY, None, on)
    assert made is None or grounded(made, question) is made
    return made


@pytest.mark.parametrize(
    "text",
    [
        "prochaines échéances", "prochaines echeances ?", "quelles sont les prochaines échéances ?",
        "Qu'est-ce qui arrive à échéance bientôt ?", "les échéances à venir", "upcoming deadlines",
        "what are the next deadlines?", "quelles échéances dans les 3 prochains mois ?",
    ],
)  # fmt: skip
def test_what_is_due_soon_is_told_across_conventions(text: str) -> None:
    made = told(text)
    assert made and made.status == "answered"
    assert "1er mars 2025" in made.text or "1 March 2025" in made.text
    assert made.text.count("se réunit") == 1


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Qu'est-ce qui se termine bientôt ?", ["2025-09-30", "2025-12-31", "2027-03-30", "2027-06-30"]),
        ("quelles conventions finissent cette année ?", ["2025-09-30", "2025-12-31"]),
        ("Quelles conventions finissent dans les 12 prochains mois ?", ["2025-09-30", "2025-12-31"]),
        ("Which agreements end this year?", ["2025-09-30", "2025-12-31"]),
        ("quels sont les prochains préavis ?", ["2025-09-30", "2027-03-30"]),
    ],
)
def test_what_ends_soon_is_told_with_its_notice(text: str, days: list[str]) -> None:
    made = told(text)
    assert made and [one.value for one in made.figures if one.unit == "date"] == days


def test_nothing_in_the_period_is_said() -> None:
    made = told("quelles conventions finissent dans les 6 prochains mois ?")
    assert made and made.status == "not_found" and not made.citations


@pytest.mark.parametrize(
    "text",
    [
        "Quand finit Quai Ouvert ?", "Quai Ouvert se termine bientôt ?", "prochaine échéance de paiement ?",
        "Quel est le montant du prochain versement ?", "Quelles conventions finissent en 2025 ?",
        "Quelle convention finit le plus tôt cette année ?", "quels délais pour publier le code ?", "bonjour",
    ],
)  # fmt: skip
def test_other_questions_are_left_to_the_others(text: str) -> None:
    assert told(text) is None


def test_of_a_named_convention_only_what_is_to_come_is_told() -> None:
    question, plan = Question("q", "prochaines échéances de Quai Ouvert", ()), plan_of("prochaines échéances")
    named = replace(plan, scope=Scope("named", ("Quai Ouvert",), (), ()))
    made = answered(question, named, LIBRARY, None, ON)
    assert made and made.text.startswith("**Quai Ouvert**") and "Verger" not in made.text
    assert answered(question, named, LIBRARY, None, date(2030, 1, 1)) is None


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("bientôt", None, None),
        ("dans les six prochains mois", None, date(2025, 7, 15)),
        ("d'ici 3 semaines", None, date(2025, 2, 5)),
        ("in the next 6 months", None, date(2025, 7, 15)),
        ("within the next year", None, date(2026, 1, 15)),
        ("le mois prochain", date(2025, 2, 1), date(2025, 2, 28)),
        ("ce mois-ci", date(2025, 1, 1), date(2025, 1, 31)),
        ("d'ici la fin de l'année", date(2025, 1, 1), date(2025, 12, 31)),
        ("l'année prochaine", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_periods_are_read(text: str, first: date | None, last: date | None) -> None:
    assert window(text, ON) == (first, last)


def test_a_period_too_long_is_no_period() -> None:
    assert window("dans les 999 ans", date(9990, 1, 1)) == (None, None)
