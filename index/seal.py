"""The seal: what Chroma's search files were when a build ended.

Its native code ends the process on files that it did not write, those half-written by a killed process included (Chroma
1.x: a signal, no exception). They are therefore opened only as they were sealed, and made anew otherwise, which embeds
nothing. Chroma writes its other files at each opening, and reads them with the care of SQLite.
"""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from zlib import crc32

FOLDER = "chroma"
"""Of Chroma's files, in the index folder."""
_SEAL = ".chroma_seal"
_WRITTEN_OUT = "index_metadata.pickle"
"""Stands beside the search files once they are written out; before, they are made anew at each opening."""
_PIECE = 1 << 20


def put(index: Path) -> None:
    """Seal Chroma's files as they are, whole or not at all. Raises OSError."""
    draft = index / f"{_SEAL}.tmp"
    with draft.open("w") as file:
        json.dump(_sums(index), file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, index / _SEAL)


def lift(index: Path) -> None:
    """Take the seal away, before the files change."""
    (index / _SEAL).unlink(missing_ok=True)


def is_whole(index: Path) -> bool:
    """Whether the files are as they were sealed; false where they never were, or a build was killed."""
    return _sealed(index) == _sums(index)


def is_broken(index: Path) -> bool:
    """Whether the files are not what their seal says; false while a build, which lifted it, is at work."""
    sealed = _sealed(index)
    return sealed is not None and sealed != _sums(index) and sealed == _sealed(index)


def _sealed(index: Path) -> Mapping[str, object] | None:
    try:
        found = json.loads((index / _SEAL).read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        return {"unreadable": True}
    return found if isinstance(found, dict) else {"unreadable": True}


def _sums(index: Path) -> Mapping[str, object]:
    """Checksum of each search file that is written out, by its path in the index folder."""
    folders = [path.parent for path in sorted((index / FOLDER).glob(f"*/{_WRITTEN_OUT}"))]
    files = [path for folder in folders for path in sorted(folder.iterdir())]
    return {path.relative_to(index).as_posix(): _sum(path) for path in files}


def _sum(path: Path) -> str:
    total = 0
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            total = crc32(piece, total)
    return f"{total:08x}"
