"""Unpacking: members of a ZIP file within limits, whatever its directory claims. Nothing is ever written to disk."""

import struct
import zipfile
import zlib
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

from ingestion.errors import UnreadableFile
from ingestion.reading_rules import ReadingRules

_CHUNK = 1 << 16
_RATIO = 200
"""Times that a member may be larger unpacked than packed: text reaches some 20, spreadsheets of one figure some 100."""
_SMALL = 1_000_000
"""Bytes below which no ratio is suspect: a short empty form may shrink to nothing."""
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""Those that are unpacked piece by piece; others may ask for gigabytes before the first byte."""
_ENCRYPTED = 0x1
_FAULTS = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error, EOFError, OSError, NotImplementedError,
    RuntimeError, ValueError, OverflowError, IndexError,
)  # fmt: skip
"""What `zipfile` raises on bytes that are no sound ZIP file."""


class Refused(Exception):
    """A member that is not unpacked; `reason` is `encrypted`, `method`, `damaged`, `large` or `bomb`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def open_zip(path: Path, content: bytes) -> zipfile.ZipFile:
    """The directory of a ZIP file. Raises UnreadableFile when the bytes are none."""
    try:
        return zipfile.ZipFile(BytesIO(content))
    except _FAULTS:
        raise UnreadableFile(path, "damaged") from None


def unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo, limit: int) -> bytes:
    """A member's bytes, `limit` of them at most. Raises Refused."""
    if member.flag_bits & _ENCRYPTED:
        raise Refused("encrypted")
    if member.compress_type not in _METHODS:
        raise Refused("method")
    try:
        return _read(archive, member, limit)
    except _FAULTS:
        raise Refused("damaged") from None


def _read(archive: zipfile.ZipFile, member: zipfile.ZipInfo, limit: int) -> bytes:
    most = max(_SMALL, member.compress_size * _RATIO)
    chunks, size = [], 0
    with archive.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > limit:
                raise Refused("large")
            if size > most:
                raise Refused("bomb")
            chunks.append(chunk)
    return b"".join(chunks)


class Package:
    """A document that is a ZIP file of XML parts, each unpacked when it is asked for."""

    def __init__(self, path: Path, content: bytes, rules: ReadingRules) -> None:
        """Raises UnreadableFile when the bytes are no ZIP file, or one with a password."""
        if content.startswith(b"\xd0\xcf\x11\xe0"):  # an OLE file: what Office makes of a document with a password
            raise UnreadableFile(path, "encrypted")
        self.path = path
        self.left = rules.unpacked
        """Bytes that may still be unpacked."""
        self.archive = open_zip(path, content)
        self.members = {member.filename: member for member in self.archive.infolist()}

    def part(self, name: str) -> bytes | None:
        """A part's bytes; `None` when there is none of this name. Raises UnreadableFile."""
        member = self.members.get(name)
        if member is None:
            return None
        try:
            content = unpack(self.archive, member, self.left)
        except Refused as refused:
            reasons = {"encrypted": "encrypted", "large": "unpacks_too_large", "bomb": "unpacks_too_large"}
            raise UnreadableFile(self.path, reasons.get(refused.reason, "damaged")) from None
        self.left -= len(content)
        return content

    def tree(self, name: str) -> ElementTree.Element | None:
        """A part's XML; `None` when there is none of this name. Raises UnreadableFile."""
        content = self.part(name)
        return None if content is None else parse_xml(self.path, content, Plain())


class _Forbidden(Exception):
    """A document type: what entities are declared in, which no office document has."""


class Plain(ElementTree.TreeBuilder):
    """Builds a tree of an XML part."""

    def doctype(self, _name: str, _public: str | None, _system: str | None) -> None:
        """Called before what the document type declares is read."""
        refuse_doctype()


def refuse_doctype() -> None:
    """For the `doctype` method of a target of `parse_xml`: no entity is ever declared, let alone expanded."""
    raise _Forbidden


def parse_xml(path: Path, content: bytes, target: object) -> ElementTree.Element:
    """Feed an XML part to a target of `ElementTree.XMLParser`; what it closes with. Raises UnreadableFile."""
    parser = ElementTree.XMLParser(target=target)
    try:
        for start in range(0, len(content), _CHUNK):
            parser.feed(content[start : start + _CHUNK])
        return parser.close()
    except (ElementTree.ParseError, _Forbidden, ValueError, LookupError):
        raise UnreadableFile(path, "damaged") from None


def local(tag: str) -> str:
    """The name of an element or an attribute without its namespace.

    >>> local("{urn:x}row"), local("row")
    ('row', 'row')
    """
    return tag.rpartition("}")[2]
