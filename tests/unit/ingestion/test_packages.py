"""Archives that are no office documents, or mean harm: each is refused with its reason."""

import zipfile
from pathlib import Path

import pytest

from ingestion.errors import UnreadableFile
from ingestion.readers import reader_of
from ingestion.reading_rules import ReadingRules
from tests.made_archives import docx_of, odt_of, p, zipped

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LAUGHS = '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE d SYSTEM "http://a.example/x.dtd">'
ENCRYPTED = '<m:manifest xmlns:m="urn:m"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'
DOCUMENT = "<d><body><p><r><t>{}</t></r></p></body></d>"


def reason(content: bytes, suffix: str = "docx", rules: ReadingRules | None = None) -> str:
    path = Path(f"a.{suffix}")
    with pytest.raises(UnreadableFile) as caught:
        reader_of(path)(path, content, rules or ReadingRules())
    return caught.value.reason


@pytest.mark.parametrize("suffix", ["docx", "odt"])
@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "empty"),
        (b"PK\x03\x04", "damaged"),
        (b"Lavoir", "damaged"),
        (zipped({"lavoir.txt": "a"}), "damaged"),
        (OLE + b"\x00" * 600, "old_format"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (docx_of(p("Lavoir"))[:-40], "damaged"),
    ],
)
def test_what_is_no_document(content: bytes, expected: str, suffix: str) -> None:
    assert reason(content, suffix) == expected


def test_a_document_of_the_other_format_or_without_text() -> None:
    assert reason(docx_of(p("Lavoir")), "odt") == "damaged"
    assert reason(odt_of("<text:p>Lavoir</text:p>")) == "damaged"
    assert (reason(docx_of(p(" "))), reason(odt_of("<text:p/>"), "odt")) == ("empty", "empty")
    pasted = {"word/document.xml": DOCUMENT.format(""), "word/media/image1.JPG": b"\xff\xd8"}
    assert reason(zipped(pasted)) == "only_pictures"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("head", [LAUGHS, OUTSIDE])
def test_a_document_type_is_refused(head: str, encoding: str) -> None:
    xml = f'<?xml version="1.0" encoding="{encoding}"?>{{}}{DOCUMENT.format("Lavoir")}'
    assert reason(zipped({"word/document.xml": xml.format(head).encode(encoding)})) == "damaged"
    path = Path("a.docx")
    sound = zipped({"word/document.xml": xml.format("").encode(encoding)})
    assert reader_of(path)(path, sound, ReadingRules()).text == "Lavoir\n"


def test_an_encrypted_odt() -> None:
    assert reason(zipped({"META-INF/manifest.xml": ENCRYPTED, "content.xml": b"\x9f\x01"}), "odt") == "encrypted"


def test_a_part_that_asks_for_a_password() -> None:
    content = bytearray(zipped({"word/document.xml": DOCUMENT.format("Lavoir")}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + place] |= 1
    assert reason(bytes(content)) == "encrypted"


def test_what_unpacks_to_too_much_is_refused_by_its_directory() -> None:
    bomb = zipped({"word/document.xml": DOCUMENT.format(" " * 100_000)})
    assert len(bomb) < 1_000
    assert reason(bomb, rules=ReadingRules(unpacked=50_000)) == "unpacks_too_large"


def test_what_unpacks_to_more_than_it_says_is_refused() -> None:
    content = zipped({"word/document.xml": DOCUMENT.format(" " * 100_000)})
    size = (len(DOCUMENT.format("")) + 100_000).to_bytes(4, "little")
    assert reason(content.replace(size, (90).to_bytes(4, "little"))) == "damaged"


def test_the_budget_is_one_for_all_parts() -> None:
    body, styles = p("Lavoir " * 2_000), " " * 20_000
    content, rules = docx_of(body, styles=styles), ReadingRules(unpacked=20_000)
    assert reason(content, rules=rules) == "unpacks_too_large"


def test_elements_too_deep_in_one_another() -> None:
    assert reason(docx_of("<w:ins>" * 5_000 + "</w:ins>" * 5_000)) == "damaged"
    assert reason(odt_of("<text:section>" * 5_000 + "</text:section>" * 5_000), "odt") == "damaged"


def test_paths_of_the_archive_do_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    parts = {"../sorti.txt": "x", "/tmp/sorti.txt": "x", "word/document.xml": DOCUMENT.format("Lavoir")}
    path = tmp_path / "a" / "a.docx"
    assert reader_of(path)(path, zipped(parts, zipfile.ZIP_STORED), ReadingRules()).text == "Lavoir\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("suffix", ["doc", "RTF", "docm", "sxw"])
def test_an_old_format_is_told_with_its_remedy(suffix: str) -> None:
    assert reason(b"x", suffix) == "old_format"
