"""From an exception to the sentence a person reads: chosen by class, with the thing and the remedy in it."""

import errno
import re
from collections.abc import Callable, Iterator

from bot.settings import SettingsError
from prompts import has_message, message

_OURS = {"bot", "index", "ingestion", "prompts"}
"""Packages whose exception classes name a message."""


def sentences(error: BaseException, language: str) -> list[str]:
    """What to tell about an error, one sentence a fault. Never empty, never the text of a library's exception."""

    def say(key: str, /, **values: object) -> str:
        return message(f"errors.{key}", language, **values)

    if isinstance(error, SettingsError):
        return [say("settings", key=fault.key, value=fault.value, remedy=fault.remedy) for fault in error.faults]
    known = _of_ours(error, language) or _of_the_system(error, say)
    return [known or say("unexpected", kind=type(error).__name__)]


def _of_ours(error: BaseException, language: str) -> str | None:
    """Our error classes: by the message key that they carry, else by their name, else by their parents'."""
    values = {**vars(error), **getattr(error, "values", {})}
    for key in _keys(error):
        if has_message(key, language):
            return message(key, language, **values)
    return None


def _keys(error: BaseException) -> Iterator[str]:
    explicit = getattr(error, "key", None)
    if isinstance(explicit, str):
        yield explicit if "." in explicit else f"errors.{explicit}"
    for kind in type(error).__mro__:
        if kind.__module__.partition(".")[0] in _OURS:
            yield "errors." + re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", kind.__name__).lower()


def _of_the_system(error: BaseException, say: Callable[..., str]) -> str | None:
    """What the operating system refused, with the path it refused."""
    if not isinstance(error, OSError):
        return None
    path = error.filename or "?"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return say("permission", path=path)
    if error.errno == errno.ENOENT:
        return say("missing_path", path=path)
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return say("disk_full", path=path)
    return say("disk", path=path, reason=error.strerror or type(error).__name__)
