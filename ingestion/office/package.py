"""The archive that an office document is: its parts unpacked in memory, within limits, and parsed without entities.

Python's own `zipfile` and `xml.etree` are enough: nothing is written to disk, so that no path of the archive matters,
and a document type, without which no entity can be declared, is refused before the parser sees it.
"""

import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from ingestion.errors import UnreadableFile
from ingestion.reading_rules import ReadingRules

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""First bytes of the old container of Office (MS-CFB 2.2), which an encrypted .docx is put in, and a .doc is."""
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_CHUNK = 1 << 16
_PICTURES = (".jpeg", ".jpg", ".png", ".tif", ".tiff", ".emf", ".wmf", ".gif", ".bmp")


@dataclass(frozen=True, slots=True)
class Package:
    """An open archive."""

    path: Path
    """Of the document, for what is said when it is refused."""
    archive: zipfile.ZipFile
    left: list[int]
    """One number: bytes that may still be unpacked."""
    names: frozenset[str] = field(default=frozenset())

    @property
    def nothing(self) -> str:
        """The reason why a document without text is refused: what stands in it instead, if anything does."""
        pictures = (name.lower().endswith(_PICTURES) and "thumbnail" not in name.lower() for name in self.names)
        return "only_pictures" if any(pictures) else "empty"

    def bytes(self, name: str) -> bytes | None:
        """A part's bytes, `None` when there is none. Raises UnreadableFile: damaged, unpacks_too_large, encrypted."""
        if name not in self.names:
            return None
        kept = []
        try:
            with self.archive.open(name) as part:
                while chunk := part.read(_CHUNK):
                    self.left[0] -= len(chunk)
                    if self.left[0] < 0:
                        raise UnreadableFile(self.path, "unpacks_too_large")
                    kept.append(chunk)
        except RuntimeError:  # zipfile's word for a part that asks for a password
            raise UnreadableFile(self.path, "encrypted") from None
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError):
            raise UnreadableFile(self.path, "damaged") from None
        return b"".join(kept)

    def xml(self, name: str) -> Element | None:
        """A part's tree, names without their namespaces; `None` when there is none. Raises UnreadableFile."""
        content = self.bytes(name)
        if content is None:
            return None
        if b"<!DOCTYPE" in content.replace(b"\x00", b""):
            raise UnreadableFile(self.path, "damaged")
        try:
            return _bare(ElementTree.fromstring(content))
        except (ElementTree.ParseError, ValueError, LookupError):
            raise UnreadableFile(self.path, "damaged") from None


def open_package(path: Path, content: bytes, rules: ReadingRules) -> Package:
    """Open an archive. Raises UnreadableFile: empty, encrypted, old_format, damaged, unpacks_too_large."""
    if not content:
        raise UnreadableFile(path, "empty")
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            raise UnreadableFile(path, "encrypted")
        raise UnreadableFile(path, "old_format", suffix=".doc")
    try:
        archive = zipfile.ZipFile(BytesIO(content))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise UnreadableFile(path, "damaged") from None
    parts = archive.infolist()
    if len(parts) > rules.parts * _PARTS_A_DOCUMENT:
        raise UnreadableFile(path, "unpacks_too_large")
    if sum(part.file_size for part in parts) > rules.unpacked:
        raise UnreadableFile(path, "unpacks_too_large")
    return Package(path, archive, [rules.unpacked], frozenset(part.filename for part in parts))


_PARTS_A_DOCUMENT = 20
"""A document with a picture on each page has more parts than an archive of conventions has files."""


def _bare(tree: Element) -> Element:
    """Names without their namespaces: transitional and strict OOXML, and ODF of every version, then read alike."""
    for element in tree.iter():
        element.tag = element.tag.rpartition("}")[2]
        if any("}" in key for key in element.attrib):
            element.attrib = {key.rpartition("}")[2]: value for key, value in element.attrib.items()}
    return tree


def relations(package: Package, part: str) -> Mapping[str, str]:
    """What a part of an OOXML package leans on: the end of the relation's type to the other part's name."""
    folder, _, name = part.rpartition("/")
    tree = package.xml(f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels")
    found: dict[str, str] = {}
    for relation in tree if tree is not None else ():
        target = relation.get("Target", "")
        inside = target.lstrip("/") if target.startswith("/") or not folder else f"{folder}/{target}"
        if relation.get("TargetMode") != "External":
            found.setdefault(relation.get("Type", "").rpartition("/")[2], inside)
    return found
