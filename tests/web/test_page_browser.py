"""The picture of a page in a browser: the box is on screen, and lies over the very words, for a PDF and for a scan.

Skipped where Debian's Chromium or the package that drives it is absent. Screenshots stay in `.shots/`.
"""

import io
import math
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from bot.assistant import Assistant
from bot.library import Library
from bot.settings import Settings
from bot.web.app import web_app
from tests.made_library import library_of
from tests.made_scans import SKEW, to_scan
from tests.web import test_browser as browsing
from tests.web.papers import CELL, CLAUSE, LONG, Box, boxes_on, paper, span_of

pytestmark = browsing.pytestmark
browser, visit, shot = browsing.browser, browsing.visit, browsing.shot
WIDE, PHONE, Open = browsing.WIDE, browsing.PHONE, browsing.Open
A4 = (595.28, 841.89)
BORDER = np.array((0xB3, 0x40, 0x00))
"""Colour of the boxes' lines, which paper has nowhere."""


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return paper()


@pytest.fixture(scope="module")
def held(pdf: bytes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Library, Path]]:
    folder = tmp_path_factory.mktemp("paper")
    files: dict[str, str | bytes] = {"anneau.pdf": pdf}
    if shutil.which("tesseract"):
        files["scan.tif"] = to_scan(paper("Amarre Libre"))
    made = library_of(folder, files)
    yield made, folder
    made.close()


@pytest.fixture(scope="module")
def address(held: tuple[Library, Path]) -> Iterator[str]:
    """The reader on these papers, served for real."""
    import uvicorn

    library, folder = held
    app = web_app(Assistant(library), Settings(data=folder, conventions=folder / "source"))
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False, lifespan="off"))
    thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


def cited(library: Library, source: str, words: str) -> str:
    """The address of a passage."""
    (document,) = [library.entry(row.id).document for row in library.documents() if row.source == source]
    start, end = span_of(document.text, words)
    return f"/conventions/{document.id}?passage={start}-{end}"


def loaded(page: Any) -> None:
    """Wait for the picture and its boxes."""
    page.wait_for_function(
        "[...document.querySelectorAll('.sheet img')].every((one) => one.complete && one.naturalWidth > 0)",
        timeout=60_000,
    )


def bordered(page: Any) -> Box:
    """What is on screen inside the lines of the boxes: left, top, right, bottom in pixels of the viewport."""
    image = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    near = np.abs(np.asarray(image).astype(int) - BORDER).sum(axis=2) < 120
    picture = page.locator(".sheet").bounding_box()
    near[:, : int(picture["x"])] = near[: max(0, int(picture["y"])), :] = False  # the text and its own marks
    rows, columns = np.nonzero(near)
    assert len(rows) > 20, "a box is on screen"
    return float(columns.min()), float(rows.min()), float(columns.max() + 1), float(rows.max() + 1)


def on_screen(page: Any, boxes: list[Box], skew: float = 0) -> Box:
    """Where words of an A4 page are on screen, by the place of the picture. `skew`: degrees, anticlockwise."""
    picture = page.locator(".sheet img").first.bounding_box()
    scale, middle = picture["width"] / A4[0], (A4[0] / 2, A4[1] / 2)
    cos, sin = math.cos(math.radians(skew)), math.sin(math.radians(skew))
    xs, ys = [], []
    for left, top, right, bottom in boxes:
        for x, y in ((left, top), (right, top), (right, bottom), (left, bottom)):
            across, down = x - middle[0], y - middle[1]
            xs.append(picture["x"] + scale * (middle[0] + across * cos + down * sin))
            ys.append(picture["y"] + scale * (middle[1] - across * sin + down * cos))
    return min(xs), min(ys), max(xs), max(ys)


def in_viewport(box: Box, size: dict[str, int]) -> bool:
    return box[0] >= 0 and box[1] >= 0 and box[2] <= size["width"] and box[3] <= size["height"]


