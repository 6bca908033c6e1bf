"""PDF files as WeasyPrint makes them, and those that no one should have made."""

import random
from pathlib import Path

import pytest

from ingestion.documents import Reading, Remark, document_of
from ingestion.errors import UnreadableFile
from ingestion.readers import reader_of
from ingestion.readers.pdf import read_pdf
from ingestion.readers.pdfium_door import Pdf
from ingestion.reading import read_entry
from ingestion.reading_rules import ReadingRules
from tests.made_formats import printed

PATH = Path("a.pdf")
CLAUSE = "Le délégant met à la disposition du délégataire les fichiers nécessaires à l'exécution de la convention. "
STYLE = """@page { size: A4; margin: 25mm } body { font: 11pt/1.35 'DejaVu Serif', serif; text-align: justify }
td, th { border: .5pt solid; padding: 3pt; text-align: left } table { border-collapse: collapse; width: 100% }
tr { break-inside: avoid } .two { columns: 2 } .f { float: footnote; font-size: 8pt }"""
RUNNING = "@page { @top-right { content: 'Convention Lanterne' } @bottom-center { content: counter(page) } }"


def made(body: str, style: str = "") -> bytes:
    html = f'<html lang="fr"><meta charset="utf-8"><style>{STYLE}{style}</style><body>{body}</body></html>'
    return printed(html, uncompressed_pdf=True)


def read(content: bytes, rules: ReadingRules | None = None) -> Reading:
    return read_pdf(PATH, content, rules or ReadingRules(ocr=False))


def test_a_table_of_several_pages_is_one() -> None:
    rows = "".join(f"<tr><td>Lot {i}<td>{CLAUSE}<td>{i} 000 €" for i in range(1, 60))
    header = "<thead><tr><th>Lot<th>Contenu<th>Montant</thead>"
    reading = read(made(f"<h1>Lanterne</h1><table>{header}{rows}</table><p>Total : 1 770 000 €</p>", RUNNING))
    lines = reading.text.splitlines()
    assert lines[2:5] == ["| Lot | Contenu | Montant |", "| --- | --- | --- |", f"| Lot 1 | {CLAUSE}| 1 000 € |"]
    assert [line.split(" | ")[0] for line in lines[4:-2]] == [f"| Lot {i}" for i in range(1, 60)]
    assert len(reading.pages) > 2
    assert all(reading.text[start:].startswith("| Lot") for start in reading.pages[1:])


def test_text_in_columns_runs_from_page_to_page() -> None:
    articles = "".join(f"<h2>Article {i}</h2><p>{CLAUSE * 6}</p>" for i in range(1, 13))
    text = read(made(f"<div class=two>{articles}</div>", RUNNING)).text.replace("-\n", "")
    assert [line for line in text.splitlines() if line.startswith("#")] == [f"# Article {i}" for i in range(1, 13)]
    assert text.count((CLAUSE * 6).strip()) == 12


def test_a_sentence_over_the_page_and_the_page_of_each_block() -> None:
    content = made("".join(f"<p>{CLAUSE}{CLAUSE}Le montant {i} est versé.</p>" for i in range(40)), RUNNING)
    reading = read(content)
    assert reading.text.count(CLAUSE + CLAUSE + "Le montant") == 40
    assert "Lanterne" not in reading.text
    blocks = read_entry(document_of("a.pdf", "pdf", content, reading)).blocks
    assert [block.page for block in blocks] == sorted(block.page or 0 for block in blocks)
    assert {block.page for block in blocks} == set(range(1, len(reading.pages) + 1))


def test_footnotes_leave_the_sentence_whole() -> None:
    note = "<span class=f>Hors taxes.</span>"
    reading = read(made(f"<p>{CLAUSE}</p>" * 28 + f"<p>{CLAUSE}Il paie 100 €{note} par an. {CLAUSE * 9}</p>", RUNNING))
    assert "Il paie 100 €[^1] par an." in reading.text
    assert "[^1]: Hors taxes.\n" in reading.text
    assert f"par an. {(CLAUSE * 9).strip()}" in reading.text


def test_watermarks_are_left_out_and_ligatures_resolved() -> None:
    body = f"<div class=w>PROJET</div><p>{CLAUSE}Bénéﬁciaire, 1<sup>er</sup> mars, 12\u202f500\u00a0€.</p>"
    style = ".w { position: fixed; top: 90mm; font-size: 80pt; transform: rotate(-45deg) }"
    text = read(made(body, style)).text
    assert text == f"{CLAUSE}Bénéficiaire, 1er mars, 12\u202f500\u00a0€.\n"


@pytest.mark.parametrize(("place", "turn"), [("15mm,277mm", "-90deg"), ("195mm,15mm", "90deg")])
def test_a_page_set_sideways_is_read_upright(place: str, turn: str) -> None:
    style = "@page { margin: 0 } .t { position: absolute; top: 0; left: 0; width: 250mm; transform-origin: 0 0;"
    cells = "<table><tr><td>2024<td>120 000 €<tr><td>2025<td>90 000 €</table>"
    body = f"<div class=t><p>{CLAUSE * 3}</p>{cells}</div>"
    text = read(made(body, f"{style} transform: translate({place}) rotate({turn}) }}")).text
    assert text.endswith("| 2024 | 120 000 € |\n| 2025 | 90 000 € |\n")
    assert text.startswith((CLAUSE * 3).strip())


