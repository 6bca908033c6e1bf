"""Every word shown to a person or sent to a model: files, with a loader that fingerprints them."""

import hashlib
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent
LANGUAGES = ("fr", "en")
_NO_BREAK = re.compile(r"(?<=«) | (?=[:;?!»])")
"""Spaces of French punctuation that must not break a line (Imprimerie nationale); files are written with plain ones."""


class MissingMessage(KeyError):
    """No message has this key in this language: a fault of ours, never of the user's."""


@cache
def read(name: str) -> str:
    """Text of a file of this folder, `messages.fr.toml` for instance. Raises FileNotFoundError."""
    return (_FOLDER / name).read_text(encoding="utf-8")


def fingerprint(name: str) -> str:
    """First 12 hexadecimal digits of the SHA-256 of a file, logged beside what was made with it."""
    return hashlib.sha256(read(name).encode()).hexdigest()[:12]


@cache
def messages(language: str) -> Mapping[str, str]:
    """All messages of a language, by `family.key`; one TOML table a family."""
    families = tomllib.loads(read(f"messages.{language}.toml"))
    spaced = _NO_BREAK.sub if language == "fr" else lambda _, text: text
    return {
        f"{family}.{key}": spaced("\u00a0", text) for family, table in families.items() for key, text in table.items()
    }


def has_message(key: str, language: str = "fr") -> bool:
    """Whether `message` would find this key."""
    return key in messages(language)


def message(key: str, language: str = "fr", /, **values: object) -> str:
    """The message `family.key` with its `{placeholders}` filled. Raises MissingMessage.

    >>> message("cli.answer_passages", "en")
    'Passages'
    """
    try:
        template = messages(language)[key]
    except KeyError:
        raise MissingMessage(f"{key} ({language})") from None
    return template.format(**values)
