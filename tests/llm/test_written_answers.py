"""Written answers through the real client, against a server on loopback: streams, the tool, a broken connection."""

import json
from collections.abc import Iterator
from datetime import date

import pytest

from bot.answer import Answer, Checked
from bot.assistant import Assistant, Uses
from bot.late_model import LateModel
from bot.library import Library
from bot.question import Question
from prompts.chat_model import ModelSpec
from tests.llm.server import Reply, ScriptedServer
from tests.made_library import QUAI, library_of
from tests.scripted_model import said

pytest.importorskip("langchain_openai")
WORKSHOP = Question("q", "Comment se passe l'atelier des usagers de Quai Ouvert ?")
MEETING = said("L'atelier des usagers réunit les capitaineries volontaires deux fois par an.", 1)
TRAINING = "Le délégataire doit former les agents des capitaineries pendant trois jours."


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    made = library_of(tmp_path_factory.mktemp("quai"), {"quai.md": QUAI})
    yield made
    made.close()


def assistant(library: Library, server: ScriptedServer, seconds: float = 10) -> Assistant:
    spec = ModelSpec("openai:scripted", url=server.url, key="k", backoff_seconds=0.01)
    return Assistant(library, lambda: date(2026, 1, 15), model=LateModel(spec), uses=Uses(seconds=seconds))


def pieces(line: str) -> list[str]:
    return [line[at : at + 9] for at in range(0, len(line), 9)]


def test_an_answer_comes_sentence_by_sentence_with_a_fact_of_the_tool(library: Library) -> None:
    call = json.dumps({"kind": "obligation", "convention": "Quai Ouvert"})
    with ScriptedServer(
        Reply(calls=[("facts", call)]),
        Reply([*pieces(MEETING), *pieces(said(TRAINING, 7)), *pieces(said(TRAINING, 8))]),
    ) as server:
        *first, last = assistant(library, server).stream(WORKSHOP)
    assert isinstance(last, Answer) and last.written_by == "openai:scripted"
    assert TRAINING in last.text
    assert [one.text for one in first if isinstance(one, Checked)][-1] == TRAINING
    tool = server.requests[1].body["messages"][-1]
    assert tool["role"] == "tool" and "former les agents" in tool["content"]
    sent = server.requests[0].body
    assert sent["tools"][0]["function"]["name"] == "facts"
    assert "[1] Quai Ouvert, article 2 : Un atelier des usagers" in sent["messages"][1]["content"]


@pytest.mark.parametrize(
    "reply",
    [
        Reply([MEETING], cut="abrupt"), Reply([MEETING], cut="clean"), Reply(status=401, raw="{}"), Reply(silent=True),
        Reply(refusal="non"), Reply([MEETING], finish="length"), Reply([]),
    ],
)  # fmt: skip
def test_what_breaks_leaves_the_answer_without_a_model(library: Library, reply: Reply) -> None:
    with ScriptedServer(reply) as server:
        answer = assistant(library, server, 1).ask(WORKSHOP)
    assert answer.written_by is None
    assert "« Un atelier des usagers" in answer.text.replace("\u00a0", " ")


def test_a_question_is_said_again_through_the_schema(library: Library) -> None:
    said_again = json.dumps({"question": WORKSHOP.text}, ensure_ascii=False)
    with ScriptedServer(Reply([said_again]), Reply(pieces(MEETING))) as server:
        answer = assistant(library, server).ask(Question("q", "Ça bosse comment, les papotages de Quai Ouvert ?"))
    assert answer.written_by and answer.warnings
    assert len(server.requests) == 2
