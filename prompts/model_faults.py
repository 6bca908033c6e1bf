"""From what a provider's client raises to our errors, by class and status: no text of theirs is read."""

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from pydantic import ValidationError

from prompts.chat_model import ModelError, ModelReplyError, PermanentModelError, TransientModelError

Classes = tuple[type[BaseException], ...]
_TRANSIENT_STATUS = {408, 409, 425, 429}
"""Besides 5xx: a timeout, a conflict, too early, too many (RFC 9110, 8470 and 6585)."""
_BROKEN = (
    ("httpx", "TransportError"),
    ("httpx2", "TransportError"),
    ("openai", "APIError"),
    ("anthropic", "APIError"),
)
"""Classes for what breaks below HTTP; the last two when they have no status, as for an error told within a stream.

They are looked up among the loaded libraries, for none is required.
"""
_UNUSABLE = (
    ("langchain_core.exceptions", "OutputParserException"),
    ("langchain_core.exceptions", "ContextOverflowError"),
    ("langchain_openai.chat_models.base", "OpenAIRefusalError"),
    ("openai", "LengthFinishReasonError"),
    ("openai", "ContentFilterFinishReasonError"),
    ("openai", "APIResponseValidationError"),
    ("anthropic", "APIResponseValidationError"),
)
"""A reply came, and is none that can be used; or the prompt was longer than the model reads."""


def told(error: Exception, name: str) -> ModelError:
    """Our error for one that a client of the model `name` raised; ours are given back as they are."""
    if isinstance(error, ModelError):
        return error
    unusable: Classes = (ValidationError, json.JSONDecodeError, UnicodeDecodeError, *_loaded(_UNUSABLE))
    if isinstance(error, unusable):
        return ModelReplyError(name, type(error).__name__)
    status = _status(error)
    if status is not None:
        return _by_status(error, name, status)
    lost: Classes = (OSError, *_loaded(_BROKEN))  # TimeoutError and ConnectionError are OSError
    if any(isinstance(cause, lost) for cause in _causes(error)):
        return TransientModelError(name, type(error).__name__)
    return PermanentModelError(name, type(error).__name__)


def _by_status(error: Exception, name: str, status: int) -> ModelError:
    if status < 400:
        return ModelReplyError(name, f"HTTP {status}")
    if status in _TRANSIENT_STATUS or status >= 500:
        return TransientModelError(name, f"HTTP {status}", _retry_after(error))
    return PermanentModelError(name, f"HTTP {status}")


def _status(error: Exception) -> int | None:
    """HTTP status that an error carries, itself or in its response; `None` when there was no response."""
    for holder in (error, getattr(error, "response", None)):
        status = getattr(holder, "status_code", None)
        if isinstance(status, int) and status >= 100:  # Ollama's says -1 when there was none
            return status
    return None


def _retry_after(error: Exception) -> float | None:
    """Seconds of the header Retry-After, a number or a date (RFC 9110, 10.2.3); `None` without one that can be read."""
    value = getattr(getattr(error, "response", None), "headers", {}).get("retry-after")
    if value is None:
        return None
    try:
        return max(0.0, float(value))
    except ValueError:
        pass
    try:
        return max(0.0, (parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return None


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An error and those that it was raised from."""
    seen: BaseException | None = error
    while seen is not None:
        yield seen
        seen = seen.__cause__


def _loaded(classes: tuple[tuple[str, str], ...]) -> Classes:
    """Those of the classes whose module is loaded: an error cannot be of another."""
    found = (getattr(sys.modules.get(module), name, None) for module, name in classes)
    return tuple(kind for kind in found if isinstance(kind, type) and issubclass(kind, BaseException))
