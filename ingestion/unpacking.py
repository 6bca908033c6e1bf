"""Unpacking: members of a ZIP file within limits, whatever its directory claims. Nothing is ever written to disk."""

import struct
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

from ingestion.errors import UnreadableFile

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
    if member.file_size > limit:
        raise Refused("large")
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
