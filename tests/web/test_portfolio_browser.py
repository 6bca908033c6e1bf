"""The portfolio in a real browser: pictures are drawn under the content policy, figures lead to their passages, axe
finds nothing, on a phone too. Skipped where Debian's Chromium or the package that drives it is absent."""

import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.web.conftest import Client

CHROMIUM = Path("/usr/bin/chromium")
playwright = pytest.importorskip("playwright.sync_api", reason="the package playwright is not installed")
pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed")
WIDE, PHONE = {"width": 1366, "height": 800}, {"width": 375, "height": 740}
Go = Callable[..., Any]


def is_fault(said: Any) -> bool:
    """Whether the console tells a fault of ours: a picture opened alone has no icon, and browsers look for one."""
    return said.type == "error" and not said.location["url"].endswith("/favicon.ico")


@pytest.fixture
def go(board: Client) -> Iterator[Go]:
    """Opens a page of the portfolio, served for real; fails at the end when the browser complained of anything."""
    import uvicorn

    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(board().app, log_level="warning", access_log=False, lifespan="off"))
    thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
    thread.start()
    complaints: list[str] = []
    with playwright.sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"])

        def opened(path: str, size: dict[str, int] = WIDE, **more: Any) -> Any:
            page = running.new_context(viewport=size, locale="fr-FR", **more).new_page()
            page.set_default_timeout(20_000)
            page.on("console", lambda said: complaints.append(said.text) if is_fault(said) else None)
            page.goto(f"http://127.0.0.1:{listening.getsockname()[1]}{path}")
            return page

        yield opened
        running.close()
    server.should_exit = True
    thread.join(10)
    assert complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [pytest.param(WIDE, id="wide"), pytest.param(PHONE, id="phone")])
def test_axe_finds_nothing(go: Go, board_ids: dict[str, str], root: Path, size: dict[str, int], scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    one, other = board_ids["brume.md"], board_ids["halage.md"]
    paths = {"portfolio": "/portefeuille?sort=-end", "schedule": f"/conventions/{one}/echeances",
             "comparison": f"/comparaison?c={one}&c={other}", "usage": "/stats"}  # fmt: skip
    for name, path in paths.items():
        page = go(path, size, color_scheme=scheme)
        found = axe.Axe().run(page).response["violations"]
        assert [(one["id"], [node["html"][:120] for node in one["nodes"][:3]]) for one in found] == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), path
        assert page.evaluate("[...document.images].every((one) => one.complete && one.naturalWidth > 100)"), path
        page.screenshot(path=root / ".shots" / f"{name}-{size['width']}-{scheme}.png", full_page=True)


def test_a_figure_opens_its_passage(go: Go) -> None:
    page = go("/portefeuille")
    page.locator("a", has_text="450 000 € — cofinancement".replace("450 000 €", "450\u202f000\u00a0€")).click()
    mark = page.locator("mark").first
    mark.wait_for()
    assert mark.inner_text() == "Le délégant cofinance le service à hauteur de 450 000 €."
    box = mark.bounding_box()
    assert box and 0 <= box["y"] < 800


def test_ticked_conventions_are_compared(go: Go) -> None:
    page = go("/portefeuille")
    for name in ("Vigie Brume", "Quai Ouvert"):
        page.get_by_label(f"Comparer {name}").check()
    page.get_by_role("button", name="Comparer les conventions cochées").click()
    assert page.locator("thead th").all_inner_texts() == ["Quai Ouvert", "Vigie Brume"]


def test_a_picture_opened_alone_keeps_its_colours(go: Go, board_ids: dict[str, str]) -> None:
    """The content policy forbids styles inside it: what it shows must not rest on any."""
    page = go(f"/conventions/{board_ids['brume.md']}/credits.svg")
    fills = page.evaluate("[...document.querySelectorAll('path')].map((one) => getComputedStyle(one).fill)")
    assert "rgb(0, 114, 178)" in fills and "rgb(255, 255, 255)" in fills
