"""Pages of originals: drawn for whoever may see the document, and for nobody else; boxes over the cited words."""

import cmath
import io
import math
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from fastapi.testclient import TestClient
from PIL import Image

from bot.assistant import Assistant
from bot.library import Library
from bot.links import Signer, open_signer
from bot.settings import Settings
from bot.web.app import web_app
from bot.web.page_images import Busy, NotDrawn, PageImages, boxes
from ingestion.documents import Document, content_id
from ingestion.readers.pdf import read_pdf
from ingestion.readers.picture import read_picture
from ingestion.reading_rules import ReadingRules
from tests.made_library import QUAI, library_of
from tests.made_scans import jpeg, rendered, scanned
from tests.web.page import Page
from tests.web.papers import CELL, CLAUSE, LONG, boxes_on, paper, span_of

FOREIGN, SITE = ("203.0.113.7", 1), "https://lire.exemple.fr"


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return paper()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("paper")


@pytest.fixture(scope="module")
def held(pdf: bytes, folder: Path) -> Iterator[Library]:
    made = library_of(folder, {"anneau.pdf": pdf, "quai.md": QUAI})
    yield made
    made.close()


@pytest.fixture(scope="module")
def set_up(folder: Path) -> Settings:
    return Settings(data=folder, conventions=folder / "source", reader_url=SITE)


@pytest.fixture(scope="module")
def here(held: Library, set_up: Settings) -> TestClient:
    return TestClient(web_app(Assistant(held), set_up), "http://127.0.0.1", client=("127.0.0.1", 1))


@pytest.fixture(scope="module")
def elsewhere(held: Library, set_up: Settings) -> TestClient:
    return TestClient(web_app(Assistant(held), set_up), SITE, client=FOREIGN)


@pytest.fixture(scope="module")
def documents(held: Library) -> dict[str, Document]:
    return {row.source: held.entry(row.id).document for row in held.documents()}


@pytest.fixture(scope="module")
def document(documents: dict[str, Document]) -> Document:
    return documents["anneau.pdf"]


def test_a_page_is_a_picture_of_a_limited_size(here: TestClient, document: Document) -> None:
    reply = here.get(f"/conventions/{document.id}/pages/2.png")
    assert reply.status_code == 200 and reply.headers["content-type"] == "image/png"
    assert reply.headers["cache-control"] == "private, max-age=600"
    image = Image.open(io.BytesIO(reply.content))
    image.load()
    assert image.width in (1199, 1200, 1201) and image.height == pytest.approx(1200 * 297 / 210, abs=3)
    assert image.convert("L").getextrema()[0] < 60, "something is drawn"
    assert here.get(f"/conventions/{document.id}/pages/3.png").content != reply.content


@pytest.mark.parametrize("page", ["0", "4", "999999999999", "-1", "01", "1.5", "²", "%00", "1%2F..%2F2"])
@pytest.mark.parametrize("suffix", ["png", "svg"])
def test_no_such_page(here: TestClient, document: Document, page: str, suffix: str) -> None:
    assert here.get(f"/conventions/{document.id}/pages/{page}.{suffix}").status_code == 404
    if "%" not in page:
        assert here.get(f"/conventions/{document.id}?page={page}").status_code == 404


@pytest.mark.parametrize("suffix", ["png", "svg"])
def test_a_signed_link_opens_its_document_only(
    elsewhere: TestClient, documents: dict[str, Document], set_up: Settings, suffix: str
) -> None:
    signer, document = open_signer(set_up), documents["anneau.pdf"]
    assert elsewhere.get(f"/conventions/{document.id}/pages/1.{suffix}").status_code == 403
    other = signer.query(documents["quai.md"].id, (), signer.expiry())
    assert elsewhere.get(f"/conventions/{document.id}/pages/1.{suffix}?{other}").status_code == 403
    good = signer.query(document.id, (), signer.expiry())
    assert elsewhere.get(f"/conventions/{document.id}/pages/1.{suffix}?{good}").status_code == 200
    assert elsewhere.get(f"/conventions/{document.id}/pages/1.{suffix}?{good[:-1]}x").status_code == 403
    over = Signer(signer.hasher, signer.days, lambda: signer.clock() - 400 * 86_400)
    late = over.query(document.id, (), over.expiry())
    assert elsewhere.get(f"/conventions/{document.id}/pages/1.{suffix}?{late}").status_code == 403


