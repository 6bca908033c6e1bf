"""`alinea doctor`: each check, and the remedy of those that fail."""

import typer

from bot.cli.terminal import cell, terminal_of


def doctor(context: typer.Context) -> None:
    """Print the checks; exit code 1 when one fails."""
    from bot.doctor import examine

    terminal = terminal_of(context)
    checks = examine(terminal.environ, terminal.env_file, terminal.language)
    table = terminal.table()
    for _ in range(3):
        table.add_column(overflow="fold")
    table.show_header = False
    for check in checks:
        remedy = "\n" + terminal.text("doctor.remedy", remedy=check.remedy) if check.remedy else ""
        state = terminal.text("doctor.failed" if check.remedy else "doctor.ok")
        table.add_row(cell(check.name), cell(state), cell(check.finding + remedy))
    terminal.out.print(table)
    if any(check.remedy for check in checks):
        raise typer.Exit(1)
    terminal.say("doctor.all_good")
