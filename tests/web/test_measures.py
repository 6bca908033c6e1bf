"""Health and measures: what they say, to whom, and that no word of anybody's is in them."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families

from bot.assistant import Assistant
from bot.library import Library
from bot.settings import Settings
from bot.web.app import web_app
from bot.web.measures import Measures
from index.search import Search
from tests.made_corpus import ThemeEmbedder
from tests.web.conftest import Client

NOTICE = "Quel est le préavis de résiliation de Halage Libre ?"


def measured(client: TestClient) -> dict[str, float]:
    """Each sample by its name and labels, read by the library's own parser."""
    reply = client.get("/metrics")
    assert reply.status_code == 200 and reply.headers["content-type"].startswith("text/plain; version=0.0.4")
    families = text_string_to_metric_families(reply.text)
    return {" ".join((one.name, *one.labels.values())): one.value for family in families for one in family.samples}


def test_questions_are_counted_however_they_are_asked(client: Client, ids: dict[str, str]) -> None:
    one = client()
    before = measured(one)
    assert before["alinea_questions_total answered"] == 0 and before["alinea_conventions"] == len(ids)
    one.post("/api/ask", json={"question": NOTICE})
    one.post("/ask", json={"question": NOTICE})
    one.get("/", params={"q": "Quel est le préavis de résiliation ?"})
    after = measured(one)
    assert (after["alinea_questions_total answered"], after["alinea_questions_total clarify"]) == (2, 1)
    assert after["alinea_answer_seconds_count"] == 3 and after["alinea_answer_seconds_bucket +Inf"] == 3
    text = one.get("/metrics").text
    assert not any(word in text.lower() for word in ("halage", "préavis", "127.0.0.1"))


def test_failures_are_counted(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError

    one = client()
    monkeypatch.setattr("bot.assistant.Assistant.told", fail)
    assert one.post("/api/ask", json={"question": NOTICE}).status_code == 500
    one.post("/ask", json={"question": NOTICE})
    monkeypatch.setattr("bot.library.Library.documents", fail)
    assert one.get("/").status_code == 500 and one.get("/readyz").status_code == 503
    found = measured(one)
    assert (found["alinea_errors_total answer"], found["alinea_errors_total reply"]) == (2, 2)
    assert "alinea_conventions" not in found


@pytest.mark.parametrize("headers", [{"x-forwarded-for": "203.0.113.7"}, {"host": "lire.exemple.fr"}])
def test_measures_are_for_this_machine(near: TestClient, far: TestClient, headers: dict[str, str]) -> None:
    assert near.get("/metrics").status_code == 200
    assert far.get("/metrics").status_code == 403 == near.get("/metrics", headers=headers).status_code


def test_a_setting_opens_the_measures(library: Library, settings: Settings) -> None:
    app = web_app(Assistant(library), settings.model_copy(update={"metrics_open": True}))
    client = TestClient(app, "http://10.0.0.7:8000", client=("10.0.0.9", 5))
    assert client.get("/metrics").status_code == 200 and client.get("/").status_code == 421


def test_the_age_is_that_of_the_index(library: Library, settings: Settings, tmp_path: Path) -> None:
    assistant, written = Assistant(library), (settings.index / "manifest.json").stat().st_mtime
    assert b"alinea_index_age_seconds 90.0" in Measures(assistant, settings.index, lambda: written + 90).text()
    assert b"alinea_index_age_seconds" not in Measures(assistant, tmp_path).text()


def gone(index: Path) -> None:
    shutil.rmtree(index)


def manifest_altered(index: Path) -> None:
    (index / "manifest.json").write_text("{")


def records_altered(index: Path) -> None:
    for path in index.glob("*.sqlite*"):
        path.write_bytes(b"x" * path.stat().st_size)


@pytest.mark.parametrize("damage", [gone, manifest_altered, records_altered])
def test_it_is_not_ready_without_a_sound_index(
    library: Library, settings: Settings, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    shutil.copytree(settings.index, tmp_path / "index")
    opened = Library(Search(tmp_path / "index", ThemeEmbedder()))
    client = TestClient(web_app(Assistant(opened), Settings(data=tmp_path)), "http://127.0.0.1")
    assert client.get("/readyz").status_code == 200
    damage(tmp_path / "index")
    assert (client.get("/readyz").status_code, client.get("/healthz").status_code) == (503, 200)
    opened.close()


def test_an_old_protocol_is_no_browser(near: TestClient) -> None:
    """nginx, as it is installed, hides that it is there, and names this machine in `Host`."""
    app = near.app

    async def older(scope: dict[str, object], receive: object, send: object) -> None:
        await app({**scope, "http_version": "1.0"}, receive, send)  # type: ignore[arg-type]

    old = TestClient(older, "http://127.0.0.1:8000", client=("127.0.0.1", 5))  # type: ignore[arg-type]
    assert near.get("/").status_code == 200
    assert old.get("/").status_code == 403 == old.get("/api/conventions").status_code == old.get("/metrics").status_code


@pytest.mark.parametrize("name", ["x-forwarded-proto", "x-forwarded-server", "via", "x-real-ip", "cf-connecting-ip"])
def test_any_header_of_a_proxy_closes(near: TestClient, name: str) -> None:
    assert near.get("/api/facts", headers={name: "127.0.0.1"}).status_code == 403
