"""The table of containers: files that hold files, each part of which is a document of its own.

A part is read as if it stood in the folder, under its container's path: `envoi.zip/convention.pdf`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ingestion.documents import Remark
from ingestion.reading_rules import ReadingRules


@dataclass(frozen=True, slots=True)
class Part:
    """One file inside a container."""

    name: str
    """Its path in the container, with `/`, relative, without `..`; no two parts have the same."""
    content: bytes


@dataclass(frozen=True, slots=True)
class Parts:
    """What a container holds."""

    parts: tuple[Part, ...]
    """In the order of their names."""
    remarks: tuple[Remark, ...] = field(default=())
    """Parts that were left out, and why."""


Opener = Callable[[Path, bytes, ReadingRules], Parts]
"""From a container's path (for what it says when it refuses), its bytes, and the rules. Raises UnreadableFile."""

CONTAINERS: Mapping[str, Opener] = {}
"""By suffix, as in `ingestion.readers.READERS`. A container in a container is left out, with a remark."""
