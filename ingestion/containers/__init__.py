"""The table of containers: files that hold files, each part of which is a document of its own.

A part is read as if it stood in the folder, under its container's path: `envoi.zip/convention.pdf`.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

from ingestion.containers.archive import open_archive
from ingestion.containers.mail import open_mail
from ingestion.containers.parts import Part, Parts
from ingestion.reading_rules import ReadingRules

Opener = Callable[[Path, bytes, ReadingRules], Parts]
"""From a container's path (for what it says when it refuses), its bytes, and the rules. Raises UnreadableFile."""

CONTAINERS: Mapping[str, Opener] = {"zip": open_archive, "eml": open_mail}
"""By suffix, as in `ingestion.readers.READERS`. A container in a container is left out, with a remark."""

__all__ = ["CONTAINERS", "Opener", "Part", "Parts"]
