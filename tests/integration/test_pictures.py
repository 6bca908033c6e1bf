"""Pictures of pages, read by the real engine, and those that no engine should see."""

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ingestion.documents import Reading, Remark
from ingestion.errors import UnreadableFile
from ingestion.readers.pdf import read_pdf
from ingestion.readers.picture import picture_of, read_picture
from ingestion.readers.recognition import lack
from ingestion.reading_rules import ReadingRules
from tests.made_formats import to_pdf
from tests.made_scans import jpeg, rendered, scanned

HTML = """<html lang=fr><style>@page { size: A5; margin: 15mm } body { font: 12pt "DejaVu Serif" }
table { border-collapse: collapse } td { border: 0.6pt solid; padding: 4pt 12pt }</style>
<h1>Convention « Écluse »</h1>
<p>L'agence des écluses verse à l'opérateur la somme de 48 500 € avant le 15 août 2025, où qu'il se trouve ; le
cœur du dispositif reste gratuit. Un comité se réunit après chaque crue, à l'hôtel de région.
<table><tr><td>Année<td>Montant<tr><td>2024<td>18 000 €<tr><td>2025<td>30 500 €</table>
"""
engine = pytest.mark.skipif(
    lack(ReadingRules()) is not None, reason="Tesseract or its French is not installed (see .ci/install)"
)


@pytest.fixture(scope="module")
def page() -> Image.Image:
    return rendered(to_pdf(HTML), 200)[0]


def saved(page: Image.Image, form: str, **more: object) -> bytes:
    made = io.BytesIO()
    page.save(made, form, **more)
    return made.getvalue()


RULES = ReadingRules()


def read(content: bytes, rules: ReadingRules = RULES) -> Reading:
    return read_picture(Path("a.png"), content, rules)


def refused(content: bytes, rules: ReadingRules = RULES) -> str:
    with pytest.raises(UnreadableFile) as error:
        read(content, rules)
    return error.value.reason


def is_whole(reading: Reading) -> bool:
    """Whether the text, its figures and its table are there."""
    words = ("« Écluse »", "écluses", "48 500 €", "15 août 2025", "cœur", "hôtel", "| 2024 | 18 000 € |")
    return all(word in reading.text for word in words)


@engine
def test_a_clean_page_is_read_with_its_accents_and_its_table(page: Image.Image) -> None:
    reading = read(saved(page, "PNG", dpi=(200, 200)))
    assert is_whole(reading), reading.text
    assert reading.pages == (0,) and reading.scanned[0].confidence > 0.9 and reading.remarks == ()


@engine
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_lying_on_its_side_is_read(page: Image.Image, turn: int) -> None:
    assert is_whole(read(saved(page.rotate(turn, expand=True), "PNG")))


@engine
def test_a_photograph_is_turned_as_its_camera_says(page: Image.Image) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # shown turned clockwise
    assert is_whole(read(saved(page.rotate(90, expand=True), "JPEG", exif=exif, quality=90)))


@engine
def test_a_worn_scan_is_read_the_same_each_time(page: Image.Image) -> None:
    content = jpeg(scanned(page))
    reading = read(content)
    assert "48 500 €" in reading.text and "30 500 €" in reading.text
    assert read(content) == reading


@engine
def test_each_page_of_a_tiff_is_a_page(page: Image.Image) -> None:
    reading = read(saved(page, "TIFF", save_all=True, append_images=[page], dpi=(200, 200)))
    assert len(reading.pages) == 2 and [one.page for one in reading.scanned] == [1, 2]
    assert reading.text.count("48 500 €") == 2


@engine
def test_a_page_of_a_pdf_that_is_a_picture_is_read(page: Image.Image) -> None:
    reading = read_pdf(Path("a.pdf"), saved(page, "PDF", resolution=200), ReadingRules())
    assert is_whole(reading) and [one.page for one in reading.scanned] == [1] and reading.remarks == ()


def test_without_an_engine_a_pdf_names_its_pictures(page: Image.Image, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingestion.readers.recognition._binary", lambda: None)
    reading = read_pdf(Path("a.pdf"), saved(page, "PDF", resolution=200), ReadingRules())
    assert reading.remarks == (Remark("no_recognition_no_engine", {"pages": "1", "language": "fra"}),)
    assert refused(saved(page, "PNG")) == "picture_no_engine"
    assert refused(saved(page, "PNG"), ReadingRules(ocr=False)) == "picture_off"


@engine
def test_what_is_no_page_is_refused_before_it_is_decoded(page: Image.Image) -> None:
    content = saved(page, "PNG")
    assert refused(content, ReadingRules(pixels=page.width * page.height - 1)) == "too_many_pixels"
    huge = bytearray(content)
    huge[16:24] = (60_000).to_bytes(4, "big") * 2
    assert refused(bytes(huge)) in ("too_many_pixels", "damaged"), "the header says 3.6 thousand million pixels"
    assert refused(content[: len(content) // 2]) == "damaged"
    assert refused(b"") == refused(b"GIF89a") == refused(b"%PDF-1.4") == "damaged"
    assert refused(saved(page, "TIFF", save_all=True, append_images=[page]), ReadingRules(pages=1)) == "too_many_pages"
    assert refused(saved(Image.new("L", (800, 1100), 255), "PNG")) == "empty"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16"])
def test_ink_is_dark_and_paper_white_in_every_mode(mode: str) -> None:
    drawn = Image.new("L", (60, 40), 255)
    drawn.paste(0, (10, 10, 30, 20))
    if mode == "I;16":
        image = Image.fromarray(np.asarray(drawn).astype(np.uint16) * 257)
    elif mode in ("LA", "RGBA"):
        image = Image.new(mode, drawn.size, 0)
        image.putalpha(drawn.point(lambda level: 255 - level))  # ink on nothing
    else:
        image = drawn.convert(mode)
    pixels = picture_of(image).pixels
    assert pixels.shape == (40, 60) and pixels[15, 20] < 40 and pixels[5, 5] > 215


def test_a_fax_with_oblong_dots_gets_square_ones() -> None:
    image = Image.new("L", (1728, 1100), 255)
    image.info["dpi"] = (204.0, 98.0)
    picture = picture_of(image)
    assert picture.dpi == 204 and picture.pixels.shape == (round(1100 * 204 / 98), 1728)


@pytest.mark.parametrize(("dpi", "expected"), [((300, 300), 300), ((72, 72), 343), ((0, 0), 343), (None, 343)])
def test_an_unlikely_resolution_is_that_of_a_page(dpi: tuple[int, int] | None, expected: int) -> None:
    image = Image.new("L", (2836, 4010), 255)
    if dpi:
        image.info["dpi"] = dpi
    assert round(picture_of(image).dpi) == expected
