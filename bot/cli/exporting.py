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


class OtherSuffix(Exception):
    """The name of the file says another format than the one asked for; the user changes one of them."""

    key = "other_suffix"

    def __init__(self, path: Path, form: ExportFormat) -> None:
        super().__init__(path)
        self.values = {"path": path, "form": form.value}


def export(
    context: typer.Context,
    output: Annotated[Path, typer.Option("--output", metavar="CHEMIN", help=message("cli.help_export_output"))],
    form: Annotated[
        ExportFormat | None, typer.Option("--format", metavar="FORMAT", help=message("cli.help_export_format"))
    ] = None,
) -> None:
    """Write all the facts: a file a kind in a folder for csv, one file for xlsx and json.

    Raises OtherSuffix before anything is written.
    """
    from bot.cli.listing import open_records
    from bot.fact_doubts import with_places
    from index.lookup import facts

    terminal = terminal_of(context)
    form = _form(output, form)
    records = open_records(terminal.settings())
    found = with_places(facts(records), records)
    _WRITERS[form](terminal, output, found)
    documents = len({row.document for row in found})
    terminal.say("export.done", facts=len(found), documents=documents, path=output)


def _form(output: Path, asked: ExportFormat | None) -> ExportFormat:
    """The format asked for, else the one that the file's name says. Raises OtherSuffix where they differ."""
    named = next((form for form in ExportFormat if output.suffix.lower() == f".{form.value}"), None)
    form = asked or named or ExportFormat.XLSX
    if named is ExportFormat.CSV or (named is not None and named is not form):
        raise OtherSuffix(output, form)
    return form


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
    from bot.fact_contract import contract

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
