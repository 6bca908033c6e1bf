"""Parts: the files inside a container, and why some are left out."""

import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field

from ingestion.documents import Remark

CONTAINER_SUFFIXES = frozenset(
    ("zip", "eml", "msg", "7z", "rar", "tar", "gz", "tgz", "bz2", "xz", "iso", "cab", "mbox")
)
"""Suffixes of files that hold files: none is opened inside another."""
_NAMED = 3
"""Names given of those that a remark counts."""
_LONGEST_NAME = 500
_LONGEST_SHOWN = 100


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


@dataclass(slots=True)
class LeftOut:
    """Names of the parts that are left out, by reason."""

    names: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, reason: str, name: str) -> None:
        """Leave one out; `reason` ends a message key, `ingest.remark_part_<reason>`."""
        self.names[reason].append(name)

    def remarks(self) -> tuple[Remark, ...]:
        """One for each reason, with how many parts and the first names."""
        return tuple(
            Remark(f"part_{reason}", {"count": str(len(names)), "names": ", ".join(map(shown, names[:_NAMED]))})
            for reason, names in sorted(self.names.items())
        )


def shown(name: str) -> str:
    r"""A name that may be printed: on one line, short, its odd characters told.

    >>> shown("dossier\\avenant\x00.pdf")
    'dossier\\avenant\ufffd.pdf'
    """
    clear = "".join(char if char.isprintable() else "\ufffd" for char in name)
    return clear if len(clear) <= _LONGEST_SHOWN else f"{clear[:_LONGEST_SHOWN]}…"


def safe_name(raw: str) -> str | None:
    r"""A part's path as it may stand after its container's; `None` for one that could lead elsewhere.

    >>> safe_name("./2025/convention.pdf"), safe_name("../x.pdf"), safe_name("C:/x.pdf"), safe_name("a\\b.pdf")
    ('2025/convention.pdf', None, None, None)
    """
    name = unicodedata.normalize("NFC", raw)
    odd = any(not char.isprintable() or char == "\\" for char in name)
    if odd or name.startswith("/") or name[1:2] == ":" or not 0 < len(name) <= _LONGEST_NAME:
        return None
    steps = [step for step in name.split("/") if step not in ("", ".")]
    return None if not steps or any(step.strip(". ") == "" for step in steps) else "/".join(steps)


def hidden(name: str) -> bool:
    """Whether a part is one that systems leave beside files: told nowhere, as in a folder.

    >>> hidden("__MACOSX/._a.pdf"), hidden("pièces/a.pdf")
    (True, False)
    """
    return any(step.startswith(".") or step == "__MACOSX" for step in name.split("/"))


def suffix_in(name: str) -> str:
    """Suffix of a part in lower case without its dot; the empty string when there is none.

    >>> suffix_in("pièces.v2/Annexe.PDF"), suffix_in("pièces.v2/annexe")
    ('pdf', '')
    """
    return name.rpartition("/")[2].lower().rpartition(".")[2] if "." in name.rpartition("/")[2] else ""
