"""Our sample conventions as word processors' files, and the figures of a register, to compare two of them."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from ingestion.blocks import Block, BlockKind
from ingestion.documents import document_of
from ingestion.facts.evidence import Actor, Evidence
from ingestion.facts.register import Fact
from ingestion.lines import display
from ingestion.pipeline import read_entry
from ingestion.readers import reader_of, suffix_of
from ingestion.reading_rules import ReadingRules
from ingestion.structure import read_blocks
from tests.made_formats import _joined, _MARK, _unwrapped

FIGURES = frozenset({"amount", "budget", "instalment", "chorus", "date", "term", "notice", "deadline"})
"""Kinds of facts that hold amounts, dates, codes, durations, percentages."""
_WORDS = frozenset({"who", "what", "words", "condition", "quote", "bearer", "event_words", "recurrence_words"})
"""Fields that hold words of the text, which a wrapped line or a dropped mark may change."""


def to_docx(source: Path) -> bytes:
    """A text or Markdown document as python-docx writes it: styles of headings and lists, tables with a grid."""
    import docx

    text = source.read_text(encoding="utf-8")
    width = max(map(len, text.splitlines()))
    made = docx.Document()
    for block in read_blocks(text):
        if block.kind is not BlockKind.NOISE and block.body:
            _add(made, block, width)
    kept = BytesIO()
    made.save(kept)
    return kept.getvalue()


def _add(made: Any, block: Block, width: int) -> None:
    if block.rows:
        _add_table(made, [[_unwrapped(cell.text) for cell in row.cells] for row in block.rows])
    elif block.kind is BlockKind.ITEM:
        mark = _MARK.match(block.body)
        style = f"List Bullet {block.level + 1}" if block.level else "List Bullet"
        text = block.body if mark is None or mark[1] else block.body[mark.end() :]
        made.add_paragraph(_plain(text, width), style="List Paragraph" if mark and mark[1] else style)
    elif block.kind is BlockKind.SIGNATURE:
        _add_signatures(made, block.body)
    elif block.kind in (BlockKind.TITLE, BlockKind.ARTICLE, BlockKind.ANNEXE, BlockKind.HEADING):
        level = {BlockKind.TITLE: 0, BlockKind.HEADING: 2}.get(block.kind, 1)
        made.add_heading(_plain(block.body.lstrip("# "), width).replace("\n", " "), level)
    else:
        made.add_paragraph(_plain(block.body, width))


def _plain(text: str, width: int) -> str:
    shown = re.sub(r"<br>", "\n", _joined(text, width))
    lines = (display(re.sub(r"&(lt|gt|amp);", lambda m: {"lt": "<", "gt": ">", "amp": "&"}[m[1]], line)) for line in shown.split("\n"))
    return "\n".join(lines)


def _add_signatures(made: Any, text: str) -> None:
    lines = [re.split(r"\s{3,}|\t|\s*\|\s*", line.strip(" |")) for line in text.splitlines() if line.strip(" |-")]
    if max(map(len, lines), default=0) < 2:
        for line in lines:
            made.add_paragraph(display(line[0]))
        return
    for line in (line for line in lines if len(line) == 1):
        made.add_paragraph(display(line[0]))
    _add_table(made, [line for line in lines if len(line) > 1])


def _add_table(made: Any, rows: Sequence[Sequence[str]]) -> None:
    width = max(map(len, rows))
    table = made.add_table(len(rows), width, style="Table Grid")
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=False):
            cell.text = display(text.replace("<br>", " "))


def facts_of(content: bytes, name: str) -> tuple[Fact, ...]:
    """The register of a file's bytes, read by the reader of its suffix."""
    path = Path(name)
    reading = reader_of(path)(path, content, ReadingRules())
    return read_entry(document_of(name, suffix_of(path), content, reading)).facts


def figures(facts: Sequence[Fact]) -> Counter[str]:
    """What the facts with figures say, without where they say it: each as one line, and how often."""
    return Counter(f"{fact.kind} {', '.join(_values(fact))}" for fact in facts if fact.kind in FIGURES)


def _values(fact: Any) -> Iterator[str]:
    for each in fields(fact):
        value = getattr(fact, each.name)
        if each.name not in _WORDS and each.name not in ("kind", "label") and value is not None:
            shown = _value(value)
            if shown:
                yield f"{each.name}={shown}"


def _value(value: Any) -> str:
    if isinstance(value, Evidence | Actor) or (isinstance(value, tuple) and any(isinstance(v, Evidence) for v in value)):
        return ""
    if is_dataclass(value):
        return " ".join(str(getattr(value, each.name)) for each in fields(value))
    return " ".join(display(str(value)).split())
