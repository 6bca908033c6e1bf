"""The report of an evaluation for a person: figures, breakdown by tag, faults, what changed."""

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from bot.answer import Language
from bot.evaluation import MEASURES, Changes, Evaluation, Figures, Row
from bot.plots import NoPlots, plot_evaluation
from prompts import message

MARKDOWN, JSON, PLOT = "report.md", "report.json", "report.png"
"""Files of a report's folder."""
_MARKUP = re.compile(r"([\\`*_\[\]<>|#~])")


def shown_share(share: float | None, language: Language) -> str:
    """A share as a percentage with two decimals, so that 99.99 % is not shown as all; a dash when not measured.

    >>> shown_share(0.9212, "en"), shown_share(None, "fr")
    ('92.12%', '—')
    """
    if share is None:
        return "—"
    return f"{share:.2%}" if language == "en" else f"{share * 100:.2f}".replace(".", ",") + "\u00a0%"


def shown_time(milliseconds: float | None, language: Language) -> str:
    """A duration in milliseconds with its unit; a dash when not measured."""
    if milliseconds is None:
        return "—"
    text = f"{milliseconds:.1f}"
    return f"{text} ms" if language == "en" else f"{text.replace('.', ',')}\u00a0ms"


def figure_rows(figures: Figures, language: Language) -> list[tuple[str, str]]:
    """Label and value of each figure."""
    rows = [(message("eval.questions", language), str(figures.questions))]
    rows += [(message(f"eval.{name}", language), shown_share(getattr(figures, name), language)) for name in MEASURES]
    times = ("p50_ms", "p95_ms")
    return rows + [(message(f"eval.{name}", language), shown_time(getattr(figures, name), language)) for name in times]


def tag_rows(evaluation: Evaluation, language: Language) -> list[tuple[str, ...]]:
    """For each tag: its name, correct answers of questions, their share, both latencies."""
    return [
        (
            tag,
            f"{round((one.correct or 0) * one.questions)}/{one.questions}",
            shown_share(one.correct, language),
            shown_time(one.p50_ms, language),
            shown_time(one.p95_ms, language),
        )
        for tag, one in evaluation.tags.items()
    ]


def faults_of(row: Row, language: Language) -> list[str]:
    """What is wrong with one answer, a phrase each, what does not make it incorrect included."""
    say = partial(_say, language)
    found = [say(f"fault_{fault.kind}", words=fault.words) for fault in row.verdict.faults]
    found += [say("fault_evidence")] if row.verdict.evidence is False else []
    found += [say("fault_verbatim")] if not all(row.verdict.verbatim) else []
    found += [say("fault_loose", words=", ".join(row.verdict.loose))] if row.verdict.loose else []
    return found


def write_report(folder: Path, evaluation: Evaluation, changed: Changes | None, language: Language) -> bool:
    """Write `report.md`, `report.json` and, where matplotlib is installed, `report.png`; tells whether it is.

    Raises OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    plot = folder / PLOT
    try:
        plot_evaluation(evaluation, plot, language)
        plotted = True
    except NoPlots:
        plot.unlink(missing_ok=True)  # an earlier run's would not be this one's
        plotted = False
    _write(folder / MARKDOWN, markdown(evaluation, changed, language, plotted=plotted))
    _write(folder / JSON, evaluation.model_dump_json(indent=1))
    return plotted


def _write(path: Path, text: str) -> None:
    """Whole or not at all: the JSON is what later runs are compared with."""
    new = path.with_name(f".{path.name}.new")
    new.write_text(text, encoding="utf-8", newline="\n")
    new.replace(path)


def markdown(evaluation: Evaluation, changed: Changes | None, language: Language, *, plotted: bool) -> str:
    """The whole report; `changed` is left out when there is nothing to compare with."""
    say = partial(_say, language)
    parts = [f"# {say('title', gold=escaped(evaluation.gold))}"]
    parts.append(_table((say("column_measure"), say("column_value")), figure_rows(evaluation.figures, language)))
    parts.append(f"![{say('plot_correct')}]({PLOT})" if plotted else say("no_plot"))
    if evaluation.tags:
        heads = tuple(say(f"column_{name}") for name in ("tag", "correct", "share", "p50", "p95"))
        parts += [f"## {say('by_tag')}", _table(heads, tag_rows(evaluation, language))]
    parts += _changes(changed, language) if changed else []
    parts += [f"## {say('faults')}", "\n".join(_faults(evaluation, language)) or say("no_fault")]
    return "\n\n".join(parts) + "\n"


def _say(language: Language, key: str, **values: object) -> str:
    return message(f"eval.{key}", language, **values)


def escaped(text: str) -> str:
    """Words of a gold file on one line, none of their marks read as Markdown or HTML.

    >>> escaped("a | b\\n<i>")
    'a \\\\| b \\\\<i\\\\>'
    """
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


def _table(heads: tuple[str, ...], rows: list[tuple[str, str]] | list[tuple[str, ...]]) -> str:
    lines = [heads, tuple("---" for _ in heads), *(tuple(map(escaped, row)) for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _faults(evaluation: Evaluation, language: Language) -> Iterator[str]:
    for row in evaluation.rows:
        for number, fault in enumerate(faults_of(row, language)):
            if number == 0:
                yield f"- **{escaped(row.id)}** {escaped(row.question)}"
            yield f"  - {escaped(fault)}"


def _changes(changed: Changes, language: Language) -> Iterator[str]:
    say = partial(_say, language)
    yield f"## {say('changes')}"
    yield _table((say("column_measure"), say("column_before"), say("column_after")), change_rows(changed, language))
    for key, rows in (("became_right", changed.right), ("became_wrong", changed.wrong)):
        lines = [f"- **{escaped(row.id)}** {escaped(row.question)}" for row in rows]
        yield f"### {say(key, count=len(rows))}"
        yield "\n".join(lines) or say("none")
    yield say("moved", added=len(changed.added), removed=len(changed.removed))


def change_rows(changed: Changes, language: Language) -> list[tuple[str, ...]]:
    """Label, value before and value after of each figure."""
    before, after = figure_rows(changed.before, language), figure_rows(changed.after, language)
    return [(label, old, new) for (label, old), (_, new) in zip(before, after, strict=True)]
