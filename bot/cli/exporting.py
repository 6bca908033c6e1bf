"""`alinea export`: the register for a spreadsheet or a program, evidence included."""

import json
import os
import tempfile
from collections.abc import Callable
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.terminal import Terminal, terminal_of
from prompts import message

if TYPE_CHECKING:
    from index.lookup import FactRow


class ExportFormat(StrEnum):
    """What a register is written as."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"


def export(
    context: typer.Context,
    output: Annotated[Path, typer.Option("--output", metavar="CHEMIN", help=message("cli.help_export_output"))],
    form: Annotated[
        ExportFormat, typer.Option("--format", metavar="FORMAT", help=message("cli.help_export_format"))
    ] = ExportFormat.XLSX,
) -> None:
    """Write all the facts: a file a kind in a folder for csv, one file for xlsx and json."""
    from bot.cli.listing import open_records
    from index.lookup import facts

    terminal = terminal_of(context)
    found = facts(open_records(terminal.settings()))
    _WRITERS[form](terminal, output, found)
    documents = len({row.document for row in found})
    terminal.say("export.done", facts=len(found), documents=documents, path=output)


def _write_csv(terminal: Terminal, output: Path, found: list["FactRow"]) -> None:
    from bot.exporting import csv_bytes, sheets

    output.mkdir(parents=True, exist_ok=True)
    for sheet in sheets(found, terminal.language):
        content = csv_bytes(sheet)
        _replace(output / f"{sheet.kind}.csv", partial(_fill, content))


def _write_workbook(terminal: Terminal, output: Path, found: list["FactRow"]) -> None:
    from bot.exporting import sheets
    from bot.workbooks import write_workbook

    _replace(output, lambda path: write_workbook(path, sheets(found, terminal.language)))


def _write_json(_terminal: Terminal, output: Path, found: list["FactRow"]) -> None:
    from bot.cli.facts import contract

    content = json.dumps([contract(row) for row in found], ensure_ascii=False, indent=1).encode()
    _replace(output, partial(_fill, content))


_WRITERS = {ExportFormat.CSV: _write_csv, ExportFormat.XLSX: _write_workbook, ExportFormat.JSON: _write_json}


def _fill(content: bytes, path: Path) -> None:
    path.write_bytes(content)


def _replace(target: Path, write: Callable[[Path], None]) -> None:
    """Write a file whole or not at all. Raises OSError."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=f".tmp{target.suffix}")
    os.close(handle)
    try:
        write(Path(name))
        os.chmod(name, 0o666 & ~_umask())
        os.replace(name, target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    """The process's mask, which can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
