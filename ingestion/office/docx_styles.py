"""Styles of a .docx: what a paragraph or a run takes from the style that it names."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

_HEADING = re.compile(r"heading (\d)")
_CONTENTS = re.compile(r"(?:toc|contents|table of (?:figures|authorities)|index)\b")
_BODY_LEVEL = 9
"""w:outlineLvl of text that is no heading (ECMA-376, 17.3.1.20)."""


def value_of(parent: Element | None, name: str) -> str | None:
    """The `val` of a property, `None` when it is not given.

    An attribute left out is the empty string, which `is_on` takes for true.
    """
    found = parent.find(name) if parent is not None else None
    return None if found is None else found.get("val", "")


def is_on(value: str | None) -> bool:
    """Whether a property that is either on or off is on."""
    return value is not None and value not in ("0", "false", "off", "none")


def number(value: str | None, default: int) -> int:
    """An integer of the file, the default when there is none or it is none.

    >>> number("12", 0), number("-3", 0), number("x", 7), number(None, 7)
    (12, -3, 7, 7)
    """
    return int(value) if value and re.fullmatch(r"-?\d{1,9}", value) else default


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of a document by their identifiers, which differ from language to language."""

    by_id: Mapping[str, Element] = field(default_factory=dict)

    def chain(self, style: str | None) -> Iterator[Element]:
        """A style and those it is based on, the nearest first."""
        seen: set[str] = set()
        while style and style in self.by_id and style not in seen:
            seen.add(style)
            yield self.by_id[style]
            style = value_of(self.by_id[style], "basedOn")

    def name(self, style: str | None) -> str:
        """The style's name in lower case, « heading 1 » in every language for those of Word."""
        return (value_of(self.by_id.get(style or ""), "name") or "").lower()

    def heading_level(self, properties: Element | None) -> int:
        """Level of the heading that a paragraph is by its outline level or its style, from 1; 0 for text."""
        direct = value_of(properties, "outlineLvl")
        if direct is not None:
            return _level(direct)
        for style in self.chain(value_of(properties, "pStyle")):
            name = value_of(style, "name") or ""
            named = _HEADING.fullmatch(name.lower())
            outline = value_of(style.find("pPr"), "outlineLvl")
            if outline is not None:
                return _level(outline)
            if named:
                return int(named[1])
            if name.lower() == "title":
                return 1
        return 0

    def is_contents(self, properties: Element | None) -> bool:
        """Whether a paragraph is a line of a table of contents, which repeats the headings."""
        return bool(_CONTENTS.match(self.name(value_of(properties, "pStyle"))))

    def hidden(self, properties: Element | None, paragraph: str | None) -> bool:
        """Whether a run is hidden text, by itself, by its style, or by the style of its paragraph."""
        return is_on(self.run(properties, paragraph, "vanish"))

    def raised(self, properties: Element | None, paragraph: str | None) -> bool:
        """Whether a run is in superscript."""
        return self.run(properties, paragraph, "vertAlign") == "superscript"

    def run(self, properties: Element | None, paragraph: str | None, name: str) -> str | None:
        """The value of a run's property, where it is first given."""
        direct = value_of(properties, name)
        if direct is not None:
            return direct
        for style in (*self.chain(value_of(properties, "rStyle")), *self.chain(paragraph)):
            found = value_of(style.find("rPr"), name)
            if found is not None:
                return found
        return None


def _level(outline: str) -> int:
    level = number(outline, _BODY_LEVEL)
    return level + 1 if 0 <= level < _BODY_LEVEL else 0


def read_styles(tree: Element | None) -> Styles:
    """The styles of `word/styles.xml`; none of them when there is no such part."""
    found = tree.findall("style") if tree is not None else []
    return Styles({style.get("styleId", ""): style for style in found})