@pytest.mark.parametrize(("words", "number"), [(CLAUSE, 2), (CELL, 2), (LONG, 3)], ids=["prose", "cell", "lines"])
@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_the_box_lies_over_the_words_of_a_pdf(
    visit: Open,
    held: tuple[Library, Path],
    shot: Callable[[Any], None],
    pdf: bytes,
    words: str,
    number: int,
    script: bool,
) -> None:
    page = visit(cited(held[0], "anneau.pdf", words) + "#passage-1", java_script_enabled=script)
    mark = page.locator("#passage-1").bounding_box()
    if script:
        loaded(page)
    else:
        page.wait_for_load_state("networkidle")
    box, expected = bordered(page), on_screen(page, boxes_on(pdf, number, words))
    assert in_viewport(box, WIDE)
    assert box == pytest.approx(expected, abs=8)
    assert mark and mark["y"] >= 0 and mark["y"] + mark["height"] <= WIDE["height"], "and the text beside it"
    assert mark["x"] + mark["width"] <= page.locator("#sheet").bounding_box()["x"]
    shot(page)


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed")
@pytest.mark.parametrize(("words", "number"), [(CLAUSE, 2), (LONG, 3)], ids=["prose", "lines"])
def test_the_box_lies_over_the_words_of_a_scan_that_is_askew(
    visit: Open, held: tuple[Library, Path], shot: Callable[[Any], None], pdf: bytes, words: str, number: int
) -> None:
    page = visit(cited(held[0], "scan.tif", words) + "#passage-1")
    loaded(page)
    box, expected = bordered(page), on_screen(page, boxes_on(pdf, number, words), SKEW)
    assert in_viewport(box, WIDE)
    assert box == pytest.approx(expected, abs=9)
    shot(page)


def test_on_a_phone_the_picture_is_below_the_text(
    visit: Open, held: tuple[Library, Path], shot: Callable[[Any], None], pdf: bytes
) -> None:
    page = visit(cited(held[0], "anneau.pdf", CLAUSE) + "#passage-1", PHONE)
    loaded(page)
    assert browsing.narrow_enough(page)
    text, sheet = page.locator("#convention").bounding_box(), page.locator("#sheet").bounding_box()
    assert sheet["y"] >= text["y"] + text["height"]
    page.evaluate("window.scrollTo(0, 0)")
    page.locator(".cited .narrow a").click()
    box = _settled(page, pdf)
    assert in_viewport(box, PHONE)
    shot(page)


def _settled(page: Any, pdf: bytes) -> Box:
    """The box once the page stands still over its words."""
    for _ in range(50):
        expected = on_screen(page, boxes_on(pdf, 2, CLAUSE))
        if in_viewport(expected, PHONE):
            break
        time.sleep(0.1)
    box = bordered(page)
    assert box == pytest.approx(expected, abs=6)
    return box


def test_one_leafs_through_by_keyboard(visit: Open, held: tuple[Library, Path]) -> None:
    page = visit(cited(held[0], "anneau.pdf", CLAUSE))
    loaded(page)
    for name, number in (("Page précédente", 1), ("Page suivante", 2), ("Page suivante", 3)):
        link = page.get_by_role("link", name=name)
        link.focus()
        page.keyboard.press("Enter")
        page.wait_for_url(f"**page={number}#sheet")
        loaded(page)
        picture = page.locator(".sheet img").first
        assert f"Page {number} " in picture.get_attribute("alt")
        assert page.locator(".sheet .boxes").count() == (number == 2)
    assert page.get_by_role("link", name="Page suivante").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [pytest.param(WIDE, id="wide"), pytest.param(PHONE, id="phone")])
def test_axe_finds_nothing(
    visit: Open, held: tuple[Library, Path], shot: Callable[[Any], None], scheme: str, size: dict[str, int]
) -> None:
    page = visit(cited(held[0], "anneau.pdf", CELL), size, color_scheme=scheme, reduced_motion="reduce")
    loaded(page)
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert browsing.violations(page) == []
    assert browsing.narrow_enough(page)
    page.locator("#sheet").scroll_into_view_if_needed()
    shot(page)
