"""Pictures: under an answer about a schedule or a portfolio, in its thread, once, described, and of its own figures."""

import json
import re
from collections.abc import Iterator

import pytest

from tests.slack.reading import plain
from tests.slack.stage import Someone, Stage, someone

SCHEDULE = "Quels sont les crédits par an de Sentinelle Bocage ?"
"""Answered in two messages, for Slack takes one table in each: what is in force, then what was before the avenant."""
PORTFOLIO = "Quel est le montant de chaque convention ?"
NOTICE = "Quel est le préavis de résiliation de Sentinelle Bocage ?"
COMPLETE = "files.completeUploadExternal"


@pytest.fixture
def who() -> Someone:
    return someone()


@pytest.fixture
def slack(socket_slack: Stage) -> Iterator[Stage]:
    yield socket_slack
    socket_slack.heal()


@pytest.mark.parametrize(
    ("question", "title", "messages"), [(SCHEDULE, "Sentinelle Bocage", 2), (PORTFOLIO, "Montants", 1)]
)
def test_a_picture_comes_under_the_answer(both: Stage, who: Someone, question: str, title: str, messages: int) -> None:
    ts = both.mention(who, question)
    answer = both.seen(both.answers(who.channel, ts, messages)[0])
    both.until(lambda: both.emu.pictures(who.channel, ts), "a picture")
    [(message, sent)] = both.emu.pictures(who.channel, ts)
    assert message["files"][0]["mimetype"] == "image/png"
    assert title in message["files"][0]["title"]
    told = re.findall(r"\d[\d ]* €", plain(sent.alt))
    assert len(told) > 3
    assert all(amount in answer for amount in told), (told, answer)
    both.check()


def test_in_a_direct_message(slack: Stage, who: Someone) -> None:
    ts = slack.direct(who, SCHEDULE)
    slack.answers(who.direct, ts, 2)
    slack.until(lambda: slack.emu.pictures(who.direct, ts), "a picture")


def test_none_for_one_figure_nor_for_one_person_alone(slack: Stage, who: Someone) -> None:
    before = len(slack.emu.calls(COMPLETE))
    slack.ask(who, NOTICE)
    slack.command(who, SCHEDULE)
    slack.asides(who, 2)
    ts = slack.mention(who, SCHEDULE)  # whatever was to be sent for the two before is sent by now
    slack.until(lambda: slack.emu.pictures(who.channel, ts), "a picture")
    assert len(slack.emu.calls(COMPLETE)) == before + 1


@pytest.mark.parametrize("method", ["files.getUploadURLExternal", COMPLETE])
@pytest.mark.parametrize("error", ["missing_scope", "ratelimited", "internal_error"])
def test_the_answer_stands_without_its_picture(slack: Stage, who: Someone, method: str, error: str) -> None:
    slack.fail(method, error)
    ts = slack.mention(who, SCHEDULE)
    assert "€" in slack.seen(slack.answers(who.channel, ts, 2)[0])
    slack.until(lambda: f'"{error}"' in json.dumps([one.response for one in slack.emu.calls(method)]), "a refusal")
    slack.until(lambda: "picture_not_sent" in slack.log(), "the log")
    assert slack.emu.pictures(who.channel, ts) == []


def test_nobody_hears_of_a_lost_connection(slack: Stage, who: Someone) -> None:
    slack.emu.fail_after(COMPLETE, status=0)
    slack.expect("internal_error")
    ts = slack.mention(who, SCHEDULE)
    slack.answers(who.channel, ts, 2)
    slack.until(lambda: slack.emu.pictures(who.channel, ts), "a picture")
    other = slack.mention(who, PORTFOLIO)
    slack.until(lambda: slack.emu.pictures(who.channel, other), "a picture")
    assert len(slack.emu.pictures(who.channel, ts)) == 1
