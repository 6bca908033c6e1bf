"""Rights, address by address: what a stranger and the holder of one link get of every page there is."""

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from bot.links import Signer
from tests.web.texts import HALAGE

OPEN = {"/healthz", "/readyz", "/api", "/api/openapi.json", "/static/alinea.css", "/stats"}
"""What says nothing of the conventions."""


def addresses(client: TestClient, document: str) -> list[tuple[str, str]]:
    """Method and address of everything that the site serves, with a document's id in its place."""
    app = client.app
    assert isinstance(app, FastAPI)
    paths = app.openapi()["paths"]
    listed = [
        (method.upper(), path.replace("{document}", document).replace("{page}", "1").replace("{form}", "svg"))
        for path in paths
        for method in paths[path]
    ]
    assert ("GET", f"/conventions/{document}/original") in listed and ("POST", "/api/ask") in listed
    return listed


def status(client: TestClient, method: str, path: str, query: str = "") -> int:
    body = {"question": "Quel est le préavis de Halage Libre ?"} if method == "POST" else None
    needed = "&q=x" if path == "/api/search" else ""
    return client.request(method, f"{path}?{query}{needed}", json=body).status_code


def test_a_stranger_gets_nothing(far: TestClient, near: TestClient, ids: dict[str, str]) -> None:
    for method, path in addresses(far, ids["halage.md"]):
        given = status(far, method, path)
        assert (given == 200) if path in OPEN else (given == 403), f"{method} {path}"
        assert "{" not in path and status(near, method, path) in (200, 404), f"{method} {path}"


def test_a_link_opens_its_document_only(far: TestClient, near: TestClient, ids: dict[str, str], signer: Signer) -> None:
    own, other, expiry = ids["halage.md"], ids["quai.md"], signer.expiry()
    link = signer.query(own, (), expiry)
    for document in (own, other):
        for method, path in addresses(far, document):
            inside = path == f"/conventions/{own}" or path.startswith(f"/conventions/{own}/")
            refused = {403, 422} if path.startswith("/api/") else {403}
            given = status(far, method, path, link)
            assert (given == status(near, method, path)) if inside or path in OPEN else (given in refused), (
                f"{method} {path}"
            )
    start = HALAGE.index("Chaque partie")
    assert far.get(f"/conventions/{own}/original?{link}").content == HALAGE.encode()
    assert far.get(f"/conventions/{own}?facts=notice&{link}").status_code == 200
    assert far.get(f"/conventions/{other}?facts=notice&{link}").status_code == 403
    assert far.get(f"/conventions/{own}?passage={start}-{start + 9}&{link}").status_code == 403, (
        "the passages are signed"
    )


@pytest.mark.parametrize(
    "path", ["/conventions/{other}/../{own}", "/conventions/{own}/../{other}", "//conventions/{own}"]
)
def test_a_crooked_path_opens_nothing_more(far: TestClient, ids: dict[str, str], signer: Signer, path: str) -> None:
    own, other = ids["halage.md"], ids["quai.md"]
    asked = path.format(own=own, other=other).replace("..", "%2e%2e")
    reply = far.get(f"{asked}?{signer.query(own, (), signer.expiry())}")
    assert reply.status_code in (403, 404) and "Quai Ouvert" not in reply.text


def test_a_link_ends(far: TestClient, ids: dict[str, str], signer: Signer) -> None:
    for document in (ids["halage.md"], ids["quai.md"]):
        for path in (f"/conventions/{document}", f"/conventions/{document}/original"):
            assert far.get(f"{path}?{signer.query(document, (), int(signer.clock()) - 1)}").status_code == 403
