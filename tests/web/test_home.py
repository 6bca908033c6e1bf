"""The first page: asking with and without a script, searching, choosing, the thread."""

import json
import re
import threading
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from fastapi.testclient import TestClient

from bot.web.answer_text import parts
from bot.web.rates import Rate
from prompts.chat_model import Prompt, Tool
from tests.scripted_model import ScriptedModel, said
from tests.web.conftest import Client
from tests.web.page import Page
from tests.web.texts import HALAGE

NOTICE = "Quel est le préavis de résiliation de Halage Libre ?"
WORKSHOP = "Comment se passe l'atelier des usagers de Quai Ouvert ?"


def events(client: TestClient, **asked: Any) -> list[tuple[str, str]]:
    """The events of an answer: their names and their HTML."""
    reply = client.post("/ask", json=asked)
    assert reply.status_code == 200 and reply.headers["content-type"].startswith("text/event-stream")
    found = re.findall(r"event: (\w+)\ndata: (.*)\n\n", reply.text)
    return [(name, json.loads(data)) for name, data in found]


def test_an_answer_without_a_script(near: TestClient, ids: dict[str, str]) -> None:
    page = Page(near.get("/", params={"q": NOTICE}).text)
    assert "trois mois" in page.one("div", class_="said").words
    (cite,) = page.all("a", class_="cite")
    start, end = map(int, re.findall(r"passage=(\d+)-(\d+)", cite.attributes["href"])[0])
    assert cite.attributes["href"].startswith(f"./conventions/{ids['halage.md']}?")
    assert page.one("blockquote").text == HALAGE[start:end]
    assert cite.words == "Halage Libre, article 4"
    assert page.one("a", class_="cite mark").attributes["aria-label"] == "Source 1\u00a0: Halage Libre, article 4"


def test_the_thread_goes_with_the_page(near: TestClient) -> None:
    page = Page(near.get("/", params={"q": NOTICE}).text)
    assert [one.attributes["value"] for one in page.all("input", name="thread")] == [NOTICE]
    followed = Page(near.get("/", params={"q": "et la date de fin ?", "thread": [NOTICE]}).text)
    assert "31 décembre 2025" in followed.one("div", class_="said").words
    assert "30 juin 2026" in followed.one("div", class_="said").words
    assert [one.attributes["value"] for one in followed.all("input", name="thread")] == [NOTICE, "et la date de fin ?"]


def test_a_choice_is_a_button(near: TestClient, ids: dict[str, str]) -> None:
    page = Page(near.get("/", params={"q": "Quel est le préavis ?"}).text)
    buttons = {one.words: one.attributes["value"] for one in page.all("button", name="about")}
    assert buttons["Halage Libre"] == ids["halage.md"] and len(buttons) >= 2
    answered = Page(near.get("/", params={"q": "Quel est le préavis ?", "about": buttons["Halage Libre"]}).text)
    assert "trois mois" in answered.one("div", class_="said").words
    assert "Quai Ouvert" not in page.one("div", class_="said").words, "buttons offer what the text would list"
    thread = [one.attributes["value"] for one in answered.all("input", name="thread")]
    assert thread == ["Quel est le préavis ?", "Halage Libre"]
    followed = Page(near.get("/", params={"q": "et la date de fin ?", "thread": thread}).text)
    assert "30 juin 2026" in followed.one("div", class_="said").words


def test_a_search_lists_passages(near: TestClient, ids: dict[str, str]) -> None:
    page = Page(near.get("/", params={"q": "écluse des Trois-Saules", "search": "1"}).text)
    assert "L'écluse des Trois-Saules ouvre à six heures." in page.all("blockquote")[0].text
    assert ids["halage.md"] in page.all("a", class_="cite")[0].attributes["href"]
    assert page.all("a", class_="cite")[0].words == "Halage Libre, Annexe 1 – Écluses ouvertes"
    assert not page.all("div", class_="said")


def test_every_convention_is_listed(near: TestClient, ids: dict[str, str]) -> None:
    page = Page(near.get("/").text)
    links = {one.attributes["href"] for one in page.all("a")}
    assert {f"./conventions/{document}" for document in ids.values()} <= links


def test_what_is_typed_is_text(near: TestClient) -> None:
    typed = '"><script>alert(1)</script>'
    page = Page(near.get("/", params={"q": typed, "thread": [typed], "about": typed}).text)
    assert len(page.all("script")) == 1
    assert page.one("h2", class_="asked").text == typed
    found = Page(near.get("/", params={"q": typed, "search": "1"}).text)
    assert len(found.all("script")) == 1 and typed in found.one("h2", id="found-title").text


def test_an_answer_streams(near: TestClient, ids: dict[str, str]) -> None:
    ((name, html),) = events(near, question=NOTICE)
    assert name == "answer"
    page = Page(html)
    assert "trois mois" in page.text and page.one("a", class_="cite").attributes["href"].startswith("./conventions/")


