"""The common written form: pieces of structure written as one text, the same for every format (docs/formats.md)."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

HEADING_WORDS = 25
"""A longer paragraph styled as a heading is text: `ingestion.headings` takes no longer title either."""
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufffe\uffff]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_LINE_END = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_BLANKS = re.compile(r"[^\S\n]{2,}|\t")
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that the format marks as one."""

    text: str
    """With its number, when one is shown."""
    level: int
    """1 the outermost; below 6, 6 is written."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text that stands apart; its line ends are kept."""

    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list."""

    text: str
    level: int = 0
    """Nesting, 0 for the outermost list."""
    mark: str = "-"
    """What the page shows before it: `-` for any bullet, `1.`, `a)`."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; see `ingestion.written_tables` for merged ones."""

    rows: Sequence[Sequence[str]]
    headers: int = 0
    """Rows from the top that the format marks as headers, a rule below them; 0 leaves it to the structure's reader."""


@dataclass(frozen=True, slots=True)
class Footnote:
    """A note at the foot of a page or at the end, called in the text by `call`."""

    mark: str
    """What calls it, without brackets: `1`."""
    text: str


Piece = Heading | Paragraph | Item | Table | Footnote


@dataclass(frozen=True, slots=True)
class Written:
    """A text in the common form."""

    text: str
    starts: tuple[int, ...]
    """Offset of each piece that was given, in the text; an empty one's is where it would have stood."""


def write(pieces: Iterable[Piece]) -> Written:
    """Write pieces in their order, footnotes where they are given; empty ones leave no trace.

    >>> write([Heading("Durée", 2), Paragraph("Elle doit :"), Item("payer ;"), Item("finir.", 1, "a)")]).text
    '## Durée\\n\\nElle doit :\\n\\n- payer ;\\n  a) finir.\\n'
    >>> write([Table([["", "AE"], ["2024", "10 €"]], 1), Footnote("1", "Hors taxe.")]).text
    '|  | AE |\\n| --- | --- |\\n| 2024 | 10 € |\\n\\n[^1]: Hors taxe.\\n'
    """
    parts: list[str] = []
    starts: list[int] = []
    length, before = 0, None
    for piece in pieces:
        body = _write(piece)
        gap = "" if before is None or not body else "\n" if _together(before, piece) else "\n\n"
        starts.append(length + len(gap))
        if body:
            parts += (gap, body)
            length += len(gap) + len(body)
            before = piece
    return Written("".join([*parts, "\n"]) if parts else "", tuple(starts))


def _together(one: Piece, other: Piece) -> bool:
    return (isinstance(one, Item) and isinstance(other, Item)) or (
        isinstance(one, Footnote) and isinstance(other, Footnote)
    )


def _write(piece: Piece) -> str:
    if isinstance(piece, Table):
        return _table(piece)
    text = clean(piece.text)
    if not text:
        return ""
    if isinstance(piece, Item):
        lead = "  " * piece.level
        return f"{lead}{clean(piece.mark)} {text}".replace("\n", f"\n{lead}  ")
    if isinstance(piece, Footnote):
        return f"[^{piece.mark}]: {one_line(text)}"
    if isinstance(piece, Heading) and len(text.split()) <= HEADING_WORDS:
        return f"{'#' * min(max(piece.level, 1), 6)} {one_line(text)}"
    return text


def _table(table: Table) -> str:
    width = max((len(row) for row in table.rows), default=0)
    lines = []
    for row in table.rows:
        cells = [one_line(clean(cell)).replace("|", "¦") for cell in row]
        lines.append("| " + " | ".join([*cells, *[""] * (width - len(cells))]) + " |")
    if 0 < table.headers < len(lines):
        lines.insert(table.headers, "| " + " | ".join(["---"] * width) + " |")
    return "\n".join(lines) if any(any(row) for row in table.rows) else ""


def clean(text: str) -> str:
    """NFC, one line end a break, one blank for a run of them, nothing without width, no blank at a line's ends.

    A run of blanks that holds a typographic one (no-break, thin) becomes that one.

    >>> clean(" 12\\u202f000  \\u20ac\\u00ad  hors\\t taxe \\r\\n\\n e\\u0301te\\u0301 ")
    '12\\u202f000 € hors taxe\\nété'
    """
    text = _CONTROL.sub("", _INVISIBLE.sub("", unicodedata.normalize("NFC", text)))
    lines = (_BLANKS.sub(_blank, line).strip() for line in _LINE_END.sub("\n", text).split("\n"))
    return "\n".join(line for line in lines if line)


def _blank(run: re.Match[str]) -> str:
    return next((char for char in run[0] if char not in " \t"), " ")


def one_line(text: str) -> str:
    """The text with a blank for each line end.

    >>> one_line("rédige\\net révise")
    'rédige et révise'
    """
    return " ".join(text.split("\n"))


def call(mark: str) -> str:
    """What calls a footnote in the text.

    >>> call("1")
    '[^1]'
    """
    return f"[^{mark}]"


def superscript(text: str) -> str:
    """Raised figures as characters, for « 48 heures² » not to become « 48 heures2 »; letters as they are.

    >>> superscript("2"), superscript("er")
    ('²', 'er')
    """
    return text.translate(_SUPERSCRIPTS)
