"""Plans explained, made by the real vocabulary on invented documents."""

import json
from datetime import date
from decimal import Decimal
from typing import get_args

import pytest

from bot.answer import Language
from bot.explaining import explained, plain_values, taken
from bot.plan import Event, Operation
from bot.vocabulary import vocabulary
from prompts import has_message
from tests.made_plans import ROWS, plan_of

NAMES = {row.id: row.short_name for row in ROWS}


def told(text: str, *thread: str, language: Language = "fr") -> dict[str, str]:
    """The lines of a question's plan by label; of several halves, the last."""
    plan = plan_of(text, *thread)
    lines = explained(plan, taken(plan, plan_of(text)), NAMES, language)
    return {label: value for label, value in lines if label}


def test_a_question_is_told_whole() -> None:
    lines = told("Quel est le centre de coût de Quai Ouvert en 2024 ?")
    assert lines["Langue"] == "français"
    assert lines["Conventions"] == "Quai Ouvert"
    assert lines["Nommées par"] == "« Quai Ouvert »"
    assert lines["Sujets"] == "centre de coût"
    assert lines["Opération"] == "chercher"
    assert lines["Réponse attendue"] == "un code"
    assert lines["Années"] == "2024"
    assert lines["Pris du fil"] == lines["Noms inconnus"] == lines["Données par la question"] == "rien"
    assert "Hors sujet" not in lines and "Montants" not in lines


def test_amounts_and_their_comparison() -> None:
    lines = told("Quelles conventions ont un montant de plus de 200 000 € ?")
    assert lines["Montants"].replace("\u202f", " ").replace("\u00a0", " ") == "plus de 200 000 €"
    assert lines["Conventions"] == "toutes"
    assert lines["Toutes les réponses"] == "oui"


def test_dates_that_the_question_gives() -> None:
    assert told("Si Quai Ouvert est signée le 1er mars 2024, elle finit quand ?")["Données par la question"] == (
        "signature\u00a0: 1er mars 2024"
    )


def test_words_that_choose_are_shown_as_typed() -> None:
    assert told("Qui paie les hébergements à Quai Ouvert ?")["Mots qui choisissent"].count("« hébergements »") == 1


def test_halves_are_told_apart() -> None:
    plan = plan_of("Quand finit Quai Ouvert et quel est son centre de coût ?")
    lines = explained(plan, (), NAMES, "fr")
    assert [value for label, value in lines if not label] == ["partie 1", "partie 2"]
    assert [value for label, value in lines if label == "Sujets"] == ["fin", "centre de coût"]


@pytest.mark.parametrize(
    ("text", "thread", "owed"),
    [
        ("Et le centre de coût ?", "Quel est le préavis de Quai Ouvert ?", ("convention",)),
        ("Et pour Verger Commun ?", "Quel est le préavis de Quai Ouvert ?", ("subject",)),
        ("Quel est le préavis de Verger Commun ?", "Quel est le préavis de Quai Ouvert ?", ()),
    ],
)
def test_what_was_taken_from_the_thread(text: str, thread: str, owed: tuple[str, ...]) -> None:
    assert taken(plan_of(text, thread), plan_of(text)) == owed


def test_a_year_taken_from_the_thread_is_told() -> None:
    text, thread = "Et pour Verger Commun ?", "Quels sont les CP 2023 de Quai Ouvert ?"
    assert taken(plan_of(text, thread), plan_of(text)) == ("subject", "year")
    assert told(text, thread)["Pris du fil"] == "le sujet, l'année"


def test_an_english_run_is_told_in_english() -> None:
    assert told("What is the notice period of Alto Bus?", language="en")["Subjects"] == "notice"


def test_every_id_has_its_label_in_both_languages() -> None:
    subjects = vocabulary().subjects
    keys = {f"subject_{one}" for one in subjects}
    keys |= {f"answer_{one.answer}" for one in subjects.values()} | {
        f"answer_{one}" for one in ("person", "date", "list")
    }
    keys |= {"operation_" + one.replace(" ", "_") for one in get_args(Operation)}
    keys |= {f"event_{one}" for one in get_args(Event)}
    assert [key for key in sorted(keys) if not (has_message(f"plan.{key}") and has_message(f"plan.{key}", "en"))] == []


def test_plain_values_are_json_in_a_steady_order() -> None:
    plan = plan_of("Quelles conventions signées le 3 mai 2024 dépassent 1 000,50 € de cofinancement ?")
    values = plain_values(plan)
    assert json.loads(json.dumps(values)) == values
    assert values["stated"] == [{"event": "signature", "day": "2024-05-03"}]
    assert values["asks"][0]["amounts"] == ["1000.5"]
    assert plain_values((frozenset("cab"), Decimal("1E+3"), date(2024, 1, 2))) == [
        ["a", "b", "c"],
        "1000",
        "2024-01-02",
    ]
