"""`alinea bench`: the speed table, and the retrieval figures of a public set."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.terminal import cell, terminal_of
from prompts import message


def bench(
    context: typer.Context,
    folder: Annotated[
        Path | None, typer.Option("--folder", metavar="DOSSIER", help=message("cli.help_bench_folder"))
    ] = None,
    multiply: Annotated[
        int, typer.Option("--multiply", metavar="N", min=1, help=message("cli.help_bench_multiply"))
    ] = 1,
    repeat: Annotated[int, typer.Option("--repeat", metavar="N", min=1, help=message("cli.help_bench_repeat"))] = 5,
) -> None:
    """Print the speed table of a folder of conventions."""
    if context.invoked_subcommand is not None:
        return
    from bot.speed_bench import measure

    terminal = terminal_of(context)
    settings = terminal.settings()
    with terminal.progress() as progress:
        speed = measure(settings, folder or settings.conventions, multiply=multiply, repeat=repeat, progress=progress)
    title = terminal.text("bench.title", documents=speed.documents, passages=speed.passages)
    table = terminal.table("bench.column_what", "bench.column_median", "bench.column_p95", title=title)
    for line in speed.lines:
        shown = [terminal.text(f"bench.{line.unit}", value=value) if value is not None else "" for value in line.values]
        table.add_row(cell(terminal.text(f"bench.{line.key}")), *map(cell, shown))
    terminal.out.print(table)


def ingest(
    context: typer.Context,
    folder: Annotated[
        Path | None, typer.Option("--folder", metavar="DOSSIER", help=message("cli.help_bench_folder"))
    ] = None,
    documents: Annotated[
        int, typer.Option("--documents", metavar="N", min=1, help=message("cli.help_bench_documents"))
    ] = 1_000,
) -> None:
    """Print what a first ingestion of many conventions takes, against the embedder alone."""
    from bot.ingestion_bench import measure

    terminal = terminal_of(context)
    settings = terminal.settings()
    with terminal.progress() as progress:
        found = measure(settings, folder or settings.conventions, documents, progress)
    title = terminal.text("bench.title", documents=found.documents, passages=found.passages)
    table = terminal.table("bench.column_what", "bench.column_value", title=title)
    shown = (
        ("distinct", str(found.distinct)),
        ("embedded", str(found.embedded)),
        ("first_ingestion", terminal.text("bench.seconds", value=found.ingestion)),
        ("bare_embedder", terminal.text("bench.seconds", value=found.embedder)),
        ("on_top", terminal.text("bench.percent", value=found.on_top)),
        ("rebuild", terminal.text("bench.seconds", value=found.rebuild)),
        ("memory_ingestion", terminal.text("bench.mebibytes", value=found.memory_ingestion)),
        ("memory_rebuild", terminal.text("bench.mebibytes", value=found.memory_rebuild)),
    )
    for key, value in shown:
        table.add_row(cell(terminal.text(f"bench.{key}")), cell(value))
    terminal.out.print(table)


def slack(
    context: typer.Context,
    folder: Annotated[
        Path | None, typer.Option("--folder", metavar="DOSSIER", help=message("cli.help_bench_folder"))
    ] = None,
    conversations: Annotated[
        int, typer.Option("--conversations", metavar="N", min=1, max=500, help=message("cli.help_bench_conversations"))
    ] = 50,
) -> None:
    """Print how fast the bot answers many conversations at once, on the emulator."""
    from bot.cli.slacking import need_slack
    from bot.speed_bench import ingested

    need_slack()
    from bot.slack.speed_bench import measure

    terminal = terminal_of(context)
    settings = terminal.settings()
    with terminal.progress() as progress, ingested(settings, folder or settings.conventions) as measured:
        speed = measure(measured, conversations, progress)
    title = terminal.text("bench.slack_title", conversations=speed.conversations, questions=speed.questions)
    table = terminal.table("bench.column_what", "bench.column_median", "bench.column_high", title=title)
    for key, (median, high) in (("acknowledged", speed.acknowledged), ("answered", speed.answered)):
        shown = [terminal.text("bench.milliseconds", value=value) for value in (median, high)]
        table.add_row(cell(terminal.text(f"bench.{key}")), *map(cell, shown))
    for key, count in (("lost", speed.lost), ("double", speed.double)):
        table.add_row(cell(terminal.text(f"bench.{key}")), cell(count), "")
    memory = terminal.text("bench.mebibytes", value=speed.mebibytes)
    table.add_row(cell(terminal.text("bench.memory_slack")), cell(memory), "")
    terminal.out.print(table)


def retrieval(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DOSSIER", help=message("cli.help_retrieval_folder"))],
    limit: Annotated[int | None, typer.Option("--limit", metavar="N", help=message("cli.help_retrieval_limit"))] = None,
) -> None:
    """Print the retrieval measures of a public set; its vectors are kept in the data folder."""
    from index.embedder import open_embedder
    from index.retrieval_bench import run

    terminal = terminal_of(context)
    settings = terminal.settings()
    with terminal.progress() as progress:
        embedder = open_embedder(settings.embedder)
        measures = run(folder, settings.data / "bench", limit, progress, embedder=embedder)
    table = terminal.table("cli.column_measure", "cli.column_value")
    for name, value in measures.items():
        table.add_row(cell(name), cell(f"{value:.4f}"))
    terminal.out.print(table)
