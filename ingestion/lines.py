"""Lines: the text cut at its line ends, each line ready to be matched without losing its offsets."""

import re
from dataclasses import dataclass

from ingestion.french.folding import fold
from ingestion.hyphens import joined

_MARKS = re.compile(
    r"</?(?!https?:|mailto:|www\.)[a-zA-Z][^<>\n]{0,80}>"  # HTML that OCR tools leave: <sup>, <b>, <p>
    r"|\*\*|__|`"
    r"|\[\^\d{1,3}\](?!:)"  # calls of footnotes, not the notes
    r"|^[ \t\ufeff]*#{1,6}(?=[ \t])"  # Markdown headings
    r"|[\ufeff\u200b\u2060]"  # byte-order mark and other characters without width
    r"|(?<![\w*])\*(?=[^\s*])|(?<=[^\s*])\*(?![\w*])",  # Markdown emphasis, but not a list's « * »
    re.MULTILINE,
)
_MARKED = "<[*_`#\ufeff\u200b\u2060"
"""A text without any of these holds no mark."""
_MARKDOWN_HEADING = re.compile(r"[ \t\ufeff]*(#{1,6})[ \t]")
_BOLD_LINE = re.compile(r"[ \t\ufeff]*(\*\*|__)(?=\S).*(?<=\S)\1[ \t]*(?:[:.][ \t]*)?")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the canonical text."""

    start: int
    end: int
    """Character span, line end included."""
    text: str
    """The line without its line end."""
    masked: str
    """`text` with Markdown and HTML marks replaced by as many blanks: same length, same offsets."""
    folded: str
    """`masked`, folded (no accents, lower case), without the blanks around it."""
    ending: str
    """`\\n`, `\\r\\n`, `\\r` or a form feed; the empty string for a last line that nothing ends."""

    @property
    def blank(self) -> bool:
        """True when nothing is left once marks are removed."""
        return not self.folded

    @property
    def indent(self) -> int:
        """Number of columns before the first character; a tab counts as four."""
        lead = self.text[: len(self.text) - len(self.text.lstrip())]
        return len(lead.expandtabs(4))

    @property
    def markdown_level(self) -> int:
        """Level of a Markdown heading, 1 to 6; 0 when the line is none."""
        match = _MARKDOWN_HEADING.match(self.text)
        return len(match[1]) if match else 0

    @property
    def bold(self) -> bool:
        """True when the whole line is in Markdown bold."""
        return bool(_BOLD_LINE.fullmatch(self.text))


def mask(text: str) -> str:
    """Blank out Markdown and HTML marks, keeping every offset.

    >>> mask("1<sup>er</sup>")
    '1     er      '
    >>> mask("* item"), mask("**gras**")
    ('* item', '  gras  ')
    """
    if not any(mark in text for mark in _MARKED):
        return text
    return _MARKS.sub(lambda match: " " * len(match[0]), text)


def display(text: str) -> str:
    """The text as a person reads it on one line: no marks, single blanks.

    >>> display("### **Article 1<sup>er</sup> :  Objet**")
    'Article 1er : Objet'
    >>> display("sous 48 heures[^2] au plus"), display("[^2]: Jours fériés compris.")
    ('sous 48 heures au plus', '[^2]: Jours fériés compris.')
    """
    return " ".join(_MARKS.sub("", joined(text)).split())


def split_lines(text: str) -> tuple[Line, ...]:
    """Cut the text after each line end (`\\n`, `\\r\\n`, `\\r`, form feed); the lines cover it entirely."""
    lines = []
    start = 0
    for match in re.finditer(r"[^\n\r\f]*(?:\r\n|[\n\r\f]|\Z)", text):
        if match.end() == start and start == len(text):
            break
        raw = match[0].rstrip("\r\n\f")
        masked = mask(raw)
        lines.append(Line(start, match.end(), raw, masked, fold(masked).strip(), match[0][len(raw) :]))
        start = match.end()
    return tuple(lines)
