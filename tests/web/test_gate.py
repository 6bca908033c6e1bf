"""What every reply bears, and what goes no further: hosts, sizes, errors, who may see what."""

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from bot.links import Reader, Signer
from bot.web.gate import HEADERS, LARGEST_BODY
from bot.web.viewing import Sight
from prompts import has_message, messages
from tests.web.conftest import Client
from tests.web.page import Page
from tests.web.texts import HALAGE

SPAN = (HALAGE.index("trois mois"), HALAGE.index("trois mois") + 10)


def test_every_reply_bears_the_headers(near: TestClient, ids: dict[str, str]) -> None:
    paths = ["/", f"/conventions/{ids['halage.md']}", "/nope", "/healthz", "/static/alinea.css", "/?q=x",
             f"/conventions/{ids['halage.md']}/original"]  # fmt: skip
    replies = [near.get(path) for path in paths] + [near.post("/ask", json={"question": "x"}), near.post("/")]
    for reply in replies:
        assert {name: reply.headers[name] for name in HEADERS} == HEADERS
    assert replies[0].headers["cache-control"] == "no-store" and replies[4].headers["cache-control"] == "no-cache"
    policy = replies[0].headers["content-security-policy"]
    assert "unsafe" not in policy and "default-src 'none'" in policy and "frame-ancestors 'none'" in policy


def test_nothing_is_inline(near: TestClient, ids: dict[str, str]) -> None:
    for path in ("/?q=préavis", f"/conventions/{ids['halage.md']}?passage=1-9", "/nope"):
        page = Page(near.get(path).text)
        assert not page.all("style") and not any("style" in one.attributes for one in page.elements)
        assert all(one.attributes.get("src") and not one.text for one in page.all("script"))
        assert not any(name.startswith("on") for one in page.elements for name in one.attributes)


@pytest.mark.parametrize("path", ["/nope", "/conventions/0000", "/conventions/..%2f..%2fetc", "/static/nope.css"])
def test_what_does_not_exist_is_told(near: TestClient, path: str) -> None:
    reply = near.get(path)
    assert reply.status_code == 404 and "n'existe pas" in Page(reply.text).one("p", class_="told").text


