"""Pictures: what the charts of a convention and of a portfolio show, and the same in words."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from starlette.responses import Response

from bot.answer import Language
from bot.answers.claim import money
from bot.charts import FEWEST, Bars, Chart, Strip
from bot.credit_years import COLUMNS, Column, YearCredit, added
from bot.holdings import Holding
from bot.plots import Form, draw
from bot.sourced import Sourced, absent
from bot.svg_dress import dressed
from bot.timeline import LANES, Due
from bot.web.site import Refused
from ingestion.french.dates import format_date
from prompts import message

_TYPES: Mapping[Form, str] = {"svg": "image/svg+xml", "png": "image/png"}
Key = tuple[int, Column]


def keys_of(held: Sequence[YearCredit]) -> tuple[Key, ...]:
    """Every year with each column that some credit has."""
    found = {(one.year, one.column) for one in held}
    return tuple(sorted(found, key=lambda key: (key[0], COLUMNS.index(key[1]))))


def by_key(held: Sequence[YearCredit]) -> dict[Key, Sourced]:
    """The credits of a convention by year and column."""
    return {(one.year, one.column): one.cell for one in held}


def totals(found: Sequence[Holding], language: Language) -> dict[Key, Sourced]:
    """The sum over conventions for each year and column."""
    tables = [by_key(one.years) for one in found]
    keys = keys_of([credit for one in found for credit in one.years])
    return {key: added([table[key] for table in tables if key in table], language) for key in keys}


def credit_bars(cells: Mapping[Key, Sourced], title: str, language: Language) -> Bars:
    """Credits by year, AE and CP side by side; years between two others are shown, empty."""
    years = [year for year, _ in cells]
    groups = range(min(years), max(years) + 1) if years else range(0)
    series = tuple(
        (column, tuple(_value(cells.get((year, column)) or absent(language)) for year in groups))
        for column in COLUMNS
        if any(key[1] == column for key in cells)
    )
    return Bars(title, tuple(map(str, groups)), series, language)


def strip(found: Sequence[Due], title: str, on: date, language: Language) -> Strip:
    """The days of a convention, in the lanes that have any; those of its life and of its notices are named."""
    lanes = [lane for lane in LANES if any(one.lane == lane for one in found)]
    rows = tuple(
        (
            message(f"pictures.lane_{lane}", language),
            tuple(sorted({d for o in found if o.lane == lane for d in o.days})),
        )
        for lane in lanes
    )
    marks: dict[tuple[int, date], list[str]] = {}
    for one in found:
        if one.lane in ("life", "notice"):
            for day in one.days:
                marks.setdefault((lanes.index(one.lane), day), []).append(_short(one))
    named = tuple((lane, day, ", ".join(dict.fromkeys(words))) for (lane, day), words in sorted(marks.items()))
    return Strip(title, rows, named, on, message("pictures.today", language, day=format_date(on, language)))


def has_picture(chart: Chart) -> bool:
    """Whether there is enough to draw: one value alone makes no picture."""
    return chart.values >= FEWEST


def described(chart: Chart, language: Language) -> str:
    """What a picture shows, value by value, for whoever does not see it."""
    return message("pictures.alt", language, title=chart.title, told=", ".join(_told(chart, language)))


def picture(chart: Chart, form: str, language: Language) -> Response:
    """The picture as a reply. Raises Refused when there is none."""
    if form not in _TYPES or not has_picture(chart):
        raise Refused(404)
    kept: Form = "svg" if form == "svg" else "png"
    drawn = draw(chart, kept)
    told = dressed(drawn, chart.title, described(chart, language)) if kept == "svg" else drawn
    return Response(told, media_type=_TYPES[kept])


def _told(chart: Chart, language: Language) -> list[str]:
    if isinstance(chart, Bars):
        return [
            f"{label} {group}: {money('', value, language).shown}" if language == "en" else
            f"{label} {group} : {money('', value, language).shown}"
            for place, group in enumerate(chart.groups)
            for label, values in chart.series
            if (value := values[place]) is not None
        ]  # fmt: skip
    said = [f"{format_date(day, language)} ({word})" for _, day, word in sorted(chart.marks, key=lambda one: one[1])]
    return [*said, chart.today_word]


def _value(cell: Sourced) -> Decimal | None:
    return cell.value if isinstance(cell.value, Decimal) else None


def _short(one: Due) -> str:
    """« fin de la convention »: without what stands in brackets, for which a picture has no room."""
    return one.what.partition(" (")[0]
