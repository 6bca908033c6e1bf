"""Marks of the lists of web pages: bullets, numbers, the marks that a style gives."""

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from ingestion.office.docx_styles import number
from ingestion.office.numbers import show

_TYPE = re.compile(r"list-style(?:-type)?\s*:\s*(?:\"([^\"]*)\"|'([^']*)'|([\w-]+))", re.IGNORECASE)
_FORMS = {
    "lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A", "upper-latin": "A", "lower-roman": "i",
    "upper-roman": "I", "decimal-leading-zero": "decimalZero", "decimal": "decimal", "1": "decimal",
    "a": "a", "A": "A", "i": "i", "I": "I",
}  # fmt: skip
_NONE = "no mark"


@dataclass(slots=True)
class Counter:
    """A list and how far it has counted."""

    form: str | None
    """As `ingestion.office.numbers.show` has it; `None` for bullets."""
    count: int
    step: int = 1

    def mark(self, item: Element) -> str:
        """Count an item, and give what is shown before it: `-` for a bullet, the empty string for nothing."""
        self.count = number(item.get("value"), self.count + self.step)
        said = _TYPE.search(item.get("style", ""))
        literal = (said[1] or said[2]) if said else None
        if literal is not None:
            return literal.strip()
        form = _form(item) or self.form
        if form == _NONE:
            return ""
        return "-" if form is None else f"{show(self.count, form)}."


def counter_of(element: Element) -> Counter:
    """The counter of a list."""
    form = _form(element)
    if element.tag != "ol":
        return Counter(form, 0)
    backwards = "reversed" in element.attrib
    items = sum(child.tag == "li" for child in element)
    start = number(element.get("start"), items if backwards else 1)
    step = -1 if backwards else 1
    return Counter(form or "decimal", start - step, step)


def _form(element: Element) -> str | None:
    """The form that an element gives to its marks, `None` when it says nothing of it."""
    said = _TYPE.search(element.get("style", ""))
    if said and said[3]:
        return _NONE if said[3].lower() == "none" else _FORMS.get(said[3].lower())
    return _FORMS.get(element.get("type", ""))