def test_an_error_shows_a_sentence_and_no_trace(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("secret of the machine")

    monkeypatch.setattr("bot.library.Library.documents", fail)
    one = client()
    reply = one.get("/")
    assert reply.status_code == 500 and "Quelque chose a échoué de notre côté" in reply.text
    assert "secret" not in reply.text and "Traceback" not in reply.text
    assert {name: reply.headers[name] for name in HEADERS} == HEADERS
    assert one.get("/readyz").status_code == 503


def test_health(near: TestClient) -> None:
    assert (near.get("/healthz").text, near.get("/readyz").text) == ("ok", "ready")
    assert near.get("/healthz", headers={"host": "10.0.0.7:8000"}).status_code == 200


@pytest.mark.parametrize("host", ["mechant.example", "127.0.0.1.mechant.example", ""])
def test_another_name_is_refused(near: TestClient, host: str) -> None:
    """A page of another site that points its own name at this machine reads nothing."""
    assert near.get("/", headers={"host": host}).status_code == 421


def test_what_is_too_large_is_refused(near: TestClient) -> None:
    assert near.post("/ask", content=b" " * (LARGEST_BODY + 1)).status_code == 413
    assert near.post("/ask", content=iter([b" " * 100_000] * 3)).status_code == 413, "its length is not announced"
    assert near.get("/", params={"thread": ["x" * 3_900] * 8}).status_code == 414


def test_from_elsewhere_nothing_without_a_link(far: TestClient, ids: dict[str, str]) -> None:
    for path in ("/", "/?q=x", f"/conventions/{ids['halage.md']}", "/conventions/0000",
                 f"/conventions/{ids['halage.md']}/original"):  # fmt: skip
        reply = far.get(path)
        assert reply.status_code == 403 and "lien signé" in reply.text and "Halage" not in reply.text
    assert far.post("/ask", json={"question": "x"}).status_code == 403


@pytest.mark.parametrize(
    "headers", [{"x-forwarded-for": "203.0.113.7"}, {"forwarded": "for=203.0.113.7"}, {"host": "lire.exemple.fr"}]
)
def test_a_proxy_of_this_machine_is_not_this_machine(near: TestClient, headers: dict[str, str]) -> None:
    assert near.get("/", headers=headers).status_code == 403


def test_a_sign_in_may_tell_what_is_seen(client: Client, ids: dict[str, str]) -> None:
    one = client("203.0.113.7", sight_of=lambda request: Sight(frozenset((ids["quai.md"],))))
    first = Page(one.get("/").text)
    assert "Quai Ouvert" in first.text and "Halage" not in first.text
    assert one.get(f"/conventions/{ids['quai.md']}").status_code == 200
    assert one.get(f"/conventions/{ids['halage.md']}").status_code == 404
    for asked in ("Quel est le préavis ?", "Liste les conventions", "Quel est le préavis de Halage Libre ?"):
        said = one.get("/", params={"q": asked}).text + one.post("/ask", json={"question": asked}).text
        assert ids["halage.md"] not in said and "voies navigables" not in said
        assert "Halage" not in said or "Halage" in asked, "but for the words of the question"
    found = one.get("/", params={"q": "écluse des Trois-Saules", "search": "1"})
    assert "Trois-Saules ouvre" not in found.text


def link(signer: Signer, document: str, *spans: tuple[int, int], until: int | None = None) -> str:
    return f"/conventions/{document}?{signer.query(document, spans, until or signer.expiry())}"


def test_a_signed_link_shows_its_document(far: TestClient, ids: dict[str, str], signer: Signer) -> None:
    page = Page(far.get(link(signer, ids["halage.md"], SPAN)).text)
    assert page.one("mark").text == "trois mois" and "Ce lien montre ce document seul" in page.text
    assert "avenant n° 1" not in page.text, "the link does not name it"


def test_links_of_a_linked_page_are_signed(far: TestClient, ids: dict[str, str], signer: Signer) -> None:
    address = link(signer, ids["halage.md"], SPAN)
    page = Page(far.get(address).text)
    hrefs = [one.attributes["href"] for one in page.all("a") if "sign=" in one.attributes["href"]]
    assert len(hrefs) > 5
    for href in hrefs[:8]:
        inside = href.partition("#")[0]
        if inside.startswith("?passage=") or inside.startswith("?until="):
            assert far.get(f"/conventions/{ids['halage.md']}{inside}").status_code == 200
    (original,) = [one.attributes["href"] for one in page.all("a") if "/original?" in one.attributes["href"]]
    assert far.get(original.removeprefix("..")).content == HALAGE.encode()


def test_a_tampered_link_shows_nothing(far: TestClient, ids: dict[str, str], signer: Signer) -> None:
    good = link(signer, ids["halage.md"], SPAN)
    assert far.get(good).status_code == 200
    sign = re.search("sign=(.*)", good)
    assert sign
    worse = [
        good.replace(ids["halage.md"], ids["quai.md"]),
        good.replace(f"passage={SPAN[0]}", f"passage={SPAN[0] - 1}"),
        good.replace("passage=", "passage=1-2&passage="),
        re.sub(r"until=(\d+)", lambda found: f"until={int(found[1]) + 86_400}", good),
        good.replace(sign[1], sign[1][::-1]),
        good.replace(f"&sign={sign[1]}", ""),
        good.replace(sign[1], "é"),
        re.sub(r"until=\d+", "until=9e99", good),
        re.sub(r"until=\d+", "until=" + "9" * 5_000, good),
    ]
    assert [far.get(one).status_code for one in worse] == [403] * len(worse)


def test_a_link_that_is_over_shows_nothing(far: TestClient, ids: dict[str, str], signer: Signer) -> None:
    over = int(signer.clock()) - 1
    assert far.get(link(signer, ids["halage.md"], SPAN, until=over)).status_code == 403


def test_links_of_another_key_show_nothing(far: TestClient, ids: dict[str, str], tmp_path: Path) -> None:
    from bot.conversations.hashing import hasher

    other = Signer(hasher(tmp_path, None, "link.key"), 30)
    assert far.get(link(other, ids["halage.md"], SPAN)).status_code == 403


def test_the_link_of_slack_opens_the_page(far: TestClient, ids: dict[str, str], signer: Signer) -> None:
    url = Reader("https://lire.exemple.fr", signer).url(ids["halage.md"], [SPAN])
    page = Page(far.get(url.partition("#")[0]).text)
    assert page.one("mark", id=url.partition("#")[2]).text == "trois mois"


def test_every_message_of_a_template_exists(root: Path) -> None:
    templates = "".join(path.read_text("utf-8") for path in (root / "bot/web/templates").glob("*.html"))
    keys = set(re.findall(r"t\(['\"](web\.\w+?)['\"](?! ~)", templates))
    assert "web.ask" in keys and [key for key in sorted(keys) if not has_message(key)] == []
    built = {"web.error_", "web.severity_"}
    used = {key for key in messages("fr") if key.startswith("web.") and not key.startswith(tuple(built))}
    code = "".join(path.read_text("utf-8") for path in (root / "bot").rglob("*.py"))
    assert [key for key in sorted(used - keys) if f'"{key}"' not in code] == []
