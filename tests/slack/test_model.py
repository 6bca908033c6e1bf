"""Answers that a language model writes: streamed as they are checked, stopped, broken off, and never twice."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.slack.emulator.records import Json
from tests.scripted_model import said
from tests.slack.conftest import TRANSPORTS
from tests.slack.slow_app import Script
from tests.slack.stage import PATIENCE, Someone, Stage, someone

ALERTS = "Comment sont transmises les alertes dans Sentinelle Bocage ?"
DUTIES = "Explique simplement les engagements de Sentinelle Bocage"
EXACT = "Quel est le préavis de résiliation de Sentinelle Bocage ?"
FIRST = "La DINUM alerte la DPRA de toute violation de données sous 24 heures."
SECOND = "La DPRA est responsable de traitement et la DINUM est sous-traitante."
THIRD = "L'analyse d'impact est à la charge de la DPRA."
DUTY = "Le délégant s'engage à réunir le comité d'investissement des trois services."
INVENTED = "La DINUM alerte la DPRA de toute violation de données sous 93 heures."
QUOTED = "sous 24 heures. » ["
"""Words of the answer without a model."""
WRITTEN_BY = "Rédigé par un modèle de langue (made:written)"
STREAMS = ("chat.startStream", "chat.appendStream", "chat.stopStream")
Steps = list[Any]


class Writer(Script):
    """A script about alerts."""

    def alerts(self) -> Steps:
        """Three faithful sentences, and an invented one after the first; a gate before the second, one at the end."""
        return [
            said(FIRST, 1), said(INVENTED, 1), self.until("second"), said(SECOND, 4), said(THIRD, 5), self.until("end"),
        ]  # fmt: skip


@pytest.fixture
def who() -> Someone:
    return someone()


@pytest.fixture
def model(tmp_path: Path) -> Writer:
    (tmp_path / "model").mkdir()
    writer = Writer(tmp_path / "model")
    writer.write(alertes=writer.alerts())
    return writer


@pytest.fixture
def writing(fresh: Callable[..., Stage], model: Writer) -> Callable[..., Stage]:
    """Starts the app with the model that the test writes."""

    def make(transport: str = "socket", seconds: float = 60, patience: float = 600, **emulator: int) -> Stage:
        environ = {
            "SLOW_GATE": "/nonexistent", "SLOW_PATIENCE": str(patience), "SLOW_MODEL": str(model.script),
            "ALINEA_MODEL": "openai:made", "ALINEA_MODEL_SECONDS": str(seconds),
        }  # fmt: skip
        stage = fresh(transport, environ=environ, script="slow_app.py", **emulator)
        stage.start()
        return stage

    return make


def streamed(slack: Stage, who: Someone, asked: str, *sentences: str) -> Json:
    """The message that streams, once these sentences are in it."""

    def found() -> list[Json]:
        return [m for m in slack.emu.thread(who.channel, asked) if all(one in m["text"] for one in sentences)]

    slack.until(found, f"sentences in {asked}")
    (message,) = found()
    return message


def is_whole(slack: Stage, answer: Json, *sentences: str) -> None:
    """The answer stands with all that goes with it, and nothing works on it any more."""
    seen = slack.seen(answer)
    assert all(one in seen for one in sentences)
    assert WRITTEN_BY in seen and "Utile" in seen
    elements = [one for block in answer["blocks"] for one in block.get("elements", ())]
    assert any(str(one.get("action_id")).startswith("cite_") for one in elements)
    assert not answer.get("streaming")


def without_model(slack: Stage, answer: Json) -> None:
    """The answer that needs no model."""
    seen = slack.seen(answer)
    assert QUOTED in seen and WRITTEN_BY not in seen and "Utile" in seen
    assert not answer.get("streaming")


def never_sent(slack: Stage, words: str) -> None:
    sent = [one.args for one in slack.emu.calls()] + slack.emu.responses
    assert words not in json.dumps(sent, ensure_ascii=False)


def done(answer: Json) -> None:
    assert {task["status"] for task in answer["tasks"].values()} == {"complete"}


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_checked_sentences_come_one_by_one_then_the_answer(
    writing: Callable[..., Stage], model: Writer, who: Someone, transport: str
) -> None:
    slack = writing(transport)
    asked = slack.mention(who, ALERTS)
    first = streamed(slack, who, asked, FIRST)
    assert first["streaming"] and SECOND not in first["text"]
    assert slack.emu.sessions[who.channel, asked] == "processing"
    model.open("second")
    assert streamed(slack, who, asked, FIRST, SECOND, THIRD)["streaming"]
    model.open("end")
    answer = slack.answer(who.channel, asked)
    is_whole(slack, answer, FIRST, SECOND, THIRD)
    done(answer)
    assert slack.emu.sessions[who.channel, asked] == "active"
    assert [len(slack.emu.calls(one)) for one in ("chat.startStream", "chat.update", "chat.postMessage")] == [1, 1, 0]
    never_sent(slack, "93 heures")
    assert model.calls == ["asked", "said"]
    (kept,) = slack.rows("select answer from turns")
    assert json.loads(kept[0])["written_by"] == "made:written"


def test_an_exact_question_is_not_sent_to_the_model(writing: Callable[..., Stage], model: Writer, who: Someone) -> None:
    slack = writing()
    assert "quarante-cinq jours" in slack.seen(slack.ask(who, EXACT))
    assert model.calls == []
    assert [len(slack.emu.calls(one)) for one in STREAMS] == [0, 0, 0]


def test_a_late_model_is_announced_then_heard(writing: Callable[..., Stage], model: Writer, who: Someone) -> None:
    model.write(alertes=[model.until("second"), *model.alerts()])
    slack = writing(patience=0.2)
    asked = slack.mention(who, ALERTS)
    slack.emu.wait_call("chat.startStream", timeout=PATIENCE)
    assert "Lecture des conventions" in slack.seen(streamed(slack, who, asked, ""))
    model.open("second")
    streamed(slack, who, asked, FIRST, SECOND)
    model.open("end")
    answer = slack.answer(who.channel, asked)
    is_whole(slack, answer, FIRST, SECOND, THIRD)
    done(answer)


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_stop_closes_the_call_of_the_model(
    writing: Callable[..., Stage], model: Writer, who: Someone, transport: str
) -> None:
    slack = writing(transport)
    slack.expect("stopped_by_user")
    asked = slack.mention(who, ALERTS)
    streamed(slack, who, asked, FIRST)
    assert slack.emu.stop_clicked(who.channel, asked, who.user).acked
    slack.until(lambda: model.calls == ["asked", "closed"], "the end of the call")
    stopped(slack, who, asked)
    model.open("second", "end")
    slack.ask(someone(), EXACT)
    stopped(slack, who, asked)
    never_sent(slack, SECOND)


def stopped(slack: Stage, who: Someone, asked: str) -> None:
    stream, told = slack.answers(who.channel, asked, 2)
    assert "Recherche arrêtée" in slack.seen(told)
    assert not stream["streaming"] and WRITTEN_BY not in slack.seen(stream) and SECOND not in slack.seen(stream)
    assert slack.emu.sessions[who.channel, asked] == "active"
    assert slack.emu.calls("chat.update") == []


@pytest.mark.parametrize("gates", [["second"], ["second", "end"]], ids=["at a sentence", "at the end"])
def test_stop_that_the_stream_tells_before_its_event(
    writing: Callable[..., Stage], model: Writer, who: Someone, gates: list[str]
) -> None:
    if "end" in gates:
        model.write(alertes=[said(FIRST, 1), model.until("end")])
    slack = writing()
    slack.expect("stopped_by_user")
    asked = slack.mention(who, ALERTS)
    message = streamed(slack, who, asked, FIRST)
    with slack.emu.changing():  # as `stop_clicked`, whose event comes later
        message.update(streaming=False, stopped=True)
    model.open(*gates)
    stopped(slack, who, asked)
    assert slack.emu.stop_clicked(who.channel, asked, who.user).acked
    slack.ask(someone(), EXACT)
    stopped(slack, who, asked)
    slack.until(lambda: len(model.calls) == 2, "the end of the call")


def test_a_stream_that_expired_is_replaced_once(writing: Callable[..., Stage], model: Writer, who: Someone) -> None:
    slack = writing(stream_limit=1)
    slack.expect("message_not_in_streaming_state")
    asked = slack.mention(who, ALERTS)
    streamed(slack, who, asked, FIRST)
    model.open("second", "end")
    is_whole(slack, slack.answer(who.channel, asked), FIRST, SECOND, THIRD)
    assert [len(slack.emu.calls(one)) for one in ("chat.update", "chat.postMessage")] == [1, 0]


@pytest.mark.parametrize("error", ["not_authorized", "internal_error"])
def test_no_stream_can_open(writing: Callable[..., Stage], model: Writer, who: Someone, error: str) -> None:
    model.open("second", "end")
    model.write(alertes=[said(FIRST, 1), 1.5, said(SECOND, 4), 1.5, said(THIRD, 5)])
    slack = writing()
    slack.fail("chat.startStream", error, times=9)
    is_whole(slack, slack.ask(who, ALERTS), FIRST, SECOND, THIRD)
    assert len(slack.emu.calls("chat.startStream")) == 1
    slack.heal()


@pytest.mark.parametrize("error", ["ratelimited", "internal_error"])
def test_sentences_that_slack_does_not_take_are_in_the_answer(
    writing: Callable[..., Stage], model: Writer, who: Someone, error: str
) -> None:
    slack = writing()
    slack.fail("chat.appendStream", error, times=9)
    asked = slack.mention(who, ALERTS)
    slack.emu.wait_call("chat.appendStream", timeout=PATIENCE)
    model.open("second", "end")
    answer = slack.answer(who.channel, asked)
    is_whole(slack, answer, FIRST, SECOND, THIRD)
    done(answer)
    slack.heal()


@pytest.mark.parametrize("begun", [False, True])
def test_a_model_that_never_ends(writing: Callable[..., Stage], model: Writer, who: Someone, begun: bool) -> None:
    model.write(alertes=[said(FIRST, 1)] * begun + [model.until("never")])
    slack = writing(seconds=2)
    without_model(slack, slack.ask(who, ALERTS))
    assert model.calls == ["asked", "late"]
    assert len(slack.emu.calls("chat.startStream")) == begun


@pytest.mark.parametrize("begun", [False, True])
def test_a_model_that_breaks(writing: Callable[..., Stage], model: Writer, who: Someone, begun: bool) -> None:
    model.write(alertes=[said(FIRST, 1), 1] * begun + [{"fail": True}])
    slack = writing()
    answer = slack.ask(who, ALERTS)
    without_model(slack, answer)
    if begun:
        done(answer)
    assert model.calls == ["asked", "failed"]


def test_only_invented_sentences(writing: Callable[..., Stage], model: Writer, who: Someone) -> None:
    model.write(alertes=[said(INVENTED, 1), said("L'analyse d'impact coûte 93 heures.", 5)])
    slack = writing()
    without_model(slack, slack.ask(who, ALERTS))
    assert model.calls == ["asked", "said"] * 2
    never_sent(slack, "93 heures")


@pytest.mark.parametrize("again", ["answers", "never answers", "waits"])
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_killed_while_it_streams(
    writing: Callable[..., Stage], model: Writer, who: Someone, transport: str, again: str
) -> None:
    slack = writing(transport, seconds=2 if again == "never answers" else 60, patience=0.5)
    asked = slack.mention(who, ALERTS)
    stream = streamed(slack, who, asked, FIRST)
    slack.kill()
    gates = {"answers": ["second", "end"], "waits": ["second"]}.get(again, [])
    model.open(*gates)
    slack.start()
    if again == "waits":  # longer than what opens a stream
        slack.until(lambda: model.calls.count("asked") == 2, "the second call")
        other = someone()
        exact = slack.mention(other, EXACT)
        slack.until(lambda: slack.emu.thread(other.channel, exact), "another answer")
        model.open("end")
    answer = slack.answer(who.channel, asked)
    if again == "never answers":
        without_model(slack, answer)
    else:
        is_whole(slack, answer, FIRST, SECOND, THIRD)
    done(answer)
    assert answer["ts"] == stream["ts"]
    assert [len(slack.emu.calls(one)) for one in ("chat.startStream", "chat.update")] == [1, 1]
    assert json.dumps([one.args for one in slack.emu.calls("chat.appendStream")]).count("24 heures") == 1


def test_two_conversations_at_once(writing: Callable[..., Stage], model: Writer) -> None:
    model.write(alertes=model.alerts(), engagements=[said(DUTY, 5), model.until("other")])
    slack = writing()
    one, other = someone(), someone()
    asked, also = slack.mention(one, ALERTS), slack.mention(other, DUTIES)
    first, duty = streamed(slack, one, asked, FIRST), streamed(slack, other, also, DUTY)
    assert DUTY not in first["text"] and FIRST not in duty["text"]
    model.open("second", "end")
    slack.emu.wait_call("chat.update", timeout=PATIENCE)
    is_whole(slack, streamed(slack, one, asked), FIRST, SECOND, THIRD)
    assert streamed(slack, other, also, DUTY)["streaming"]
    model.open("other")
    is_whole(slack, slack.answer(other.channel, also), DUTY)


def test_a_private_answer_is_not_streamed(writing: Callable[..., Stage], model: Writer, who: Someone) -> None:
    slack = writing(patience=0.2)
    slack.command(who, ALERTS)
    slack.until(lambda: model.calls == ["asked"], "the call")
    model.open("second", "end")
    is_whole(slack, slack.aside(who), FIRST, SECOND, THIRD)
    assert [len(slack.emu.calls(one)) for one in STREAMS] == [0, 0, 0]
