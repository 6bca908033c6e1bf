"""Plots: of an evaluation, of credits and of days: the door of matplotlib (extras `report` and `web`)."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from textwrap import shorten
from threading import Lock
from typing import Any, Literal, cast

from bot.answer import Language
from bot.charts import Bars, Chart, Ranks, Strip
from bot.evaluation import Evaluation
from ingestion.french.amounts import format_amount
from prompts import message

_WIDTH, _HEAD, _LINE = 11.0, 1.2, 0.28
"""Inches: width, height of titles and axes, height of a tag."""
_GOOD, _FAST, _SLOW = "#3a7d44", "#2f5d8a", "#c2703d"


_SERIES = (("#0072b2", ""), ("#e69f00", "//"), ("#009e73", ".."))
"""Colours of series and their hatching: apart for whoever sees few colours (Okabe and Ito, 2008), or none."""
_LANES = ("o", "s", "D", "^", "v", "P")
_TODAY = "#d55e00"
_INK = "#1c2430"
_LONGEST_LABEL = 48
"""Characters of a label beside a bar."""
_DRAWN = 64
"""Pictures that stay in memory: some 30 kB each."""
_DPI = 144
_ABOVE, _BELOW = 8, -15
_DAYS_APART, _SHORT_DAYS = 120, 3 * 366
"""Days of a picture below which its axis names days, below which it names months, and years beyond."""
_SETTINGS: dict[Any, Any] = {"svg.hashsalt": "alinea", "svg.fonttype": "path", "hatch.linewidth": 0.6, "font.size": 10}
"""Words as outlines, for a picture to look the same everywhere; a fixed salt, for it to be the same bytes."""
_one_at_a_time = Lock()  # matplotlib's settings are those of the process
Form = Literal["svg", "png"]


class NoPlots(Exception):
    """matplotlib is not installed; the user installs the extra `report`, or does without the plot."""


def plot_evaluation(evaluation: Evaluation, path: Path, language: Language) -> None:
    """Draw correctness and latency by tag, side by side, in a PNG file. Raises NoPlots, OSError."""
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise NoPlots from error
    tags = list(reversed(evaluation.tags)) or [""]
    found = [evaluation.tags.get(tag, evaluation.figures) for tag in tags]
    drawing = Figure(figsize=(_WIDTH, _HEAD + _LINE * len(tags)), layout="constrained")
    shares, times = drawing.subplots(1, 2, sharey=True)
    labels = [f"{tag} ({one.questions})" for tag, one in zip(tags, found, strict=True)]
    shares.barh(labels, [100 * (one.correct or 0) for one in found], color=_GOOD)
    shares.set(xlim=(0, 100), title=message("eval.plot_correct", language))
    times.plot([one.p50_ms for one in found], labels, "o", color=_FAST, label=message("eval.p50_ms", language))
    times.plot([one.p95_ms for one in found], labels, "|", color=_SLOW, label=message("eval.p95_ms", language))
    times.set(xlim=(0, None), title=message("eval.plot_latency", language))
    shares.margins(y=0.01)
    drawing.legend(loc="outside lower center", ncols=2)
    drawing.savefig(path, dpi=110, format="png")


@lru_cache(maxsize=_DRAWN)
def draw(chart: Chart, form: Form) -> bytes:
    """The picture of a chart: the same bytes for the same chart. Raises NoPlots."""
    with _one_at_a_time, _settings():
        from matplotlib.figure import Figure

        drawing = Figure(figsize=_size(chart), layout="constrained")
        axes = drawing.subplots()
        if isinstance(chart, Bars):
            _bars(axes, chart)
        elif isinstance(chart, Ranks):
            _ranks(axes, chart)
        else:
            _strip(axes, chart)
        axes.set_title(chart.title, loc="left", fontsize=11, color=_INK)
        for side in ("top", "right"):
            axes.spines[side].set_visible(False)
        held = io.BytesIO()
        drawing.savefig(held, format=form, dpi=_DPI, metadata={"Date": None} if form == "svg" else None)
    return held.getvalue()


@contextmanager
def _settings() -> Iterator[None]:
    try:
        import matplotlib
    except ImportError as error:
        raise NoPlots from error
    with matplotlib.rc_context(_SETTINGS):
        yield


def _size(chart: Chart) -> tuple[float, float]:
    """Inches."""
    if isinstance(chart, Bars):
        return max(5.0, min(14.0, 2.2 + 0.95 * len(chart.groups) * len(chart.series))), 3.6
    if isinstance(chart, Ranks):
        return 9.0, 1.2 + 0.34 * len(chart.rows)
    return 9.0, 1.4 + 0.55 * len(chart.lanes)


def _bars(axes: Any, chart: Bars) -> None:
    width = 0.8 / len(chart.series)
    for place, (label, values) in enumerate(chart.series):
        colour, hatch = _SERIES[place % len(_SERIES)]
        at = [group + (place - (len(chart.series) - 1) / 2) * width for group in range(len(chart.groups))]
        known = [(x, value) for x, value in zip(at, values, strict=True) if value is not None]
        drawn = axes.bar(
            [x for x, _ in known], [float(value) for _, value in known], width * 0.92,
            label=label, color=colour, hatch=hatch, edgecolor="white",
        )  # fmt: skip
        written = [_amount(value, chart.language) for _, value in known]
        axes.bar_label(drawn, written, fontsize=8, padding=2, color=_INK, rotation=90 if len(chart.groups) > 5 else 0)
    axes.set_xticks(range(len(chart.groups)), chart.groups)
    axes.yaxis.set_major_formatter(lambda value, _: _amount(Decimal(round(value)), chart.language))
    axes.margins(y=0.3 if len(chart.groups) > 5 else 0.15)
    axes.set_axisbelow(True)
    axes.grid(axis="y", color="#d7dce3", linewidth=0.6)
    axes.legend(loc="upper left", bbox_to_anchor=(1, 1), frameon=False)


def _ranks(axes: Any, chart: Ranks) -> None:
    places = range(len(chart.rows) - 1, -1, -1)
    drawn = axes.barh(places, [float(value) for _, value in chart.rows], 0.7, color=_SERIES[0][0], edgecolor="white")
    written = [_amount(value, chart.language) for _, value in chart.rows]
    axes.bar_label(drawn, written, fontsize=8, padding=3, color=_INK)
    axes.set_yticks(places, [shorten(label, _LONGEST_LABEL, placeholder=" …") for label, _ in chart.rows], fontsize=9)
    axes.margins(x=0.2, y=0.02)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    axes.tick_params(axis="y", length=0)


def _amount(value: Decimal, language: str) -> str:
    return format_amount(value, cast(Language, language))


def _strip(axes: Any, chart: Strip) -> None:
    last = len(chart.lanes) - 1
    for place, (_, days) in enumerate(chart.lanes):
        colour = _SERIES[place % 2][0]
        axes.axhline(last - place, color="#d7dce3", linewidth=0.8, zorder=0)
        axes.plot(
            days, [last - place] * len(days), _LANES[place % len(_LANES)],
            color=colour, markeredgecolor=_INK, markeredgewidth=0.5, markersize=7,
        )  # fmt: skip
    for (lane, day, word), lift in zip(chart.marks, _lifts(chart), strict=True):
        axes.annotate(
            word, (day, last - lane), xytext=(0, lift), textcoords="offset points", ha="center", fontsize=8, color=_INK
        )
    axes.axvline(chart.today, color=_TODAY, linewidth=1.6, linestyle="--", zorder=0)
    axes.annotate(
        chart.today_word, (chart.today, -0.62), xytext=(4, 0), textcoords="offset points", fontsize=8, color="#a34700"
    )
    axes.set_yticks(range(last, -1, -1), [label for label, _ in chart.lanes])
    axes.set_ylim(-0.7, last + 0.75)
    first, end = _ends(chart)
    axes.set_xlim(first, end)
    _days(axes, first, end)


def _lifts(chart: Strip) -> list[int]:
    """Points above its day, or below it, where each word stands: close words go to both sides in turn."""
    first, end = _ends(chart)
    lifts: list[int] = []
    for place, (lane, day, _) in enumerate(chart.marks):
        before = chart.marks[place - 1] if place else None
        close = before is not None and before[0] == lane and (day - before[1]) * 7 < end - first
        lifts.append(_BELOW if close and lifts[-1] == _ABOVE else _ABOVE)
    return lifts


def _ends(chart: Strip) -> tuple[date, date]:
    """The days shown, with some room for the words at both ends."""
    days = [chart.today, *(day for _, held in chart.lanes for day in held)]
    room = max(timedelta(days=20), (max(days) - min(days)) * 0.08)
    first = min(days) - room if min(days) - date.min > room else date.min
    return first, (max(days) + room if date.max - max(days) > room else date.max)


def _days(axes: Any, first: date, end: date) -> None:
    """Months in figures where they fit, else years: matplotlib's own names of months are English."""
    import matplotlib.dates

    dates: Any = matplotlib.dates  # typed in part only
    length = (end - first).days
    short = length < _SHORT_DAYS
    every = max(1, length // 366 // 8)
    axes.xaxis.set_major_locator(dates.AutoDateLocator(minticks=3, maxticks=9) if short else dates.YearLocator(every))
    form = "%d/%m/%Y" if length < _DAYS_APART else "%m/%Y"
    axes.xaxis.set_major_formatter(dates.DateFormatter(form if short else "%Y"))
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)
