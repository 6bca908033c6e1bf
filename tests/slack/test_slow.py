"""Late answers: the stream that announces them, the stop button, the end of a stream or of the process."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.slack.conftest import TRANSPORTS
from tests.slack.stage import PATIENCE, Someone, Stage, someone

SLOWLY = "Quel est lentement le préavis de résiliation de Sentinelle Bocage ?"
NEVER = "600"


@pytest.fixture
def who() -> Someone:
    return someone()


@pytest.fixture
def gate(tmp_path: Path) -> Path:
    return tmp_path / "gate"


@pytest.fixture
def slow(fresh: Callable[..., Stage], gate: Path) -> Callable[..., Stage]:
    """Starts the app whose answers wait for the gate."""

    def make(transport: str = "socket", patience: str = "0.2", processes: int = 1, **emulator: int) -> Stage:
        environ = {"SLOW_GATE": str(gate), "SLOW_PATIENCE": patience}
        stage = fresh(transport, environ=environ, script="slow_app.py", **emulator)
        for _ in range(processes):
            stage.start()
        return stage

    return make


def streaming(slack: Stage) -> None:
    slack.emu.wait_call("chat.startStream", timeout=PATIENCE)


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_a_late_answer_is_announced_then_given(
    slow: Callable[..., Stage], who: Someone, gate: Path, transport: str
) -> None:
    slack = slow(transport)
    asked = slack.mention(who, SLOWLY)
    streaming(slack)
    assert "Lecture des conventions" in slack.seen(slack.emu.thread(who.channel, asked)[0])
    gate.touch()
    answer = slack.answer(who.channel, asked)
    assert "quarante-cinq jours" in slack.seen(answer) and not answer["streaming"]
    assert answer["tasks"]["reading"]["status"] == "complete"
    assert slack.emu.sessions[who.channel, asked] == "active"
    assert slack.emu.calls("chat.postMessage") == []


def test_a_stream_that_expired_still_becomes_the_answer(slow: Callable[..., Stage], who: Someone, gate: Path) -> None:
    slack = slow(stream_limit=0)
    slack.expect("message_not_in_streaming_state")
    asked = slack.mention(who, SLOWLY)
    streaming(slack)
    gate.touch()
    assert "quarante-cinq jours" in slack.seen(slack.answer(who.channel, asked))
    assert len(slack.emu.calls("chat.update")) == 1


def test_a_stream_that_cannot_open_delays_nothing(slow: Callable[..., Stage], who: Someone, gate: Path) -> None:
    slack = slow()
    slack.fail("chat.startStream", "not_authorized")
    asked = slack.mention(who, SLOWLY)
    streaming(slack)
    gate.touch()
    assert "quarante-cinq jours" in slack.seen(slack.answer(who.channel, asked))


def test_a_stream_whose_opening_fails_on_the_way(slow: Callable[..., Stage], who: Someone, gate: Path) -> None:
    slack = slow()
    slack.fail("chat.startStream", "internal_error", status=0)
    asked = slack.mention(who, SLOWLY)
    streaming(slack)
    gate.touch()
    assert "quarante-cinq jours" in slack.seen(slack.answer(who.channel, asked))


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_stop_ends_a_stream(slow: Callable[..., Stage], who: Someone, gate: Path, transport: str) -> None:
    slack = slow(transport)
    slack.expect("stopped_by_user")
    asked = slack.mention(who, SLOWLY)
    streaming(slack)
    assert slack.emu.stop_clicked(who.channel, asked, who.user).acked
    slack.answers(who.channel, asked, 2)
    gate.touch()
    # another question takes the same threads: once it is answered, the stopped one has had its turn
    slack.ask(someone(), SLOWLY)
    stream, told = slack.answers(who.channel, asked, 2)
    assert "quarante-cinq" not in slack.seen(stream) and "Recherche arrêtée" in slack.seen(told)
    assert slack.emu.sessions[who.channel, asked] == "active"


def test_stop_before_any_stream(slow: Callable[..., Stage], who: Someone, gate: Path) -> None:
    slack = slow(patience=NEVER)
    asked = slack.mention(who, SLOWLY)
    slack.emu.wait_call("assistant.threads.setStatus", timeout=PATIENCE)
    slack.emu.stop_clicked(who.channel, asked, who.user)
    slack.answers(who.channel, asked, 1)
    gate.touch()
    slack.ask(someone(), SLOWLY)
    (told,) = slack.answers(who.channel, asked, 1)
    assert "Recherche arrêtée" in slack.seen(told)


def test_stop_reaches_another_process(slow: Callable[..., Stage], who: Someone, gate: Path) -> None:
    slack = slow(patience=NEVER, processes=2)
    asked = slack.direct(who, SLOWLY)  # the first process has it; the second is told to stop
    slack.emu.wait_call("assistant.threads.setStatus", timeout=PATIENCE)
    slack.emu.stop_clicked(who.direct, asked, who.user)
    slack.answers(who.direct, asked, 1)
    gate.touch()
    others = [someone(), someone()]
    for other in others:
        slack.answer(other.direct, slack.direct(other, SLOWLY))
    (told,) = slack.answers(who.direct, asked, 1)
    assert "Recherche arrêtée" in slack.seen(told)


def test_stop_where_nothing_is_asked(slow: Callable[..., Stage], who: Someone, gate: Path) -> None:
    gate.touch()
    slack = slow()
    asked = slack.mention(who, SLOWLY)
    slack.answer(who.channel, asked)
    assert slack.emu.stop_clicked(who.channel, asked, who.user).acked
    slack.ask(someone(), SLOWLY)
    slack.answers(who.channel, asked, 1)


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_told_to_end_it_answers_first(slow: Callable[..., Stage], who: Someone, gate: Path, transport: str) -> None:
    slack = slow(transport, NEVER)
    asked = slack.mention(who, SLOWLY)
    slack.emu.wait_call("assistant.threads.setStatus", timeout=PATIENCE)
    (process,) = slack.processes
    process.terminate()
    gate.touch()
    assert process.wait(PATIENCE) == 0
    slack.processes.clear()
    assert "quarante-cinq jours" in slack.seen(slack.answer(who.channel, asked))


@pytest.mark.parametrize("patience", ["0.2", NEVER])
def test_killed_while_it_computes(slow: Callable[..., Stage], who: Someone, gate: Path, patience: str) -> None:
    slack = slow(patience=patience)
    asked = slack.mention(who, SLOWLY)
    slack.emu.wait_call("assistant.threads.setStatus", timeout=PATIENCE)
    if patience != NEVER:
        streaming(slack)
        slack.until(lambda: slack.rows("select 1 from turns where route like '%stream_ts\":\"1%'"), "the stream kept")
    slack.kill()
    gate.touch()
    slack.start()
    answer = slack.answer(who.channel, asked)
    assert "quarante-cinq jours" in slack.seen(answer) and not answer.get("streaming")


def test_what_a_dead_process_leaves_is_taken_up(slow: Callable[..., Stage], gate: Path) -> None:
    slack = slow(patience=NEVER, processes=2)
    people = [someone() for _ in range(4)]
    asked = [slack.direct(one, SLOWLY) for one in people]  # each process is told every other one
    dead = slack.processes.pop(0)
    dead.kill()
    dead.wait(PATIENCE)
    gate.touch()
    for one, thread in zip(people, asked, strict=True):
        assert "quarante-cinq jours" in slack.seen(slack.answer(one.direct, thread))


@pytest.mark.parametrize("cut", ["close_sockets", "disconnect"])
def test_a_socket_lost_while_it_answers(slow: Callable[..., Stage], gate: Path, cut: str) -> None:
    slack = slow(patience=NEVER)
    people = [someone() for _ in range(3)]
    asked = [slack.mention(one, SLOWLY) for one in people]
    getattr(slack.emu, cut)()
    slack.emu.wait_connected(2, PATIENCE)
    gate.touch()
    people.append(someone())
    asked.append(slack.mention(people[-1], SLOWLY))
    for one, thread in zip(people, asked, strict=True):
        assert "quarante-cinq jours" in slack.seen(slack.answer(one.channel, thread))