def test_a_linked_page_bears_pictures_that_open(elsewhere: TestClient, document: Document, set_up: Settings) -> None:
    signer, span = open_signer(set_up), span_of(document.text, CLAUSE)
    reply = elsewhere.get(f"/conventions/{document.id}?{signer.query(document.id, [span], signer.expiry())}")
    page = Page(reply.text)
    addresses = [one.attributes["src"] for one in page.all("img")]
    assert len(addresses) == 2
    for address in addresses:
        assert elsewhere.get(f"/conventions/{address}").status_code == 200, address
    leaf = page.one("a", rel="next").attributes["href"]
    after = Page(elsewhere.get(f"/conventions/{document.id}{leaf.partition('#')[0]}").text)
    assert "pages/3.png" in after.one("img").attributes["src"]


def test_the_page_of_the_passage_stands_beside_the_text(here: TestClient, document: Document) -> None:
    start, end = span_of(document.text, CLAUSE)
    page = Page(here.get(f"/conventions/{document.id}?passage={start}-{end}&lang=fr").text)
    picture, over = page.all("img")
    assert (
        "/pages/2.png" in picture.attributes["src"] and f"/pages/2.svg?passage={start}-{end}" in over.attributes["src"]
    )
    assert picture.attributes["alt"].startswith("Page 2 de l'original") and over.attributes["alt"] == ""
    assert "Page 2 de l'original, sur 3." in page.one("figcaption").words
    assert page.one("a", rel="prev").attributes["href"].endswith("page=1#sheet")
    plain = Page(here.get(f"/conventions/{document.id}?lang=fr").text)
    assert not plain.all("img")
    (link,) = [one.attributes["href"] for one in plain.all("a") if one.words == "Voir les pages de l'original"]
    first = Page(here.get(f"/conventions/{document.id}{link.partition('#')[0]}").text)
    assert "/pages/1.png" in first.one("img").attributes["src"], "no passage, no boxes"
    assert not first.all("a", rel="prev")


@pytest.mark.parametrize(("words", "page"), [(CLAUSE, 2), (CELL, 2), (LONG, 3)])
def test_boxes_lie_over_the_words(here: TestClient, document: Document, pdf: bytes, words: str, page: int) -> None:
    start, end = span_of(document.text, words)
    reply = here.get(f"/conventions/{document.id}/pages/{page}.svg?passage={start}-{end}")
    assert reply.headers["content-type"] == "image/svg+xml"
    found = [
        [tuple(map(float, point.split(","))) for point in one.split()]
        for one in re.findall(r'points="([^"]*)"', reply.text)
    ]
    expected = boxes_on(pdf, page, words)
    assert len(found) == len(expected)
    for corners, (left, top, right, bottom) in zip(found, expected, strict=True):
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        assert (min(xs), max(xs)) == pytest.approx((left, right), abs=7), "a comma or a full stop more"
        assert min(ys) <= top and max(ys) >= bottom and max(ys) - min(ys) < 20


def test_no_boxes_where_the_passage_is_not(here: TestClient, document: Document) -> None:
    start, end = span_of(document.text, CLAUSE)
    address = f"/conventions/{document.id}/pages/1.svg"
    for query in (f"?passage={start}-{end}", "", "?passage=900000-900001"):
        reply = here.get(address + query)
        assert reply.status_code == 200 and "polygon" not in reply.text
    assert here.get(f"{address}?passage=9-3").status_code == 400


def test_a_passage_over_two_pages_is_boxed_on_both(here: TestClient, document: Document) -> None:
    start, end = span_of(document.text, CELL)[0], span_of(document.text, LONG)[1]
    for page, boxed in ((1, False), (2, True), (3, True)):
        reply = here.get(f"/conventions/{document.id}/pages/{page}.svg?passage={start}-{end}")
        assert ("polygon" in reply.text) is boxed


