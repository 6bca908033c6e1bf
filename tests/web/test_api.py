"""The HTTP API: the contracts of the command line, limits, rights, and whatever schemathesis thinks of."""

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, assume, given
from hypothesis import settings as bounded

from bot.answer import Answer
from bot.assistant import Assistant
from bot.fact_contract import contract
from bot.library import Library
from bot.links import Signer
from bot.question import Question
from bot.settings import Settings
from bot.web.app import web_app
from bot.web.rates import Rate
from bot.web.viewing import Sight
from tests.web.conftest import DAY, Client
from tests.web.page import Page
from tests.web.texts import HALAGE

schemathesis = pytest.importorskip("schemathesis", reason="the package schemathesis is not installed")
NOTICE = "Quel est le préavis de résiliation de Halage Libre ?"


def error(reply: object) -> str:
    """The sentence of a refusal; its only key."""
    told = reply.json()  # type: ignore[attr-defined]
    assert list(told) == ["error"] and told["error"].endswith((".", "?"))
    return str(told["error"]).replace("\u00a0", " ").replace("\u202f", " ")


def test_an_answer_is_that_of_the_command_line(near: TestClient, library: Library) -> None:
    told = near.post("/api/ask", json={"id": "q7", "question": NOTICE, "thread": ["Bonjour"], "other": 1}).json()
    expected = Assistant(library, lambda: DAY).ask(Question("q7", NOTICE, ("Bonjour",))).model_dump(mode="json")
    assert {**told, "elapsed_ms": 0} == {**expected, "elapsed_ms": 0}
    assert list(told) == list(Answer.model_fields)
    (one,) = [one for one in told["citations"] if "trois mois" in one["quote"]]
    assert HALAGE[one["start"] : one["end"]] == one["quote"]


def test_a_thread_and_a_choice_are_read(near: TestClient) -> None:
    asked = {"question": "Quel est le préavis de résiliation ?"}
    told = near.post("/api/ask", json=asked).json()
    assert told["status"] == "clarify"
    choice = next(one for one in told["choices"] if one["name"] == "Halage Libre")
    for more in ({"assumed": [choice["document"]]}, {"thread": ["Quand finit Halage Libre ?"]}):
        told = near.post("/api/ask", json={**asked, **more}).json()
        assert told["status"] == "answered" and {one["convention"] for one in told["citations"]} == {"Halage Libre"}
    assert "identifiant" in error(near.post("/api/ask", json={**asked, "assumed": ["00"]}))


def test_search_gives_spans(near: TestClient, ids: dict[str, str]) -> None:
    hits = near.get("/api/search", params={"q": "former les éclusiers", "k": 3}).json()["hits"]
    assert len(hits) == 3 and [one["score"] for one in hits] == sorted((one["score"] for one in hits), reverse=True)
    assert hits[0]["document"] == ids["halage.md"] and "former les éclusiers" in hits[0]["text"]
    assert HALAGE[hits[0]["start"] : hits[0]["end"]] == hits[0]["text"]
    inside = near.get("/api/search", params={"q": "préavis", "convention": "quai ouvert"}).json()["hits"]
    assert {one["document"] for one in inside} == {ids["quai.md"]}


def test_conventions_come_by_pages(near: TestClient, ids: dict[str, str]) -> None:
    whole = near.get("/api/conventions").json()
    assert whole["total"] == len(ids) and {one["id"] for one in whole["conventions"]} == set(ids.values())
    pages = [near.get("/api/conventions", params={"limit": 1, "offset": at}).json() for at in range(len(ids) + 1)]
    assert [one for page in pages for one in page["conventions"]] == whole["conventions"]
    one = near.get(f"/api/conventions/{ids['halage.md']}").json()
    assert one["text"] == HALAGE and one["avenants"] == [ids["avenant.md"]] and one["facts"]["notice"] >= 1
    assert all(sentence["sentence"] for sentence in one["anomalies"])
    assert near.get(f"/api/conventions/{ids['avenant.md']}").json()["amends"] == [ids["halage.md"]]


@pytest.mark.parametrize(
    ("asked", "arguments"),
    [
        ({}, ()),
        ({"convention": "halage libre"}, (None, "halage.md")),
        ({"kind": "budget", "year": 2024}, (["budget"], None, None, 2024)),
        ({"bearer": "délégataire"}, (None, None, "délégataire")),
        ({"article": "4"}, (None, None, None, None, "4")),
    ],
)
def test_facts_are_those_of_the_command_line(
    near: TestClient, library: Library, ids: dict[str, str], asked: dict[str, object], arguments: tuple[object, ...]
) -> None:
    told = near.get("/api/facts", params={**asked, "limit": 500}).json()
    given = [ids.get(one, one) if isinstance(one, str) else one for one in arguments]
    expected = [contract(row) for row in library.facts(*given)]  # type: ignore[arg-type]
    assert told["facts"] == json.loads(json.dumps(expected)) and told["total"] == len(expected) > 0
    second = near.get("/api/facts", params={**asked, "limit": 1, "offset": 1}).json()
    assert second["facts"] == told["facts"][1:2] and second["total"] == told["total"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"question": "x" * 50_000}, "« question » est trop long : 4000 caractères au plus"),
        ({"question": " \n"}, "« question » est vide"),
        ({"question": 3}, "« question » est mal écrit"),
        ({}, "manque le champ « question »"),
        ({"question": "x", "thread": ["y"] * 21}, "« thread » a trop d'éléments : 20 au plus"),
        ({"question": "x", "assumed": ["../x"]}, "« assumed.0 » est vide ou mal écrit"),
    ],
)
def test_what_is_no_question_is_told(near: TestClient, asked: dict[str, object], said: str) -> None:
    reply = near.post("/api/ask", json=asked)
    assert reply.status_code == 422 and said in error(reply)


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("search?q=x&k=0", 422, "« k » est trop petit : 1 au moins"),
        ("search?q=x&k=51", 422, "« k » est trop grand : 50 au plus"),
        ("search", 422, "manque le champ « q »"),
        ("search?q=x&size=3", 422, "« size » n'existe pas"),
        ("facts?limit=501", 422, "« limit » est trop grand"),
        ("facts?offset=-1", 422, "« offset » est trop petit"),
        ("facts?kind=poireau", 422, "« kind » est mal écrit"),
        ("facts?convention=Zorglub", 404, "Zorglub"),
        ("conventions/00", 404, "identifiant"),
        ("nope", 404, "n'existe pas"),
        ("ask", 405, "méthode"),
        ("nope?lang=en", 404, "does not exist"),
    ],
)
def test_a_refusal_is_one_sentence(near: TestClient, path: str, status: int, said: str) -> None:
    reply = near.get(f"/api/{path}")
    assert reply.status_code == status and said in error(reply)


