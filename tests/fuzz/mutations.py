"""Mutations of a file: of its bytes, of its members when it is a ZIP file, of its marks when it is text."""

import re
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from random import Random

NASTY = (
    b"", b"0", b"-1", b"99999999999999999999", b"1e308", b"NaN", b"A1:XFD1048576", b"XFD1048576", b"../../x", b"\x00",
    b"\xff\xfe", b"\xed\xa0\x80", b"&a;", b"&#x110000;", b"&#0;", b"<", b"]]>", b"|", b"\r", b"%s", b"\xe2\x80\xae",
    b"_x0000_", b"_xD800_", b"1048576", b"16384", b"[h]", b"cp037", b"utf-16", b"idna", b"file:///etc/passwd",
    b"http://127.0.0.1:9/", b"\xcc\x81" * 50, b"(" * 200, b"9" * 5000,
)  # fmt: skip
"""What readers of numbers, places, names and characters may stumble on."""
_BOMB = (
    b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;">'
    b'<!ENTITY f SYSTEM "file:///etc/passwd">]>'
)
_LARGEST = 400_000
"""Bytes of what a mutation makes: a hang shows on less."""
_NAMES = ("../x.txt", "/etc/x.txt", "C:\\x.txt", "a\x00b.txt", "x" * 900 + ".txt", ".", "é\u0301.txt")
Mutation = Callable[[bytes, bytes, Random], bytes]
"""From a file, another one to take pieces from, and chance."""


def flip(content: bytes, _other: bytes, chance: Random) -> bytes:
    """Some bits turned."""
    changed = bytearray(content)
    for _ in range(chance.choice((1, 3, 30))):
        if changed:
            changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _span(content: bytes, chance: Random) -> tuple[int, int]:
    start = chance.randrange(len(content) + 1)
    return start, min(len(content), start + chance.choice((1, 4, 40, 400, 4000)))


def truncate(content: bytes, _other: bytes, chance: Random) -> bytes:
    """The end cut, as a download that stops."""
    return content[: chance.randrange(len(content) + 1)]


def delete(content: bytes, _other: bytes, chance: Random) -> bytes:
    """A piece cut out."""
    start, end = _span(content, chance)
    return content[:start] + content[end:]


def repeat(content: bytes, _other: bytes, chance: Random) -> bytes:
    """A piece several times."""
    start, end = _span(content, chance)
    return content[:start] + content[start:end] * chance.choice((2, 20, 500)) + content[end:]


def splice(content: bytes, other: bytes, chance: Random) -> bytes:
    """The beginning of one file and the end of another."""
    return content[: chance.randrange(len(content) + 1)] + other[chance.randrange(len(other) + 1) :]


def disguise(content: bytes, other: bytes, chance: Random) -> bytes:
    """The first bytes of another format."""
    length = chance.choice((4, 8, 64, 512))
    return other[:length] + content[chance.choice((0, length)) :]


def append(content: bytes, other: bytes, _chance: Random) -> bytes:
    """Another file behind: sound as both."""
    return content + other


def number(content: bytes, _other: bytes, chance: Random) -> bytes:
    """A number, or what stands between quotes, turned into something else."""
    places = list(re.finditer(rb'\d+|(?<=")[^"<>]{0,60}(?=")', content[:200_000]))
    if not places:
        return content
    place = chance.choice(places)
    return content[: place.start()] + chance.choice(NASTY) + content[place.end() :]


def insert(content: bytes, _other: bytes, chance: Random) -> bytes:
    """Something nasty anywhere."""
    start = chance.randrange(len(content) + 1)
    return content[:start] + chance.choice(NASTY) + content[start:]


def mark(content: bytes, _other: bytes, chance: Random) -> bytes:
    """A mark of XML or HTML taken out, repeated, nested deep, or preceded by entities."""
    marks = list(re.finditer(rb"<[^<>]{1,300}>", content[:200_000]))
    if not marks:
        return content
    one = chance.choice(marks)
    ways = (b"", one[0] * 2, one[0] * 3000, _BOMB + one[0], b"<a>" * 3000, one[0] + b"&c;&f;")
    return content[: one.start()] + chance.choice(ways) + content[one.end() :]


BYTES: tuple[Mutation, ...] = (flip, truncate, delete, repeat, splice, disguise, append, number, insert, mark)


def member(content: bytes, other: bytes, chance: Random) -> bytes:
    """A ZIP file with one of its members mutated, renamed, taken out or put twice, made anew."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            members = [(info, archive.read(info)) for info in archive.infolist()]
    except Exception:
        return content
    if not members:
        return content
    index = chance.randrange(len(members))
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for place, (info, body) in enumerate(members):
            if place == index:
                _changed(made, info, body, other, chance)
            else:
                made.writestr(info, body, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _changed(made: zipfile.ZipFile, info: zipfile.ZipInfo, body: bytes, other: bytes, chance: Random) -> None:
    way = chance.choice(("body", "body", "body", "body", "name", "none", "twice", "bomb"))
    if way == "body":
        made.writestr(info, chance.choice(BYTES)(body, other, chance)[:_LARGEST], zipfile.ZIP_DEFLATED)
    elif way == "name":
        info.filename = chance.choice(
            ("../x.txt", "/etc/x.txt", "C:\\x.txt", "a\x00b.txt", "x" * 900, ".", "é\u0301.txt")
        )
        made.writestr(info, body, zipfile.ZIP_DEFLATED)
    elif way == "twice":
        made.writestr(info, body, zipfile.ZIP_STORED)
        made.writestr(info, other[:_LARGEST], zipfile.ZIP_DEFLATED)
    elif way == "bomb":
        made.writestr(info, body + b" " * 30_000_000, zipfile.ZIP_DEFLATED)


MUTATIONS: Mapping[str, Mutation] = {mutation.__name__: mutation for mutation in (*BYTES, member)}


def mutate(content: bytes, other: bytes, steps: list[tuple[str, int]]) -> bytes:
    """A file after some mutations, each with its own chance: the same steps give the same bytes."""
    for name, seed in steps:
        content = MUTATIONS[name](content, other, Random(seed))[:_LARGEST]
    return content