def test_a_text_has_no_pages(here: TestClient, documents: dict[str, Document]) -> None:
    address = f"/conventions/{documents['quai.md'].id}"
    assert here.get(f"{address}/pages/1.png").status_code == 404
    assert not Page(here.get(f"{address}?passage=3-9").text).all("img")


def test_nothing_is_drawn_of_a_file_that_changed(
    here: TestClient, document: Document, folder: Path, pdf: bytes
) -> None:
    path = folder / "source" / "anneau.pdf"
    start, end = span_of(document.text, CLAUSE)
    try:
        path.write_bytes(pdf + b"\n")
        assert here.get(f"/conventions/{document.id}/pages/1.png").status_code == 404
        assert here.get(f"/conventions/{document.id}/pages/1.svg").status_code == 404
        page = Page(here.get(f"/conventions/{document.id}?passage={start}-{end}&lang=fr").text)
        assert not page.all("img") and "Le fichier d'origine n'est pas" in page.text
    finally:
        path.write_bytes(pdf)


def made(content: bytes, form: str = "pdf") -> Document:
    return Document(content_id(content), f"a.{form}", form, "texte", (0,))


def test_what_cannot_be_drawn_is_said_and_the_next_is_drawn(pdf: bytes) -> None:
    images = PageImages(ReadingRules())
    for content in (b"no PDF at all", pdf[:2_000]):
        with pytest.raises(NotDrawn):
            images.picture(made(content), content, 1)
        with pytest.raises(NotDrawn):
            images.places(made(content), content, 1)
    with pytest.raises(NotDrawn):
        images.picture(made(pdf), pdf, 7)
    assert images.picture(made(pdf), pdf, 1).startswith(b"\x89PNG")


def test_a_page_of_a_monstrous_size_is_a_small_picture() -> None:
    content = _sized(14_000, 20)
    image = Image.open(io.BytesIO(PageImages(ReadingRules()).picture(made(content), content, 1)))
    assert image.width <= 1_201 and image.height <= 20
    content = _sized(3, 14_000)
    image = Image.open(io.BytesIO(PageImages(ReadingRules()).picture(made(content), content, 1)))
    assert image.height <= 2_401


