"""Sheets: which page of its original a convention's page shows beside its text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.web.page_images import drawable, on_page
from bot.web.site import Addresses, Refused
from bot.web.stretches import Span
from ingestion.documents import Document

PAGE = "page"
"""Name of the field of a query that asks for a page of the original."""
_NUMBER = re.compile(r"[1-9][0-9]{0,4}")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of the original."""

    number: int
    """From 1."""
    count: int
    """Pages of the original."""
    picture: str
    """Address of its picture."""
    boxes: str | None
    """Address of the boxes to lay over it; `None` where no passage stands on the page."""
    scanned: bool
    """True when its words were recognised, which takes some seconds again."""
    before: str | None
    """Address of the page that shows the sheet before; `None` on the first."""
    after: str | None
    """Likewise after."""


def sheet_of(document: Document, spans: Sequence[Span], asked: str, addresses: Addresses) -> Sheet | None:
    """The page that is asked for, else that of the first passage; `None` where there is neither, or no pages.

    `asked`: what the address says, empty for nothing. Raises Refused where that is no page of the original.
    """
    if not drawable(document) or not (asked or spans):
        return None
    number = _number(asked, len(document.pages)) if asked else document.page_at(spans[0][0]) or 1
    count, part = len(document.pages), f"/pages/{number}"

    def beside(other: int) -> str | None:
        return addresses.to(document.id, spans, page=other) if 1 <= other <= count else None

    here = on_page(document, number, spans)
    return Sheet(
        number,
        count,
        addresses.to(document.id, part=f"{part}.png"),
        addresses.to(document.id, spans, part=f"{part}.svg") if here else None,
        any(one.page == number for one in document.scanned),
        beside(number - 1),
        beside(number + 1),
    )


def _number(asked: str, count: int) -> int:
    number = int(asked) if _NUMBER.fullmatch(asked) else 0
    if not 1 <= number <= count:
        raise Refused(404)
    return number
