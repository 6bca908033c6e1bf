"""A page as its reader found it: words with their places, and the lines drawn on it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """A run of characters without a blank, or a line set sideways.

    Lengths are points (1/72 inch) from the top left corner of the page.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    """Height of the type."""
    bold: bool = False
    confidence: float | None = None
    """0 to 1 for a word recognised in a picture; `None` where the file holds the text itself."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line drawn on the page, horizontal or vertical: what tables are ruled with."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Page:
    """One page, its words in no order that matters."""

    number: int
    """From 1."""
    width: float
    height: float
    words: tuple[Word, ...]
    rules: tuple[Rule, ...] = ()
    recognised: bool = False
    """True when its words were recognised in a picture."""
