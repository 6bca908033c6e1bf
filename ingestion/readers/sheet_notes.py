"""Notes on a workbook: what of its sheets is not read as it stands, told once a kind."""

from dataclasses import dataclass, field

from ingestion.documents import Remark

CELLS = 200_000
"""Cells that show something in a workbook; a table above that is a database, not an annexe of a convention."""
_NAMED = 5
"""Names given of those that a remark counts."""


@dataclass(slots=True)
class Notes:
    """Gathered while a workbook is read."""

    hidden_sheets: list[str] = field(default_factory=list)
    hidden_rows: int = 0
    hidden_columns: int = 0
    uncomputed: int = 0
    """Formulas without a value."""
    errors: int = 0
    """Cells that show an error."""
    left_out: list[str] = field(default_factory=list)
    """Sheets that are too large, wholly or in part."""
    cells: int = 0
    """Cells read so far, of `CELLS`."""

    def counts(self, sheet: str, cells: int) -> bool:
        """Count cells of a sheet; false, and the sheet noted, when they are too many."""
        self.cells += cells
        if self.cells > CELLS and sheet not in self.left_out[-1:]:
            self.left_out.append(sheet)
        return self.cells <= CELLS

    def surplus(self, sheets: int, limit: int) -> None:
        """Note that a workbook has more sheets than are read."""
        if sheets > limit:
            self.left_out.append(f"{limit + 1}–{sheets}")

    def remarks(self) -> tuple[Remark, ...]:
        """What there is to say, in the order of the fields."""
        counts = {"hidden_rows": self.hidden_rows, "hidden_columns": self.hidden_columns}
        counts |= {"uncomputed": self.uncomputed, "cell_errors": self.errors}
        said = [Remark(key, {"count": str(count)}) for key, count in counts.items() if count]
        names = {"hidden_sheets": self.hidden_sheets, "large_sheets": self.left_out}
        return (*(Remark(key, {"names": listed(found)}) for key, found in names.items() if found), *said)


def listed(names: list[str]) -> str:
    """Names in a row, the first ones only of many.

    >>> listed(["Paie", "Calculs"]), listed(list("abcdefg"))
    ('Paie, Calculs', 'a, b, c, d, e, … (7)')
    """
    shown = [" ".join(name.split())[:80] for name in names[:_NAMED]]
    return ", ".join(shown) + (f", … ({len(names)})" if len(names) > _NAMED else "")
