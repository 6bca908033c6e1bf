"""Plots of an evaluation: the door of matplotlib (extra `report`)."""

from pathlib import Path

from bot.answer import Language
from bot.evaluation import Evaluation
from prompts import message

_WIDTH, _HEAD, _LINE = 11.0, 1.2, 0.28
"""Inches: width, height of titles and axes, height of a tag."""
_GOOD, _FAST, _SLOW = "#3a7d44", "#2f5d8a", "#c2703d"


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
