"""The outbox against the emulated Web API: each message arrives once, whatever fails, or is said to be lost."""

import asyncio
import time
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.answer import Answer
from bot.conversations.database import open_database
from bot.conversations.turns import Route, Turn, Turns, new_id
from bot.slack.emulator import SlackEmulator
from bot.slack.messages import Message, section
from bot.slack.outbox import Outbox, Undelivered
from bot.slack.sending import arrived, send

ROUTE = Route(team="T1", channel="C1", user="U1", thread_ts="17.000001")
PRIVATE = ROUTE.model_copy(update={"private": True})


def message(text: str) -> Message:
    return Message(text=text, blocks=(section(text),), markdown=f"**{text}**")


ONE, THREE = (message("un"),), tuple(map(message, ("un", "deux", "trois")))


class Stage:
    """An emulated Slack, a database, and an outbox between them that notes its waits instead of waiting."""

    def __init__(self, emu: SlackEmulator, turns: Turns, waits: list[float]) -> None:
        self.emu, self.turns, self.waits = emu, turns, waits

    def run(self, work: Callable[[AsyncWebClient], Coroutine[Any, Any, Any]]) -> Any:
        async def main() -> Any:
            return await work(AsyncWebClient(token=self.emu.bot_token, base_url=self.emu.api, retry_handlers=[]))

        return asyncio.run(main())

    def turn(self, route: Route = ROUTE, **more: Any) -> Turn:
        held = {"id": new_id(), "place": "p", "thread": "17.000001", "person": "h", "kind": "mention", "question": "?"}
        turn = Turn(**{**held, "route": route, **more})
        self.turns.receive([f"key {turn.id}"], turn)
        self.turns.answered(turn.id, Answer(id="q", status="answered", language="fr", text="un"), "")
        return turn

    def deliver(self, turn: Turn, messages: tuple[Message, ...] = ONE) -> None:
        async def work(client: AsyncWebClient) -> None:
            async def threads(function: Callable[..., Any], /, *arguments: Any) -> Any:
                return function(*arguments)

            await Outbox(client, self.turns, threads, "Lecture").deliver(turn, messages)

        self.run(work)

    def kept(self, turn: Turn) -> Turn:
        held = self.turns.turn(turn.id)
        assert held is not None
        return held

    def texts(self, channel: str = "C1") -> list[str]:
        """Texts of the bot's messages of a channel, oldest first."""
        found = sorted((ts, held["text"]) for (where, ts), held in self.emu.messages.items() if where == channel)
        return [text for _, text in found]

    def url(self) -> str:
        return self.emu.new_response_url("C1", "U1")


@pytest.fixture
def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    monkeypatch.setattr("bot.slack.outbox.asyncio", SimpleNamespace(sleep=sleep, CancelledError=asyncio.CancelledError))
    database = open_database(tmp_path)
    with SlackEmulator() as emu:
        yield Stage(emu, Turns(database, "me"), waits)
    database.close()


def test_an_answer_is_delivered_in_order_and_its_turn_ended(stage: Stage) -> None:
    turn = stage.turn()
    stage.deliver(turn, THREE)
    held = stage.kept(turn)
    assert stage.texts() == ["un", "deux", "trois"]
    assert (held.state, held.route, len(held.posted), held.attempts) == ("delivered", None, 3, 0)
    calls = [call.args for call in stage.emu.calls("chat.postMessage")]
    assert [call["metadata"]["event_payload"] for call in calls] == [{"turn": turn.id, "part": n} for n in range(3)]
    assert all(
        (call["unfurl_links"], call["unfurl_media"], call["thread_ts"]) == (False, False, "17.000001") for call in calls
    )
    assert stage.emu.violations == [] and stage.waits == []


@pytest.mark.parametrize(("headers", "least", "most"), [({"Retry-After": "7"}, 7.0, 7.0), ({}, 0.1, 2.0)])
def test_a_rate_limit_is_waited_for(stage: Stage, headers: dict[str, str], least: float, most: float) -> None:
    stage.emu.fail("chat.postMessage", "ratelimited", 429, headers, times=2)
    stage.deliver(stage.turn())
    assert stage.texts() == ["un"] and len(stage.waits) == 2
    assert all(least <= wait <= most for wait in stage.waits)
    assert stage.emu.calls("conversations.replies") == []


