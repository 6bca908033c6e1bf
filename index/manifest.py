"""The manifest: which embedder and which schema an index was built with. Written last: it vouches for the rest."""

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from index.errors import DamagedIndex, NoIndex, OldIndex, OtherEmbedder

FILE = "manifest.json"
SCHEMA = 2
"""Raised with the revision of the tables, and when tokens or keys change their meaning."""
MIGRATED_FROM = 1
"""Oldest schema that a build brings up to date (`index.records_schema`); an older index is rebuilt."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What must be known of an index before it is opened."""

    schema: int
    """As `SCHEMA` when the index was built; 1 or more."""
    embedder: str
    """Name that `open_embedder` opens."""
    dimension: int
    """Components of its vectors; 0 when nothing was embedded yet."""
    reader: str
    """Version of the reading code that made the entries; several are joined by commas, none is the empty string."""


_MANIFEST = TypeAdapter(Manifest)


def read(index: Path) -> Manifest:
    """Read the manifest of an index folder. Raises NoIndex, DamagedIndex, OldIndex."""
    return _of_schema(index, SCHEMA)


def _of_schema(index: Path, oldest: int) -> Manifest:
    """The manifest, its schema from `oldest` to the present one. Raises NoIndex, DamagedIndex, OldIndex."""
    try:
        manifest = _MANIFEST.validate_json((index / FILE).read_bytes())
    except FileNotFoundError as error:
        raise NoIndex(index) from error
    except (OSError, ValidationError) as error:
        raise DamagedIndex(index / FILE, type(error).__name__) from error
    if not oldest <= manifest.schema <= SCHEMA:
        raise OldIndex(str(manifest.schema), str(SCHEMA))
    return manifest


def stamp(index: Path) -> str:
    """Changes whenever the manifest is written; the empty string when there is none."""
    try:
        found = (index / FILE).stat()
    except OSError:
        return ""
    return f"{found.st_ino}-{found.st_mtime_ns}"


def expect(index: Path, embedder: str) -> Manifest | None:
    """The manifest of an index that this embedder built, whose schema may be one that is migrated; `None` for no index.

    Raises OtherEmbedder, DamagedIndex, OldIndex.
    """
    try:
        manifest = _of_schema(index, MIGRATED_FROM)
    except NoIndex:
        return None
    if manifest.embedder != embedder:
        raise OtherEmbedder(built_with=manifest.embedder, asked=embedder)
    return manifest


def write(index: Path, manifest: Manifest) -> None:
    """Write the manifest whole or not at all (temporary file, fsync, rename). Raises OSError."""
    handle, name = tempfile.mkstemp(dir=index, prefix=".", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(_MANIFEST.dump_json(manifest))
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, index / FILE)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
