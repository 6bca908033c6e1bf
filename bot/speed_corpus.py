"""A corpus grown for measuring: variants of given conventions, with other names and amounts and the same clauses."""

import random
import re
import shutil
from collections.abc import Collection
from pathlib import Path

from ingestion.documents import Document, content_id
from ingestion.reading import read_entry

_AMOUNT = re.compile(r"(?<![\d/])[1-9]\d{0,2}(?=(?:[ .\u00a0\u202f\u2009]?\d{3})+ ?€)")
_SUFFIXES = {".txt", ".md"}
"""Formats that a variant can be written in by replacing text."""


def grow(folder: Path, target: Path, times: int) -> int:
    """Copy a folder's files into `target`, then write `times - 1` variants of each; the number of files written.

    The same arguments write the same files. Raises OSError.
    """
    target.mkdir(parents=True, exist_ok=True)
    written = 0
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            shutil.copyfile(path, target / path.name)
            written += 1 + _write_variants(path, target, times)
    return written


def _write_variants(path: Path, target: Path, times: int) -> int:
    if path.suffix.lower() not in _SUFFIXES or times < 2:
        return 0
    content = path.read_bytes()
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return 0
    names = _names(Document(content_id(content), path.name, path.suffix[1:], text))
    for number in range(1, times):
        name = f"{path.stem}-{number:05d}{path.suffix}"
        (target / name).write_bytes(variant(text, names, number).encode())
    return times - 1


def _names(document: Document) -> set[str]:
    """Names that are the convention's own, as its text writes them; parties keep theirs."""
    aliases = read_entry(document).identity.aliases
    return {document.text[alias.start : alias.end] for alias in aliases if alias.origin != "party"} - {""}


def variant(text: str, names: Collection[str], number: int) -> str:
    """The text with other amounts, and with `number` after each of these names, the clauses being the same.

    >>> variant("Le service Portulan reçoit 141 000 €.", ["Portulan"], 7)
    'Le service Portulan 7 reçoit 341 000 €.'
    """
    rng = random.Random(number)
    amended = _AMOUNT.sub(lambda _: str(rng.randint(10, 999)), text)
    longest_first = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.sub(rf"\b(?:{longest_first})(?!\w)", rf"\g<0> {number}", amended) if names else amended
