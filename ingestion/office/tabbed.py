"""Columns set with tabs: lines that follow each other and have as many parts are the rows of a table."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from ingestion.office.numbers import is_item_mark
from ingestion.written import Paragraph, Piece, Table, clean

_PART = 100
"""Characters; a longer part is a paragraph that a tab indents."""
_COLUMNS = range(2, 7)


def tabbed(pieces: Iterable[Piece]) -> Iterator[Piece]:
    r"""The pieces, with tables where two lines or more are set in columns: signatures, sums, terms.

    >>> list(tabbed([Paragraph("Le délégant\t\tLe délégataire"), Paragraph("\tIda LORMEL"), Paragraph("Ann BO\tLi O")]))
    [Table(rows=[['Le délégant', 'Le délégataire'], ['', 'Ida LORMEL'], ['Ann BO', 'Li O']], headers=0)]
    >>> list(tabbed([Paragraph("Objet\tn° 3"), Paragraph("Texte")]))
    [Paragraph(text='Objet\tn° 3'), Paragraph(text='Texte')]
    """
    for set_in_columns, run in groupby(pieces, key=_has_parts):
        kept = list(run)
        lines = [line for piece in kept if isinstance(piece, Paragraph) for line in piece.text.split("\n")]
        rows = [[clean(part) for part in re.split(r"\t+", line.rstrip())] for line in lines if clean(line)]
        yield from [Table(rows)] if set_in_columns and _is_table(rows) else kept


def _has_parts(piece: Piece) -> bool:
    return isinstance(piece, Paragraph) and all(
        "\t" in line.rstrip() for line in piece.text.split("\n") if line.strip()
    )


def _is_table(rows: list[list[str]]) -> bool:
    full = sum(all(row) for row in rows)
    equal = len({len(row) for row in rows}) == 1 and len(rows[0]) in _COLUMNS
    short = all(len(part) <= _PART and not is_item_mark(part) for row in rows for part in row)
    return full > 1 and equal and short