def test_bodies_are_bounded_and_json(near: TestClient) -> None:
    assert "trop longue" in error(near.post("/api/ask", content=b" " * 200_001))
    assert near.post("/api/ask", content=iter([b" " * 100_000] * 3)).status_code == 413
    reply = near.post("/api/ask", content=b"{", headers={"content-type": "application/json"})
    assert reply.status_code == 400 and "JSON" in error(reply)
    form = near.post("/api/ask", content=b'{"question": "x"}', headers={"content-type": "text/plain"})
    assert form.status_code == 422, "a form of another site cannot ask"
    assert near.post("/api/search").headers["allow"] == "GET"


def test_a_failure_tells_nothing(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("secret of the machine")

    monkeypatch.setattr("bot.library.Library.documents", fail)
    reply = client().get("/api/conventions")
    assert reply.status_code == 500 and "secret" not in error(reply)


def test_asking_and_searching_are_counted(client: Client) -> None:
    one = client(rate=Rate(burst=2, a_minute=1, clock=lambda: 0.0))
    assert one.post("/api/ask", json={"question": NOTICE}).status_code == 200
    assert one.get("/api/search?q=x").status_code == 200
    assert one.get("/api/search?q=x").status_code == 429
    assert "attendez une minute" in error(one.post("/api/ask", json={"question": NOTICE}))
    assert one.get("/api/facts").status_code == 200


def test_elsewhere_gets_nothing_even_with_a_link(far: TestClient, ids: dict[str, str], signer: Signer) -> None:
    document = ids["halage.md"]
    link = signer.query(document, (), signer.expiry())
    assert far.get(f"/conventions/{document}?{link}").status_code == 200
    for path in (f"conventions/{document}", "conventions", "facts", f"facts?convention={document}", "search?q=halage"):
        for address in (f"/api/{path}", f"/api/{path}{'&' if '?' in path else '?'}{link}"):
            reply = far.get(address)
            assert reply.status_code in (403, 422) and "Halage" not in reply.text
        assert far.get(f"/api/{path}").status_code == 403
    assert far.get(f"/api/conventions/{document}?{link}").status_code == 403
    assert far.post(f"/api/ask?{link}", json={"question": NOTICE}).status_code == 403


def test_the_page_lists_every_operation(near: TestClient, far: TestClient) -> None:
    described = near.get("/api/openapi.json").json()
    page = Page(near.get("/api").text)
    for path, methods in described["paths"].items():
        for method in methods:
            assert f"{method.upper()} {path}" in page.text
    assert set(described["paths"]) == {"/api/ask", "/api/search", "/api/conventions", "/api/conventions/{document}",
                                       "/api/facts"}  # fmt: skip
    assert "integer, 1 – 50" in page.text and not page.all("style")
    assert "HTTP API" in near.get("/api?lang=en").text and far.get("/api").status_code == 200


@pytest.fixture(scope="module")
def operations(library: Library, settings: Settings) -> dict[str, Any]:
    """The API as schemathesis reads it, for somebody who sees everything."""
    rate, hosts = Rate(burst=1_000_000), ("testserver", "localhost")
    assistant = Assistant(library, lambda: DAY)
    app = web_app(assistant, settings, hosts=hosts, sight_of=lambda _: Sight(None), rate=rate, today=lambda: DAY)
    schema = schemathesis.openapi.from_asgi("/api/openapi.json", app)
    return {one.definition.raw["operationId"]: one for one in (found.ok() for found in schema.get_all_operations())}


@pytest.mark.parametrize("mode", ["POSITIVE", "NEGATIVE"])
@pytest.mark.parametrize("name", ["ask", "search", "conventions", "convention", "facts"])
def test_schemathesis_finds_nothing(operations: dict[str, Any], name: str, mode: str) -> None:
    """Calls that the document allows and calls that it does not; their statuses, types, headers and shapes."""
    cases = operations[name].as_strategy(generation_mode=schemathesis.GenerationMode[mode])

    @given(case=cases)
    @bounded(max_examples=20, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    def call(case: Any) -> None:
        # what cannot be written in a query is not sent, and the call is then one that the document allows
        assume(not any(value in ([], {}) for value in (case.query or {}).values()))
        case.call_and_validate()

    call()
