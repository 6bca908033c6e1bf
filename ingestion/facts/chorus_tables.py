"""Chorus codes in tables: a label and its code side by side, several pairs on a row, or labels above codes."""

import re
from collections.abc import Iterator, Sequence

from ingestion.blocks import Block, Cell, Row
from ingestion.facts.chorus_codes import SHAPES, ChorusField, CodeFound, cue_words, field_of, read_codes, straight
from ingestion.facts.evidence import Evidence, State, evidence
from ingestion.facts.placeholders import is_blank
from ingestion.french.folding import fold
from ingestion.lines import display, mask

_NOT_APPLICABLE = re.compile(r"[\s(]*(?:sans objet|neant|s\.?o\.?|n/?a)[\s).]*")
_COLON = re.compile(r"[^:\n]{2,45}:")
_EDGES = " \t\n:;,.-–—|/*"


def read_table(block: Block) -> tuple[CodeFound, ...]:
    """Codes of one table, in reading order; nothing when the table is not about Chorus.

    A table is when it has two labels of Chorus fields, or one with a code of that field's shape.
    """
    found = tuple(_statements(block))
    fields = {one.field for one in found}
    sure = any(one.code and SHAPES[one.field].fullmatch(straight(one.code)) for one in found if one.field != "bop")
    about = len(fields) > 1 or (sure and bool(fields)) or bool(fields and cue_words().search(fold(block.text)))
    return found if about else ()


def _statements(block: Block) -> Iterator[CodeFound]:
    above: dict[int, ChorusField] = {}
    for row in block.rows:
        labels = [_label(block, cell) for cell in row.cells]
        filled = [cell for cell in row.cells if not is_blank(_folded(block, cell))]
        named = [label for label in labels if label]
        if len(named) >= 2 and len(named) == len(filled):
            above = {column: label for column, label in enumerate(labels) if label}
        elif named:
            above = {}
            yield from _pairs(block, row, labels)
        elif above:
            yield from _under(block, row, above)
        else:
            yield from _inside(block, row)


def _pairs(block: Block, row: Row, labels: Sequence[ChorusField | None]) -> Iterator[CodeFound]:
    """Labels with their code in the cells after them."""
    for column, label in enumerate(labels):
        if label is None:
            continue
        after = row.cells[column + 1 :]
        stop = next((i for i, other in enumerate(labels[column + 1 :]) if other), len(after))
        values = [cell for cell in after[:stop] if cell.text.strip()]
        start, end = (values[0].start, values[-1].end) if values else (row.cells[column].end,) * 2
        yield from read_value(block, label, start, end, evidence(block, row.start, row.end))


def _under(block: Block, row: Row, above: dict[int, ChorusField]) -> Iterator[CodeFound]:
    for column, label in above.items():
        if column < len(row.cells):
            cell = row.cells[column]
            yield from read_value(block, label, cell.start, cell.end, evidence(block, row.start, row.end))


def _inside(block: Block, row: Row) -> Iterator[CodeFound]:
    """« Centre de coût : ABC » in one cell."""
    for cell in row.cells:
        for line in re.finditer(r"[^\n]+", cell.text):
            colon = _COLON.match(mask(line[0]))
            label = field_of(display(colon[0])) if colon else None
            if colon and label:
                start = cell.start + line.start() + colon.end()
                yield from read_value(block, label, start, cell.start + line.end(), evidence(block, row.start, row.end))


def read_value(block: Block, field: ChorusField, start: int, end: int, where: Evidence) -> Iterator[CodeFound]:
    """What stands in a place given to a field, `start` to `end` of the whole text: codes, a blank or words."""
    masked = mask(block.text[start - block.start : end - block.start])
    lead = len(masked) - len(masked.lstrip(_EDGES + "[("))
    spans = read_codes(field, straight(masked), lead)
    words = fold(masked).strip()
    if not spans and (is_blank(words) or _NOT_APPLICABLE.fullmatch(words)):
        applicable = _NOT_APPLICABLE.fullmatch(words) is None
        label = display(masked).strip(_EDGES) or None
        yield CodeFound(field, None, label, State.BLANK if applicable else State.STATED, where)
    elif not spans:
        yield CodeFound(field, None, display(masked).strip(_EDGES), State.UNREAD, where)
    for position, (first, last) in enumerate(spans):
        until = spans[position + 1][0] if position + 1 < len(spans) else len(masked)
        before = masked[:first] if position == 0 else ""
        yield CodeFound(field, masked[first:last], _wording(before, masked[last:until]), State.STATED, where)


def _wording(before: str, after: str) -> str | None:
    """The label beside a code: what follows it, else what precedes it, without the marks around."""
    texts = (display(text).strip(_EDGES + '"«»“” \u00a0\u202f') for text in (after, before))
    wording = next((text for text in texts if any(map(str.isalpha, text)) and text.lower() not in ("et", "ou")), None)
    if wording and wording.startswith("(") and wording.endswith(")") and "(" not in wording[1:]:
        return wording[1:-1].strip()
    return wording


def _label(block: Block, cell: Cell) -> ChorusField | None:
    return field_of(display(cell.text)) if 1 < len(cell.text) < 60 else None


def _folded(block: Block, cell: Cell) -> str:
    return fold(mask(cell.text)).strip()
