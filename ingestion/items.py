"""List items: their marks, and their nesting, which OCR flattens or invents."""

import re
from dataclasses import dataclass, field

from ingestion.lines import Line

_MARK = re.compile(
    r"[ \t]*(?:(?P<bullet>[-–—•·▪▫●○◦■□➢➤►✓*+o\uf0b7\uf0a7])(?=[ \t\u00a0])[ \t\u00a0]*"
    r"|(?P<dash>[-–—•·▪●])(?=[^\W\d_])"
    r"|(?P<digit>\(?\d{1,2}\s?[.)°](?:[-–—])?)(?=[ \t\u00a0])[ \t\u00a0]*"
    r"|(?P<letter>\(?[a-z]\s?[.)])(?=[ \t\u00a0])[ \t\u00a0]*"
    r"|(?P<roman>\(?[ivx]{1,4}\s?[.)])(?=[ \t\u00a0])[ \t\u00a0]*)"
)


DEEPEST = 9
"""Lists inside one another; beyond, what looks like nesting is a fault of the page."""


@dataclass(frozen=True, slots=True)
class Mark:
    """The mark that starts a list item."""

    sort: str
    """`bullet:-`, `digit`, `letter`, `roman`: two items of one list share it."""
    indent: int
    """Columns before the mark."""
    length: int
    """Characters of the line up to the item's first word."""
    rank: int | None = None
    """The number or the letter's place, from 1: « 5. » is the fifth; `None` for a bullet and a Roman number."""


def read_mark(line: Line) -> Mark | None:
    """The mark at the start of the line, or None. A lone mark, a Markdown rule or bold text is none.

    >>> from ingestion.lines import split_lines
    >>> [read_mark(line).sort for line in split_lines("- un\\n  • deux\\n3) trois\\nb. quatre")]
    ['bullet:-', 'bullet:•', 'digit', 'letter']
    >>> read_mark(split_lines("**gras**")[0]) is None
    True
    """
    match = _MARK.match(line.text)
    if not match or not line.text[match.end() :].strip():
        return None
    if match["bullet"] or match["dash"]:
        sort = f"bullet:{(match['bullet'] or match['dash']).replace('–', '-').replace('—', '-')}"
    else:
        sort = str(match.lastgroup)
    return Mark(sort, line.indent, match.end(), _rank(match["digit"] or match["letter"] or ""))


def _rank(words: str) -> int | None:
    digits = re.sub(r"\D", "", words)
    if digits:
        return int(digits)
    letter = words.strip(" (.)")
    return ord(letter) - ord("a") + 1 if letter else None


@dataclass(slots=True)
class _Level:
    """One open list."""

    mark: Mark
    flat: bool
    """True when its items are not indented under the item that introduces them: OCR lost the indentation."""


@dataclass(slots=True)
class Nesting:
    """Depth of each item of a run of items, told from punctuation first and indentation second.

    In French administrative lists an item that introduces others ends with « : », an item ends with « ; » and the last
    one of a list with « . » (Lexique des règles typographiques en usage à l'Imprimerie nationale, « Énumérations »);
    the indentation that OCR gives contradicts it often enough to come second. « 5. » after « 4. … : » is its sibling.
    """

    levels: list[_Level] = field(default_factory=list)

    def depth(self, mark: Mark, previous: str | None) -> int:
        """Depth of an item, 0 outermost. `previous` is the item before it, `None` at the start of a list."""
        if previous is None or not self.levels:
            self.levels = [_Level(mark, flat=False)]
            return 0
        ending = previous.rstrip().rstrip('*_»" ')[-1:]
        current = self.levels[-1]
        opens = ending == ":" or (self._deeper(mark) and ending not in (";", ".", ","))
        opens = opens and not (
            mark.sort == current.mark.sort and mark.rank and mark.rank == (current.mark.rank or 0) + 1
        )
        if opens and len(self.levels) < DEEPEST:
            self.levels.append(_Level(mark, flat=mark.indent <= current.mark.indent and mark.sort == current.mark.sort))
        else:
            self._close(mark, ending)
            if mark.sort == self.levels[-1].mark.sort:
                self.levels[-1] = _Level(mark, self.levels[-1].flat)
        return len(self.levels) - 1

    def _deeper(self, mark: Mark) -> bool:
        current = self.levels[-1].mark
        return mark.indent > current.indent + 1 and all(mark.sort != level.mark.sort for level in self.levels[:-1])

    def _close(self, mark: Mark, ending: str) -> None:
        """Leave the lists that this item no longer belongs to."""
        while len(self.levels) > 1:
            current, parent = self.levels[-1], self.levels[-2]
            if current.flat:
                leaves = ending == "."
            elif current.mark.sort != mark.sort and any(level.mark.sort == mark.sort for level in self.levels):
                leaves = True
            else:
                leaves = mark.indent < current.mark.indent and mark.sort in (current.mark.sort, parent.mark.sort)
            if not leaves:
                return
            self.levels.pop()
            ending = ""
