"""The checks of `alinea doctor`: settings, data folder, corpus, index, embedder, model, each with its remedy."""

import os
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bot.faults import sentences
from bot.settings import Settings, SettingsError, load
from prompts import has_message, message

if TYPE_CHECKING:
    from index.check import Fault


@dataclass(frozen=True, slots=True)
class Check:
    """What one check found."""

    name: str
    """What was checked, as the user reads it."""
    finding: str
    """What was found, a phrase."""
    remedy: str | None
    """What to do; `None` when the check passed."""


Text = Callable[..., str]
"""`message` in the language of the run."""
_KEPT = ("state.sqlite", "conversations.sqlite")
"""What the team recorded, and what the bot remembers."""
_MODEL_CHECK = "model_check.txt"
"""What the model is told to answer."""


def examine(environ: Mapping[str, str], env_file: Path, language: str) -> list[Check]:
    """All the checks, in the order in which faults cause one another. Never raises for what it checks."""
    text = partial(_text, language)
    try:
        settings = load(environ, env_file)
    except SettingsError as error:
        name = text("settings")
        return [Check(name, f"{fault.key}={fault.value}", fault.remedy) for fault in error.faults]
    found = [Check(text("settings"), text("settings_good", data=settings.data), None), _data(settings, text)]
    found.append(_corpus(settings, text))
    found.extend(_guarded(text("kept"), language, text("kept_remedy"), lambda: _kept(settings, text)))
    found.extend(_guarded(text("index"), language, text("index_remedy"), lambda: _index(settings, text)))
    found.extend(_guarded(text("embedder"), language, text("embedder_remedy"), lambda: _embedder(settings, text)))
    found.extend(_guarded(text("scans"), language, text("scans_remedy"), lambda: _scans(settings, text)))
    if settings.model is not None:
        remedy = text("model_remedy")
        found.extend(_guarded(text("model"), language, remedy, lambda: _model(settings, text)))
    return found


def _text(language: str, key: str, /, **values: object) -> str:
    return message(f"doctor.{key}", language, **values)


def _guarded(name: str, language: str, remedy: str, check: Callable[[], Iterator[Check]]) -> list[Check]:
    """The findings of a check, or the error that it met, told as any surface tells it."""
    try:
        return list(check())
    except Exception as error:  # a doctor that falls ill helps nobody: whatever breaks is a finding
        return [Check(name, " ".join(sentences(error, language)), remedy)]


def _data(settings: Settings, text: Text) -> Check:
    """The data folder can be written, or made."""
    name, data = text("data"), settings.data
    if not data.exists():
        parent = next(parent for parent in data.absolute().parents if parent.exists())
        return _writable(name, data, parent, text("data_missing", data=data), text)
    if not data.is_dir():
        return Check(name, text("data_not_folder", data=data), text("data_not_folder_remedy"))
    return _writable(name, data, data, text("data_good", data=data), text)


def _writable(name: str, data: Path, place: Path, good: str, text: Text) -> Check:
    if place.is_dir() and os.access(place, os.W_OK | os.X_OK):
        return Check(name, good, None)
    return Check(name, text("data_read_only", data=data), text("data_read_only_remedy"))


def _corpus(settings: Settings, text: Text) -> Check:
    """Every entry of the corpus can be read, and there is one."""
    from ingestion.corpus import load as load_entry

    documents, passages, broken = 0, 0, []
    for path in sorted(settings.corpus.glob("*.json")):
        try:
            passages += len(load_entry(path).passages)
            documents += 1
        except (OSError, ValueError):
            broken.append(path.name)
    if broken:
        finding = text("corpus_broken", count=len(broken), file=broken[0])
        return Check(text("corpus"), finding, text("corpus_broken_remedy"))
    if not documents:
        return Check(text("corpus"), text("corpus_empty"), text("corpus_empty_remedy"))
    return Check(text("corpus"), text("corpus_good", documents=documents, passages=passages), None)


def _index(settings: Settings, text: Text) -> Iterator[Check]:
    """The stores of the index agree with one another and with the corpus."""
    from index.check import check

    faults = check(settings.index, settings.corpus, settings.chroma_address)
    for fault in faults:
        yield Check(text("index"), _told(fault, text), text(f"index_remedy_{fault.remedy}"))
    if not faults:
        yield Check(text("index"), text("index_good"), None)


def _told(fault: "Fault", text: Text) -> str:
    """A disagreement of the stores, or a store that cannot be read, in a phrase."""
    key = f"fault_{fault.key}"
    return text(key if has_message(f"doctor.{key}") else "fault_unreadable", count=fault.count, first=fault.examples[0])


def _kept(settings: Settings, text: Text) -> Iterator[Check]:
    """The files that nothing rebuilds can be read, when they are there."""
    from bot.state_files import is_emptied
    from index.records_tables import damaged, open_database, sqlite_url

    there = [path for name in _KEPT if (path := settings.data / name).exists()]
    for path in there:
        engine = open_database(sqlite_url(path), None)
        try:
            wrong = is_emptied(path) or damaged(engine) is not None
        finally:
            engine.dispose()
        remedy = text("kept_remedy") if wrong else None
        yield Check(text("kept"), text("kept_damaged" if wrong else "kept_good", path=path), remedy)


def _embedder(settings: Settings, text: Text) -> Iterator[Check]:
    """The embedder opens and embeds a word."""
    from index.embedder import open_embedder

    embedder = open_embedder(settings.embedder)
    dimension = embedder.query("convention").shape[0]
    yield Check(text("embedder"), text("embedder_good", name=embedder.name, dimension=dimension), None)


def _scans(settings: Settings, text: Text) -> Iterator[Check]:
    """Whether pages that are pictures can be read; without an engine all the rest is, so that this is no fault."""
    from ingestion.readers.recognition import lack

    finding = text(f"scans_{lack(settings.reading_rules) or 'good'}", language=settings.ocr_language)
    yield Check(text("scans"), finding, None)


def _model(settings: Settings, text: Text) -> Iterator[Check]:
    """The language model answers a tiny question in the time that calls are given."""
    from prompts import read
    from prompts.chat_model import Prompt
    from prompts.langchain_door import open_chat_model

    spec = settings.model_spec
    if spec is not None:
        model, begun = open_chat_model(replace(spec, retries=0)), time.monotonic()
        list(model.stream(Prompt(_MODEL_CHECK, read(_MODEL_CHECK), "?"), seconds=settings.model_seconds))
        milliseconds = round((time.monotonic() - begun) * 1000)
        yield Check(text("model"), text("model_good", name=model.name, milliseconds=milliseconds), None)
