"""The reader in a browser: what is cited is on screen, by mouse, by keyboard and on a phone, and axe finds nothing.

Skipped where Debian's Chromium or the package that drives it is absent. Screenshots stay in `.shots/`.
"""

import re
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from bot.assistant import Assistant
from bot.library import Library
from bot.settings import Settings
from bot.web.app import web_app
from bot.web.rates import Rate
from prompts.chat_model import Prompt, Tool
from tests.scripted_model import ScriptedModel, said
from tests.web.conftest import DAY
from tests.web.texts import HALAGE

CHROMIUM = Path("/usr/bin/chromium")
playwright = pytest.importorskip("playwright.sync_api", reason="the package playwright is not installed")
pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
             "--disable-component-update", "--disable-sync"]  # fmt: skip
WIDE, PHONE = {"width": 1366, "height": 800}, {"width": 375, "height": 740}
NOTICE = "Quel est le préavis de résiliation de Halage Libre ?"
CREDITS = "Quels sont les crédits de Halage Libre par an ?"
DUTIES = "Quels sont les engagements du délégataire de Halage Libre ?"
WORKSHOP = "Comment se passe l'atelier des usagers de Quai Ouvert ?"
Open = Callable[..., Any]


class _Waiting(ScriptedModel):
    """A model that writes one sentence of what passages alone can answer, then waits to be stopped."""

    def stream(
        self, prompt: Prompt, *, seconds: float, tools: Sequence[Tool] = (), stop: threading.Event | None = None
    ) -> Iterator[str]:
        assert stop is not None
        yield said("L'atelier des usagers réunit les capitaineries volontaires deux fois par an.", 1)
        stop.wait(20)


@pytest.fixture(scope="module")
def address(library: Library, settings: Settings) -> Iterator[str]:
    """The reader, served for real."""
    import uvicorn

    app = web_app(
        Assistant(library, lambda: DAY, model=_Waiting()), settings, rate=Rate(burst=1_000), today=lambda: DAY
    )
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False, lifespan="off"))
    thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture
def visit(browser: Any, address: str) -> Iterator[Open]:
    """Opens a page of the site; fails at the end of the test when the browser complained of anything."""
    complaints: list[str] = []
    contexts = []

    def go(path: str, size: dict[str, int] = WIDE, **more: Any) -> Any:
        context = browser.new_context(viewport=size, locale="fr-FR", **more)
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(address + path)
        return page

    yield go
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def shot(root: Path, request: pytest.FixtureRequest) -> Callable[[Any], None]:
    """Keeps a picture of a page, for people to look at."""
    name = re.sub(r"\W+", "-", request.node.name).strip("-")

    def take(page: Any) -> None:
        page.screenshot(path=root / ".shots" / f"{name}.png")

    return take


def ask(page: Any, question: str) -> Any:
    """Ask, and wait for the answer that counts."""
    page.fill("#q", question)
    page.press("#q", "Enter")
    answer = page.locator(".answer", has=page.locator(".asked", has_text=question)).first
    answer.wait_for()
    return answer


def on_screen(page: Any, locator: Any) -> bool:
    """Whether the whole box of an element is in the viewport, and is what a click there would meet."""
    box, size = locator.bounding_box(), page.viewport_size
    assert box is not None
    inside = box["x"] >= 0 and box["y"] >= 0 and box["x"] + box["width"] <= size["width"]
    return bool(
        inside
        and box["y"] + box["height"] <= size["height"]
        and locator.evaluate(
            "(e) => { const b = e.getClientRects()[0];"
            " const met = document.elementFromPoint(b.left + b.width / 2, b.top + b.height / 2);"
            " return e === met || e.contains(met); }"
        )
    )


def quotes(page: Any, number: int = 1, within: str = "") -> str:
    """What the marks of a passage hold, hidden marks of Markdown included."""
    return "".join(page.locator(f'{within} mark[data-passage="{number}"]').all_text_contents())


def violations(page: Any) -> list[tuple[str, list[str]]]:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    found = axe.Axe().run(page).response["violations"]
    return [(one["id"], [node["html"][:120] for node in one["nodes"][:3]]) for one in found]


def narrow_enough(page: Any) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


@pytest.mark.parametrize(
    ("question", "held"),
    [
        pytest.param(NOTICE, "préavis de trois mois", id="prose"),
        pytest.param(CREDITS, "180 000 €", id="cell"),
        pytest.param(DUTIES, "former les éclusiers", id="item"),
    ],
)
@pytest.mark.parametrize("size", [pytest.param(WIDE, id="wide"), pytest.param(PHONE, id="phone")])
def test_a_citation_of_an_answer_shows_its_passage(
    visit: Open, shot: Callable[[Any], None], question: str, held: str, size: dict[str, int]
) -> None:
    page = visit("/", size)
    answer = ask(page, question)
    source = answer.locator(".sources li", has_text=held).first
    source.locator("a.cite").click()
    mark = page.locator("#beside mark#passage-1")
    mark.wait_for()
    start, end = map(int, re.findall(r"passage=(\d+)-(\d+)", page.locator("#beside-page").get_attribute("href"))[0])
    quote = HALAGE[start:end]
    assert held in quote
    marks = page.locator('#beside mark[data-passage="1"]')
    assert all(on_screen(page, marks.nth(at)) for at in range(marks.count()))
    words = re.sub(r"[\s|]+", "", quote)
    assert re.sub(r"\s+", "", quotes(page, within="#beside")) == words
    assert narrow_enough(page)
    shot(page)
    page.keyboard.press("Escape")
    assert page.locator("#beside").is_hidden()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