def test_a_page_is_drawn_once(pdf: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    images, document = PageImages(ReadingRules()), made(pdf)
    first = images.picture(document, pdf, 1)
    assert images.picture(document, b"", 1) is first, "from memory: there is nothing left to draw from"


def test_who_comes_when_too_many_wait_is_told_to_come_again(pdf: bytes) -> None:
    images, document = PageImages(ReadingRules()), made(pdf)
    first = images.picture(document, pdf, 1)
    for _ in range(6):
        images._pictures._places.acquire()
    with pytest.raises(Busy):
        images.picture(document, pdf, 2)
    assert images.picture(document, pdf, 1) is first, "what is there is given"


def test_a_picture_is_its_own_page() -> None:
    content = io.BytesIO()
    Image.new("RGB", (3_000, 2_000), "white").save(content, "PNG", dpi=(300, 300))
    drawn = PageImages(ReadingRules()).picture(made(content.getvalue(), "png"), content.getvalue(), 1)
    assert Image.open(io.BytesIO(drawn)).size == (1_200, 800)


@pytest.mark.skipif(shutil.which("tesseract") is not None, reason="an engine is installed")
def test_a_scan_without_an_engine_has_no_boxes() -> None:
    content = io.BytesIO()
    Image.new("RGB", (300, 200), "white").save(content, "PNG")
    with pytest.raises(NotDrawn):
        PageImages(ReadingRules()).places(made(content.getvalue(), "png"), content.getvalue(), 1)


def _sized(width: int, height: int) -> bytes:
    """A blank PDF of one page, in points."""
    import pypdfium2

    document = pypdfium2.PdfDocument.new()
    document.new_page(width, height)
    content = io.BytesIO()
    document.save(content)
    document.close()
    return content.getvalue()


@pytest.mark.parametrize(("text_turned", "page_turned"), [(0, 0), (90, 0), (270, 0), (0, 90), (90, 180), (90, 270)])
def test_boxes_of_pages_that_lie_on_their_side(text_turned: int, page_turned: int) -> None:
    """Text drawn sideways, pages that the file says to turn: the box is where the ink is."""
    content = _turned(text_turned, page_turned)
    reading = read_pdf(Path("a.pdf"), content, ReadingRules())
    document = Document(content_id(content), "a.pdf", "pdf", reading.text, reading.pages)
    span = span_of(document.text, "préavis de cinq mois")
    images = PageImages(ReadingRules())
    places = images.places(document, content, 1)
    ((corners,),) = boxes(document, places, 1, [span])
    image = Image.open(io.BytesIO(images.picture(document, content, 1))).convert("L")
    assert image.width / image.height == pytest.approx(places.width / places.height, rel=0.01)
    scale = image.width / places.width
    xs, ys = [x * scale for x, _ in corners], [y * scale for _, y in corners]
    ink = np.asarray(image) < 128
    inside = ink[round(min(ys)) : round(max(ys)), round(min(xs)) : round(max(xs))]
    assert 0.05 < inside.mean() < 0.5
    assert 0.2 < inside.sum() / ink.sum() < 0.8, "a line of the three, and nothing of the others"


def _turned(text: int, page: int) -> bytes:
    """A page of 400 by 300 points with three lines, drawn turned anticlockwise, on a page shown turned clockwise."""
    lines = ("Chaque partie peut la", "avec un préavis de cinq mois", "et sans indemnité.")
    c, s = round(math.cos(math.radians(text))), round(math.sin(math.radians(text)))
    x, y = {0: (80, 220), 90: (80, 60), 270: (300, 250)}[text]
    drawn = [f"BT /F 12 Tf {c} {s} {-s} {c} {x + 24 * n * s} {y - 24 * n * c} Tm ({line}) Tj ET"
             for n, line in enumerate(lines)]  # fmt: skip
    stream = "\n".join(drawn).encode("cp1252")
    bodies = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 300]/Rotate %d" % page
        + b"/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    )
    objects = b"".join(b"%d 0 obj%s endobj\n" % (number, body) for number, body in enumerate(bodies, 1))
    return b"%PDF-1.4\n" + objects + b"trailer<</Root 1 0 R>>\n%%EOF"


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed")
@pytest.mark.parametrize("quarters", [0, 3])
def test_boxes_of_a_scan_lean_as_its_lines_do(pdf: bytes, quarters: int) -> None:
    skew = 3.0
    sheet = scanned(rendered(pdf)[1], skew)
    content = jpeg(sheet.rotate(-90 * quarters, expand=True))
    reading = read_picture(Path("a.jpg"), content, ReadingRules())
    document = Document(content_id(content), "a.jpg", "jpg", reading.text, reading.pages)
    places = PageImages(ReadingRules()).places(document, content, 1)
    found, *_ = boxes(document, places, 1, [span_of(document.text, CLAUSE)])
    left, top, right, bottom = boxes_on(pdf, 2, CLAUSE)[0]
    ends = [((found[0][0][i] + found[0][3][i]) / 2, (found[0][1][i] + found[0][2][i]) / 2) for i in (0, 1)]
    for at, x in enumerate((left, right)):
        expected = _leaning(x, (top + bottom) / 2, skew, quarters)
        assert (ends[0][at], ends[1][at]) == pytest.approx(expected, abs=3.5)


def _leaning(x: float, y: float, skew: float, quarters: int) -> tuple[float, float]:
    """Where a point of an A4 page is once the page leans anticlockwise and is then turned clockwise by quarters."""
    width, height = 595.28, 841.89
    point = complex(x - width / 2, y - height / 2) * cmath.rect(1, math.radians(-skew)) * 1j**quarters
    if quarters % 2:
        width, height = height, width
    return point.real + width / 2, point.imag + height / 2
