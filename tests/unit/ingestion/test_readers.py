"""The table of formats, and plain text."""

from pathlib import Path

import pytest

from ingestion.documents import Reading
from ingestion.errors import UnreadableFile
from ingestion.readers import READERS, reader_of, suffix_of
from ingestion.readers.plain import read_plain_text
from ingestion.reading_rules import ReadingRules

PATH = Path("a.txt")


@pytest.mark.parametrize("text", ["Lavoir\r\n", "\ufeffLavoir", "a\u2028b\f", "é\u0301"])
def test_a_text_is_not_touched(text: str) -> None:
    assert read_plain_text(PATH, text.encode(), ReadingRules()) == Reading(text)


@pytest.mark.parametrize(
    ("content", "reason", "detail"),
    [
        (b"%PDF-1.7", "binary", {"format": "PDF"}),
        (b"PK\x03\x04", "binary", {"format": "ZIP, DOCX, ODT"}),
        (b"Lavoir\x00", "binary", {"format": "?"}),
        (b"Lavoir \xe9", "encoding", {"offset": "7"}),
        (b"", "empty", {}),
        (b"\xef\xbb\xbf \r\n\t", "empty", {}),
    ],
)
def test_what_is_not_text(content: bytes, reason: str, detail: dict[str, str]) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_plain_text(PATH, content, ReadingRules())
    assert (caught.value.reason, caught.value.detail) == (reason, detail)


def test_the_suffix_chooses_the_reader() -> None:
    assert {suffix_of(Path(name)) for name in ("a.TXT", "b.md", "c.Markdown")} <= set(READERS)
    assert reader_of(Path("a.TXT")) is read_plain_text


@pytest.mark.parametrize(("name", "suffix"), [("a.xyz", ".xyz"), ("a", "—")])
def test_an_unknown_suffix_is_said(name: str, suffix: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        reader_of(Path(name))
    assert caught.value.reason == "format"
    assert caught.value.detail["suffix"] == suffix
    assert ".txt" in caught.value.detail["known"]
