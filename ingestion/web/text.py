"""Text inside a paragraph of a web page: blanks as browsers show them, breaks, raised figures, forms, calls."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from ingestion.web.shown import is_shown
from ingestion.written import call, superscript

BLOCKS = frozenset(
    {"address", "article", "blockquote", "body", "center", "dd", "details", "dir", "div", "dl", "dt", "fieldset"}
    | {"figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html"}
    | {"legend", "li", "main", "menu", "ol", "p", "pre", "search", "section", "summary", "table", "ul", "caption"}
)
"""Elements that begin and end a paragraph (WHATWG, HTML, 15.3)."""
_BLANKS = re.compile(r"[ \t\n\r\f]+")
_VALUES = frozenset({"text", "date", "number", "email", "tel", "url", "month", "time", "week", "datetime-local", ""})
_STATES = frozenset({"checkbox", "radio"})


@dataclass(slots=True)
class PageText:
    """What is known of a page when the text of its paragraphs is read."""

    calls: Mapping[Element, int] = field(default_factory=dict)
    """Rank of the note that an anchor calls."""
    backs: frozenset[Element] = frozenset()
    """Anchors of the notes that lead back to their calls."""
    inner: bool = False
    """True inside an article or the main part."""

    def of(self, element: Element, kept: bool = False) -> str:
        """What is shown inside an element; `kept` where blanks and line ends are those of the source."""
        parts = [self.plain(element.text, kept)]
        for child in element:
            parts += (self.piece(child, kept), self.plain(child.tail, kept))
        return "".join(parts)

    def plain(self, text: str | None, kept: bool = False) -> str:
        """Characters of the source as they are shown."""
        return (text or "") if kept else _BLANKS.sub(" ", text or "")

    def piece(self, child: Element, kept: bool = False) -> str:
        """What is shown of an element inside a paragraph."""
        if child in self.calls:
            return call(str(self.calls[child]))
        if child in self.backs or not is_shown(child, self.inner):
            return ""
        if child.tag == "br":
            return "\n"
        if child.tag in ("input", "select"):
            return _form(child, self)
        text = self.of(child, kept or child.tag in ("pre", "textarea"))
        if child.tag == "sup" and "[^" not in text:
            return superscript(text)
        return f"\n{text}\n" if child.tag in BLOCKS else text


def _form(control: Element, text: PageText) -> str:
    if control.tag == "select":
        options = list(control.iter("option"))
        chosen = [option for option in options if "selected" in option.attrib] or options[:1]
        return ", ".join(text.of(option).strip() for option in chosen)
    kind = control.get("type", "").lower()
    if kind in _STATES:
        return "☒" if "checked" in control.attrib else "☐"
    return control.get("value", "") if kind in _VALUES else ""
