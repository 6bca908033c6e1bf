"""`alinea eval`: gold questions asked and judged, against a bar and against an earlier report."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.terminal import Terminal, cell, terminal_of
from prompts import message

if TYPE_CHECKING:
    from bot.evaluation import Changes, Evaluation, Row
    from bot.gold import GoldQuestion

_BAD_INPUT = 2
_UNDER_THE_BAR = 1


def evaluate(
    context: typer.Context,
    gold: Annotated[Path, typer.Argument(metavar="QUESTIONS.jsonl", help=message("eval.help_gold"))],
    least: Annotated[
        float | None, typer.Option("--min", metavar="PART", min=0, max=1, help=message("eval.help_min"))
    ] = None,
    report: Annotated[
        Path | None, typer.Option("--report", metavar="DOSSIER", help=message("eval.help_report"))
    ] = None,
    against: Annotated[
        Path | None, typer.Option("--against", metavar="ANCIEN.json", help=message("eval.help_against"))
    ] = None,
) -> None:
    """Ask every gold question, print the figures, and leave with 1 under the bar, 2 when a file cannot be read."""
    terminal = terminal_of(context)
    questions, old = _inputs(terminal, gold, report, against)
    evaluation = _asked(terminal, gold.name, questions)
    changed = _compared(old, evaluation)
    _print(terminal, evaluation, changed)
    if report:
        _write(terminal, report, evaluation, changed)
    if least is not None and (evaluation.figures.correct or 0) < least:
        terminal.complain(terminal.text("eval.under", correct=_share(terminal, evaluation), bar=f"{least:g}"))
        raise typer.Exit(_UNDER_THE_BAR)


def _inputs(
    terminal: Terminal, gold: Path, report: Path | None, against: Path | None
) -> "tuple[tuple[GoldQuestion, ...], Evaluation | None]":
    """Both files, read before anything is asked: the report may be written over the one to compare with."""
    from bot.evaluation import read_evaluation
    from bot.faults import sentences
    from bot.gold import BadGold, read_gold

    try:
        if report and report.exists() and not report.is_dir():
            raise BadGold("eval.not_folder", path=report)
        return read_gold(gold), read_evaluation(against) if against else None
    except (BadGold, OSError) as error:
        for sentence in sentences(error, terminal.language):
            terminal.complain(sentence)
        raise typer.Exit(_BAD_INPUT) from None


def _asked(terminal: Terminal, name: str, questions: "tuple[GoldQuestion, ...]") -> "Evaluation":
    from bot.assistant import open_assistant
    from bot.cli.listing import open_records
    from bot.evaluation import evaluate as evaluate_all

    settings = terminal.settings()
    records = open_records(settings)
    texts = {row.source: records.entry(row.id).document.text for row in records.every_document()}
    assistant = open_assistant(settings)
    with terminal.progress() as progress:
        return evaluate_all(name, questions, assistant.ask, texts, lambda done, total: progress("measure", done, total))


def _compared(old: "Evaluation | None", new: "Evaluation") -> "Changes | None":
    from bot.evaluation import changes

    return changes(old, new) if old else None


def _share(terminal: Terminal, evaluation: "Evaluation") -> str:
    from bot.evaluation_report import shown_share

    return shown_share(evaluation.figures.correct, terminal.language)


def _print(terminal: Terminal, evaluation: "Evaluation", changed: "Changes | None") -> None:
    """The figures, their breakdown by tag, what changed, then what is wrong."""
    from bot.evaluation_report import change_rows, faults_of, figure_rows, tag_rows

    title = terminal.text("eval.title", gold=evaluation.gold)
    heads: tuple[str, ...] = ("measure", "value")
    rows: list[tuple[str, ...]] = [*figure_rows(evaluation.figures, terminal.language)]
    if changed:
        heads, rows = ("measure", "before", "after"), change_rows(changed, terminal.language)
    _print_table(terminal, heads, rows, title)
    if evaluation.tags:
        by_tag = terminal.text("eval.by_tag")
        _print_table(
            terminal, ("tag", "correct", "share", "p50", "p95"), tag_rows(evaluation, terminal.language), by_tag
        )
    for row in evaluation.rows:
        for number, fault in enumerate(faults_of(row, terminal.language)):
            terminal.write((f"{_asked_words(row)}\n" if number == 0 else "") + f"    {fault}")
    if changed:
        _print_changes(terminal, changed)


def _print_table(terminal: Terminal, heads: tuple[str, ...], rows: list[tuple[str, ...]], title: str) -> None:
    table = terminal.table(*(f"eval.column_{head}" for head in heads), title=title)
    for row in rows:
        table.add_row(*map(cell, row))
    terminal.out.print(table)
    terminal.write("")


def _print_changes(terminal: Terminal, changed: "Changes") -> None:
    for key, rows in (("eval.became_right", changed.right), ("eval.became_wrong", changed.wrong)):
        terminal.write(f"\n{terminal.text(key, count=len(rows))}", "bold")
        for row in rows:
            terminal.write(_asked_words(row))
    terminal.say("eval.moved", added=len(changed.added), removed=len(changed.removed))


def _asked_words(row: "Row") -> str:
    return f"- {row.id} {' '.join(row.question.split())}"


def _write(terminal: Terminal, folder: Path, evaluation: "Evaluation", changed: "Changes | None") -> None:
    from bot.evaluation_report import write_report

    plotted = write_report(folder, evaluation, changed, terminal.language)
    terminal.say("eval.written", folder=folder)
    if not plotted:
        terminal.say("eval.no_plot")
