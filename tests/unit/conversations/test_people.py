"""People: what they set, and that all of it is erased when they ask."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.answer import Answer
from bot.conversations.feedback import FeedbackStore
from bot.conversations.memory import Memory, open_memory
from bot.conversations.people import Named, People
from bot.conversations.turns import Route, Turn, new_id
from bot.settings import Settings
from bot.slack.intake import message_received
from tests.made_plans import ROWS

A, B = Named("1f", "Bac-Net"), Named("2e", "Péniche")
TABLES = ("seen", "turns", "chosen", "ties", "ticks", "feedback")


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Memory]:
    opened = open_memory(Settings(data=tmp_path))
    yield opened
    opened.close()


@pytest.fixture
def people(memory: Memory) -> People:
    return memory.people


def rows(memory: Memory) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, read as they are."""
    with memory._database.transaction() as connection:
        names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars().all()
        assert set(names) == set(TABLES)
        return {name: [tuple(row) for row in connection.exec_driver_sql(f"SELECT * FROM {name}")] for name in names}


def lived(memory: Memory, person: str, question: str) -> Turn:
    """Somebody who used everything."""
    route = Route(team="T1", channel="C777", user=person.upper(), response_url="https://hooks.slack.com/x")
    turn = Turn(id=new_id(), place="p", thread="17.1", person=person, kind="mention", question=question, route=route)
    memory.turns.receive([f"message p {turn.id}"], turn)
    memory.turns.answered(turn.id, Answer(id="q", status="answered", language="fr", text="3 €"), "{}")
    memory.turns.ended(turn.id, "delivered")
    kept = memory.turns.turn(turn.id)
    assert kept is not None
    FeedbackStore(memory._database).give(kept, [], person, "bad")
    memory.people.choose(person, A)
    memory.people.tie(f"place of {person}"[:5], A if person == "hash1" else B, person)
    memory.people.tick(person, "Bac-Net", ["s1"], ["s1"])
    return kept


def test_a_convention_is_chosen_changed_and_taken_back(people: People) -> None:
    assert people.chosen("h") is None
    people.choose("h", A)
    people.choose("h", B)
    assert people.chosen("h") == B and people.chosen("other") is None
    people.choose("h", None)
    assert people.chosen("h") is None


def test_a_convention_is_found_again_by_its_id_then_by_its_name() -> None:
    quai, verger = ROWS[:2]
    assert Named(quai.id, "ancien nom").among(ROWS) == quai
    assert Named("ancien id", verger.short_name).among(ROWS) == verger
    assert Named(quai.id, verger.short_name).among(ROWS) == quai
    assert Named("x", "y").among(ROWS) is None and Named(quai.id, quai.short_name).among([]) is None


def test_a_channel_is_tied_to_several_conventions(people: People) -> None:
    people.tie("p", B, "h")
    people.tie("p", A, "h")
    people.tie("p", A, "other")
    people.tie("q", A, "h")
    assert people.ties("p") == (A, B) and people.ties("q") == (A,) and people.ties("r") == ()
    assert (people.untie("p", "Bac-Net"), people.untie("p", "Bac-Net")) == (1, 0)
    assert people.ties("p") == (B,)
    assert people.untie("p") == 1 and people.ties("p") == () and people.ties("q") == (A,)


def test_a_corrected_file_takes_the_place_of_the_former_one(people: People) -> None:
    people.tie("p", A, "h")
    people.tie("p", Named("9d", "Bac-Net"), "h")
    assert people.ties("p") == (Named("9d", "Bac-Net"),)


def test_a_convention_renamed_is_tied_once(people: People) -> None:
    people.tie("p", A, "h")
    people.tie("p", Named("1f", "Bac-Net 2"), "h")
    assert people.ties("p") == (Named("1f", "Bac-Net 2"),)


def test_ticks_change_only_what_was_shown(people: People) -> None:
    people.tick("h", "Bac-Net", ["s1", "s2"], ["s1", "s2", "s1"])
    people.tick("h", "Bac-Net", ["s3"], ["s3"])
    people.tick("h", "Bac-Net", ["s1", "s2"], ["s2"])
    people.tick("h", "Péniche", ["s1"], [])
    people.tick("other", "Bac-Net", ["s3"], [])
    assert people.ticks("h", "Bac-Net") == {"s2", "s3"}
    assert people.ticks("h", "Péniche") == people.ticks("other", "Bac-Net") == frozenset()


def test_to_forget_somebody_erases_every_row_of_theirs_and_no_other(memory: Memory) -> None:
    lived(memory, "hash1", "ma question secrète")
    lived(memory, "hash2", "autre question")
    assert memory.people.forget("hash1") == 4
    held = rows(memory)
    assert "hash1" not in str(held) and "secrète" not in str(held)
    assert {name: len(found) for name, found in held.items()} == {
        "seen": 2, "turns": 1, "chosen": 1, "ties": 2, "ticks": 1, "feedback": 1,
    }  # fmt: skip
    assert memory.people.ties("place") == (A, B), "a channel stays tied, by nobody"
    assert memory.people.chosen("hash2") == A
    assert memory.people.forget("hash1") == 0


def test_a_question_is_forgotten_in_the_feedback_of_others_too(memory: Memory) -> None:
    turn = lived(memory, "hash1", "ma question secrète")
    memory.feedback.give(turn, [], "hash2", "bad")
    memory.people.forget("hash1")
    assert "secrète" not in str(rows(memory))


def test_what_is_forgotten_is_in_no_byte_of_the_closed_file(tmp_path: Path) -> None:
    memory = open_memory(Settings(data=tmp_path))
    lived(memory, "hash1", "ma question inoubliable")
    memory.people.forget("hash1")
    memory.close()
    held = b"".join(path.read_bytes() for path in tmp_path.glob("conversations.sqlite*"))
    assert b"inoubliable" not in held and b"hash1" not in held and b"C777" not in held


def test_a_question_that_names_a_colleague_is_stored_without_their_id(memory: Memory) -> None:
    event = {
        "type": "app_mention",
        "channel": "C777",
        "user": "U777",
        "ts": "1.1",
        "text": "<@UBOT> le préavis, pour <@U888> ?",
    }
    received = message_received(memory, {"team_id": "T1", "event_id": "Ev1", "event": event}, "UBOT")
    assert received and memory.turns.receive(received.keys, received.turn)
    memory.turns.ended(received.turn.id, "delivered")
    assert "U777" not in str(rows(memory)) and "C777" not in str(rows(memory))
    assert "U888" not in str(rows(memory))


def test_what_is_forgotten_is_in_no_byte_while_the_bot_runs(tmp_path: Path) -> None:
    memory = open_memory(Settings(data=tmp_path))
    for number in range(20):
        lived(memory, "hash1", f"ma question inoubliable {number}")
    assert any(b"inoubliable" in path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    memory.people.forget("hash1")
    assert not any(b"inoubliable" in path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    memory.close()
