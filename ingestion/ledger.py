"""The ledger: what each source was at the last run, so that an unchanged file costs one `stat`.

It is a shortcut, never the truth: it may be lost or late, and the entries of the corpus then tell.
"""

import hashlib
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from ingestion.names import Identity

_NAME = ".ledger"


@dataclass(frozen=True, slots=True)
class Line:
    """One source at the last run."""

    size: int
    """Bytes."""
    modified: int
    """Modification time, nanoseconds."""
    document_id: str
    identity: Identity
    """As read from the document alone, before names were told apart."""
    short_name: str
    """As written in the corpus, after they were."""
    stamp: str = ""
    """`file_stamp` of the entry's file as it was written."""
    digest: str = ""
    """`digest_of` that file: an entry that is another was damaged, and its source is read again."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """All sources of the last run."""

    reader: str
    """`reader_version()` of the code that read them."""
    folder: str
    """Absolute path of the folder that was read."""
    lines: Mapping[str, Line] = field(default_factory=dict)
    """By source."""


_LEDGER = TypeAdapter(Ledger)


@cache
def reader_version() -> str:
    """Fingerprint of the code that reads documents: entries read by other code are read again."""
    digest = hashlib.sha256()
    package = Path(__file__).parent
    for path in sorted(package.rglob("*.py")):
        digest.update(path.read_bytes())
    digest.update((package.parent / "prompts" / "shared_names.txt").read_bytes())
    return digest.hexdigest()[:12]


def load_ledger(corpus: Path, folder: Path) -> Ledger:
    """The ledger of the last run on this folder with this code; an empty one when there is none."""
    empty = Ledger(reader_version(), str(folder.resolve()))
    try:
        ledger = _LEDGER.validate_json((corpus / _NAME).read_bytes())
    except (OSError, ValidationError):
        return empty
    return ledger if (ledger.reader, ledger.folder) == (empty.reader, empty.folder) else empty


def save_ledger(corpus: Path, ledger: Ledger) -> None:
    """Write it whole or not at all."""
    handle, name = tempfile.mkstemp(dir=corpus, prefix=".", suffix=".tmp")
    with os.fdopen(handle, "wb") as file:
        file.write(_LEDGER.dump_json(ledger))
    os.replace(name, corpus / _NAME)


def drop_ledger(corpus: Path) -> None:
    """Forget the last run, before the first change that it would not know of."""
    (corpus / _NAME).unlink(missing_ok=True)
