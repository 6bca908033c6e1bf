"""Automatic numbers of a .docx: what Word shows before a numbered paragraph, « 3.1 », « a) », « Article 3 – »."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from ingestion.office.docx_styles import Styles, number, value_of
from ingestion.office.numbers import show

_DEPTH = 9
"""Levels of a numbering (ECMA-376, 17.9.6)."""


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a numbering."""

    start: int
    form: str
    """As `ingestion.office.numbers.show` has it, or `bullet`."""
    text: str
    """`%1` stands for the number of the first level."""
    restart: int | None
    """Levels above it that set it back, counted from the first; 0 none of them, `None` all."""
    legal: bool
    """True when the numbers of all levels are shown in digits."""
    left: int | None
    """Indentation in twentieths of a point."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a paragraph stands in a numbering."""

    num: str
    level: int


@dataclass(slots=True)
class Numbering:
    """The numberings of a document and how far each has counted: marks must be asked for in the order of the text."""

    styles: Styles
    abstract: Mapping[str, Element]
    nums: Mapping[str, Element]
    counts: dict[str, list[int | None]] = field(default_factory=dict)
    """By abstract numbering, which all lists made from it share."""
    levels: dict[Place, Level | None] = field(default_factory=dict)
    """What was read of them."""
    begun: set[tuple[str, int]] = field(default_factory=set)
    """Levels of lists that were set back to their own start."""

    def place(self, properties: Element | None) -> Place | None:
        """The place of a paragraph, by itself or by its style; `None` when it has no number."""
        found: Element | None = properties.find("numPr") if properties is not None else None
        level = value_of(found, "ilvl")
        num = value_of(found, "numId")
        for style in self.styles.chain(value_of(properties, "pStyle")):
            inherited = style.find("pPr/numPr")
            if num is None and inherited is not None:
                num = value_of(inherited, "numId")
                level = level or value_of(inherited, "ilvl") or self._linked(num, style.get("styleId"))
        if num is None or num == "0" or num not in self.nums:
            return None
        return Place(num, min(max(number(level, 0), 0), _DEPTH - 1))

    def _linked(self, num: str | None, style: str | None) -> str | None:
        """The level that a numbering gives to a style."""
        abstract = self.abstract.get(self._abstract_id(num or ""))
        levels = abstract.findall("lvl") if abstract is not None else []
        return next((level.get("ilvl") for level in levels if value_of(level, "pStyle") == style), None)

    def _abstract_id(self, num: str) -> str:
        """The abstract numbering of a list, through the style of numbering that it may point to."""
        for _ in range(_DEPTH):
            identifier = value_of(self.nums.get(num), "abstractNumId") or ""
            link = value_of(self.abstract.get(identifier), "numStyleLink")
            linked = next((style.find("pPr/numPr") for style in self.styles.chain(link)), None)
            if link is None or linked is None:
                return identifier
            num = value_of(linked, "numId") or ""
        return ""

    def level(self, place: Place) -> Level | None:
        """What a level shows, as the list overrides it."""
        if place not in self.levels:
            self.levels[place] = self._read(place)
        return self.levels[place]

    def _read(self, place: Place) -> Level | None:
        key = f"lvl[@ilvl='{place.level}']"
        override = self.nums[place.num].find(f"lvlOverride[@ilvl='{place.level}']")
        abstract = self.abstract.get(self._abstract_id(place.num))
        found = override.find("lvl") if override is not None else None
        if found is None:
            found = abstract.find(key) if abstract is not None else None
        if found is None:
            return None
        form = next((value for each in found.iter("numFmt") if (value := each.get("val"))), "decimal")
        indent = found.find("pPr/ind")
        left = None if indent is None else indent.get("left", indent.get("start"))
        restart = value_of(found, "lvlRestart")
        return Level(
            number(value_of(found, "start"), 0 if value_of(found, "start") is None else 1),
            form,
            value_of(found, "lvlText") or "",
            None if restart is None else number(restart, 0),
            found.find("isLgl") is not None,
            None if left is None else number(left, 0),
        )

    def mark(self, place: Place) -> str:
        """Count one paragraph, and give what Word shows before it: `-` for a bullet, the empty string for nothing."""
        level = self.level(place)
        if level is None:
            return ""
        counts = self._count(place, level)
        if level.form == "bullet":
            return "-" if level.text.strip() else ""
        return re.sub(r"%([1-9])", lambda match: self._shown(place, int(match[1]) - 1, counts, level.legal), level.text)

    def _count(self, place: Place, level: Level) -> list[int | None]:
        counts = self.counts.setdefault(self._abstract_id(place.num), [None] * _DEPTH)
        override = self.nums[place.num].find(f"lvlOverride[@ilvl='{place.level}']")
        own = value_of(override, "startOverride")
        before = counts[place.level]
        if own is not None and (place.num, place.level) not in self.begun:
            counts[place.level] = number(own, level.start)
        else:
            counts[place.level] = level.start if before is None else before + 1
        self.begun.add((place.num, place.level))
        for deeper in range(place.level + 1, _DEPTH):
            below = self.level(Place(place.num, deeper))
            if below is None or below.restart is None or place.level < below.restart:
                counts[deeper] = None
        return counts

    def _shown(self, place: Place, inner: int, counts: list[int | None], legal: bool) -> str:
        level = self.level(Place(place.num, inner))
        if level is None or level.form == "bullet":
            return ""
        value = counts[inner]
        if value is None:
            value = counts[inner] = level.start
        return show(value, "decimal" if legal else level.form)


def read_numbering(tree: Element | None, styles: Styles) -> Numbering:
    """The numberings of `word/numbering.xml`; none when there is no such part."""
    abstract = tree.findall("abstractNum") if tree is not None else []
    nums = tree.findall("num") if tree is not None else []
    return Numbering(
        styles,
        {each.get("abstractNumId", ""): each for each in abstract},
        {each.get("numId", ""): each for each in nums},
    )