def test_sentences_of_a_model_stream_before_the_answer_that_counts(client: Client) -> None:
    phrases = ["L'atelier des usagers réunit les capitaineries volontaires deux fois par an.",
               "Le médiateur est choisi par 77 personnes."]  # fmt: skip
    model = ScriptedModel(said(phrases[0], 1) + said(phrases[1], 4))
    found = events(client(model=model), question=WORKSHOP)
    assert [name for name, _ in found] == ["sentence", "answer"]
    sentence, answer = (Page(html) for _, html in found)
    assert phrases[0] in sentence.text and "passage=" in sentence.one("a").attributes["href"]
    assert phrases[0] in answer.text and "77" not in answer.text
    assert "Rédigé par made:scripted" in answer.text


class _Endless:
    """A model that writes until it is told to stop."""

    name = "made:endless"

    def __init__(self) -> None:
        self.begun, self.stopped = threading.Event(), threading.Event()

    def stream(
        self, prompt: Prompt, *, seconds: float, tools: Sequence[Tool] = (), stop: threading.Event | None = None
    ) -> Iterator[str]:
        assert stop is not None
        self.begun.set()
        if stop.wait(20):
            self.stopped.set()
        yield ""


def test_leaving_ends_the_models_work(client: Client) -> None:
    from anyio import from_thread

    model = _Endless()
    app = client(model=model).app  # type: ignore[arg-type]
    body = json.dumps({"question": WORKSHOP}).encode()
    headers = [(b"host", b"127.0.0.1"), (b"content-type", b"application/json")]
    scope = {"type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST", "scheme": "http",
             "path": "/ask", "raw_path": b"/ask", "query_string": b"", "root_path": "", "headers": headers,
             "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80)}  # fmt: skip

    async def leave() -> None:
        import asyncio

        sent = False

        async def receive() -> dict[str, object]:
            nonlocal sent
            if not sent:
                sent = True
                return {"type": "http.request", "body": body, "more_body": False}
            await asyncio.to_thread(model.begun.wait, 20)
            return {"type": "http.disconnect"}

        async def send(message: object) -> None:
            pass

        await app(scope, receive, send)

    with from_thread.start_blocking_portal() as portal:
        portal.call(leave)
    assert model.stopped.wait(20)


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"question": ""},
        {"question": "   "},
        {"question": "x", "thread": "y"},
        {"question": "x", "more": 1},
        {"question": ["x"]},
    ],
)
def test_what_is_no_question_is_refused(near: TestClient, asked: dict[str, object]) -> None:
    reply = near.post("/ask", json=asked)
    assert reply.status_code == 400 and "mal écrite" in reply.text


def test_what_is_too_long_is_told(near: TestClient) -> None:
    replies = [
        near.post("/ask", json={"question": "x" * 4_001}),
        near.post("/ask", json={"question": "x", "thread": ["y"] * 21}),
        near.get("/", params={"q": "x" * 4_001}),
    ]
    assert [reply.status_code for reply in replies] == [413] * 3
    assert all("4 000 caractères" in reply.text for reply in replies)


def test_only_json_asks(near: TestClient) -> None:
    """A form of another site can send no JSON without being allowed to."""
    asked = json.dumps({"question": NOTICE})
    assert near.post("/ask", content=asked, headers={"content-type": "text/plain"}).status_code == 400
    assert near.post("/ask", data={"question": NOTICE}).status_code == 400


def test_asking_is_counted_by_address(client: Client) -> None:
    now = [0.0]
    one = client(rate=Rate(burst=2, a_minute=6, clock=lambda: now[0]))
    assert one.get("/", params={"q": NOTICE}).status_code == 200
    assert one.post("/ask", json={"question": NOTICE}).status_code == 200
    refused = one.get("/", params={"q": NOTICE})
    assert refused.status_code == 429 and "attendez une minute" in refused.text
    assert one.get("/").status_code == 200, "a page without a question is not counted"
    now[0] = 10.0
    assert one.post("/ask", json={"question": NOTICE}).status_code == 200


def test_addresses_are_counted_apart() -> None:
    rate = Rate(burst=1, a_minute=60, clock=lambda: 0.0)
    assert [rate.allows("a"), rate.allows("a"), rate.allows("b")] == [True, False, True]


def test_a_failure_while_answering_is_told(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("secret of the machine")

    monkeypatch.setattr("bot.assistant.Assistant.stream", fail)
    ((name, html),) = events(client(), question=NOTICE)
    assert name == "fault" and "Quelque chose a échoué" in html and "secret" not in html


def test_a_list_below_an_item_stands_below_it() -> None:
    (part,) = parts("- **Un** :\n  - deux [1]\n  - trois\n- quatre", 1)
    assert ["".join(bit.text for bit in line) for line in part.lines] == ["Un :", "quatre"]
    assert [["".join(bit.text for bit in line) for line in lines] for lines in part.under] == [["deux 1", "trois"], []]
