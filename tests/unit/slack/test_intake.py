"""Intake: Slack's payloads, as Slack sends them, and the turns they make or do not make."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.answer import Answer
from bot.conversations.memory import Memory, open_memory
from bot.conversations.turns import Route, Turn
from bot.settings import Settings
from bot.slack.intake import choice_turn, identity, message_received, private_turn, share_turn

BOT = "UBOT"
URL = "https://hooks.slack.com/actions/T1/1/abc"


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Memory]:
    opened = open_memory(Settings(data=tmp_path))
    yield opened
    opened.close()


def event(**more: Any) -> dict[str, Any]:
    """An event callback of a message of a channel, as the Events API sends it."""
    held = {
        "type": "message", "channel": "C1", "channel_type": "channel", "user": "U1", "team": "T1", "ts": "17.000100",
        "text": "Quel est le préavis ?", "client_msg_id": "c-1", "event_ts": "17.000100",
        "blocks": [{"type": "rich_text"}],
    } | more  # fmt: skip
    kept = {key: value for key, value in held.items() if value is not None}
    return {
        "type": "event_callback",
        "token": "x",
        "team_id": "T1",
        "api_app_id": "A1",
        "event_id": "Ev1",
        "event": kept,
    }


def turn_of(memory: Memory, **more: Any) -> Turn | None:
    received = message_received(memory, event(**more), BOT)
    return received.turn if received else None


def asked_before(memory: Memory, **more: Any) -> None:
    received = message_received(memory, event(text=f"<@{BOT}> préavis ?", ts="17.000001", **more), BOT)
    assert received and memory.turns.receive(received.keys, received.turn)


def test_a_direct_message(memory: Memory) -> None:
    turn = turn_of(memory, channel="D1", channel_type="im")
    assert turn is not None
    assert (turn.kind, turn.question, turn.thread, turn.state) == (
        "message",
        "Quel est le préavis ?",
        "17.000100",
        "received",
    )
    assert turn.route == Route(team="T1", channel="D1", user="U1", thread_ts="17.000100", opens=True)
    assert (turn.person, turn.place) == (memory.person("T1", "U1"), memory.place("T1", "D1"))


@pytest.mark.parametrize("subtype", ["file_share", "thread_broadcast", "me_message", ""])
def test_what_people_write_is_read_whatever_its_subtype(memory: Memory, subtype: str) -> None:
    turn = turn_of(memory, channel="D1", channel_type="im", subtype=subtype, files=[{"id": "F1"}])
    assert turn is not None and turn.kind == "message"


@pytest.mark.parametrize(
    "more",
    [
        {"subtype": "bot_message", "bot_id": "B2", "user": None},
        {"subtype": "message_changed", "message": {"text": "x", "user": "U1"}, "user": None, "text": None},
        {"subtype": "message_deleted", "deleted_ts": "17.0", "user": None},
        {"subtype": "message_replied"},
        {"subtype": "channel_join"},
        {"subtype": "assistant_app_thread"},
        {"bot_id": "B2"},
        {"user": BOT},
        {"user": None},
        {"channel": None},
        {"ts": None},
    ],
    ids=str,
)
@pytest.mark.parametrize("channel", ["C1", "D1"])
def test_edits_bots_and_broken_events_are_no_questions(memory: Memory, more: dict[str, Any], channel: str) -> None:
    assert turn_of(memory, **({"channel": channel, "text": f"<@{BOT}> ?", "thread_ts": "17.0"} | more)) is None


@pytest.mark.parametrize("kind", ["channel", "group", "mpim"])
def test_a_channel_is_answered_where_the_bot_is_named(memory: Memory, kind: str) -> None:
    channel = "C1" if kind == "channel" else "G1"
    assert turn_of(memory, channel=channel, channel_type=kind) is None
    turn = turn_of(memory, channel=channel, channel_type=kind, text=f"<@{BOT}|alinea> le préavis")
    assert turn is not None and (turn.kind, turn.thread) == ("mention", "17.000100")


def test_a_mention_is_one_message_whichever_event_tells_it(memory: Memory) -> None:
    as_message = message_received(memory, event(text=f"<@{BOT}> préavis ?"), BOT)
    as_mention = message_received(
        memory, event(type="app_mention", text=f"<@{BOT}> préavis ?", channel_type=None) | {"event_id": "Ev2"}, BOT
    )
    assert as_message and as_mention and len(set(as_message.keys) & set(as_mention.keys)) == 1
    assert memory.turns.receive(as_message.keys, as_message.turn)
    assert not memory.turns.receive(as_mention.keys, as_mention.turn)


def test_a_thread_of_the_bot_is_followed_and_no_other(memory: Memory) -> None:
    asked_before(memory)
    followed = turn_of(memory, thread_ts="17.000001", text="et pour 2025")
    assert followed is not None and (followed.kind, followed.thread) == ("follow_up", "17.000001")
    assert followed.route is not None and not followed.route.opens
    assert turn_of(memory, thread_ts="16.000001", text="et pour 2025") is None
    assert turn_of(memory, thread_ts="17.000001", channel="C2", text="et pour 2025") is None
    assert turn_of(memory, text="et pour 2025") is None


def test_a_thread_message_for_somebody_else_is_left_alone(memory: Memory) -> None:
    asked_before(memory)
    assert turn_of(memory, thread_ts="17.000001", text="<@U2> tu peux regarder ?") is None
    both = turn_of(memory, thread_ts="17.000001", text=f"<@U2> <@{BOT}> et le montant ?")
    assert both is not None and both.kind == "mention"


def test_a_guest_of_slack_connect_is_answered_from_our_workspace(memory: Memory) -> None:
    turn = turn_of(memory, channel="D1", user_team="T2", team="T2", source_team="T2", user="U8")
    assert turn is not None and turn.route is not None and turn.route.team == "T2"
    assert (turn.person, turn.place) == (memory.person("T1", "U8"), memory.place("T1", "D1"))


def test_missing_fields_do_no_harm(memory: Memory) -> None:
    body = event(channel="D1", channel_type=None, team=None, text=None, client_msg_id=None)
    del body["team_id"]
    received = message_received(memory, body, BOT)
    assert received is not None and (received.turn.kind, received.turn.question) == ("message", "")
    assert received.turn.route is not None and received.turn.route.team == ""


def test_two_events_without_id_are_two_messages(memory: Memory) -> None:
    bodies = [event(channel="D1", ts=ts) for ts in ("1.1", "1.2")]
    for body in bodies:
        del body["event_id"]
    first, second = (message_received(memory, body, BOT) for body in bodies)
    assert first and second and not set(first.keys) & set(second.keys)


COMMAND = {
    "command": "/convention", "text": "fiche Bac-Net", "team_id": "T1", "team_domain": "d", "channel_id": "C1",
    "channel_name": "general", "user_id": "U1", "user_name": "lea", "response_url": URL, "trigger_id": "1.2.3",
    "api_app_id": "A1", "enterprise_id": None, "is_enterprise_install": "false",
}  # fmt: skip
SHORTCUT = {
    "type": "message_action", "callback_id": "ask_about", "team": {"id": "T1"}, "user": {"id": "U1", "team_id": "T1"},
    "channel": {"id": "C1", "name": "general"}, "message": {"ts": "17.1", "text": "x"}, "response_url": URL,
}  # fmt: skip
CLICK = {
    "type": "block_actions", "team": {"id": "T1"}, "user": {"id": "U2"}, "channel": {"id": "C1"}, "response_url": URL,
    "container": {"type": "message", "message_ts": "17.2", "channel_id": "C1", "is_ephemeral": False},
    "message": {"ts": "17.2", "thread_ts": "17.000001"}, "actions": [{"action_id": "choose_0"}],
}  # fmt: skip


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (COMMAND, ("T1", "U1", "C1")),
        (SHORTCUT, ("T1", "U1", "C1")),
        (CLICK, ("T1", "U2", "C1")),
        ({"team": None, "user": {"id": "U1", "team_id": "T3"}, "view": {"id": "V1"}}, ("T3", "U1", "")),
        ({"team": {"id": "T1"}, "user": {"id": "U1"}, "container": {"channel_id": "C5"}}, ("T1", "U1", "C5")),
        ({}, ("", "", "")),
    ],
)
def test_who_and_where(body: dict[str, Any], found: tuple[str, str, str]) -> None:
    assert identity(body) == found


@pytest.mark.parametrize("body", [COMMAND, SHORTCUT], ids=["command", "shortcut"])
def test_a_command_or_shortcut_is_answered_to_one_person(memory: Memory, body: dict[str, Any]) -> None:
    kinds = [private_turn(memory, body, "command", "Quel préavis ?") for _ in range(2)]
    assert kinds[0].thread != kinds[1].thread
    assert kinds[0].route == Route(team="T1", channel="C1", user="U1", private=True, response_url=URL)


def kept(memory: Memory, **more: Any) -> Turn:
    turn = turn_of(memory, text=f"<@{BOT}> préavis ?")
    assert turn is not None
    return turn.model_copy(update={"posted": ("17.2",), "attempts": 2, "state": "delivered", "route": None, **more})


def test_a_candidate_clicked_asks_the_same_question_in_the_same_thread(memory: Memory) -> None:
    source = kept(memory)
    turn = choice_turn(memory, CLICK, source, ("1f", "Bac-Net"))
    assert (turn.kind, turn.about, turn.question, turn.thread) == (
        "choice",
        ("1f", "Bac-Net"),
        source.question,
        source.thread,
    )
    assert (turn.state, turn.posted, turn.attempts, turn.answer) == ("received", (), 0, None) and turn.id != source.id
    assert turn.person == memory.person("T1", "U2")
    assert turn.route == Route(team="T1", channel="C1", user="U2", thread_ts="17.000001")


def test_a_candidate_of_a_private_answer_is_answered_in_private(memory: Memory) -> None:
    click = CLICK | {"message": {}, "container": {"is_ephemeral": True, "channel_id": "C1", "thread_ts": "17.9"}}
    turn = choice_turn(memory, click, kept(memory, kind="command"), ("1f", "Bac-Net"))
    assert turn.route == Route(team="T1", channel="C1", user="U2", thread_ts="17.9", private=True, response_url=URL)


def test_a_shared_answer_goes_to_all_and_its_refusal_to_one(memory: Memory) -> None:
    answer = Answer(id="q", status="answered", language="fr", text="3 €")
    turn = share_turn(memory, CLICK, kept(memory), answer, "")
    assert (turn.kind, turn.state, turn.answer) == ("share", "answered", answer)
    assert turn.route == Route(team="T1", channel="C1", user="U2", notice_url=URL)
    threaded = share_turn(memory, CLICK, kept(memory), answer, "17.5")
    assert threaded.thread == "17.5" and threaded.route is not None and threaded.route.thread_ts == "17.5"
