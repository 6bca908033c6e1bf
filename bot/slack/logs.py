"""Logs: one line an event, for people or as JSON, with the turn's id and nothing about persons. Tokens never show."""

import logging
import re
import sys
import traceback
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any, Literal

import structlog
from slack_bolt.logger.messages import warning_client_prioritized_and_token_skipped

_SECRET = re.compile(r"xox[a-z]-[\w-]+|xapp-[\w-]+|https://hooks\.slack\.com/\S+|/response/\S+|ticket=[^&\s]+")
_QUIET = ("slack_bolt", "slack_sdk", "aiohttp", "alembic", "chromadb", "httpx", "uvicorn.access")
"""Libraries whose lines below a warning hold messages of people, or nothing worth keeping."""
_EXPECTED = warning_client_prioritized_and_token_skipped()
"""Bolt reads SLACK_BOT_TOKEN by itself, and says that our client goes before it."""
Event = MutableMapping[str, Any]


def configure(form: Literal["text", "json"], debug: bool) -> None:
    """Send our lines and the libraries' to the error output, in one form."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    ends: list[Any] = [structlog.processors.format_exc_info, redacted, structlog.processors.JSONRenderer()]
    if form == "text":
        ends = [structlog.processors.format_exc_info, redacted, structlog.dev.ConsoleRenderer(colors=False)]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.DEBUG if debug else logging.INFO),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared, processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *ends]
    )
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.DEBUG if debug else logging.INFO)
    logging.getLogger("slack_bolt.AsyncApp").addFilter(lambda line: line.getMessage() != _EXPECTED)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def frames(error: BaseException) -> str:
    """Where an error was raised, without its words, which may be a person's.

    >>> try: int("secret")
    ... except ValueError as error: "secret" in frames(error)
    False
    """
    steps = traceback.extract_tb(error.__traceback__)
    return " < ".join(f"{Path(step.filename).name}:{step.lineno} {step.name}" for step in reversed(steps))


def redacted(_logger: object, _method: str, event: Event) -> Event:
    """Take tokens and one-time addresses out of every value, tracebacks included.

    >>> redacted(None, "info", {"event": "url wss://x?ticket=abc xoxb-1-2"})
    {'event': 'url wss://x?*** ***'}
    """
    return {key: _hidden(value) for key, value in event.items()}


def _hidden(value: Any) -> Any:
    """A value without its secrets, whatever holds them."""
    if isinstance(value, str):
        return _SECRET.sub("***", value)
    if isinstance(value, bytes):
        return _hidden(value.decode("utf-8", "replace"))
    if isinstance(value, dict):
        return {_hidden(key): _hidden(held) for key, held in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_hidden(held) for held in value]
    return value
