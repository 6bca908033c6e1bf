"""Turns: none lost, none doubled, and what is over leaves nothing that names a place."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.answer import Answer
from bot.conversations.database import Database, open_database
from bot.conversations.turns import Route, Turn, Turns, new_id

ROUTE = Route(team="T1", channel="C777", user="U777", thread_ts="17.1", response_url="https://hooks.slack.com/x/SECRET")
ANSWER = Answer(id="q", status="answered", language="fr", text="3 €")
DAY = 86_400


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = open_database(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def turns(database: Database) -> Turns:
    return Turns(database, "me")


def made(**more: Any) -> Turn:
    held = {
        "id": new_id(),
        "place": "p",
        "thread": "17.1",
        "person": "h",
        "kind": "mention",
        "question": "Préavis ?",
        "route": ROUTE,
    }
    return Turn(**{**held, **more})


def received(turns: Turns, **more: Any) -> Turn:
    turn = made(**more)
    assert turns.receive([f"key {turn.id}"], turn)
    return turn


def test_a_turn_comes_back_as_it_was(turns: Turns) -> None:
    turn = received(turns, about=("1f", "Bac-Net"))
    assert turns.turn(turn.id) == turn
    assert turns.turn("0" * 16) is None


def test_the_same_key_twice_is_one_turn(turns: Turns) -> None:
    first, again = made(), made()
    assert turns.receive(["event 1", "message 1"], first)
    assert not turns.receive(["event 2", "message 1"], again)
    assert not turns.receive(["event 2"], again), "the new key of a repeated message is known from then on"
    assert turns.turn(again.id) is None and turns.turn(first.id) is not None


def test_keys_alone_are_remembered(turns: Turns) -> None:
    assert turns.receive(["a", "a"], None)
    assert not turns.receive(["a"], made())


def test_a_turn_goes_from_its_reception_to_its_delivery(turns: Turns) -> None:
    turn = received(turns)
    turns.answered(turn.id, ANSWER, '{"scope": "any"}')
    turns.attempt(turn.id)
    held = turns.turn(turn.id)
    assert held and (held.state, held.answer, held.plan, held.attempts) == ("answered", ANSWER, '{"scope": "any"}', 2)
    turns.posted(turn.id, ["17.2"], last=False)
    turns.rerouted(turn.id, Route(team="T1", channel="D1", user="U777"))
    held = turns.turn(turn.id)
    assert held and held.route and (held.posted, held.attempts, held.route.channel) == (("17.2",), 0, "D1")
    turns.posted(turn.id, ["17.2", "17.3"], last=True)
    held = turns.turn(turn.id)
    assert held and (held.state, held.route, held.answer) == ("delivered", None, ANSWER)


def test_a_reference_stays_when_a_turn_ends_without_one(turns: Turns) -> None:
    turn = received(turns)
    turns.answered(turn.id, ANSWER, "", "AB12")
    turns.ended(turn.id, "delivered")
    held = turns.turn(turn.id)
    assert held and held.reference == "AB12"


@pytest.mark.parametrize("state", ["delivered", "stopped", "failed"])
def test_what_is_over_names_nobody_in_any_table(turns: Turns, tmp_path: Path, state: Any) -> None:
    turn = received(turns)
    turns.answered(turn.id, ANSWER, "{}")
    assert "U777" in dump(turns)
    turns.ended(turn.id, state, "AB12")
    assert [name for name in ("U777", "C777", "T1", "SECRET", "hooks") if name in dump(turns)] == []


def dump(turns: Turns) -> str:
    """Every table as SQL, read beside our own code."""
    with turns._database.transaction() as connection:
        return "\n".join(connection.connection.driver_connection.iterdump())  # type: ignore[union-attr]


def test_earlier_questions_of_a_thread_oldest_first(turns: Turns) -> None:
    for at, text in enumerate(["un", "deux", "trois"], 1):
        received(turns, question=text, at=float(at))
    received(turns, question="ailleurs", thread="18.1", at=2.0)
    received(turns, question="autre lieu", place="q", at=2.0)
    received(turns, question="partagé", kind="share", at=2.0)
    received(turns, question="plus tard", at=9.0)
    chosen = received(turns, question="deux", about=("1f", "Bac-Net"), at=4.0)
    turn = received(turns, question="et pour 2025 ?", at=5.0)
    assert turns.earlier(turn) == ("un", "deux", "trois", "deux — Bac-Net")
    assert turns.earlier(chosen) == ("un", "deux", "trois")


def test_a_direct_message_goes_on_from_the_last_minutes(turns: Turns) -> None:
    for at, text in ((0.0, "hier"), (500.0, "tout à l'heure")):
        received(turns, question=text, kind="message", thread=str(at), at=at)
    received(turns, question="commande", kind="command", thread="c", at=550.0)
    opening = received(turns, kind="message", thread="9", at=601.0, route=ROUTE.model_copy(update={"opens": True}))
    assert turns.earlier(opening) == ("tout à l'heure",)
    assert turns.earlier(received(turns, kind="message", thread="9.9", at=601.0)) == ()


def test_a_turn_can_mean_the_question_above_it(turns: Turns) -> None:
    turn = received(turns, question="<@UBOT>")
    turns.asks(turn.id, "Quel préavis ?")
    held = turns.turn(turn.id)
    assert held and held.question == "Quel préavis ?"


def test_only_the_latest_earlier_questions_are_kept(turns: Turns) -> None:
    for at in range(30):
        received(turns, question=str(at), at=float(at))
    assert turns.earlier(made(at=99.0)) == tuple(str(at) for at in range(10, 30))


def test_a_thread_is_known_by_its_turns(turns: Turns) -> None:
    turn = received(turns)
    assert turns.is_in("p", "17.1") and not turns.is_in("p", "17.2") and not turns.is_in("q", "17.1")
    turns.drop(turn.id)
    assert not turns.is_in("p", "17.1") and turns.turn(turn.id) is None


def test_open_turns_of_a_thread(turns: Turns) -> None:
    first, second, done = (received(turns, at=float(at)) for at in (1, 2, 3))
    received(turns, thread="18.1")
    turns.answered(second.id, ANSWER, "")
    turns.ended(done.id, "failed")
    assert [turn.id for turn in turns.open_in("p", "17.1")] == [first.id, second.id]


def test_what_the_dead_left_is_taken_up_once(database: Database) -> None:
    dead, alive, mine = (Turns(database, name) for name in ("dead", "alive", "me"))
    left = [received(dead, at=float(at)) for at in (2, 1)]
    dead.answered(left[0].id, ANSWER, "")
    dead.attempt(left[0].id)
    dead.ended(received(dead).id, "delivered")
    received(alive)
    received(mine)
    taken = mine.adopt(lambda owner: owner == "dead")
    assert [(turn.id, turn.state, turn.attempts) for turn in taken] == [
        (left[1].id, "received", 0),
        (left[0].id, "answered", 2),
    ]
    assert taken[0].route == ROUTE and mine.adopt(lambda owner: owner == "dead") == ()
    assert Turns(database, "third").adopt(lambda owner: False) == ()


def test_a_purge_keeps_what_is_open_or_recent(turns: Turns) -> None:
    now = time.time()
    old_open, old_over, recent = received(turns, at=1.0), received(turns, at=1.0), received(turns, at=now)
    turns.ended(old_over.id, "delivered")
    turns.ended(recent.id, "delivered")
    assert turns.purge(now - DAY) == 1
    assert turns.turn(old_open.id) and turns.turn(recent.id) and turns.turn(old_over.id) is None


def test_keys_are_forgotten_after_a_week_only(turns: Turns, monkeypatch: pytest.MonkeyPatch) -> None:
    now, clock = time.time(), [0.0]
    monkeypatch.setattr("bot.conversations.turns.time.time", lambda: clock[0])
    clock[0] = now - 8 * DAY
    assert turns.receive(["old"], None)
    clock[0] = now - 6 * DAY
    assert turns.receive(["recent"], None)
    clock[0] = now
    turns.purge(now)
    assert turns.receive(["old"], None) and not turns.receive(["recent"], None)


def test_ids_are_drawn_at_random() -> None:
    assert len({new_id() for _ in range(200)}) == 200 and len(new_id()) == 16
