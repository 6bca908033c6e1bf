"""Task tables: who does what, a row a task and a column a party."""

import re
from collections.abc import Iterator

from ingestion.blocks import Block, BlockKind, Cell
from ingestion.facts.clause_statements import Statement
from ingestion.facts.clauses import Clause
from ingestion.facts.conditions import find_condition, find_time_limit
from ingestion.facts.evidence import Actor, Evidence, evidence
from ingestion.facts.roles import Roles
from ingestion.french.folding import fold
from ingestion.lines import mask

_TASKS = re.compile(
    r"repartition|responsabilit|tache|\broles?\b|obligation|mission|engagement|qui fait quoi|rgpd|action|charge"
)
_WORD = re.compile(r"[^\W\d_]{4}")
_FIGURES = re.compile(r"[\d\s.,€%/kKMHTC-]*")


def read_task_table(block: Block, roles: Roles) -> Iterator[Statement]:
    """Duties of a table whose columns are parties, two of them at least, under a title about tasks.

    One column alone that names a party is no proof: OCR shifts headers.
    """
    if block.kind is not BlockKind.TABLE or not _TASKS.search(fold(" ".join([*block.path, *_header_texts(block)]))):
        return
    bearers = _bearers(block, roles)
    if len({actor.party for actor in bearers.values()}) < 2:
        return
    for row in block.rows:
        for cell in () if row.header else row.cells:
            actor = bearers.get(cell.column_header or "")
            if actor and _WORD.search(cell.text) and not _FIGURES.fullmatch(cell.text):
                yield _statement(block, cell, row.cells[0], actor)


def _header_texts(block: Block) -> list[str]:
    return [cell.text for row in block.rows if row.header for cell in row.cells]


def _bearers(block: Block, roles: Roles) -> dict[str, Actor]:
    """The party that each column's header names."""
    named = {text: roles.resolve(text) for text in _header_texts(block) if text.strip()}
    return {text: actor for text, actor in named.items() if actor.party is not None}


def _statement(block: Block, cell: Cell, task: Cell, actor: Actor) -> Statement:
    header = next(other for row in block.rows if row.header for other in row.cells if other.text == cell.column_header)
    evidences: tuple[Evidence, ...] = tuple(evidence(block, one.start, one.end) for one in (cell, task, header))
    text = mask(cell.text)
    clause = Clause((block,), cell.start, cell.end, text, fold(text))
    condition, limit = find_condition("", cell.text), find_time_limit(cell.text)
    return Statement("duty", actor, "présent", cell.text, condition, limit, evidences, clause)