def test_a_wait_too_long_is_given_up(stage: Stage) -> None:
    stage.emu.fail("chat.postMessage", "ratelimited", 429, {"Retry-After": "3600"})
    with pytest.raises(Undelivered) as caught:
        stage.deliver(stage.turn(at=1.0))
    assert caught.value.code == "ratelimited" and stage.texts() == [] and stage.waits == []


@pytest.mark.parametrize("status", [500, 503, 0])
def test_what_arrived_while_its_answer_was_lost_is_not_sent_again(stage: Stage, status: int) -> None:
    stage.emu.fail_after("chat.postMessage", status)
    turn = stage.turn()
    stage.deliver(turn, THREE)
    assert stage.texts() == ["un", "deux", "trois"]
    assert stage.kept(turn).posted == tuple(sorted(ts for _, ts in stage.emu.messages))


@pytest.mark.parametrize("status", [500, 0])
def test_what_did_not_arrive_is_sent_again(stage: Stage, status: int) -> None:
    stage.emu.fail("chat.postMessage", "internal_error", status, times=2)
    stage.deliver(stage.turn())
    assert stage.texts() == ["un"] and len(stage.emu.calls("conversations.replies")) == 2
    assert stage.waits[1] > stage.waits[0]


def test_while_nobody_knows_nothing_is_sent(stage: Stage) -> None:
    stage.emu.fail_after("chat.postMessage", 500)
    stage.emu.fail("conversations.replies", "ratelimited", 429, {"Retry-After": "3"}, times=2)
    stage.emu.fail("conversations.replies", "internal_error", 500)
    stage.deliver(stage.turn())
    assert stage.texts() == ["un"] and len(stage.emu.calls("conversations.replies")) == 4 and 3.0 in stage.waits


def test_without_the_right_to_look_it_is_sent_again(stage: Stage) -> None:
    stage.emu.fail("chat.postMessage", "internal_error", 500)
    stage.emu.fail("conversations.replies", "missing_scope")
    stage.deliver(stage.turn())
    assert stage.texts() == ["un"]


@pytest.mark.parametrize(("refusals", "shown"), [(1, "**un**"), (2, "un")])
def test_forms_get_plainer_when_slack_refuses_them(stage: Stage, refusals: int, shown: str) -> None:
    stage.emu.fail("chat.postMessage", "invalid_blocks", times=refusals)
    stage.deliver(stage.turn())
    assert stage.texts() == [shown] and stage.waits == []
    assert "blocks" not in stage.emu.calls("chat.postMessage")[-1].args


def test_a_form_too_rich_for_one_message_says_nothing_of_the_next(stage: Stage) -> None:
    stage.emu.fail("chat.postMessage", "msg_blocks_too_long")
    stage.deliver(stage.turn(), THREE)
    assert stage.texts() == ["**un**", "deux", "trois"]


def test_when_even_plain_text_is_refused_it_is_said(stage: Stage) -> None:
    stage.emu.fail("chat.postMessage", "invalid_arguments", times=9)
    turn = stage.turn()
    with pytest.raises(Undelivered) as caught:
        stage.deliver(turn)
    assert caught.value.code == "invalid_arguments" and len(stage.emu.calls("chat.postMessage")) == 3
    assert stage.kept(turn).state == "answered"


def test_a_channel_that_is_closed_leads_to_a_direct_message(stage: Stage) -> None:
    stage.emu.fail("chat.postMessage", "is_archived")
    turn = stage.turn()
    stage.deliver(turn, THREE)
    assert (stage.texts(), stage.texts("D1")) == ([], ["un", "deux", "trois"])
    assert all("thread_ts" not in held for held in stage.emu.messages.values())


def test_a_failure_in_the_middle_leads_the_rest_elsewhere(stage: Stage) -> None:
    turn = stage.turn()
    stage.deliver(turn, ONE)
    stage.turns.rerouted(turn.id, ROUTE)
    stage.emu.fail("chat.postMessage", "restricted_action")
    stage.deliver(turn.model_copy(update={"posted": stage.kept(turn).posted}), THREE)
    assert (stage.texts(), stage.texts("D1")) == (["un"], ["deux", "trois"])


