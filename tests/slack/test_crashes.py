"""Ends of processes and of the database: what was asked is answered once, whatever died in between."""

import os
import signal
import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.conversations.database import FILE
from tests.slack.conftest import TRANSPORTS
from tests.slack.stage import PATIENCE, Someone, Stage, someone

NOTICE = "Quel est le préavis de résiliation de Sentinelle Bocage ?"
POST = "chat.postMessage"


@pytest.fixture
def who() -> Someone:
    return someone()


def test_killed_between_the_send_and_its_record(fresh: Callable[..., Stage], who: Someone) -> None:
    slack = fresh()
    slack.start()
    slack.warm()
    slack.emu.fail_after(POST, 500)
    slack.fail("conversations.replies", "internal_error", status=503, times=99)
    asked = slack.mention(who, NOTICE)
    slack.emu.wait_call("conversations.replies", timeout=PATIENCE)
    slack.kill()
    slack.heal()
    slack.start()
    assert "quarante-cinq jours" in slack.seen(slack.answer(who.channel, asked))


def test_killed_when_the_message_stands_but_nobody_knows(fresh: Callable[..., Stage], who: Someone) -> None:
    slack = fresh()
    process = slack.start()
    slack.warm()
    slack.emu.delay(POST, 1.0)
    asked = slack.mention(who, NOTICE)
    slack.until(lambda: not slack.emu._scripts[0].times, "the call")
    process.send_signal(signal.SIGSTOP)
    slack.until(lambda: slack.emu.thread(who.channel, asked), "the message")
    slack.kill()
    slack.start()
    slack.answer(who.channel, asked)


def test_workers_end_with_their_process(fresh: Callable[..., Stage], who: Someone) -> None:
    slack = fresh()
    process = slack.start()
    slack.ask(who, NOTICE)
    children = descendants(process.pid)
    slack.kill()
    slack.until(lambda: not any(alive(child) for child in children), "the end of its workers")


def test_a_worker_that_dies_loses_no_question(fresh: Callable[..., Stage], who: Someone) -> None:
    slack = fresh()
    slack.expect_log("workers_died")
    process = slack.start()
    slack.ask(who, NOTICE)
    for child in descendants(process.pid):
        os.kill(child, signal.SIGKILL)
    assert "quarante-cinq jours" in slack.seen(slack.ask(someone(), NOTICE))


def descendants(parent: int) -> list[int]:
    """Processes that a process started."""
    found = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii").split()
    return [int(one) for one in found if b"spawn_main" in Path(f"/proc/{one}/cmdline").read_bytes()]


