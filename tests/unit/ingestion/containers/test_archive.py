"""ZIP archives: their files within limits, whatever their directory says."""

import stat
import struct
import zipfile
from io import BytesIO
from pathlib import Path
from random import Random

import pytest

from ingestion.containers import CONTAINERS, Part, Parts
from ingestion.errors import UnreadableFile
from ingestion.reading_rules import ReadingRules
from tests.fuzz.seeds import zipped

RULES = ReadingRules(bytes=3_000_000, unpacked=4_000_000, parts=3)


def opened(content: bytes, rules: ReadingRules = RULES) -> Parts:
    return CONTAINERS["zip"](Path("a.zip"), content, rules)


def told(parts: Parts) -> dict[str, str]:
    return {remark.key: remark.detail["names"] for remark in parts.remarks}


def test_files_come_in_the_order_of_their_names() -> None:
    found = opened(zipped({"b/é.md": "2", "./a.txt": "1", "b/": "", "__MACOSX/._a.txt": "x", "b/.cache.txt": "x"}))
    assert found == Parts((Part("a.txt", b"1"), Part("b/é.md", b"2")))


@pytest.mark.parametrize(
    "name", ["/a.txt", "../a.txt", "b/../../a.txt", "b\\a.txt", "C:/a.txt", "a\x00.txt", "a\n.txt", "x" * 600 + ".txt"]
)
def test_paths_that_lead_elsewhere_are_left_out(name: str) -> None:
    content = zipped({"b.txt": "b"} | {("Z" * len(name.encode())): "a"}).replace(
        b"Z" * len(name.encode()), name.encode()
    )
    found = opened(content)
    assert [part.name for part in found.parts] == ["b.txt"]
    assert list(told(found)) == ["part_unsafe"]


def test_links_are_not_followed() -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        link = zipfile.ZipInfo("a.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    assert opened(buffer.getvalue()) == Parts((), opened(buffer.getvalue()).remarks)
    assert told(opened(buffer.getvalue())) == {"part_link": "a.txt"}


def test_the_second_of_two_names_is_left_out() -> None:
    found = opened(zipped({"a.txt": "1", "A.TXT": "2", "c/../a.txt": "3"}))
    assert (found.parts, told(found)) == (
        (Part("a.txt", b"1"),),
        {"part_repeated": "A.TXT", "part_unsafe": "c/../a.txt"},
    )


def test_what_is_not_read_is_told_by_reason() -> None:
    found = opened(zipped({"a.exe": "", "b.zip": "", "c.eml": "", "d": "", "e.txt": "e"}))
    assert told(found) == {"part_format": "a.exe, d", "part_nested": "b.zip, c.eml"}


@pytest.mark.parametrize("raw", ["é.txt".encode(), "é.txt".encode("cp850")])
def test_names_whose_encoding_is_not_said(raw: bytes) -> None:
    content = zipped({"Z" * len(raw): "1"}).replace(b"Z" * len(raw), raw)
    assert [part.name for part in opened(content).parts] == ["é.txt"]


def test_parts_beyond_the_rules_are_told() -> None:
    found = opened(zipped({f"{number}.txt": "x" for number in range(5)}))
    assert (len(found.parts), told(found)) == (3, {"part_many": "3.txt, 4.txt"})


def test_a_part_that_unpacks_too_large_is_left_out() -> None:
    found = opened(zipped({"a.txt": Random(1).randbytes(3_100_000), "b.txt": "b"}))
    assert ([part.name for part in found.parts], told(found)) == (["b.txt"], {"part_large": "a.txt"})


def test_a_bomb_is_left_out_before_it_is_unpacked() -> None:
    found = opened(zipped({"a.txt": b"0" * 2_500_000, "b.txt": "b"}))
    assert ([part.name for part in found.parts], told(found)) == (["b.txt"], {"part_bomb": "a.txt"})


def test_all_parts_together_have_a_limit() -> None:
    body = Random(1).randbytes(2_100_000)
    assert told(opened(zipped({"a.txt": body, "b.txt": body, "c.txt": "c"}))) == {"part_large": "b.txt"}


def test_sizes_are_those_of_the_bytes_not_of_the_directory() -> None:
    body = Random(1).randbytes(3_100_000)
    content = zipped({"a.txt": body}).replace(struct.pack("<I", len(body)), struct.pack("<I", 10))
    assert opened(content).parts == ()


def test_encrypted_members_are_told_and_an_encrypted_archive_refused() -> None:
    content = bytearray(zipped({"a.txt": "1"}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + at] |= 1
    with pytest.raises(UnreadableFile) as caught:
        opened(bytes(content))
    assert caught.value.reason == "encrypted"


def test_methods_that_ask_for_memory_first_are_left_out() -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a.txt", "1")
    assert told(opened(buffer.getvalue())) == {"part_method": "a.txt"}


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"Lavoir", zipped({"a.txt": "1"})[:-30]])
def test_what_is_no_archive_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableFile) as caught:
        opened(content)
    assert caught.value.reason == "damaged"
