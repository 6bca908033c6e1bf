"""`python -m ingestion FOLDER CORPUS`: read a folder into a corpus, one line of JSON a file on standard output."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

from ingestion.errors import IngestionError
from ingestion.pipeline import ingest
from ingestion.reading_rules import ReadingRules
from ingestion.sandbox import Sandbox
from prompts import message


def main(arguments: list[str]) -> int:
    """Exit code 0, 1 when ingestion stopped, 2 for a command badly written."""
    if len(arguments) != 2:
        print(message("cli.usage"), "python -m ingestion", "DOSSIER", "CORPUS", file=sys.stderr)
        return 2
    try:
        with Sandbox(ReadingRules()) as sandbox:
            report = ingest(Path(arguments[0]), Path(arguments[1]), reads=sandbox)
    except IngestionError as error:
        print(message(f"errors.{error.key}", **error.values), file=sys.stderr)
        return 1
    for outcome in report.outcomes:
        print(json.dumps(asdict(outcome), ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
