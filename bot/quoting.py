"""Quoting: from an extract to the lines that a person reads, with their citations."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.citing import Citations
from bot.extracts import Extract
from bot.units import Unit
from ingestion.blocks import Block, BlockKind
from ingestion.corpus import Entry
from ingestion.lines import display

MAX_SENTENCE = 420
"""Characters of a quoted sentence shown in the text; the citation has it whole."""
MAX_ITEMS = 14


@dataclass(frozen=True, slots=True)
class Quoted:
    """Lines ready to be shown; marks included."""

    lines: tuple[str, ...]
    is_list: bool


def quote(entry: Entry, extract: Extract, units: Sequence[Unit], citations: Citations, wants_list: bool) -> Quoted:
    """Quote a unit: a row with its headers, a lead-in with its items, an item with its lead-in, else the sentence."""
    unit = extract.unit
    block = entry.blocks[unit.block]
    if block.rows:
        return Quoted((_row_line(entry, unit, block, citations),), False)
    if wants_list and block.body.rstrip("*_ ").endswith(":") and not unit.opens_list:
        items = _items_under(entry, unit.block)
        if items:
            return _list(entry, unit.start, block.body_end, items, citations)
    if unit.opens_list:
        items = _items_under(entry, unit.block)
        if items:
            return _list(entry, unit.start, unit.end, items, citations)
    if block.kind is BlockKind.ITEM and block.lead_in is not None:
        lead = entry.blocks[block.lead_in]
        siblings = [b for b in entry.blocks if b.kind is BlockKind.ITEM and b.lead_in == block.lead_in]
        if wants_list and len(siblings) > 1:
            return _list(entry, lead.body_start, lead.body_end, siblings, citations)
        return Quoted((_item_line(entry, lead, unit, citations),), False)
    number = citations.cite(entry, unit.start, unit.end)
    return Quoted((f"« {shortened(display(unit.text))} » [{number}]",), False)


def _items_under(entry: Entry, index: int) -> list[Block]:
    held = {index}
    found = []
    for place, block in enumerate(entry.blocks[index + 1 :], index + 1):
        if block.kind is BlockKind.ITEM and block.lead_in in held:
            held.add(place)
            found.append(block)
    return found


def _list(entry: Entry, start: int, end: int, items: Sequence[Block], citations: Citations) -> Quoted:
    number = citations.cite(entry, start, end)
    lines = [f"{shortened(display(entry.document.text[start:end]))} [{number}]"]
    for block in items[:MAX_ITEMS]:
        mark = citations.cite(entry, block.body_start, block.body_end)
        lines.append(f"- {shortened(_bare(display(block.body)), 260)} [{mark}]")
    if len(items) > MAX_ITEMS:
        lines.append(f"- … (+{len(items) - MAX_ITEMS})")
    return Quoted(tuple(lines), True)


def _item_line(entry: Entry, lead: Block, unit: Unit, citations: Citations) -> str:
    number = citations.cite(entry, unit.start, unit.end)
    item = shortened(_bare(display(unit.text)))
    if lead.kind in (BlockKind.HEADING, BlockKind.ARTICLE, BlockKind.ANNEXE):
        return f"« {item} » [{number}]"
    mark = citations.cite(entry, lead.body_start, lead.body_end)
    last = display(lead.body).split(". ")[-1]
    return f"« {shortened(last, 200)} [{mark}] … {item} » [{number}]"


def _row_line(entry: Entry, unit: Unit, block: Block, citations: Citations) -> str:
    number = citations.cite(entry, unit.start, unit.end)
    row = next(row for row in block.rows if row.start == unit.start)
    cells = []
    for cell in row.cells:
        text = display(cell.text)
        if text:
            label = display(cell.column_header or "")
            cells.append(f"{label} : {text}" if label and label != text else text)
    # A year or a rate in a header is a figure of the line: it needs its own quote.
    heads = [
        one for one in block.rows if one.header and any(c.isdigit() for c in entry.document.text[one.start : one.end])
    ]
    marks = [number, *(citations.cite(entry, head.start, head.end) for head in heads[:1])]
    return " · ".join(cells) + "".join(f" [{mark}]" for mark in marks)


def _bare(text: str) -> str:
    return text.lstrip("-–—•*· ").rstrip(" ;")


def shortened(text: str, most: int = MAX_SENTENCE) -> str:
    """The text, cut at a word when it is too long for a phone."""
    if len(text) <= most:
        return text
    return text[:most].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"
