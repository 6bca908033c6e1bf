"""Numbered and bulleted paragraphs as items of lists, or as text that starts with its number."""

from dataclasses import dataclass, field

from ingestion.office.numbers import is_item_mark
from ingestion.written import Item, Paragraph, clean

_SAME = 60
"""Twentieths of a point by which two items of one list may be apart."""


@dataclass(slots=True)
class Indents:
    """Indentations of the lists that are open, outermost first; their nesting, for files that only indent."""

    open: list[int] = field(default_factory=list)

    def level(self, left: int) -> int:
        """Nesting of an item that follows the others.

        >>> indents = Indents()
        >>> [indents.level(left) for left in (360, 720, 720, 1080, 350, 0)]
        [0, 1, 1, 2, 0, 0]
        """
        while len(self.open) > 1 and left < self.open[-1] - _SAME:
            self.open.pop()
        if not self.open or left < self.open[-1] - _SAME:
            self.open = [left]
        elif left > self.open[-1] + _SAME:
            self.open.append(left)
        return len(self.open) - 1

    def close(self) -> None:
        """Leave all lists: what follows is no item."""
        self.open.clear()


def numbered(mark: str, text: str, indents: Indents, left: int) -> Item | Paragraph:
    """An item, or text when its number is no item's: « Article 3 – Durée », « 3.1 Le délégant… »."""
    mark = clean(mark)
    if is_item_mark(mark):
        return Item(text, indents.level(left), mark)
    indents.close()
    return Paragraph(f"{mark} {text}" if mark else text)
