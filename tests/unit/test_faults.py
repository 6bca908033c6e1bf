"""Every error has its sentence, in both languages."""

import importlib
import inspect
from collections.abc import Iterator

import pytest

from bot.faults import sentences
from bot.settings import Fault, SettingsError
from index.errors import DamagedIndex
from ingestion.errors import NoFolder
from prompts import LANGUAGES, has_message

INTERNAL = {"SettingsError", "UnreadableFile", "UnknownCommand"}
"""Told otherwise: a fault each, a file of a report, a command badly written."""


def keyed_classes() -> Iterator[type[Exception]]:
    """Our error classes that announce the key of a message."""
    for name in ("ingestion.errors", "index.errors"):
        for _, kind in inspect.getmembers(importlib.import_module(name), inspect.isclass):
            if issubclass(kind, Exception) and kind.__module__ == name and kind.__name__ not in INTERNAL:
                yield kind


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_announced_key_has_its_message(language: str) -> None:
    keys = [kind.key for kind in keyed_classes() if hasattr(kind, "key")]
    assert {"no_folder", "other_embedder"} <= set(keys)
    assert [key for key in keys if not has_message(f"errors.{key}", language)] == []


def test_an_error_of_ours_is_told_by_its_key() -> None:
    assert sentences(NoFolder(folder="{odd}"), "en") == ["Folder {odd} does not exist: check its path."]


def test_an_error_without_a_message_is_told_by_its_parent() -> None:
    class Torn(DamagedIndex):
        key = "no_such_key"

    assert sentences(Torn("words.sqlite", "x"), "en") == sentences(DamagedIndex("words.sqlite", "x"), "en")


def test_settings_are_told_one_by_one() -> None:
    error = SettingsError((Fault("A", "1", "do this"), Fault("B", "2", "do that")))
    assert [line[:12] for line in sentences(error, "en")] == ["Setting A=1 ", "Setting B=2 "]


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (FileNotFoundError(2, "No such file", "a.txt"), "a.txt does not exist"),
        (PermissionError(13, "Permission denied", "a.txt"), "Access to a.txt"),
        (OSError(28, "No space left", "a.txt"), "No room"),
        (OSError(30, "Read-only file system", "a.txt"), "Access to a.txt"),
        (OSError(5, "Input/output error", "a.txt"), "refuses a.txt"),
        (ZeroDivisionError("division by zero"), "ZeroDivisionError"),
    ],
)
def test_other_errors_are_told_by_class(error: Exception, told: str) -> None:
    (sentence,) = sentences(error, "en")
    assert told in sentence
    assert "division by" not in sentence
