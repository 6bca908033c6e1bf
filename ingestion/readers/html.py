"""`.html`, `.htm`: the text of the page without what surrounds it, in the common written form (docs/formats.md).

The door of selectolax (MIT), whose Lexbor engine builds in C the tree that browsers build, faults included; html5lib is
written in Python, and lxml's parser (libxml2) has rules of its own from before HTML 5.
"""

import re
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

from ingestion.documents import Reading
from ingestion.errors import UnreadableFile
from ingestion.office.drafts import remarks
from ingestion.readers.plain import disguised
from ingestion.reading_rules import ReadingRules
from ingestion.web.body import PageBody
from ingestion.web.charset import decode
from ingestion.web.notes import read_notes
from ingestion.web.text import PageText
from ingestion.written import write

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_DEEPEST = 400
"""Elements inside one another; browsers stop at 512."""
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->", re.DOTALL)
_UNSHOWN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_RULES_MOST = 100
"""Rules of a page that hide something; each is looked for in the whole page."""


def read_html(path: Path, content: bytes, _rules: ReadingRules) -> Reading:
    """Read a page. Raises UnreadableFile: empty, binary, damaged."""
    name = disguised(content)
    if name:
        raise UnreadableFile(path, "binary", format=name)
    page = _parsed(path, decode(content))
    notes = read_notes(page)
    body = PageBody(PageText(notes.calls, notes.backs), notes)
    try:
        text = write([*body.pieces(page), *body.footnotes()]).text
    except RecursionError:
        raise UnreadableFile(path, "damaged") from None
    if not text:
        raise UnreadableFile(path, "empty")
    comments = sum("msocommentreference" in each.get("class", "").lower() for each in page.iter())
    return Reading(text, remarks=remarks(any(each.tag in ("ins", "del") for each in page.iter()), comments))


def _parsed(path: Path, html: str) -> Element:
    """The page's body. Raises UnreadableFile when its elements stand too deep."""
    from selectolax.lexbor import LexborHTMLParser

    parser = LexborHTMLParser(html)
    _hide(parser)
    top = Element("body")
    open_nodes: list[tuple[LexborNode, Element, int]] = [(parser.body, top, 0)] if parser.body else []
    while open_nodes:
        node, made, depth = open_nodes.pop()
        if depth > _DEEPEST:
            raise UnreadableFile(path, "damaged")
        child = node.first_child
        last: Element | None = None
        while child is not None:
            if child.is_text_node:
                _add_text(made, last, child.text_content or "")
            elif child.is_element_node and child.tag:
                last = SubElement(made, child.tag, {key: value or "" for key, value in child.attributes.items()})
                open_nodes.append((child, last, depth + 1))
            child = child.next
    return top


def _add_text(parent: Element, before: Element | None, text: str) -> None:
    if before is None:
        parent.text = (parent.text or "") + text
    else:
        before.tail = (before.tail or "") + text


def _hide(parser: "LexborHTMLParser") -> None:
    """Mark what the page's own style sheets hide, left aside the first rule of those for a medium, print for one."""
    from selectolax.lexbor import SelectolaxError

    sheets = _COMMENT.sub(" ", "".join(node.text() or "" for node in parser.css("style")))
    rules = (rule.rpartition("{") for rule in sheets.split("}"))
    hiding = [selector.strip() for selector, _, said in rules if _UNSHOWN.search(said) and "@" not in selector]
    for selector in hiding[:_RULES_MOST]:
        try:
            for node in parser.css(selector):
                node.attrs["hidden"] = ""
        except SelectolaxError:
            continue
