"""Keyed hashes: how people and places are stored, so that the database alone tells nobody who asked."""

import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from bot.state import StateFault
from bot.state_files import make_once

FILE = "hash.key"
_BYTES = 32
_DIGITS = 32


@dataclass(frozen=True, slots=True, repr=False)
class Hasher:
    """Hashes names with one key; the same name gives the same hash as long as the key stays."""

    key: bytes

    def of(self, *parts: str) -> str:
        """32 hexadecimal digits of the HMAC-SHA-256 of some parts, kept apart by a byte that no name holds.

        >>> Hasher(b"k").of("a", "bc") == Hasher(b"k").of("ab", "c")
        False
        """
        return hmac.new(self.key, "\0".join(parts).encode(), hashlib.sha256).hexdigest()[:_DIGITS]


def hasher(data: Path, key: str | None, file: str = FILE) -> Hasher:
    """The hasher of a data folder: with the key given, else with one made once and kept there, readable by its owner.

    `file`: name of the file that keeps it, one a use. Raises OSError when the folder cannot be written, StateFault when
    what is kept is no key of ours: another one would make everybody a stranger.
    """
    return Hasher(key.encode()) if key else Hasher(_kept(data / file))


def _kept(path: Path) -> bytes:
    make_once(path, _write_key)
    key = path.read_bytes()
    if len(key) != _BYTES:
        raise StateFault("key_damaged", path)
    return key


def _write_key(path: Path) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_bytes(_BYTES))
