"""Text of a .docx paragraph: what is shown of its runs, fields, controls and notes, tracked changes accepted."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from ingestion.office.docx_styles import Styles, is_on, number, value_of
from ingestion.written import call, superscript

WRAPPERS = frozenset(
    {"hyperlink", "smartTag", "customXml", "fldSimple", "sdt", "sdtContent", "dir", "bdo", "ruby", "rubyBase"}
    | {"ins", "moveTo", "AlternateContent", "Choice", "oMathPara", "oMath"}
)
"""Elements whose contents are shown where they stand."""
REMOVED = frozenset({"del", "moveFrom"})
_TRACKED = REMOVED | {"ins", "moveTo"}
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_SYMBOLS = {
    0xA8: "☐", 0x6F: "☐", 0x71: "☐", 0xFE: "☒", 0xFD: "☒", 0x78: "☒", 0x52: "☒", 0xFC: "✓", 0xFB: "✗",
    0xE0: "→", 0xB7: "•", 0xA7: "▪",
}  # fmt: skip
"""Characters of the Wingdings and Symbol fonts that forms are made with."""
_SYMBOL_FONTS = ("wingdings", "symbol")
_MATH_ROWS = frozenset({"f", "num", "den", "e", "sSup", "sSub", "sup", "sub", "rad", "d", "nary", "func", "fName"})


@dataclass(slots=True)
class Story:
    """What is carried from one paragraph to the next."""

    styles: Styles
    notes: list[tuple[str, str]] = field(default_factory=list)
    """Sort and identifier of each note called, in the order of the text."""
    fields: list[bool] = field(default_factory=list)
    """Open fields, outermost first: true while their instruction, which is not shown, is read."""
    boxes: list[Element] = field(default_factory=list)
    """Text boxes anchored in the paragraph that is read."""
    tracked: bool = False
    """True once a tracked change was met."""


def flat(element: Element, story: Story) -> Iterator[Element]:
    """Children, seen through what only wraps them; what was removed is left out."""
    for child in element:
        story.tracked = story.tracked or child.tag in _TRACKED
        if child.tag in REMOVED:
            continue
        if child.tag in WRAPPERS:
            yield from flat(_content(child), story)
        else:
            yield child


def _content(wrapper: Element) -> Element:
    """The part of a wrapper that is shown: one of the alternatives, the inside of a control."""
    if wrapper.tag == "AlternateContent":
        choice = next((each for each in wrapper if each.tag in ("Choice", "Fallback")), None)
        return choice if choice is not None else wrapper
    if wrapper.tag == "sdt":
        inside = wrapper.find("sdtContent")
        return inside if inside is not None else Element("sdtContent")
    return wrapper


def is_prompt(control: Element) -> bool:
    """Whether a control still shows what invites to fill it in."""
    return is_on(value_of(control.find("sdtPr"), "showingPlcHdr"))


def bracketed(text: str) -> str:
    """The words of a place left to fill in, marked as such.

    >>> bracketed("Choisissez une date."), bracketed("[montant]"), bracketed(" ")
    ('[Choisissez une date.]', '[montant]', ' ')
    """
    return f"[{text.strip()}]" if text.strip() and not text.strip().startswith("[") else text


def text_of(element: Element, story: Story, paragraph: str | None) -> str:
    """What is shown of an element inside a paragraph of a style; text boxes go to the story."""
    parts = []
    for child in element:
        story.tracked = story.tracked or child.tag in _TRACKED
        if child.tag == "r":
            parts.append(_run(child, story, paragraph))
        elif child.tag == "sdt" and is_prompt(child):
            parts.append(bracketed(text_of(_content(child), story, paragraph)))
        elif child.tag in WRAPPERS or child.tag in _MATH_ROWS:
            parts.append(text_of(_content(child), story, paragraph))
    return "".join(parts)


def _run(run: Element, story: Story, paragraph: str | None) -> str:
    properties = run.find("rPr")
    parts = [part for child in run if (part := _piece(child, story))]
    if story.styles.hidden(properties, paragraph):
        return ""
    text = "".join(parts)
    return superscript(text) if story.styles.raised(properties, paragraph) and "[^" not in text else text


def _piece(child: Element, story: Story) -> str:
    """What is shown of a run's child."""
    if child.tag == "fldChar":
        return _field(child, story)
    if any(story.fields):
        return ""
    if child.tag == "t":
        return child.text or ""
    if child.tag in ("footnoteReference", "endnoteReference"):
        story.notes.append((child.tag.removesuffix("Reference"), child.get("id", "")))
        return call(str(len(story.notes)))
    if child.tag == "sym":
        return _symbol(child)
    if child.tag in ("drawing", "pict", "AlternateContent"):
        shown = _content(child) if child.tag == "AlternateContent" else child
        story.boxes += _outermost(shown, "txbxContent")
    return _SIGNS.get(child.tag, "")


def _outermost(element: Element, tag: str) -> Iterator[Element]:
    """Elements of a name below another, those inside one of them left to it; one of alternatives is taken."""
    for child in element:
        if child.tag == tag:
            yield child
        else:
            yield from _outermost(_content(child) if child.tag == "AlternateContent" else child, tag)


def _field(mark: Element, story: Story) -> str:
    """Follow a field's begin, separation and end; a form's box or list has no other text than its state."""
    kind = mark.get("fldCharType")
    shown = "" if any(story.fields) else _form(mark.find("ffData"))
    if kind == "begin":
        story.fields.append(True)
    elif kind == "separate" and story.fields:
        story.fields[-1] = False
    elif kind == "end" and story.fields:
        story.fields.pop()
    return shown


def _form(data: Element | None) -> str:
    box = data.find("checkBox") if data is not None else None
    if box is not None:
        checked = value_of(box, "checked")
        return "☒" if is_on(value_of(box, "default") if checked is None else checked) else "☐"
    choices = data.find("ddList") if data is not None else None
    if choices is not None:
        entries = [entry.get("val", "") for entry in choices.findall("listEntry")]
        chosen = number(value_of(choices, "result") or value_of(choices, "default"), 0)
        return entries[chosen] if 0 <= chosen < len(entries) else ""
    return ""


def _symbol(symbol: Element) -> str:
    """A character of a symbol font; OOXML puts those of the private area at F000 (ECMA-376, 17.3.3.30)."""
    code = symbol.get("char", "")
    try:
        point = int(code, 16)
    except ValueError:
        return ""
    if symbol.get("font", "").lower().startswith(_SYMBOL_FONTS):
        return _SYMBOLS.get(point & 0xFF, "")
    return chr(point) if 0x20 <= point < 0xD800 or 0xFA00 <= point < 0x110000 else ""
