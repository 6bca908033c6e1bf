"""Pictures: what the charts of a convention and of a portfolio show, and the same in words."""

from collections.abc import Mapping, Sequence
from datetime import date

from starlette.responses import Response

from bot.answer import Language
from bot.answers.claim import money
from bot.charts import FEWEST, Bars, Strip
from bot.plots import Form, draw
from bot.svg_dress import dressed
from bot.timeline import LANES, Due
from bot.web.site import Refused
from ingestion.french.dates import format_date
from prompts import message

_TYPES: Mapping[Form, str] = {"svg": "image/svg+xml", "png": "image/png"}


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


def has_picture(chart: Bars | Strip) -> bool:
    """Whether there is enough to draw: one value alone makes no picture."""
    return chart.values >= FEWEST


def described(chart: Bars | Strip, language: Language) -> str:
    """What a picture shows, value by value, for whoever does not see it."""
    return message("pictures.alt", language, title=chart.title, told=", ".join(_told(chart, language)))


def picture(chart: Bars | Strip, form: str, language: Language) -> Response:
    """The picture as a reply. Raises Refused when there is none."""
    if form not in _TYPES or not has_picture(chart):
        raise Refused(404)
    kept: Form = "svg" if form == "svg" else "png"
    drawn = draw(chart, kept)
    told = dressed(drawn, chart.title, described(chart, language)) if kept == "svg" else drawn
    return Response(told, media_type=_TYPES[kept])


def _told(chart: Bars | Strip, language: Language) -> list[str]:
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


def _short(one: Due) -> str:
    """« fin de la convention »: without what stands in brackets, for which a picture has no room."""
    return one.what.partition(" (")[0]
