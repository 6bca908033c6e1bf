"""Chorus labels and the codes beside them: which field a wording names, which characters are its code."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from rapidfuzz import fuzz

from ingestion.facts.evidence import Evidence, State
from ingestion.french.folding import squash
from prompts import read

ChorusField = Literal[
    "programme",
    "bop",
    "centre_financier",
    "domaine_fonctionnel",
    "activité",
    "centre_de_coût",
    "axe_ministériel",
    "engagement_juridique",
    "compte_budgétaire",
    "service_exécutant",
]

_DASH = r" ?- ?"
_START, _END = r"(?<![\w.,@/-])", r"(?![\w@]|-\w|/\w|[.,]\d)"
_CAPITALS = "A-Z0-9"
_SHAPES: Mapping[str, str] = {
    "programme": r"0?\d{3}(?! ?\d{3}| ?€| ?%| ?k€)",
    "bop": rf"[0oO]?\d{{3}}(?:{_DASH}[A-Za-z][A-Za-z0-9]{{1,5}})?|[A-Z][A-Z0-9]{{1,7}}",
    "centre_financier": rf"[0oO]?\d{{3}}{_DASH}[A-Za-z][A-Za-z0-9]{{1,5}}(?:{_DASH}[A-Za-z0-9]{{1,6}}){{1,3}}",
    "domaine_fonctionnel": rf"[0oO]?\d{{3}}{_DASH}\d{{2}}(?:{_DASH}\d{{2,3}}){{0,2}}",
    "activité": r"\d{12}|\d{4}(?:[ -]\d{4}){2}|\d{4} \d{2} \d{2} \d{2} \d{2}|0\d{3}[A-Z0-9]{8}",
    "centre_de_coût": rf"(?=[{_CAPITALS}]*[A-Z])(?=[{_CAPITALS}]*\d)[{_CAPITALS}]{{8,12}}",
    "axe_ministériel": rf"(?=[{_CAPITALS}.-]*\d)[{_CAPITALS}]+(?:[-.][{_CAPITALS}]+)*",
    "engagement_juridique": r"\d{10}|\d{2} ?\d{4} ?\d{4}",
    "compte_budgétaire": r"\d{2,10}",
    "service_exécutant": rf"(?=[{_CAPITALS}]*\d)[{_CAPITALS}]{{7,12}}",
}
"""What a code of each field looks like, dashes made one; the letters as they stand. Source: État, nomenclature Chorus
(programme on three digits, centre financier PPPP-BBBB-UUUU, activité on twelve, centre de coût on ten)."""
_STRONG = ("centre_financier", "domaine_fonctionnel", "activité", "centre_de_coût", "engagement_juridique")
"""Fields whose codes cannot be taken for anything else once their label is near."""
SHAPES = {field: re.compile(f"{_START}(?:{shape}){_END}") for field, shape in _SHAPES.items()}
_ANY = re.compile(rf"{_START}(?=[A-Za-z./-]*\d)[A-Za-z0-9]+(?:(?:{_DASH}|[./])[A-Za-z0-9]+)*{_END}")
"""A code of no known shape, beside a label that says that it is one."""
_MORE = re.compile(r"(?:\)?\s*(?:,|;|/|et|ou|\n|puis)\s*)(?=[A-Za-z]*-?\d)")
_NOISE = re.compile(r"\((?:s|e|es)\)|\([^)]*\)|\b(?:codes?|chorus|n°|numeros?)\b(?: de | d')?|[:.*]|\b\d\b")
_STRAIGHT = str.maketrans("–—‑−\t\r\f\u00a0\u2007\u2009\u202f", "----" + " " * 7)
_LEAST = 88
"""Likeness of a label and a field's name, out of 100: a slip or two in a dozen letters."""


@dataclass(frozen=True, slots=True)
class CodeFound:
    """One statement of a field: a code, a blank, or words that are no code."""

    field: ChorusField
    code: str | None
    """As written; `None` when blank, « sans objet » or unread."""
    label: str | None
    """Wording beside the code."""
    state: State
    evidence: Evidence
    """The table's row, the list's line or the sentence."""


@dataclass(frozen=True, slots=True)
class FieldNames:
    """How one field is called."""

    field: ChorusField
    words: tuple[str, ...]
    """Folded names, spelt out."""
    short: tuple[str, ...]
    """Abbreviations, in capitals."""


@cache
def field_names() -> tuple[FieldNames, ...]:
    """The vocabulary of prompts/chorus.toml. Raises tomllib.TOMLDecodeError when the file is broken."""
    table = tomllib.loads(read("chorus.toml"))
    fields = (name for name in table if name != "cues")
    return tuple(
        FieldNames(cast(ChorusField, name), tuple(table[name]["words"]), tuple(table[name]["short"])) for name in fields
    )


@cache
def cue_words() -> re.Pattern[str]:
    """What tells that bare labels are about Chorus."""
    return re.compile(r"\b(?:" + "|".join(tomllib.loads(read("chorus.toml"))["cues"]["words"]) + r")")


def straight(text: str) -> str:
    """The text at the same offsets with one kind of dash and of blank, its letters kept."""
    return text.translate(_STRAIGHT)


@cache
def field_of(label: str) -> ChorusField | None:
    """The field that a table's label names; None for any other label.

    >>> field_of("Activité(s) :"), field_of("Centre financler"), field_of("Axe ministériel 1 :"), field_of("Objet")
    ('activité', 'centre_financier', 'axe_ministériel', None)
    """
    bare = " ".join(_NOISE.sub(" ", squash(label)).split()).strip("-/ \"'")
    if not bare or len(bare) > 45:
        return None
    for names in field_names():
        if bare in names.words or bare.upper() in names.short:
            return names.field
    plural = " ".join(word.removesuffix("s") for word in bare.split())
    scores = [
        (fuzz.ratio(plural, word), names.field) for names in field_names() for word in names.words if len(word) > 7
    ]
    score, field = max(scores)
    return field if score >= _LEAST else _first_part(bare)


def _first_part(bare: str) -> ChorusField | None:
    """« UO / service », « centre financier - uo »: the first name that is one."""
    parts = [part.strip() for part in re.split(r"/| - | ou ", bare)]
    found = [field for part in parts if part and part != bare and (field := field_of(part))]
    return found[0] if found else None


def read_codes(field: ChorusField, text: str, start: int = 0, *, labelled: bool = True) -> tuple[tuple[int, int], ...]:
    """Spans of the codes that stand at `start` of a `straight` text, several when joined by « et », « / », a line end.

    `labelled`: a cell or a list says that this is the field's code, so one of another shape is kept whole too.
    """
    shape = SHAPES[field]
    first = shape.match(text, start)
    if first is None and labelled:
        late = shape.search(text, start) if field in _STRONG else None
        first = late or _ANY.match(text, start)
        shape = shape if late else _ANY
    spans = []
    while first is not None:
        spans.append(first.span())
        more = _MORE.match(text, first.end())
        first = shape.match(text, more.end()) if more and shape is not _ANY else None
    return tuple(spans)
