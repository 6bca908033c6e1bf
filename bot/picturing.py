"""Picturing: the picture of an answer about a schedule or a portfolio, of the figures that it gives and no other.

So no bar stands without its source: each is a figure of the answer, and its citation stands there.
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import cast

from bot.answer import Answer, Figure, Language
from bot.answers.claim import money
from bot.charts import FEWEST, Chart, Ranks, Strip
from bot.credit_years import Column, Key, by_key, credit_bars, credit_years
from bot.library import Library
from ingestion.french.dates import format_date
from ingestion.names import DocumentKind
from prompts import message

_YEAR = re.compile(r"(?P<column>AE|CP) (?P<year>\d{4})")
"""Label of the credits of a year, as `bot.answers.credits` writes it."""
_FEWEST_DAYS, _MOST_ROWS, _MOST_LANES = 3, 40, 15
_SHORT = 36
"""Characters of a label that has room beside its day; a longer one gives way to the numbers of its citations."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart, and what it shows in words."""

    chart: Chart
    told: tuple[str, ...]
    """Each figure with its label."""

    def described(self, language: Language) -> str:
        """The picture for whoever does not see it."""
        return message("pictures.answer_alt", language, title=self.chart.title, told=", ".join(self.told))


def may_have_picture(answer: Answer) -> bool:
    """Whether an answer has figures enough for a picture: a first look, that costs nothing."""
    units = [one.unit for one in answer.figures if one.citations]
    return answer.status == "answered" and (units.count("EUR") >= FEWEST or units.count("date") >= _FEWEST_DAYS)


def picture_of(answer: Answer, library: Library, on: date) -> Picture | None:
    """The picture of an answer; `None` where its figures make none, or rest on what the library does not know.

    Credits of one convention by year make bars; three days or more, a calendar; amounts of several conventions, bars.
    `on`: today. Raises the errors of `index.search.Search`.
    """
    if not may_have_picture(answer):
        return None
    with library.steady():
        drawer = _Drawer(answer, library, on)
        if not drawer.known:
            return None
        return drawer.years() or drawer.days() or drawer.amounts()


@dataclass(frozen=True)
class _Drawer:
    answer: Answer
    library: Library
    on: date

    @property
    def known(self) -> bool:
        """Whether every source of the answer is one that the library knows."""
        return all(one.source in self._conventions for one in self.answer.citations)

    @cached_property
    def _conventions(self) -> dict[str, tuple[str, str]]:
        """Id and short name of the convention by source; an avenant counts for the one that it amends."""
        rows = {row.id: row for row in self.library.documents()}
        found = {}
        for row in rows.values():
            base = self.library.amends(row.id) if row.kind is DocumentKind.AVENANT else ()
            one = rows.get(base[0], row) if len(base) == 1 else row
            found[row.source] = (one.id, one.short_name)
        return found

    def years(self) -> Picture | None:
        """Commitments and payments by year, those in force: what they were before an avenant is no bar."""
        stated: dict[Key, set[Decimal]] = {}
        owners: set[tuple[str, str]] = set()
        for one in self._of("EUR"):
            if told := _YEAR.fullmatch(one.label):
                stated.setdefault((int(told["year"]), cast(Column, told["column"])), set()).add(Decimal(one.value))
                owners.update(self._owners(one))
        if len(owners) != 1:
            return None
        (document, name), language = owners.pop(), self.answer.language
        held = by_key(credit_years(self.library.amended(document, self.on), language))
        cells = {key: cell for key, cell in held.items() if cell.value in stated.get(key, ())}
        if len({year for year, _ in cells}) < FEWEST:
            return None
        chart = credit_bars(cells, message("pictures.credits", language, name=name), language)
        return Picture(
            chart, tuple(self._line(f"{column} {year}", cell.text) for (year, column), cell in cells.items())
        )

    def days(self) -> Picture | None:
        """Days, one lane a convention."""
        lanes: dict[str, list[tuple[date, Figure]]] = {}
        for figure in self._of("date"):
            if len(owners := self._owners(figure)) == 1:
                lanes.setdefault(owners[0][1], []).append((date.fromisoformat(figure.value), figure))
        if len({day for held in lanes.values() for day, _ in held}) < _FEWEST_DAYS or len(lanes) > _MOST_LANES:
            return None
        marks: dict[tuple[int, date], list[str]] = {}
        for lane, held in enumerate(lanes.values()):
            for day, figure in held:
                marks.setdefault((lane, day), []).append(_short(figure))
        named = tuple((lane, day, ", ".join(dict.fromkeys(words))) for (lane, day), words in sorted(marks.items()))
        rows = tuple((name, tuple(sorted({day for day, _ in held}))) for name, held in lanes.items())
        language, several = self.answer.language, len(lanes) > 1
        title = message("pictures.days_of" if several else "pictures.days", language, name=next(iter(lanes)))
        today = message("pictures.today", language, day=format_date(self.on, language))
        told = [
            self._line(f"{name}, {figure.label}" if several else figure.label, format_date(day, language))
            for name, held in lanes.items()
            for day, figure in held
        ]
        return Picture(Strip(title, rows, named, self.on, today), tuple(dict.fromkeys(told)))

    def amounts(self) -> Picture | None:
        """Amounts of several conventions, the largest first; a sum over conventions is no bar beside its parts."""
        total = message("fact.total", self.answer.language)
        parts = [one for one in self._of("EUR") if not one.label.endswith(f" {total}")]
        found = [(owners[0][1], one) for one in parts if len(owners := self._owners(one)) == 1]
        names = [name for name, _ in found]
        if len(set(names)) < FEWEST or len(found) > _MOST_ROWS:
            return None
        language = self.answer.language
        rows = [(f"{name}, {one.label}" if names.count(name) > 1 else name, Decimal(one.value)) for name, one in found]
        rows.sort(key=lambda row: row[1], reverse=True)
        chart = Ranks(message("pictures.amounts", language), tuple(rows), language)
        told = [
            self._line(f"{name}, {one.label}", money("", Decimal(one.value), language).shown) for name, one in found
        ]
        return Picture(chart, tuple(told))

    def _of(self, unit: str) -> list[Figure]:
        return [one for one in self.answer.figures if one.unit == unit and one.citations]

    def _owners(self, figure: Figure) -> list[tuple[str, str]]:
        """Ids and names of the conventions that a figure rests on."""
        cited = (self.answer.citations[number - 1].source for number in figure.citations)
        return list(dict.fromkeys(self._conventions[source] for source in cited))

    def _line(self, label: str, value: str) -> str:
        return message("pictures.told", self.answer.language, label=label, value=value)


def _short(figure: Figure) -> str:
    """What stands beside a day: its label without what stands in brackets, or the marks of its citations."""
    label = figure.label.partition(" (")[0]
    return label if len(label) <= _SHORT else "".join(f"[{number}]" for number in figure.citations)
