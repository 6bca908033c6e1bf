"""Deliveries: events that come twice, Slack that is slow, full, broken or closed; each question is answered once."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.slack.stage import BOT, Someone, Stage, someone

NOTICE = "Quel est le préavis de résiliation de Sentinelle Bocage ?"
POST = "chat.postMessage"


@pytest.fixture
def who() -> Someone:
    return someone()


@pytest.fixture
def slack(socket_slack: Stage) -> Iterator[Stage]:
    yield socket_slack
    socket_slack.heal()


def event(slack: Stage, who: Someone, kind: str = "message", ts: str = "") -> dict[str, str]:
    ts = ts or slack.emu.new_ts()
    where = {"type": kind, "channel": who.channel, "user": who.user, "ts": ts, "team": "T1"}
    return {**where, "text": f"{BOT} {NOTICE}"}


def test_the_same_event_twice(slack: Stage, who: Someone) -> None:
    sent = event(slack, who)
    for _ in range(2):
        slack.emu.event(sent, event_id="EvTwice" + who.user)
    slack.answer(who.channel, sent["ts"])
    slack.emu.event(sent, event_id="EvTwice" + who.user)
    slack.answer(who.channel, sent["ts"])


@pytest.mark.parametrize("kinds", [("message", "app_mention"), ("app_mention", "message"), ("app_mention",) * 3])
def test_the_same_message_in_several_events(slack: Stage, who: Someone, kinds: tuple[str, ...]) -> None:
    ts = slack.emu.new_ts()
    for kind in kinds:
        slack.emu.event(event(slack, who, kind, ts))
    slack.answer(who.channel, ts)


def test_the_same_message_at_the_same_time(slack: Stage, who: Someone) -> None:
    ts = slack.emu.new_ts()
    with ThreadPoolExecutor(8) as pool:
        sent = [pool.submit(slack.emu.event, event(slack, who, "app_mention", ts)) for _ in range(8)]
        assert all(one.result().acked for one in sent)
    slack.answer(who.channel, ts)


def test_fifty_threads_at_once(both: Stage) -> None:
    people = [someone() for _ in range(50)]
    with ThreadPoolExecutor(50) as pool:
        asked = list(pool.map(lambda one: both.mention(one, NOTICE), people))
    for one, thread in zip(people, asked, strict=True):
        assert "quarante-cinq jours" in both.seen(both.answer(one.channel, thread))
    both.check()


def test_a_full_channel_is_waited_for_as_long_as_slack_says(slack: Stage, who: Someone) -> None:
    slack.fail(POST, "ratelimited", status=429, headers={"Retry-After": "2"})
    count = len(slack.emu.calls(POST))
    slack.ask(who, NOTICE)
    refused, given = slack.emu.calls(POST)[count:]
    assert given.at - refused.at >= 2


@pytest.mark.parametrize(
    ("error", "status", "times"), [("ratelimited", 429, 3), ("internal_error", 503, 3), ("fatal_error", 200, 2)]
)
def test_a_storm_is_waited_out(slack: Stage, who: Someone, error: str, status: int, times: int) -> None:
    slack.fail(POST, error, status=status, times=times, headers={"Retry-After": "0"} if status == 429 else None)
    assert "quarante-cinq jours" in slack.seen(slack.ask(who, NOTICE))


@pytest.mark.parametrize("status", [500, 0])
@pytest.mark.parametrize("direct", [False, True])
def test_what_was_posted_without_our_knowing_is_not_posted_again(
    slack: Stage, who: Someone, status: int, direct: bool
) -> None:
    slack.emu.fail_after(POST, status, times=1)
    channel = who.direct if direct else who.channel
    asked = slack.write(who, f"{BOT} {NOTICE}", channel)
    assert "quarante-cinq jours" in slack.seen(slack.answer(channel, asked))


def test_not_knowing_twice_and_not_being_able_to_look(slack: Stage, who: Someone) -> None:
    slack.emu.fail_after(POST, 500, times=1)
    slack.fail("conversations.replies", "internal_error", status=502, times=2)
    slack.ask(who, NOTICE)


def test_a_global_question_posted_without_our_knowing(slack: Stage, who: Someone) -> None:
    slack.emu.shortcut("ask_anywhere", who.user)
    slack.modal(who, "Demander")
    slack.emu.fail_after(POST, 0, times=1)
    count = len(slack.emu.calls(POST))
    slack.emu.submit("ask", {"question": NOTICE}, who.user)
    slack.until(lambda: len(slack.emu.calls(POST)) > count, "the first try")
    slack.idle()
    with slack.emu.changing():
        assert len([one for key, one in slack.emu.messages.items() if key[0] == who.direct]) == 1


def test_storms_on_the_status_change_nothing(slack: Stage, who: Someone) -> None:
    slack.fail("assistant.threads.setStatus", "ratelimited", status=429, times=2, headers={"Retry-After": "30"})
    slack.ask(who, NOTICE)
    slack.fail("assistant.threads.setStatus", "internal_error", status=0, times=1)
    slack.ask(who, NOTICE)
    slack.heal()
    slack.emu.delay("assistant.threads.setStatus", 20)
    slack.ask(who, NOTICE)


def test_refused_blocks_are_followed_by_markdown_then_by_text(slack: Stage, who: Someone) -> None:
    for times, form in ((1, "markdown_text"), (2, "text")):
        slack.fail(POST, "invalid_blocks", times=times)
        answer = slack.ask(who, NOTICE)
        sent = slack.emu.calls(POST)[-1].args
        assert sent.get(form) and "blocks" not in sent
        assert "quarante-cinq jours" in slack.seen(answer)


def test_a_channel_without_the_bot_is_answered_in_direct(slack: Stage, who: Someone) -> None:
    slack.fail(POST, "not_in_channel")
    asked = slack.mention(who, NOTICE)
    slack.until(lambda: [key for key in slack.emu.messages if key[0] == who.direct], "the direct message")
    slack.answers(who.channel, asked, 0)
    (answer,) = [one for key, one in slack.emu.messages.items() if key[0] == who.direct]
    assert "quarante-cinq jours" in slack.seen(answer)


def test_an_answer_that_cannot_be_given_is_told_with_a_reference(slack: Stage, who: Someone) -> None:
    slack.expect_log("undelivered")
    slack.fail(POST, "ekm_access_denied")
    told = slack.seen(slack.ask(who, NOTICE))
    assert "Je n'ai pas pu vous remettre la réponse (référence " in told
    reference = told.partition("référence ")[2][:8]
    assert reference in slack.log()
    assert slack.rows(f"select state from turns where reference = '{reference}'") == [("failed",)]


def test_a_command_whose_address_is_used_up_is_answered_aside(slack: Stage, who: Someone) -> None:
    slack.hears(NOTICE)
    with slack.emu.changing():
        known = set(slack.emu.response_urls)
    url = slack.emu.new_response_url(who.channel, who.user)
    for name in set(slack.emu.response_urls) - known:
        slack.emu.response_urls[name].uses = 5
    where = {"team_id": "T1", "channel_id": who.channel, "user_id": who.user, "trigger_id": "1"}
    payload = {**where, "command": "/convention", "text": NOTICE, "response_url": url, "api_app_id": "A1"}
    assert slack.emu.deliver("slash_commands", payload).acked
    assert "quarante-cinq jours" in slack.seen(slack.aside(who))
    assert [one.user for one in slack.emu.ephemerals if one.channel == who.channel] == [who.user]


def test_every_post_says_nothing_of_links_and_carries_its_mark(slack: Stage, who: Someone) -> None:
    slack.ask(who, NOTICE)
    sent = slack.emu.calls(POST)[-1].args
    assert sent["unfurl_links"] is False and sent["unfurl_media"] is False
    assert who.user not in json.dumps(sent["metadata"])
