"""Text of an .odt paragraph: what is shown of its spans, fields, controls and notes, tracked changes accepted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from ingestion.office.docx_styles import number
from ingestion.office.docx_text import bracketed
from ingestion.office.odt_styles import OdtStyles
from ingestion.written import call, superscript

_DROPPED = frozenset(
    {"annotation", "annotation-end", "number", "change", "hidden-text", "ruby-text", "soft-page-break", "object"}
    | {"object-ole", "script", "tracked-changes", "bookmark", "bookmark-start", "bookmark-end", "toc-mark", "image"}
    | {"event-listeners", "fieldmark-end", "meta-field-parameters", "desc"}
)
_SIGNS = {"tab": "\t", "line-break": "\n"}
_BLANKS_MOST = 1_000


@dataclass(slots=True)
class OdtStory:
    """What is carried from one paragraph to the next."""

    styles: OdtStyles
    controls: Mapping[str, Element]
    """Controls of forms, by identifier."""
    notes: list[Element] = field(default_factory=list)
    """Notes called, in the order of the text."""
    boxes: list[Element] = field(default_factory=list)
    """Text boxes anchored in the paragraph that is read."""


def odt_text(element: Element, story: OdtStory) -> str:
    """What is shown inside a paragraph or a span; notes and text boxes go to the story."""
    parts = [element.text or ""]
    for child in element:
        parts += (_piece(child, story), child.tail or "")
    return "".join(parts)


def _piece(child: Element, story: OdtStory) -> str:
    tag = child.tag
    if tag in _DROPPED:
        return ""
    if tag == "s":
        return " " * min(max(number(child.get("c"), 1), 0), _BLANKS_MOST)
    if tag == "note":
        story.notes.append(child)
        return call(str(len(story.notes)))
    if tag == "span":
        return _span(child, story)
    if tag == "content-control":
        text = odt_text(child, story)
        return bracketed(text) if child.get("showing-place-holder") == "true" else text
    if tag in ("fieldmark", "fieldmark-start"):
        return _box(_parameters(child).get("Checkbox_Checked")) if "CHECKBOX" in child.get("type", "") else ""
    if tag == "placeholder":
        return bracketed(odt_text(child, story).strip("<>"))
    if tag in ("frame", "custom-shape", "g", "rect", "control"):
        return _drawn(child, story)
    return _SIGNS.get(tag) or odt_text(child, story)


def _span(span: Element, story: OdtStory) -> str:
    style = span.get("style-name")
    if story.styles.hidden("text", style):
        return ""
    text = odt_text(span, story)
    return superscript(text) if story.styles.raised(style) and "[^" not in text else text


def _parameters(mark: Element) -> Mapping[str, str]:
    return {each.get("name", ""): each.get("value", "") for each in mark.iter("param")}


def _box(checked: str | None) -> str:
    return "☒" if checked in ("true", "checked") else "☐"


def _drawn(shape: Element, story: OdtStory) -> str:
    """A control's state or value; a frame's text boxes go to the story."""
    if shape.tag == "control":
        return _control(story.controls.get(shape.get("control", "")))
    if shape.tag == "custom-shape" or shape.tag == "rect":
        story.boxes.append(shape)
    for child in shape:
        if child.tag == "text-box":
            story.boxes.append(child)
        elif child.tag in ("frame", "custom-shape", "g", "rect", "control"):
            _drawn(child, story)
    return ""


def _control(control: Element | None) -> str:
    if control is None:
        return ""
    if control.tag in ("checkbox", "radio"):
        state = control.get("current-state", control.get("current-selected", control.get("state", "")))
        return f"{_box(state)} {control.get('label', '')}".strip()
    if control.tag in ("text", "textarea", "formatted-text", "date", "time", "number", "combobox"):
        return control.get("current-value", control.get("value", ""))
    if control.tag == "listbox":
        return ", ".join(each.get("label", "") for each in control if each.get("current-selected") == "true")
    return control.get("label", "") if control.tag == "fixed-text" else ""
