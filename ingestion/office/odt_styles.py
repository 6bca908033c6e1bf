"""Styles of an .odt: hidden and raised text, numbers of lists and of headings."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from ingestion.office.docx_styles import number

_NUMBER, _BULLETS = "list-level-style-number", ("list-level-style-bullet", "list-level-style-image")
_OUTLINE = "outline-level-style"


@dataclass(frozen=True, slots=True)
class Level:
    """What one level of a list or of the headings shows."""

    form: str | None
    """As `ingestion.office.numbers.show` has it; `None` for a bullet."""
    prefix: str
    suffix: str
    pattern: str | None
    """`%1%.%2%)`, where the file gives one; it then holds prefix and suffix too."""
    levels: int
    """How many levels are shown, this one and those above."""
    start: int


@dataclass(frozen=True, slots=True)
class OdtStyles:
    """The styles of a document, automatic ones before those that the user named."""

    styles: Mapping[tuple[str, str], Element]
    """By family and name."""
    lists: Mapping[str, Mapping[int, Level]]
    """By name of the list's style, then by level, from 1."""
    outline: Mapping[int, Level]
    """Numbers of headings by their level, from 1."""

    def chain(self, family: str, name: str | None) -> Iterator[Element]:
        """A style and its parents, the nearest first."""
        seen: set[str] = set()
        while name and name not in seen and (family, name) in self.styles:
            seen.add(name)
            yield self.styles[family, name]
            name = self.styles[family, name].get("parent-style-name")

    def _text(self, family: str, name: str | None, key: str) -> str | None:
        for style in self.chain(family, name):
            properties = style.find("text-properties")
            if properties is not None and key in properties.attrib:
                return properties.get(key)
        return None

    def hidden(self, family: str, name: str | None) -> bool:
        """Whether the text of a style (family `text` or `paragraph`) is not shown."""
        return self._text(family, name, "display") == "none"

    def raised(self, name: str | None) -> bool:
        """Whether a span of a style is in superscript."""
        position = (self._text("text", name, "text-position") or "").split()
        return bool(position) and not position[0].startswith(("sub", "-", "0"))

    def list_of(self, paragraph: str | None) -> str | None:
        """The list's style that a paragraph's style brings."""
        return next(
            (found for style in self.chain("paragraph", paragraph) if (found := style.get("list-style-name"))), None
        )

    def hides_section(self, name: str | None) -> bool:
        """Whether a table's or a section's style leaves it out."""
        return any(style.get("display") == "none" for style in self.chain("section", name))


def read_odt_styles(trees: Sequence[Element]) -> OdtStyles:
    """The styles of `styles.xml` and `content.xml`, in this order: a later one takes the place of its namesake."""
    styles: dict[tuple[str, str], Element] = {}
    lists: dict[str, Mapping[int, Level]] = {}
    outline: Mapping[int, Level] = {}
    for tree in trees:
        for style in tree.iter("style"):
            styles[style.get("family", ""), style.get("name", "")] = style
        for style in tree.iter("list-style"):
            lists[style.get("name", "")] = _levels(style)
        for style in tree.iter("outline-style"):
            outline = _levels(style)
    return OdtStyles(styles, lists, outline)


def _levels(style: Element) -> Mapping[int, Level]:
    found = {}
    for level in style:
        if level.tag in (_NUMBER, _OUTLINE, *_BULLETS):
            found[number(level.get("level"), 1)] = Level(
                None if level.tag in _BULLETS else level.get("num-format", ""),
                level.get("num-prefix", ""),
                level.get("num-suffix", ""),
                level.get("num-list-format"),
                number(level.get("display-levels"), 1),
                number(level.get("start-value"), 1),
            )
    return found
