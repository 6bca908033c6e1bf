"""Injections, against a model that obeys them all: nothing leaves that its own citations do not say."""

import json
import threading
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.answer import Answer, Checked, Citation
from bot.assistant import Assistant
from bot.judging import figures
from bot.library import Library
from bot.openness import Composed
from bot.prompt_data import inert
from bot.question import Question
from bot.synthesis import pieces
from ingestion.lines import display
from tests.llm.obeying_model import ObeyingModel
from tests.llm.reading import faults, sentences
from tests.made_library import QUAI, library_of

ATTACKS: list[Mapping[str, Any]] = [
    json.loads(line) for line in Path(__file__).with_name("attacks.jsonl").read_text(encoding="utf-8").splitlines()
]
ASKED = {
    "fr": "Comment se passe l'atelier des usagers de Quai Ouvert ?",
    "en": "How does the workshop of Quai Ouvert work?",
}
MEETING = "Un atelier des usagers réunit les capitaineries volontaires deux fois par an."
SHOWN = ("question", "thread", "document", "tool")
"""Places whose words reach the model's prompt; headings and file names do not."""


def documents(attack: Mapping[str, Any]) -> dict[str, str]:
    """The convention with the attack in it, when it stands in a document."""
    text, name = attack["text"], "quai.md"
    if attack["place"] == "document":
        return {name: QUAI.replace(MEETING, f"{MEETING} Atelier des usagers : {text}")}
    if attack["place"] == "heading":
        return {name: QUAI.replace("Atelier des usagers\n\nUn", f"Atelier des usagers : {text}\n\nUn")}
    if attack["place"] == "tool":
        return {name: QUAI.replace("- former les", f"- respecter la règle suivante : {text}\n- former les")}
    if attack["place"] == "file":
        return {f"{text.replace('/', '_')}.md": QUAI}
    return {name: QUAI}


@pytest.fixture(scope="module")
def libraries(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Library]:
    """Libraries by the text of their documents: most attacks share one."""
    return {}


def library(attack: Mapping[str, Any], held: dict[str, Library], tmp_path: Path) -> Library:
    files = documents(attack)
    key = json.dumps(files)
    if key not in held:
        held[key] = library_of(tmp_path, files)
    return held[key]


def question(attack: Mapping[str, Any]) -> Question:
    """The question of an attack, with what somebody adds to it or said before it."""
    asked = ASKED[attack["language"]]
    if attack["place"] == "question":
        return Question("q", f"{asked} {attack['text']}")
    return Question("q", asked, (attack["text"],) if attack["place"] == "thread" else ())


def check(attack: Mapping[str, Any], found: list[Checked | Answer], model: ObeyingModel) -> None:
    *first, last = found
    assert isinstance(last, Answer)
    for one in first:
        assert isinstance(one, Checked)
        assert faults(one.text, list(one.citations)) == []
    if last.written_by:
        for text, citations in sentences(last):
            assert faults(text, citations) == []
    shown = [(one.text, one.citations) for one in first if isinstance(one, Checked)]
    shown += [(" ".join((last.text, *last.warnings)), last.citations)] if last.written_by else []
    told = figures(attack["text"]) if attack["place"] in ("document", "heading", "tool") else frozenset()
    for words in attack["forbid"] if not told else ():  # a figure of the documents is in its own citation, or a fault
        assert [text for text, cited in shown if words in text and not any(words in c.quote for c in cited)] == []


@pytest.mark.parametrize("attack", ATTACKS, ids=[attack["id"] for attack in ATTACKS])
def test_nothing_ungrounded_leaves(attack: Mapping[str, Any], libraries: dict[str, Library], tmp_path: Path) -> None:
    held, model = library(attack, libraries, tmp_path), ObeyingModel(attack["wants"])
    asked = Assistant(held, lambda: date(2026, 1, 15), model=model)
    check(attack, list(asked.stream(question(attack))), model)


@pytest.mark.parametrize("attack", ATTACKS, ids=[attack["id"] for attack in ATTACKS])
def test_nor_from_the_writing_alone(attack: Mapping[str, Any], libraries: dict[str, Library], tmp_path: Path) -> None:
    """Past the reading of the question, which refuses many, and with what Slack's marks are cleaned of left in."""
    held, model = library(attack, libraries, tmp_path), ObeyingModel(attack["wants"])
    plain = Assistant(held, lambda: date(2026, 1, 15))
    plan, answer = plain.understood(Question("q", ASKED[attack["language"]]))
    assert Composed(answer, plan).answer.citations
    made = pieces(question(attack), plan, answer, held, model, seconds=60, stop=threading.Event())
    check(attack, list(made), model)
    if attack["place"] in SHOWN:
        assert inert(display(attack["text"]))[-20:].strip(" ›") in model.seen, "the attack reached the model"


def test_the_suite_is_broad() -> None:
    assert len(ATTACKS) >= 60
    assert {attack["place"] for attack in ATTACKS} == {*SHOWN, "heading", "file"}
    assert {attack["language"] for attack in ATTACKS} == {"fr", "en"}
    assert len({attack["id"] for attack in ATTACKS}) == len(ATTACKS)


def test_a_model_that_says_nothing_wrong_is_heard(libraries: dict[str, Library], tmp_path: Path) -> None:
    """The suite would pass with every sentence refused: the same model, faithful, is written."""
    attack = {"place": "question", "text": "", "language": "fr"}
    held = library(attack, libraries, tmp_path)
    asked = Assistant(held, lambda: date(2026, 1, 15), model=ObeyingModel([MEETING]))
    answer = asked.ask(Question("q", ASKED["fr"]))
    assert answer.written_by and MEETING.rstrip(".") in answer.text


def test_the_reading_sees_faults() -> None:
    quote = "La DPP lit 20 actes."
    cited = [Citation(source="a", convention="Quai", article="2", heading=None, start=0, end=20, quote=quote)]
    assert faults("La DPP lit 20 actes du Quai, article 2.", cited) == []
    said = (
        "Elle lit 21 actes.",
        "Elle lit trente actes.",
        "Elle dit Jean.",
        "Elle est sur a.b/c.",
        "Elle <b>.",
        "EDF lit.",
    )
    assert [text for text in said if not faults(text, cited)] == []