@pytest.mark.parametrize(
    ("failing", "codes"), [("chat.postMessage", "channel_not_found"), ("conversations.open", "user_disabled")]
)
def test_at_the_end_of_the_ways_it_is_said(stage: Stage, failing: str, codes: str) -> None:
    stage.emu.fail("chat.postMessage", "channel_not_found", times=9)
    stage.emu.fail(failing, codes, times=9)
    with pytest.raises(Undelivered) as caught:
        stage.deliver(stage.turn())
    assert caught.value.code == "channel_not_found"


def test_a_token_refused_is_said_at_once(stage: Stage) -> None:
    stage.emu.fail("chat.postMessage", "invalid_auth")
    with pytest.raises(Undelivered) as caught:
        stage.deliver(stage.turn())
    assert caught.value.code == "invalid_auth" and len(stage.emu.calls()) == 1


def test_a_private_answer_goes_from_its_address_to_the_channel_then_to_a_direct_message(stage: Stage) -> None:
    route = PRIVATE.model_copy(update={"response_url": stage.url()})
    stage.deliver(stage.turn(route), THREE)
    assert [held["text"] for held in stage.emu.responses] == ["un", "deux", "trois"]
    assert all(held["response_type"] == "ephemeral" for held in stage.emu.responses)
    stage.deliver(stage.turn(route), THREE)
    assert [held["text"] for held in stage.emu.responses] == ["un", "deux", "trois", "un", "deux"]
    assert [held.args["text"] for held in stage.emu.ephemerals] == ["trois"] and stage.emu.ephemerals[0].user == "U1"
    stage.emu.fail("chat.postEphemeral", "user_not_in_channel")
    stage.deliver(stage.turn(route))
    assert (stage.texts(), stage.texts("D1")) == ([], ["un"])


def test_a_shared_answer_that_cannot_be_posted_is_not_sent_to_one_person(stage: Stage) -> None:
    stage.emu.fail("chat.postMessage", "not_in_channel")
    with pytest.raises(Undelivered):
        stage.deliver(stage.turn(ROUTE.model_copy(update={"notice_url": stage.url()}), kind="share"))
    assert stage.emu.messages == {} and stage.emu.responses == []


def test_who_takes_a_turn_up_looks_before_sending(stage: Stage) -> None:
    turn = stage.turn()
    sent = stage.run(lambda client: send(client, ROUTE, {"text": "un"}, turn.id, 0))
    stage.deliver(turn.model_copy(update={"attempts": 1}), THREE)
    assert stage.texts() == ["un", "deux", "trois"] and stage.kept(turn).posted[0] == sent


def test_who_takes_a_turn_up_goes_on_where_it_was_left(stage: Stage) -> None:
    turn = stage.turn()
    stage.deliver(turn.model_copy(update={"posted": ("17.2",), "attempts": 1}), THREE)
    assert stage.texts() == ["deux", "trois"] and stage.kept(turn).posted[0] == "17.2"
    over = stage.turn(posted=("17.2", "17.3", "17.4"))
    stage.deliver(over, THREE)
    assert stage.texts() == ["deux", "trois"] and stage.kept(over).state == "delivered"


def test_only_this_part_of_this_turn_has_arrived(stage: Stage) -> None:
    ts = stage.run(lambda client: send(client, ROUTE, {"text": "un"}, "t1", 0))

    def found(turn: str, part: int, **route: Any) -> Any:
        return stage.run(lambda client: arrived(client, ROUTE.model_copy(update=route), turn, part, 1.0))

    assert found("t1", 0) == ts
    assert [found("t1", 1), found("t2", 0), found("t1", 0, thread_ts="18.1"), found("t1", 0, private=True)] == [
        None
    ] * 4
    top = stage.run(lambda client: send(client, ROUTE.model_copy(update={"thread_ts": None}), {"text": "un"}, "t3", 0))
    assert found("t3", 0, thread_ts=None) == top


def test_what_arrived_in_a_long_thread_is_not_sent_again(stage: Stage) -> None:
    for n in range(210):
        stage.emu.messages["C1", f"17.{n + 1:06d}"] = {
            "ts": f"17.{n + 1:06d}",
            "thread_ts": "17.000001",
            "text": "x",
            "user": "U1",
        }
    stage.emu.fail_after("chat.postMessage", 500)
    stage.deliver(stage.turn(at=time.time()))
    assert stage.texts().count("un") == 1
