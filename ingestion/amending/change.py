"""Changes: one thing that an avenant changes in the convention it amends."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from ingestion.facts.evidence import Evidence
from ingestion.french.durations import Duration

Sort = Literal[
    "amount", "table_row", "table_replaced", "duration", "end", "article_added", "article_deleted", "article_replaced",
    "recurrence", "text", "code",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Values:
    """What a wording says in figures; all `None` where it says none."""

    amount: Decimal | None = None
    """Euros."""
    start: date | None = None
    """First day; for a month, its first day."""
    end: date | None = None
    """Last day; for a month, its last day."""
    length: Duration | None = None
    """A whole duration: « portée à trente-six mois »."""
    extension: Duration | None = None
    """What is added to the duration: « prolongée de six mois »."""
    every: Duration | None = None
    """Period of a recurrence."""
    day_of_month: int | None = None
    """« au plus tard le 20 du mois qui suit » gives 20."""


@dataclass(frozen=True, slots=True)
class Amendment:
    """One change. A wording that holds two sums gives two; a table gives one a cell."""

    sort: Sort
    article: str | None
    """Article of the amended convention, normalised as in blocks; for an added one, its own number; `None` when none is
    named."""
    place: str | None
    """The part of the article, as written: « tableau », « troisième tiret », « deuxième alinéa »; `None` for all."""
    old: str | None
    """Words taken out, as the avenant quotes them; `None` when it quotes none."""
    new: str | None
    """Words put in, verbatim; `None` for a deletion."""
    old_values: Values
    new_values: Values
    column: str | None
    """Tables: column as in `BudgetLine.column`; else `None`."""
    year: int | None
    """Tables: year of the cell; `None` for a total and elsewhere."""
    label: str | None
    """Tables: the row's label other than the year; else `None`."""
    effect: date | None
    """Day from which it applies: stated, else that of the signature; `None` when neither is known: it is pending."""
    evidence: tuple[Evidence, ...]
    """The instruction and the new text, in the avenant."""
    kind: Literal["amendment"] = "amendment"
