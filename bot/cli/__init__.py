"""The command line: one file a family of commands, all calling what Slack and the web will call."""

import sys


def main() -> None:
    """Entry point of `alinea`: runs the command of the process and leaves with its exit code."""
    from bot.cli.app import run

    sys.exit(run(sys.argv[1:]))
