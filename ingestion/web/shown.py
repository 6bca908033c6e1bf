"""What a web page does not show, or shows on each of its pages, and is no part of its text."""

import re
from xml.etree.ElementTree import Element

_NEVER = frozenset(
    {"head", "script", "style", "template", "noscript", "iframe", "object", "embed", "applet", "svg", "math", "canvas"}
    | {"audio", "video", "map", "button", "nav", "aside", "dialog", "datalist", "title", "meta", "link", "img", "rp"}
    | {"rt", "del"}
)
_AROUND = frozenset({"header", "footer"})
"""Left out of the page, kept inside an article or the main part, of which they are the title or the end."""
_ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "complementary", "dialog", "doc-toc"})
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)", re.IGNORECASE)
_WORD = re.compile(r"mso-element\s*:\s*(?:header|footer|comment)", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|msotoc\w*|table of contents\d*|sommaire|table-des-matieres)", re.IGNORECASE)
_COMMENTS = re.compile(r"mso(?:commentreference|commenttext)", re.IGNORECASE)


def is_shown(element: Element, inner: bool) -> bool:
    """Whether an element is part of the text; `inner` inside an article or the main part of the page."""
    if element.tag in _NEVER or (element.tag in _AROUND and not inner) or "hidden" in element.attrib:
        return False
    style = element.get("style", "")
    if _HIDDEN.search(style) or _WORD.search(style) or element.get("role", "") in _ROLES:
        return False
    names = (*element.get("class", "").split(), element.get("id", ""))
    if any(_CONTENTS.fullmatch(name) or _COMMENTS.fullmatch(name) for name in names):
        return False
    return element.tag != "div" or element.get("title") not in _AROUND


def opens_text(element: Element) -> bool:
    """Whether an element is the main part of the page or an article."""
    return element.tag in ("main", "article", "section") or element.get("role") in ("main", "article")
