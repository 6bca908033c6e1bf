"""`alinea ask --explain`: what was understood, before the answer or beside it."""

import io
import json
from collections.abc import Callable
from types import SimpleNamespace

import pytest

from bot.answer import Answer
from bot.plan import Plan
from bot.question import Question
from tests.made_plans import ROWS, plan_of

Alinea = Callable[..., tuple[int, str, str]]
Double = Callable[..., None]


class Understanding:
    """An assistant that understands for good, and answers with how many questions came before."""

    def ask(self, question: Question) -> Answer:
        return Answer(id=question.id, status="answered", language="fr", text=f"après {len(question.thread)}")

    def plan(self, question: Question) -> Plan:
        return plan_of(question.text, *question.thread)


@pytest.fixture(autouse=True)
def _assistant(double: Double, monkeypatch: pytest.MonkeyPatch) -> None:
    double("bot.assistant", open_assistant=lambda settings: Understanding())
    records = SimpleNamespace(documents=lambda: list(ROWS))
    monkeypatch.setattr("bot.cli.listing.open_records", lambda settings: records)


def test_the_plan_comes_before_the_answer(alinea: Alinea) -> None:
    code, out, _ = alinea("ask", "--explain", "Quel est le préavis de Quai Ouvert ?")
    lines = out.replace("\u00a0", " ").splitlines()
    assert code == 0
    assert lines[0] == "Ce qui a été compris"
    assert {"Conventions : Quai Ouvert", "Sujets : préavis", "Pris du fil : rien"} <= set(lines)
    assert lines[-2:] == ["", "après 0"]


def test_what_comes_from_the_questions_before_is_told(alinea: Alinea) -> None:
    _, out, _ = alinea("ask", "--explain", "Et la fin ?", "--after", "Bonjour", "--after", "Préavis de Quai Ouvert ?")
    lines = out.replace("\u00a0", " ").splitlines()
    assert {"Conventions : Quai Ouvert", "Sujets : fin", "Pris du fil : la convention", "après 2"} <= set(lines)


def test_an_english_run_is_explained_in_english(alinea: Alinea) -> None:
    assert "Conventions: Quai Ouvert" in alinea("ask", "--explain", "fin de Quai Ouvert", ALINEA_LANGUAGE="en")[1]


def test_json_holds_the_plan_beside_the_answer(alinea: Alinea) -> None:
    answer = json.loads(alinea("ask", "--explain", "--json", "Préavis de Quai Ouvert ?")[1])
    assert answer["text"] == "après 0"
    assert answer["plan"]["scope"]["documents"] == ["Quai Ouvert"]
    assert answer["plan"]["asks"][0]["subjects"] == ["notice"]


def test_without_the_option_there_is_no_plan(alinea: Alinea) -> None:
    assert "plan" not in json.loads(alinea("ask", "--json", "Préavis de Quai Ouvert ?")[1])
    assert alinea("ask", "Préavis de Quai Ouvert ?")[1] == "après 0\n"


def test_json_lines_hold_it_too(alinea: Alinea, monkeypatch: pytest.MonkeyPatch) -> None:
    row = {"id": "a", "question": "Et la fin ?", "thread": ["Préavis de Quai Ouvert ?"]}
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(row) + "\n"))
    answer = json.loads(alinea("ask", "--explain", "--jsonl")[1])
    assert (answer["id"], answer["plan"]["follows"]) == ("a", True)
