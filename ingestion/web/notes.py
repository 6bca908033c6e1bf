"""Notes of a web page: which anchors call them, and where they stand."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

_NOTE = re.compile(
    r"_?(?:sd)?(?:user-content-)?(?:ftn|edn|fn|en|foot-?note|end-?note|note|cite_note)[-_:.]?\w{0,20}", re.IGNORECASE
)
_BACK = re.compile(r"ref|anc|back", re.IGNORECASE)
_CALL = re.compile(r"\[?\s*(?:\w{1,4}|\*{1,3}|†)\s*[\])]?")
_HOLDERS = ("li", "dd", "td", "p")


@dataclass(frozen=True, slots=True)
class Notes:
    """The notes of a page."""

    calls: Mapping[Element, int] = field(default_factory=dict)
    """Rank of the note that each anchor calls, from 1."""
    bodies: tuple[Element, ...] = ()
    """The elements that hold the notes, in the order of their ranks."""
    backs: frozenset[Element] = frozenset()
    """Anchors inside them that lead back to the text."""


def read_notes(page: Element) -> Notes:
    """Find the notes by their anchors: what Word, LibreOffice and Markdown write leads from « [1] » to the note."""
    parents = {child: parent for parent in page.iter() for child in parent}
    named = {name: each for each in page.iter() for name in (each.get("name"), each.get("id")) if name}
    ranks: dict[Element, int] = {}
    calls: dict[Element, int] = {}
    for anchor in page.iter("a"):
        target = anchor.get("href", "").removeprefix("#")
        body = _body(named.get(target), parents) if _is_call(anchor, target) else None
        if body is not None and not _inside(anchor, ranks, parents):
            calls[anchor] = ranks.setdefault(body, len(ranks) + 1)
    backs = {each for body in ranks for each in body.iter("a") if each.get("href", "").startswith("#")}
    return Notes(calls, tuple(ranks), frozenset(each for each in backs if _leads_back(each)))


def _is_call(anchor: Element, target: str) -> bool:
    is_link = anchor.get("href", "").startswith("#")
    text = "".join(anchor.itertext()).strip()
    marked = anchor.get("role") == "doc-noteref" or (_NOTE.fullmatch(target) and not _BACK.search(target))
    return is_link and bool(marked) and _CALL.fullmatch(text) is not None


def _leads_back(anchor: Element) -> bool:
    return len("".join(anchor.itertext()).strip()) <= 6


def _body(found: Element | None, parents: Mapping[Element, Element]) -> Element | None:
    """What holds a note: an item, a division of Word's, or the paragraph around its anchor."""
    around = found
    while around is not None:
        if around.tag == "div" and (
            around is found or "mso-element:footnote" in around.get("style", "").replace(" ", "")
        ):
            return around
        if around.tag in _HOLDERS and not _in_division(around, parents):
            return around
        around = parents.get(around)
    return None


def _in_division(element: Element, parents: Mapping[Element, Element]) -> bool:
    """Whether a paragraph stands in a note of several, which its division holds whole."""
    parent = parents.get(element)
    name = f"{parent.get('id', '')} {parent.get('style', '')}" if parent is not None and parent.tag == "div" else ""
    return bool(re.search(r"^(?:ftn|edn|sdfootnote|sdendnote)\d|mso-element:\s*(?:foot|end)note(?!-list)", name))


def _inside(anchor: Element, bodies: Mapping[Element, int], parents: Mapping[Element, Element]) -> bool:
    around: Element | None = anchor
    while around is not None and around not in bodies:
        around = parents.get(around)
    return around is not None