def test_a_turned_page_is_read_upright() -> None:
    content = made("<table><tr><td>2024<td>120 000 €</table>")
    turned = content.replace(b"/MediaBox", b"/Rotate 90 /MediaBox")
    assert turned != content
    assert read(turned).text == read(content).text == "| 2024 | 120 000 € |\n"


def test_the_same_bytes_give_the_same_text() -> None:
    content = made(f"<h1>Lanterne</h1><div class=two>{CLAUSE * 20}</div>")
    assert read(content) == read(content)


def test_pages_without_usable_text_are_named() -> None:
    content = made(
        f"<p>{CLAUSE}</p><p style='break-before: page'></p><p style='break-before: page'>Fin.</p>",
        "@page{@top-right{content:''} @bottom-center{content:''}}",
    )
    assert read(content).remarks == (Remark("no_recognition_off", {"pages": "2", "language": "fra"}),)
    unmapped = content.replace(b"/ToUnicode", b"/ToUnicodX")
    assert unmapped != content
    assert read(unmapped).remarks == (Remark("no_recognition_off", {"pages": "1, 2, 3", "language": "fra"}),)


def test_a_damaged_page_is_named_and_the_rest_read() -> None:
    content = drawn("BT /F 12 Tf 20 200 Td (Montant) Tj ET")
    reading = read(content.replace(b"/Kids [3 0 R] /Count 1", b"/Kids [3 0 R 9 0 R] /Count 2"))
    assert reading.text == "Montant\n"
    assert reading.pages == (0, len(reading.text))
    assert reading.remarks == (Remark("page_damaged", {"pages": "2"}),)


def test_mutated_files_are_read_or_refused() -> None:
    chance, whole = random.Random(7), made(f"<p>{CLAUSE}</p><table><tr><td>2024<td>12 €</table>")
    outcomes = set()
    for _ in range(80):
        content = bytearray(whole[: chance.randrange(len(whole))] if chance.random() < 0.2 else whole)
        for _ in range(chance.choice((1, 5, 40))):
            place = chance.randrange(len(content) + 1)
            content[place : place + chance.randrange(4)] = chance.choice((b"", b"99999", b"-1", b"\xff"))
        try:
            outcomes.add(type(read(bytes(content))).__name__)
        except UnreadableFile as error:
            outcomes.add(error.reason)
    assert outcomes == {"Reading", "damaged"}


def drawn(stream: str, extra: str = "") -> bytes:
    """A PDF of one page, written by hand; its cross-references are left to the reader to find."""
    page = (
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>"
    )
    bodies = ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", page]
    bodies += [
        f"<< /Length {len(stream)} >> stream\n{stream}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    objects = "".join(f"{number} 0 obj\n{body}\nendobj\n" for number, body in enumerate(bodies, 1))
    return f"%PDF-1.4\n{objects}trailer << /Root 1 0 R /Size 6 {extra} >>\nstartxref\n0\n%%EOF\n".encode("latin-1")


def test_an_invisible_layer_of_text_is_read() -> None:
    assert read(drawn("BT 3 Tr /F 12 Tf 20 200 Td (Montant : 45 000 euros) Tj ET")).text == "Montant : 45 000 euros\n"


def test_text_outside_the_page_is_left_out() -> None:
    assert read(drawn("BT /F 12 Tf 20 200 Td (dedans) Tj 900 0 Td (dehors) Tj ET")).text == "dedans\n"


def test_a_file_that_asks_for_a_password() -> None:
    lock = f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{'41' * 32}> /U <{'42' * 32}> >> /ID [<00> <00>]"
    with pytest.raises(UnreadableFile) as caught:
        read(drawn("BT ET", lock))
    assert caught.value.reason == "encrypted"


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"%PDF-1.7\n" + b"x" * 500, b"PK\x03\x04" + b"\x00" * 99])
def test_a_damaged_file(content: bytes) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read(content)
    assert caught.value.reason == "damaged"


def test_too_many_pages() -> None:
    with pytest.raises(UnreadableFile) as caught:
        read(made("<p style='break-before: page'>Une.</p>" * 3), ReadingRules(pages=2))
    assert (caught.value.reason, caught.value.detail) == ("too_many_pages", {"pages": "3", "limit": "2"})


def test_the_table_of_readers_knows_pdf() -> None:
    assert reader_of(Path("A.PDF")) is read_pdf


def test_a_page_is_drawn_for_recognition() -> None:
    with Pdf(PATH, made("<p>Une.</p>")) as pdf:
        assert pdf.render(0, 72).size == (596, 842)
        assert pdf.size(0) == pytest.approx((595.3, 841.9), abs=0.1)
