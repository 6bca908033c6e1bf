"""What one cell of a budget table says: a sum, a sum by team, a blank; what a header says: AE or CP, year, unit."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from ingestion.facts.evidence import State
from ingestion.facts.placeholders import is_blank
from ingestion.french.amounts import AmountMention, find_amounts
from ingestion.french.folding import fold
from ingestion.french.numbers import read_figure
from ingestion.lines import mask

COMMITMENTS = r"\b(?:a\.?e\b\.?|autorisations?\s+d'?\s?engagements?\b)(?:\s?\(ae\))?"
PAYMENTS = r"\b(?:c\.?p\b\.?|credits?\s+de\s+paie?ments?\b)(?:\s?\(cp\))?"
"""Patterns, for folded text, of the two kinds of credits."""
_TEAM = re.compile(
    r"[ \n*]{0,3}(?:\([^)]{0,20}\)[ \n]?)?(?:/ ?|par |pour chaque |pour une )(?:equipe|startup|start-up|"
    r"produit|service|projet)"
)
ESTIMATE = re.compile(r"\bestim|\bprevision|\bindicati|\bapproximati|\bprovisoire|\benviron\b")
"""Words that make a figure an estimate, in folded text."""
_TOTAL = re.compile(
    r"\W*(?:(?:sous[- ]?)?(?:total|totaux)|ensemble|cumul|somme)\b|.*\b(?:total|totaux|totale|"
    r"globale?)\W*$"
)
_COMMITMENTS = re.compile(COMMITMENTS)
_PAYMENTS = re.compile(PAYMENTS)
_YEAR = re.compile(r"(?<![\d/.-])(?:20[0-9]{2})(?![\d/]|-\d{2})")
_PLAIN = re.compile(r"[ \n*]*(?P<chain>\d[\d .,\n]*)[ \n*)]*(?:\(\d\))?[ \n*]*")
_RANGE = re.compile(r"\d\s*(?:a|-|et|/)\s*\*{0,2}\Z")
_MINUS = re.compile(r"[ *]*-(?P<gap> ?)")
_DASH = re.compile(r"[ \n*]*(?:-{1,2}|/)[ \n*]*(?:€|euros?)?[ \n*]*")
"""« – »: nothing, and said."""
_UNITS = (
    (re.compile(r"\bmilliers? d'euros\b|\bk ?€|\bkeur\b"), Decimal(1000)),
    (re.compile(r"\bmillions? d'euros\b|\bm ?€|\bmeur\b"), Decimal(1_000_000)),
    (re.compile(r"€|\beuros?\b|\beur\b"), Decimal(1)),
)
_SAID_UNIT = re.compile(
    r"(?:\ben|\bunite ?:|\()\s*(?:(?P<k>milliers? d'euros|k ?€|keur)|(?P<m>millions? d'euros|m ?€|meur)|"
    r"(?:€|euros?\b|eur\b))"
)


@dataclass(frozen=True, slots=True)
class CellSum:
    """The money of one cell."""

    value: Decimal | None
    """In euros; `None` when the cell is blank, says only a sum by team, or cannot be read."""
    per_team: Decimal | None
    """In euros; `None` when the cell gives none."""
    estimate: bool
    state: State


@dataclass(frozen=True, slots=True)
class Header:
    """What the wording above or beside a cell says of it."""

    kinds: tuple[str, ...]
    """`AE`, `CP`, both for a column that stands for both, none."""
    year: int | None
    """`None` when there is none, or several."""
    total: bool
    unit: Decimal | None
    """Euros that the figure 1 stands for; `None` when no unit is stated."""


def has_sum(text: str) -> bool:
    """Whether a cell states a sum with its unit."""
    return bool(find_amounts(mask(text)))


def has_figure(text: str) -> bool:
    """Whether a cell is a bare figure, with no unit."""
    return _PLAIN.fullmatch(fold(mask(text))) is not None


def is_dash(text: str) -> bool:
    """Whether a cell says « none »: a dash or a stroke."""
    return _DASH.fullmatch(fold(mask(text))) is not None


@lru_cache(maxsize=256)
def read_header(text: str) -> Header:
    """What a header or a label says.

    >>> read_header("AE 2024 (en k€)")
    Header(kinds=('AE',), year=2024, total=False, unit=Decimal('1000'))
    >>> read_header("Total général").total, read_header("2023-2025").year
    (True, None)
    """
    folded = fold(mask(text)).strip()
    kinds = tuple(kind for kind, form in (("AE", _COMMITMENTS), ("CP", _PAYMENTS)) if form.search(folded))
    years = {int(found[0]) for found in _YEAR.finditer(folded)}
    year = years.pop() if len(years) == 1 else None
    unit = next((factor for form, factor in _UNITS if form.search(folded)), None)
    return Header(kinds, year, bool(_TOTAL.match(folded)), unit)


def said_unit(text: str) -> Decimal | None:
    """The unit that a lead-in or a corner states for a whole table: « en k€ », « (en euros) ».

    >>> said_unit("Le budget, en milliers d'euros, est le suivant :"), said_unit("Il verse 10 € en 2024 :")
    (Decimal('1000'), None)
    """
    found = _SAID_UNIT.search(fold(text))
    if found is None:
        return None
    return Decimal(1000) if found["k"] else Decimal(1_000_000) if found["m"] else Decimal(1)


def read_cell(text: str, unit: Decimal | None) -> CellSum:
    """The money of a cell; `unit` is the one its headers state, for figures that carry none.

    >>> read_cell("120 000 € Soit (estimation) 20 000 € par équipe", None)
    CellSum(value=Decimal('120000'), per_team=Decimal('20000'), estimate=True, state=<State.STATED: 'stated'>)
    >>> read_cell("12,5", Decimal(1000)).value, [read_cell(text, None).state.value for text in ("–", "5 à 10 €")]
    (Decimal('12500.0'), ['stated', 'unread'])
    """
    folded = fold(mask(text))
    if is_dash(text):
        return CellSum(Decimal(0), None, False, State.STATED)
    if is_blank(folded):
        return CellSum(None, None, False, State.BLANK)
    estimate = ESTIMATE.search(folded) is not None
    found = find_amounts(folded)
    teams = [amount for amount in found if _TEAM.match(folded, amount.end)]
    whole = [amount for amount in found if amount not in teams]
    per_team = teams[0].value if teams else None
    value = _signed(folded, whole[0]) if whole else None if found else _bare(folded.strip(), unit)
    read = value is not None or (per_team is not None and not whole)
    return CellSum(value, per_team, estimate, State.STATED if read else State.UNREAD)


def _signed(folded: str, amount: AmountMention) -> Decimal | None:
    """The sum with its sign; `None` for a range's end and for a dash that may be a sign or a list mark."""
    before = folded[: amount.start]
    if _RANGE.search(before):
        return None
    minus = _MINUS.fullmatch(before)
    if minus is None:
        return amount.value
    return None if minus["gap"] else -amount.value


def _bare(folded: str, unit: Decimal | None) -> Decimal | None:
    """A figure without a unit of its own, in the unit of its column."""
    plain = _PLAIN.fullmatch(folded)
    figure = read_figure(plain["chain"].strip(), scaled=unit is not None and unit > 1) if plain and unit else None
    return figure.value * unit if figure and unit else None
