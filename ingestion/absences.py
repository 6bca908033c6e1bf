"""Absences: documents whose file is gone, kept for a while in case it comes back."""

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

_NAME = ".absent"


@dataclass(frozen=True, slots=True)
class Absence:
    """A document of the corpus without a file."""

    source: str
    """Where it was."""
    since: datetime
    """When it was first missed, in UTC."""


_ABSENCES = TypeAdapter(dict[str, Absence])


def load_absences(corpus: Path) -> Mapping[str, Absence]:
    """The absences, by document id; none when their file is missing or damaged: the grace then begins anew."""
    try:
        return _ABSENCES.validate_json((corpus / _NAME).read_bytes())
    except (OSError, ValidationError):
        return {}


def save_absences(corpus: Path, absences: Mapping[str, Absence]) -> None:
    """Write them whole or not at all, if they are others than before; without one, there is no file."""
    if absences == load_absences(corpus):
        return
    if not absences:
        (corpus / _NAME).unlink(missing_ok=True)
        return
    handle, name = tempfile.mkstemp(dir=corpus, prefix=".", suffix=".tmp")
    with os.fdopen(handle, "wb") as file:
        file.write(_ABSENCES.dump_json(dict(absences)))
    os.replace(name, corpus / _NAME)
