"""Who a convention is: a short name and aliases found in its content, each with its evidence."""

import re
from dataclasses import dataclass
from enum import StrEnum

from ingestion.french.folding import fold


class DocumentKind(StrEnum):
    """What the document is; only conventions and avenants hold commitments."""

    CONVENTION = "convention"
    AVENANT = "avenant"
    DOCUMENT = "document"
    """Not a convention: searchable and citable, told apart in lists and answers."""


@dataclass(frozen=True, slots=True)
class Alias:
    """A name that people use for a convention, with the span it was read from."""

    name: str
    origin: str
    """Where it comes from: `title`, `service`, `party`, `number`, `annexe`, `object` or `file`."""
    start: int
    end: int
    """Character span of the evidence; `start == end == 0` only for `file` (nothing in the content names it)."""


@dataclass(frozen=True, slots=True)
class Identity:
    """How a convention is called. No two conventions of a corpus share a short name."""

    kind: DocumentKind
    short_name: str
    """What citations and lists show: « Quai Ouvert »."""
    title: str
    """The title as it stands in the text, on one line."""
    aliases: tuple[Alias, ...]
    """Every name it answers to, the short name first; an alias may fit several conventions."""
    parties: tuple[str, ...]
    """Names of the parties, in the order of the text."""
    edition_of: str | None = None
    """Id of the document that holds the same convention and stands for it (`ingestion.editions`): the signed one, for a
    draft. `None` for a document that stands for itself."""


def name_key(name: str) -> str:
    """One form for a name, whatever its case, accents, hyphens and spaces.

    >>> name_key("Bacs-5-Ports") == name_key("bacs 5 ports"), name_key("L’Éveil")
    (True, 'leveil')
    """
    return re.sub(r"[^a-z0-9]", "", fold(name))
