"""`.zip`: the files of an archive, unpacked in memory within the limits of the rules."""

import stat
import zipfile
from pathlib import Path

from ingestion.containers.parts import CONTAINER_SUFFIXES, LeftOut, Part, Parts, hidden, safe_name, suffix_in
from ingestion.errors import UnreadableFile
from ingestion.readers import READERS
from ingestion.reading_rules import ReadingRules
from ingestion.unpacking import Refused, open_zip, unpack

_UTF8 = 0x800
"""Flag of a member whose name is in UTF-8."""
_LISTED = 20
"""Members looked at for one part that may be taken: an archive with more is no dossier of conventions."""


def open_archive(path: Path, content: bytes, rules: ReadingRules) -> Parts:
    """The files that readers can read; the others are left out, with a remark a reason.

    Raises UnreadableFile when the bytes are no ZIP file or all of it is encrypted.
    """
    archive = open_zip(path, content)
    members = [member for member in archive.infolist() if not member.is_dir()]
    left_out = LeftOut()
    taken: dict[str, Part] = {}
    room = rules.unpacked
    for member in members[: _LISTED * rules.parts]:
        name = _name(member)
        reason = _reason(member, name, taken, rules)
        if reason is None and name is not None:
            room -= _take(archive, member, name, min(rules.bytes, room), taken, left_out)
        elif reason:
            left_out.add(reason, name or _raw_name(member))
    for member in members[_LISTED * rules.parts :]:
        left_out.add("many", _raw_name(member))
    if not taken and left_out.names and set(left_out.names) == {"encrypted"}:
        raise UnreadableFile(path, "encrypted")
    return Parts(tuple(taken[name] for name in sorted(taken)), left_out.remarks())


def _take(
    archive: zipfile.ZipFile,
    member: zipfile.ZipInfo,
    name: str,
    limit: int,
    taken: dict[str, Part],
    left_out: LeftOut,
) -> int:
    """Unpack one member; the bytes that it takes, those of one that hid its size included."""
    try:
        content = unpack(archive, member, limit)
    except Refused as refused:
        left_out.add(refused.reason, name)
        return min(limit, member.file_size) if refused.reason in ("bomb", "damaged") else 0
    taken[name] = Part(name, content)
    return len(content)


def _reason(member: zipfile.ZipInfo, name: str | None, taken: dict[str, Part], rules: ReadingRules) -> str | None:
    """Why a member is left out before it is unpacked; the empty string for one that is not worth telling."""
    if name is None:
        return "unsafe"
    if hidden(name):
        return ""
    if stat.S_ISLNK(member.external_attr >> 16):
        return "link"
    suffix = suffix_in(name)
    if suffix not in READERS:
        return "nested" if suffix in CONTAINER_SUFFIXES else "format"
    if any(name.casefold() == other.casefold() for other in taken):
        return "repeated"
    return "many" if len(taken) >= rules.parts else None


def _raw_name(member: zipfile.ZipInfo) -> str:
    """The name as it is written, what follows a NUL included."""
    raw = member.orig_filename
    if member.flag_bits & _UTF8:
        return raw
    encoded = raw.encode("cp437", "replace")
    try:
        return encoded.decode("utf-8")  # macOS and Linux, which forget to say so
    except UnicodeDecodeError:
        return encoded.decode("cp850", "replace")  # Windows in French


def _name(member: zipfile.ZipInfo) -> str | None:
    return safe_name(_raw_name(member))
