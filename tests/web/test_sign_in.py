"""Signing in: a provider on this machine tells the truth or lies, and the rules of access say what is then shown."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import httpx
import pytest
from fastapi.testclient import TestClient
from joserfc.jwk import OctKey

from bot.access import AccessError
from bot.assistant import Assistant
from bot.conversations.hashing import Hasher, hasher
from bot.faults import sentences
from bot.library import Library
from bot.links import open_signer
from bot.settings import Settings, SettingsError, load
from bot.web.app import web_app
from bot.web.rates import Rate
from bot.web.sessions import KEY_FILE, Sessions
from bot.web.sign_in import FEED
from tests.web.conftest import DAY
from tests.web.page import Page
from tests.web.provider import CLIENT, SECRET, Provider, made_key, served

SITE = "https://lire.exemple.fr"
RULES = """default = "none"
[[rule]]
conventions = ["Halage Libre"]
emails = ["ana@exemple.fr"]
[[rule]]
conventions = ["Quai Ouvert"]
groups = ["juristes"]
"""
OWN = {"Halage Libre", "Halage Libre – avenant n° 1"}
SEEN = OWN | {"Quai Ouvert"}
"""What somebody sees by their address, and with their group: an avenant follows its convention."""
Browser = Callable[..., TestClient]


@pytest.fixture
def provider() -> Iterator[Provider]:
    with served(Provider()) as found:
        yield found


@pytest.fixture
def signing(settings: Settings, provider: Provider, tmp_path: Path) -> Settings:
    (tmp_path / "access.toml").write_text(RULES, encoding="utf-8")
    values = {"reader_url": SITE, "access": tmp_path / "access.toml", "oidc_issuer": provider.issuer,
              "oidc_client_id": CLIENT, "oidc_client_secret": SECRET, "oidc_scopes": "openid email groups"}  # fmt: skip
    return Settings(**{**settings.model_dump(exclude_unset=True), **values})


@pytest.fixture
def browser(library: Library, signing: Settings) -> Browser:
    """A browser elsewhere, in French, that follows nothing by itself."""

    def make(site: str = SITE, address: str = "203.0.113.7", **more: Any) -> TestClient:
        changed = signing.model_copy(update=more)
        app = web_app(Assistant(library, lambda: DAY), changed, rate=Rate(burst=1_000), today=lambda: DAY)
        headers = {"accept-language": "fr"}
        return TestClient(app, site, client=(address, 5), headers=headers, follow_redirects=False)

    return make


def come_back(one: TestClient, provider: Provider, page: str = "/") -> httpx.Response:
    """Sign in as people do; the reply to the callback."""
    left = one.get("/login", params={"next": page})
    assert left.status_code == 303
    return one.get("/callback", params=provider.authorize(left.headers["location"]))


def shown(one: TestClient) -> set[str]:
    """Names of the conventions that somebody sees through the API; empty when refused."""
    reply = one.get("/api/conventions")
    return {row["name"] for row in reply.json()["conventions"]} if reply.status_code == 200 else set()


def test_signing_in_shows_what_the_rules_say(browser: Browser, provider: Provider, ids: dict[str, str]) -> None:
    one = browser()
    assert shown(one) == set()
    refused = Page(one.get("/?q=x").text)
    assert refused.one("a", href="./login?next=%2F%3Fq%3Dx").text == "Se connecter"
    back = come_back(one, provider, f"/conventions/{ids['halage.md']}?passage=1-9")
    assert (back.status_code, back.headers["location"]) == (303, f"{SITE}/conventions/{ids['halage.md']}?passage=1-9")
    assert shown(one) == SEEN
    assert one.get(f"/conventions/{ids['halage.md']}").status_code == 200
    assert one.get(f"/conventions/{ids['ronce.md']}").status_code == 404
    assert "ana@exemple.fr" in one.get("/").text
    assert one.post("/api/ask", json={"question": "Quel est le préavis de Ronce ?"}).json()["status"] == "not_found"


def test_the_api_knows_no_more_than_the_rules(browser: Browser, provider: Provider, ids: dict[str, str]) -> None:
    provider.person["groups"] = []
    one, near = browser(), browser("http://127.0.0.1:8000", "127.0.0.1")
    come_back(one, provider)
    facts, whole = (client.get("/api/facts?limit=500").json() for client in (one, near))
    assert {row["convention"] for row in facts["facts"]} == OWN and facts["total"] == len(facts["facts"])
    assert facts["total"] < whole["total"]
    by_bearer = one.get("/api/facts?bearer=Direction des ports de plaisance").json()
    assert by_bearer["total"] == 0 < near.get("/api/facts?bearer=Direction des ports de plaisance").json()["total"]
    hits = one.get("/api/search?q=atelier des usagers&k=50").json()["hits"]
    assert hits and {hit["convention"] for hit in hits} <= OWN
    for path in ("facts?convention=Quai Ouvert", "search?q=x&convention=Quai Ouvert", f"conventions/{ids['quai.md']}"):
        reply = one.get(f"/api/{path}")
        assert reply.status_code == 404 and "plaisance" not in reply.text
    assumed = {"question": "Quel est le préavis ?", "assumed": [ids["quai.md"]]}
    assert one.post("/api/ask", json=assumed).status_code == 404


def test_what_is_asked_of_the_provider(browser: Browser, provider: Provider) -> None:
    asked = parse_qs(urlsplit(browser(oidc_acr="eidas1").get("/login").headers["location"]).query)
    assert asked["redirect_uri"] == [f"{SITE}/callback"] and asked["scope"] == ["openid email groups"]
    assert asked["code_challenge_method"] == ["S256"] and asked["acr_values"] == ["eidas1"]
    assert asked["response_type"] == ["code"] and asked["client_id"] == [CLIENT]
    assert min(len(asked[name][0]) for name in ("state", "nonce", "code_challenge")) >= 43


def test_cookies_are_closed(browser: Browser, provider: Provider) -> None:
    one = browser()
    replies = [one.get("/login")]
    replies.append(one.get("/callback", params=provider.authorize(replies[0].headers["location"])))
    cookies = [cookie for reply in replies for cookie in reply.headers.get_list("set-cookie")]
    assert len(cookies) == 4
    for cookie in cookies:
        assert {"HttpOnly", "Secure", "Path=/", "SameSite=lax"} <= set(cookie.split("; ")), cookie
    assert "Max-Age=28800" in next(cookie for cookie in cookies if cookie.startswith("alinea_session"))
    near = browser("http://127.0.0.1:8000", reader_url="http://127.0.0.1:8000").get("/login").headers["set-cookie"]
    assert "Secure" not in near and "HttpOnly" in near


@pytest.mark.parametrize("method", ["client_secret_basic", "client_secret_post"])
def test_signed_userinfo_is_read(browser: Browser, provider: Provider, method: str) -> None:
    provider.signed, provider.methods = True, (method,)
    one = browser()
    assert come_back(one, provider).status_code == 303 and shown(one) == SEEN


def test_keys_may_change(browser: Browser, provider: Provider) -> None:
    one = browser()
    assert come_back(one, provider).status_code == 303
    provider.key = made_key("k2")
    assert come_back(one, provider).status_code == 303
    assert provider.calls.count("/keys") == 2, "fetched again for a key that is not known, and only then"
    assert come_back(one, provider).status_code == 303 and provider.calls.count("/keys") == 2


def refused(one: TestClient, reply: httpx.Response, status: int = 403, said: str = "n'a pas confirmé") -> None:
    assert reply.status_code == status and said in Page(reply.text).one("p", class_="told").text
    assert "alinea_session" not in one.cookies and shown(one) == set()


@pytest.mark.parametrize(
    "claims",
    [
        pytest.param({"nonce": "another"}, id="nonce"),
        pytest.param({"nonce": None}, id="no nonce"),
        pytest.param({"aud": "another"}, id="audience"),
        pytest.param({"aud": [CLIENT, "another"]}, id="authorized party"),
        pytest.param({"aud": [CLIENT, "another"], "azp": "another"}, id="another party"),
        pytest.param({"iss": "https://another.example"}, id="issuer"),
        pytest.param({"exp": 1_700_000_000}, id="expired"),
        pytest.param({"exp": None}, id="no end"),
        pytest.param({"iat": 4_000_000_000, "nbf": 4_000_000_000}, id="to come"),
        pytest.param({"sub": "p-2"}, id="another person"),
        pytest.param({"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"}, id="another access"),
    ],
)
def test_a_token_that_is_not_for_this_sign_in_is_refused(
    browser: Browser, provider: Provider, claims: dict[str, Any]
) -> None:
    provider.claims = claims
    one = browser()
    refused(one, come_back(one, provider))


def test_a_bad_signature_is_refused(browser: Browser, provider: Provider) -> None:
    one = browser()
    provider.published = [made_key("k1")]
    refused(one, come_back(one, provider))
    provider.published, provider.algorithm = [], "none"
    refused(one, come_back(one, provider))
    provider.algorithm, key = "HS256", provider.key
    provider.published, provider.key = [key], OctKey.import_key(SECRET * 2, {"kid": "k1"})  # type: ignore[assignment]
    refused(one, come_back(one, provider))


@pytest.mark.parametrize(
    "claims", [{"aud": "another"}, {"iss": "https://another.example"}, {"exp": 1_700_000_000}, {"sub": "p-2"}]
)
def test_signed_userinfo_of_others_is_refused(browser: Browser, provider: Provider, claims: dict[str, Any]) -> None:
    provider.signed, provider.userinfo_claims = True, claims
    one = browser()
    refused(one, come_back(one, provider))


def test_the_level_that_was_asked_for_is_required(browser: Browser, provider: Provider) -> None:
    one = browser(oidc_acr="eidas2 eidas3")
    provider.claims = {"acr": "eidas1"}
    refused(one, come_back(one, provider))
    provider.claims = {"acr": "eidas2"}
    assert come_back(one, provider).status_code == 303


def test_a_callback_without_its_sign_in_is_refused(browser: Browser, provider: Provider) -> None:
    one, other = browser(), browser()
    answer = provider.authorize(one.get("/login").headers["location"])
    state = "commencé ailleurs"
    refused(other, other.get("/callback", params=answer), 400, state)
    refused(one, one.get("/callback", params={**answer, "state": "another"}), 400, state)
    refused(one, one.get("/callback", params={**answer, "state": "é"}), 400, state)
    refused(one, one.get("/callback", params={"state": answer["state"], "error": "access_denied"}))
    refused(one, one.get("/callback", params={**answer, "code": "another"}))
    assert one.get("/callback", params=answer).status_code == 303
    assert one.get("/callback", params=answer).status_code == 400, "a sign-in comes back once"


def test_a_provider_that_is_away_is_told(browser: Browser, provider: Provider) -> None:
    one = browser()
    provider.away = True
    reply = one.get("/login")
    assert reply.status_code == 503 and "ne répond pas" in reply.text
    provider.away = False
    answer = provider.authorize(one.get("/login").headers["location"])
    provider.away = True
    refused(one, one.get("/callback", params=answer), 503, "ne répond pas")
    provider.away = False
    provider.issuer += "/other"
    assert browser().get("/login").status_code == 503, "its document is of another issuer"


@pytest.mark.parametrize(
    "page",
    ["https://mechant.example/", "//mechant.example", "/\\mechant.example", "mechant", "", "/a\r\nb", "javascript:x"],
)
def test_one_comes_back_to_this_site_only(browser: Browser, provider: Provider, page: str) -> None:
    reply = browser().get("/login", params={"next": page})
    assert reply.status_code == 400 and provider.calls == []


def test_an_address_that_was_not_verified_is_nobodys(browser: Browser, provider: Provider) -> None:
    provider.person |= {"email_verified": False, "groups": "autres"}
    one = browser()
    assert come_back(one, provider).status_code == 303 and shown(one) == set()
    told = Page(one.get("/").text).one("p", class_="told").text
    assert "ne voit rien" in told and "Se connecter" not in told


def test_sessions_end_and_cannot_be_written(browser: Browser, provider: Provider, signing: Settings) -> None:

    one, now = browser(), [0.0]
    kept = Sessions(hasher(signing.data, None, "session.key"), lambda: now[0])
    values = {"sub": "p-1", "email": "ana@exemple.fr", "groups": []}
    now[0] = 4e9
    for cookie, expected in {
        kept.written("alinea_session", values, 60): OWN,
        kept.written("alinea_login", values, 60): set(),
        Sessions(Hasher(b"k" * 32), lambda: 4e9).written("alinea_session", values, 60): set(),
        "x.y.z": set(),
        "é": set(),
    }.items():
        assert shown_with(one, cookie) == expected, cookie
    now[0] = 1.0
    assert shown_with(one, kept.written("alinea_session", values, 60)) == set(), "it is over"
    assert kept.read("alinea_session", kept.written("alinea_session", values, 60)) is not None


def shown_with(one: TestClient, cookie: str) -> set[str]:
    reply = one.get("/api/conventions", headers={"cookie": f"alinea_session={cookie}".encode()})
    return {row["name"] for row in reply.json()["conventions"]} if reply.status_code == 200 else set()


def test_signing_out_ends_both_sessions(browser: Browser, provider: Provider) -> None:
    one = browser()
    come_back(one, provider)
    token = one.cookies["alinea_id"]
    forged = one.post("/logout", data={"proof": "0" * 32})
    assert forged.status_code == 403 and shown(one), "another site cannot sign somebody out"
    assert one.post("/logout").status_code == 403
    proof = Page(one.get("/logout").text).one("input", name="proof").attributes["value"]
    reply = one.post("/logout", data={"proof": proof})
    end = Page(reply.text).one("a", rel="noreferrer").attributes["href"]
    assert reply.headers["refresh"] == f"0; url={end}" and end.startswith(f"{provider.issuer}/end?")
    asked = parse_qs(urlsplit(end).query)
    assert asked["id_token_hint"] == [token] and asked["post_logout_redirect_uri"] == [f"{SITE}/"]
    assert len(one.cookies) == 0 and shown(one) == set()
    assert one.post("/logout", data={"proof": proof}).status_code == 403
    assert "déconnecté" in one.get("/logout").text


def test_a_link_shows_more_than_the_rules(
    browser: Browser, provider: Provider, signing: Settings, ids: dict[str, str]
) -> None:
    one, signer = browser(), open_signer(signing)
    come_back(one, provider)
    assert one.get(f"/conventions/{ids['ronce.md']}").status_code == 404
    link = f"/conventions/{ids['ronce.md']}?{signer.query(ids['ronce.md'], (), signer.expiry())}"
    assert one.get(link).status_code == 200 and shown(one) == SEEN


def test_this_machine_needs_no_sign_in_unless_told(browser: Browser, signing: Settings) -> None:
    near = "http://127.0.0.1:8000", "127.0.0.1"
    assert len(shown(browser(*near))) == 4
    closed = browser(*near, trust_local=False)
    assert shown(closed) == set() and closed.get("/metrics").status_code == 403 and closed.get("/").status_code == 403


def test_the_public_address_may_have_a_path(browser: Browser, provider: Provider) -> None:
    one = browser(reader_url=f"{SITE}/alinea")
    left = one.get("/login")
    assert "Path=/alinea" in left.headers["set-cookie"]
    cookie = left.headers["set-cookie"].partition(";")[0]
    back = one.get("/callback", params=provider.authorize(left.headers["location"]), headers={"cookie": cookie})
    assert back.headers["location"] == f"{SITE}/alinea/"
    assert provider.asked["redirect_uri"] == f"{SITE}/alinea/callback"


@pytest.mark.parametrize("missing", ["reader_url", "access", "oidc_client_id", "oidc_client_secret"])
def test_what_a_sign_in_needs_is_told(library: Library, signing: Settings, missing: str) -> None:
    with pytest.raises(SettingsError) as told:
        web_app(Assistant(library), signing.model_copy(update={missing: None}))
    assert [fault.key for fault in told.value.faults] == [f"ALINEA_{missing.upper()}"]
    with pytest.raises(SettingsError):
        web_app(Assistant(library), signing.model_copy(update={"reader_url": "http://lire.exemple.fr"}))


def test_people_are_counted_apart(library: Library, signing: Settings, provider: Provider) -> None:
    """Behind a proxy everybody has one address."""
    app = web_app(Assistant(library), signing, rate=Rate(burst=2, a_minute=1, clock=lambda: 0.0))
    codes = []
    for name in ("p-1", "p-2"):
        provider.person["sub"] = name
        one = TestClient(app, SITE, client=("10.0.0.1", 5), follow_redirects=False)
        assert come_back(one, provider).status_code == 303
        codes.append([one.get("/api/search?q=x").status_code for _ in range(3)])
    assert codes == [[200, 200, 429]] * 2


def test_a_slip_in_the_rules_opens_nothing(library: Library, signing: Settings) -> None:
    assert signing.access is not None
    signing.access.write_text('[[rule]]\nconventions = ["Halage Livre"]\nemails = ["a@exemple.fr"]', encoding="utf-8")
    with pytest.raises(AccessError) as told:
        web_app(Assistant(library), signing)
    assert "Halage Livre" in sentences(told.value, "fr")[0]


def test_a_provider_in_clear_is_refused() -> None:
    for issuer in ("http://id.exemple.fr", "id.exemple.fr"):
        with pytest.raises(SettingsError):
            load({"ALINEA_OIDC_ISSUER": issuer})
    assert load({"ALINEA_OIDC_ISSUER": "https://id.exemple.fr/v2/"}).oidc_issuer == "https://id.exemple.fr/v2/"


def test_without_a_provider_there_is_no_sign_in(near: TestClient, far: TestClient) -> None:
    assert [near.get(path).status_code for path in ("/login", "/logout", "/callback")] == [404] * 3
    assert not re.search("login|Se connecter", far.get("/").text)


def calendar(one: TestClient, page: str) -> str:
    """Address of the calendar that a page links to."""
    (found,) = (link for link in Page(one.get(page).text).all("a") if link.text == "Calendrier (.ics)")
    return urljoin(page, found.attributes["href"])


def test_a_calendar_opens_without_signing_in_and_nothing_else_does(
    browser: Browser, provider: Provider, ids: dict[str, str]
) -> None:
    one, program = browser(), browser()
    come_back(one, provider)
    address = calendar(one, "/portefeuille")
    own = calendar(one, f"/conventions/{ids['halage.md']}")
    token = address.partition("feed=")[2]
    feed = program.get(address)
    assert feed.status_code == 200 and feed.headers["content-type"].startswith("text/calendar")
    assert "Halage Libre" in feed.text and "Ronce" not in feed.text
    assert "sign=" in feed.text.replace("\r\n ", "")
    assert program.get(own).status_code == 200
    for path in ("portefeuille", "portefeuille/export.csv", f"conventions/{ids['halage.md']}", "comparaison", "stats"):
        reply = program.get(f"/{path}?feed={token}")
        assert reply.status_code == (200 if path == "stats" else 403) and "Halage" not in reply.text, path
    assert program.get(f"/conventions/{ids['ronce.md']}/echeances.ics?feed={token}").status_code == 404
    for false in ("", token[:-2], token + "A", one.cookies["alinea_session"]):
        assert program.get("/portefeuille/echeances.ics", params={"feed": false}).status_code == 403


def test_a_calendar_follows_the_rules_of_the_day(browser: Browser, provider: Provider, signing: Settings) -> None:
    one = browser()
    come_back(one, provider)
    address = calendar(one, "/portefeuille")
    before = browser().get(address).text
    assert signing.access is not None
    signing.access.write_text(RULES.replace("Halage Libre", "Quai Ouvert"), encoding="utf-8")
    after = browser().get(address).text
    assert "Halage Libre" in before and "Halage Libre" not in after


def test_a_calendar_ends(browser: Browser, signing: Settings) -> None:
    kept = Sessions(hasher(signing.data, None, KEY_FILE))
    values = {"sub": "x", "email": "ana@exemple.fr", "groups": [], "until": 2_000_000_000}
    opened = [
        browser().get("/portefeuille/echeances.ics", params={"feed": kept.written(use, values, seconds)}).status_code
        for use, seconds in ((FEED, 60), (FEED, -1), ("alinea_session", 60))
    ]
    assert opened == [200, 403, 403]