@pytest.mark.parametrize(
    "quote",
    [
        "Chaque partie peut la résilier avec un préavis de trois mois.",
        "90 000 €",
        "- publier le code source du service sous **licence libre** ;",
        "L'écluse des Trois-Saules ouvre à six heures.",
    ],
    ids=["prose", "cell", "item", "end"],
)
def test_an_address_shows_its_passage(
    visit: Open, ids: dict[str, str], shot: Callable[[Any], None], quote: str, script: bool
) -> None:
    start = HALAGE.index(quote)
    path = f"/conventions/{ids['halage.md']}?passage={start}-{start + len(quote)}#passage-1"
    for size in (WIDE, PHONE):
        page = visit(path, size, java_script_enabled=script)
        mark = page.locator("#passage-1")
        assert mark.text_content() == quote
        box = mark.bounding_box()
        assert box and box["y"] >= 0 and box["y"] + box["height"] <= size["height"]
    shot(page)


def test_without_a_fragment_the_script_scrolls(visit: Open, ids: dict[str, str]) -> None:
    start = HALAGE.index("L'écluse des Trois-Saules")
    page = visit(f"/conventions/{ids['halage.md']}?passage={start}-{start + 20}")
    assert on_screen(page, page.locator("#passage-1"))


def test_the_keyboard_alone(visit: Open, ids: dict[str, str], shot: Callable[[Any], None]) -> None:
    page = visit("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#content"
    assert on_screen(page, page.locator(":focus"))
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "q":
            break
    page.keyboard.type(NOTICE)
    page.keyboard.press("Enter")
    page.locator(".answer").wait_for()
    assert page.evaluate("document.activeElement.className") == "answer", "what follows is the answer"
    page.keyboard.press("Tab")
    assert "mark" in page.evaluate("document.activeElement.className")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none", "the focus is seen"
    shot(page)
    page.keyboard.press("Enter")
    page.locator("#beside mark").wait_for()
    assert page.evaluate("document.activeElement.id") == "passage-1"
    page.keyboard.press("Escape")
    assert "mark" in page.evaluate("document.activeElement.className"), "back where one was"


def test_the_keyboard_in_a_convention(visit: Open, ids: dict[str, str]) -> None:
    start = HALAGE.index("trois mois")
    page = visit(f"/conventions/{ids['halage.md']}?passage={start}-{start + 10}")
    page.evaluate("window.scrollTo(0, 0)")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#passage-1"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "passage-1"
    assert on_screen(page, page.locator("#passage-1"))


def test_sentences_come_and_stop_ends_them(visit: Open, shot: Callable[[Any], None]) -> None:
    page = visit("/")
    page.fill("#q", WORKSHOP)
    page.press("#q", "Enter")
    page.locator(".draft p").first.wait_for()
    shot(page)
    page.locator("#stop").click()
    page.locator("#state", has_text="Arrêté").wait_for()
    assert page.locator("#stop").is_hidden() and page.locator(".answer").count() == 0


def test_the_thread_and_the_choices(visit: Open, shot: Callable[[Any], None]) -> None:
    page = visit("/")
    answer = ask(page, "Quel est le préavis ?")
    answer.locator("button", has_text="Halage Libre").first.click()
    chosen = page.locator(".answer", has_text="trois mois").first
    chosen.wait_for()
    shot(page)
    followed = ask(page, "et la date de fin ?")
    assert "30 juin 2026" in followed.text_content()


def test_the_first_page_without_a_script(visit: Open) -> None:
    page = visit("/", java_script_enabled=False)
    page.fill("#q", NOTICE)
    page.press("#q", "Enter")
    page.locator(".answer").wait_for()
    page.locator(".sources a.cite").first.click()
    mark = page.locator("#passage-1")
    mark.wait_for()
    assert "préavis de trois mois" in mark.text_content()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [pytest.param(WIDE, id="wide"), pytest.param(PHONE, id="phone")])
def test_axe_finds_nothing(
    visit: Open, ids: dict[str, str], shot: Callable[[Any], None], scheme: str, size: dict[str, int]
) -> None:
    pages = [
        "/", "/?q=Quels+sont+les+crédits+de+Halage+Libre+par+an+?", "/?q=Quel+est+le+préavis+?", "/?q=écluse&search=1",
        "/nope", "/api?lang=fr", f"/conventions/{ids['halage.md']}?passage=700-900&facts=obligation",
        f"/conventions/{ids['avenant.md']}", f"/conventions/{ids['ronce.md']}?lang=en",
    ]  # fmt: skip
    for path in pages:
        if path == "/nope":
            continue  # the console tells its status, which is meant
        page = visit(path, size, color_scheme=scheme, reduced_motion="reduce")
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        assert violations(page) == [], path
        assert narrow_enough(page), path
    page = visit("/", size, color_scheme=scheme)
    ask(page, CREDITS).locator("a.cite").first.click()
    page.locator("#beside mark").first.wait_for()
    assert violations(page) == []
    shot(page)


def test_a_wide_table_scrolls_inside_its_own_region(visit: Open, ids: dict[str, str]) -> None:
    page = visit(f"/conventions/{ids['halage.md']}", {"width": 320, "height": 640})
    page.evaluate("document.querySelector('table').style.setProperty('min-width', '60rem')")
    region = page.locator(".scroll").first
    assert region.evaluate("(e) => e.scrollWidth > e.clientWidth") and narrow_enough(page)
    region.focus()
    page.keyboard.press("ArrowRight")
    for _ in range(50):
        if region.evaluate("(e) => e.scrollLeft"):
            break
        time.sleep(0.05)
    assert region.evaluate("(e) => e.scrollLeft") > 0