def alive(process: int) -> bool:
    """Whether a process runs; one that ended and that nobody waited for does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_killed_while_slack_takes_nothing(fresh: Callable[..., Stage], transport: str) -> None:
    slack = fresh(transport)
    slack.start()
    slack.warm()
    count = len(slack.emu.calls(POST))
    slack.fail(POST, "ratelimited", status=429, headers={"Retry-After": "60"}, times=99)
    people = [someone() for _ in range(5)]
    asked = [slack.mention(one, NOTICE) for one in people]
    slack.emu.wait(lambda: len(slack.emu.calls(POST)) >= count + 5, "five tries", PATIENCE)
    slack.kill()
    slack.heal()
    slack.start()
    for one, thread in zip(people, asked, strict=True):
        assert "quarante-cinq jours" in slack.seen(slack.answer(one.channel, thread))


def test_killed_with_a_private_answer_left(fresh: Callable[..., Stage], who: Someone) -> None:
    slack = fresh()
    slack.start()
    slack.warm()
    slack.fail("chat.postEphemeral", "ratelimited", status=429, headers={"Retry-After": "60"}, times=99)
    with slack.emu.changing():
        known = set(slack.emu.response_urls)
    url = slack.emu.new_response_url(who.channel, who.user)
    for name in set(slack.emu.response_urls) - known:
        slack.emu.response_urls[name].uses = 5
    where = {"team_id": "T1", "channel_id": who.channel, "user_id": who.user, "trigger_id": "1", "api_app_id": "A1"}
    slack.emu.deliver("slash_commands", {**where, "command": "/convention", "text": NOTICE, "response_url": url})
    slack.emu.wait_call("chat.postEphemeral", timeout=PATIENCE)
    slack.kill()
    slack.heal()
    slack.start()
    assert "quarante-cinq jours" in slack.seen(slack.aside(who))


def test_two_processes_answer_once(fresh: Callable[..., Stage]) -> None:
    slack = fresh()
    slack.start()
    slack.start()
    people = [someone() for _ in range(20)]
    with ThreadPoolExecutor(10) as pool:
        asked = list(pool.map(lambda one: slack.mention(one, NOTICE), people))
        again = [
            {"type": kind, "channel": one.channel, "user": one.user, "ts": ts, "text": f"<@UBOT> {NOTICE}"}
            for one, ts in zip(people, asked, strict=True)
            for kind in ("app_mention", "message", "app_mention")
        ]
        assert all(sent.acked for sent in pool.map(slack.emu.event, again))
    for one, thread in zip(people, asked, strict=True):
        slack.answer(one.channel, thread)


def test_an_error_of_ours_is_told_with_its_reference(fresh: Callable[..., Stage], who: Someone) -> None:
    slack = fresh()
    slack.expect_log("turn_failed", "undelivered", "Traceback")
    slack.start()
    with broken(slack, "update"):
        told = slack.seen(spoken(slack, who))
    assert "(référence " in told
    reference = told.partition("(référence ")[2][:8]
    assert reference in slack.log()


def spoken(slack: Stage, who: Someone) -> dict[str, object]:
    """The answer to a question whose turn cannot be ended."""
    asked = slack.mention(who, NOTICE)
    slack.until(lambda: slack.emu.thread(who.channel, asked), "a sentence")
    (answer,) = slack.emu.thread(who.channel, asked)
    return answer


class broken:
    """The table of turns as it is on a full disk: nothing of that kind is written."""

    def __init__(self, slack: Stage, kind: str) -> None:
        self._path, self._kind = slack.data / FILE, kind

    def __enter__(self) -> None:
        self._do(
            f"create trigger broken before {self._kind} on turns "
            "begin select raise(abort, 'database or disk is full'); end"
        )

    def __exit__(self, *exception: object) -> None:
        self._do("drop trigger broken")

    def _do(self, order: str) -> None:
        connection = sqlite3.connect(self._path, timeout=20, isolation_level=None)
        connection.execute(order)
        connection.close()


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_a_question_that_cannot_be_kept_is_told_once(fresh: Callable[..., Stage], who: Someone, transport: str) -> None:
    slack = fresh(transport)
    slack.start()
    slack.expect_log("not_kept")
    with broken(slack, "insert"):
        asked = slack.mention(who, NOTICE)
        told = slack.seen(slack.answer(who.channel, asked))
        slack.write(who, "Quel est le montant ?")
    reference = told.partition("(référence ")[2][:8]
    assert reference and reference in slack.log()
    slack.answers(who.channel, asked, 1)
    slack.ask(who, NOTICE)


def test_old_questions_are_erased_at_the_start(fresh: Callable[..., Stage], who: Someone) -> None:
    slack = fresh(environ={"ALINEA_RETENTION_DAYS": "30"})
    slack.start()
    answers = [slack.ask(who, f"{NOTICE} ({number})") for number in range(3)]
    for answer in answers:
        slack.emu.press(who.channel, answer["ts"], text="Utile", user=who.user)
    slack.stop()
    old = time.time() - 31 * 86_400
    connection = sqlite3.connect(slack.data / FILE, isolation_level=None)
    connection.execute("update turns set at = ? where question not like '%(2)'", (old,))
    connection.execute("update feedback set at = ? where question not like '%(2)'", (old,))
    connection.close()
    slack.start()
    slack.until(lambda: len(slack.rows("select 1 from turns")) == 1, "the purge")
    slack.until(lambda: len(slack.rows("select 1 from feedback")) == 1, "the purge of feedback")
    assert slack.rows("select question from turns")[0][0].endswith("(2)")
