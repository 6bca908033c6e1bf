"""Feedback: one word of one person on one answer, and what becomes a gold question."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.answer import Answer, Citation, Figure
from bot.conversations.database import open_database
from bot.conversations.feedback import FeedbackStore, as_gold
from bot.conversations.turns import Turn

CITATION = Citation(source="a.txt", convention="Bac-Net", article="4", heading=None, start=3, end=9, quote="préavis")
ANSWER = Answer(id="q", status="answered", language="fr", text="deux mois [1]", citations=(CITATION,),
                figures=(Figure(label="préavis", value="2", unit="month"),), warnings=("w",))  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Iterator[FeedbackStore]:
    database = open_database(tmp_path)
    yield FeedbackStore(database)
    database.close()


def turn(**more: Any) -> Turn:
    held = {"id": "t1", "place": "p", "thread": "17.1", "person": "asker", "kind": "mention", "question": "Préavis ?"}
    return Turn(**{**held, "plan": '{"scope": "any"}', "answer": ANSWER, **more})


def test_a_word_comes_back_with_all_that_it_is_about(store: FeedbackStore) -> None:
    store.give(turn(), ["Et le montant ?", "« où ? »"], "h", "bad")
    assert store.explain("t1", "h", ["wrong", "elsewhere"], "C'est trois mois : é 🚲")
    (one,) = store.all()
    assert (one.turn, one.verdict, one.reasons, one.comment) == (
        "t1",
        "bad",
        ("wrong", "elsewhere"),
        "C'est trois mois : é 🚲",
    )
    assert (one.question, one.thread, one.plan) == ("Préavis ?", ("Et le montant ?", "« où ? »"), '{"scope": "any"}')
    assert one.answer == ANSWER


def test_a_second_word_takes_the_place_of_the_first(store: FeedbackStore) -> None:
    store.give(turn(), [], "h", "bad")
    store.explain("t1", "h", ["wrong"], "faux")
    store.give(turn(), [], "h", "good")
    store.give(turn(), [], "other", "bad")
    assert [(one.verdict, one.reasons, one.comment) for one in store.all()] == [("good", (), ""), ("bad", (), "")]
    assert [one.verdict for one in store.all("bad")] == ["bad"]


def test_nothing_is_kept_of_a_turn_without_an_answer(store: FeedbackStore) -> None:
    store.give(turn(answer=None), [], "h", "bad")
    assert store.all() == () and not store.explain("t1", "h", [], "x")


def test_only_ones_own_word_is_explained(store: FeedbackStore) -> None:
    store.give(turn(), [], "h", "bad")
    assert not store.explain("t1", "other", ["wrong"], "x") and not store.explain("t2", "h", ["wrong"], "x")
    assert store.all()[0].comment == ""


def test_a_purge_erases_what_is_old(store: FeedbackStore, monkeypatch: pytest.MonkeyPatch) -> None:
    for at, name in ((10.0, "a"), (20.0, "b")):
        monkeypatch.setattr("bot.conversations.feedback.time.time", lambda at=at: at)
        store.give(turn(id=name), [], "h", "good")
    assert store.purge(20.0) == 1
    assert [one.turn for one in store.all()] == ["b"]


def test_gold_lines_hold_what_is_needed_and_nobody(store: FeedbackStore) -> None:
    store.give(turn(), ["Montant ?"], "hash-of-somebody", "bad")
    store.explain("t1", "hash-of-somebody", ["wrong"], "trois\nmois")
    lines = list(as_gold(store.all()))
    gold = json.loads(lines[0])
    assert len(lines) == 1 and "\n" not in lines[0] and "hash-of-somebody" not in lines[0]
    assert (gold["id"], gold["question"], gold["thread"], gold["comment"]) == (
        "f1",
        "Préavis ?",
        ["Montant ?"],
        "trois\nmois",
    )
    assert gold["expected"] is None and gold["answered"]["citations"][0]["quote"] == "préavis"
    assert sorted(gold["answered"]) == ["citations", "figures", "status", "text"]
    assert list(as_gold(())) == []
