"""The reader's log, on standard error: what failed and where, without the words of errors, which may be a person's."""

import json
import logging
import sys
import traceback
from pathlib import Path
from typing import Literal

_NEAREST = 4
"""Steps of a trace that tell where an error was raised."""


class _Lines(logging.Formatter):
    """A line for people, or a JSON object a line."""

    def __init__(self, form: Literal["text", "json"]) -> None:
        super().__init__()
        self._form = form

    def format(self, record: logging.LogRecord) -> str:
        said = {"time": self.formatTime(record), "level": record.levelname.lower(), "event": record.getMessage()}
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            said |= {"error": type(error).__name__, "where": _where(error)}
        return json.dumps(said, ensure_ascii=False) if self._form == "json" else " ".join(said.values())


def configure(form: Literal["text", "json"]) -> None:
    """Write warnings and errors of all loggers in one form."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Lines(form))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)


def _where(error: BaseException) -> str:
    steps = traceback.extract_tb(error.__traceback__)[-_NEAREST:]
    return " < ".join(f"{Path(step.filename).name}:{step.lineno} {step.name}" for step in reversed(steps))
