"""Addresses of the web and of mail, in any writing: bare, between angle brackets, in a Markdown link."""

import re
from collections.abc import Iterator
from typing import Literal

_URL = re.compile(
    r"(?:https?://|(?<![\w./@])www\.)[^\s<>\"|\[\]()«»“”]+(?:\([^\s()]*\)[^\s<>\"|\[\]()«»“”]*)*", re.IGNORECASE
)
_PATHED = re.compile(
    r"(?<![\w./@-])[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9-]+)*\.(?:fr|com|org|eu|net|io|dev|gouv)/[\w./%#?=&-]+",
    re.IGNORECASE,
)
"""An address without « https:// » is one when it has a path; « exemple.fr » alone is also the name of a service."""
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def find_addresses(text: str) -> Iterator[tuple[Literal["url", "courriel"], int, int]]:
    """Each address with its span, its sentence's punctuation left out.

    >>> text = "voir [le guide](https://exemple.fr/guide), <https://exemple.fr>, www.essai.fr. Écrire à a.b@essai.fr."
    >>> [text[start:end] for _, start, end in find_addresses(text)]
    ['https://exemple.fr/guide', 'https://exemple.fr', 'www.essai.fr', 'a.b@essai.fr']
    """
    taken: list[tuple[int, int]] = []
    for form in (_URL, _PATHED) if "." in text else ():
        for found in form.finditer(text):
            end = found.start() + len(found[0].rstrip(".,;:!?'*_’"))
            if not any(start < end and found.start() < stop for start, stop in taken):
                taken.append((found.start(), end))
                yield "url", found.start(), end
    for found in _MAIL.finditer(text) if "@" in text else ():
        yield "courriel", found.start(), found.start() + len(found[0].rstrip(".-_"))
