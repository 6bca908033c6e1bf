"""Frames: what crosses between processes, a JSON header and bytes, whole or not at all; nothing that runs when read."""

import os
import select
import struct
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from pydantic import TypeAdapter

from ingestion.documents import Remark
from ingestion.reading_rules import ReadingRules

_SIZES = struct.Struct("!IQ")
_HEADER_MOST = 4_000_000
"""Bytes of a header: names and remarks of a container's parts, a few hundred bytes each."""
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Request:
    """What a worker is asked; the body is the file's bytes."""

    task: Literal["read", "open"]
    source: str
    rules: ReadingRules
    page: int = 0
    """As in `Job.page`."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What it answers. The body of an `entry` is its JSON, that of `parts` their bytes, one after the other."""

    sort: Literal["ready", "entry", "parts", "refused"]
    reason: str = ""
    """As in UnreadableFile, for `refused`."""
    detail: Mapping[str, str] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    """Names of the parts."""
    sizes: tuple[int, ...] = ()
    """Bytes of each part."""
    remarks: tuple[Remark, ...] = ()
    """As in `Parts.remarks`."""


REQUEST = TypeAdapter(Request)
REPLY = TypeAdapter(Reply)


@dataclass(frozen=True, slots=True)
class Frame:
    """One message."""

    header: bytes
    body: bytes = b""


class Overlong(ValueError):
    """A frame is larger than what may cross; the other side is not to be trusted any more."""


class Abandoned(Exception):
    """While a frame was awaited, the one who asked for it left."""


@dataclass(frozen=True, slots=True)
class Channel:
    """A way in and a way out, as file descriptors."""

    inward: int
    outward: int

    def send(self, frame: Frame) -> None:
        """Write a whole frame. Raises OSError when nobody reads."""
        for part in (_SIZES.pack(len(frame.header), len(frame.body)), frame.header, frame.body):
            left = memoryview(part)
            while left:
                left = left[os.write(self.outward, left[:_CHUNK]) :]

    def receive(self, most: int, seconds: float | None = None, asker: int | None = None) -> Frame:
        """Read a whole frame of at most `most` bytes.

        `seconds`: how long to wait for its end, `None` for ever. `asker`: descriptor whose end means that nobody wants
        the frame. Raises EOFError, TimeoutError, Overlong, Abandoned.
        """
        end = None if seconds is None else time.monotonic() + seconds
        header, body = _SIZES.unpack(self._bytes(_SIZES.size, end, asker))
        if header > _HEADER_MOST or body > most:
            raise Overlong(f"{header} + {body} bytes")
        return Frame(self._bytes(header, end, asker), self._bytes(body, end, asker))

    def close(self) -> None:
        """Close both ways."""
        for one in {self.inward, self.outward}:
            os.close(one)

    def _bytes(self, count: int, end: float | None, asker: int | None) -> bytes:
        found = bytearray()
        while len(found) < count:
            self._wait(end, asker)
            some = os.read(self.inward, min(count - len(found), _CHUNK))
            if not some:
                raise EOFError
            found += some
        return bytes(found)

    def _wait(self, end: float | None, asker: int | None) -> None:
        if end is None and asker is None:
            return
        poll = select.poll()
        poll.register(self.inward, select.POLLIN)
        if asker is not None:
            poll.register(asker, select.POLLIN)  # who asks says no more before it is answered: only its end comes
        left = None if end is None else max(0.0, end - time.monotonic()) * 1000
        ready = {descriptor for descriptor, _ in poll.poll(left)}
        if asker in ready:
            raise Abandoned
        if not ready:
            raise TimeoutError
