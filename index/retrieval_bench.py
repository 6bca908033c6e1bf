"""The retrieval bench: the product's own search on a public set of questions, in the usual BEIR layout.

`corpus.jsonl` (`_id`, `title`, `text`), `queries.jsonl` (`_id`, `text`), and `qrels.jsonl` or `qrels/test.tsv`
(`query-id`, `corpus-id`, `score`). `python -m index.retrieval_bench FOLDER` prints the measures.
"""

import argparse
import csv
import hashlib
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from index.build import Progress, silent, update
from index.embedder import DEFAULT, Embedder, open_embedder
from index.errors import BadBench, IndexingError, MissingExtra
from index.search import Search
from ingestion import corpus
from ingestion.corpus import Entry
from ingestion.documents import Document
from ingestion.names import DocumentKind, Identity
from ingestion.passages import Passage

_DEPTH = 100  # hits asked for a question: what recall@100 needs
_MEASURES = ("nDCG@10", "RR@10", "R@1", "R@5", "R@10", "R@100")
# Passages of one entry, that is of one transaction: a killed run goes on from the last one.
_ENTRY = 250

Qrels = dict[str, dict[str, int]]
"""Question to passage to grade, 0 for a passage judged beside the point."""


def run(
    folder: Path,
    data: Path,
    limit: int | None = None,
    progress: Progress = silent,
    embedder: Embedder | None = None,
) -> dict[str, float]:
    """Index the set under `data` (a second run finds it there), ask its questions, and measure, each from 0 to 1.

    `limit`: this many questions, evenly spread over the file; `None` for all. RR@10 is what others call MRR@10.
    Raises BadBench, MissingExtra without `ir-measures`, and what building and searching raise.
    """
    questions, qrels = _questions(folder), _qrels(folder)
    asked = [name for name in questions if name in qrels]
    if not asked:
        raise BadBench(folder, "no judged question")
    used = embedder or open_embedder(DEFAULT)
    names, search = _indexed(folder, data, used, progress)
    try:
        found = {}
        for done, name in enumerate(_spread(asked, limit), 1):
            found[name] = _ranking(search, questions[name], names)
            progress("search", done, min(limit or len(asked), len(asked)))
    finally:
        search.close()
    return _measured({name: qrels[name] for name in found}, found)


def _indexed(folder: Path, data: Path, embedder: Embedder, progress: Progress) -> tuple[dict[str, list[str]], Search]:
    rows = list(_lines(folder / "corpus.jsonl"))
    home = data / "bench" / f"{folder.resolve().name}-{hashlib.sha256(embedder.name.encode()).hexdigest()[:8]}"
    names: dict[str, list[str]] = {}
    for at in range(0, len(rows), _ENTRY):
        entry = _entry(rows[at : at + _ENTRY], f"{at:016x}")
        corpus.save(home / "corpus", entry)
        names[entry.document.id] = [str(row["_id"]) for row in rows[at : at + _ENTRY]]
    for path in (home / "corpus").glob("*.json"):
        if path.stem not in names:
            path.unlink()
    update(home / "corpus", home / "index", embedder, progress)
    return names, Search(home / "index", embedder)


def _entry(rows: list[dict[str, Any]], name: str) -> Entry:
    """One document that holds these passages one after the other, a title for path."""
    texts = [str(row.get("text") or row.get("title") or "") for row in rows]
    starts = [sum(len(text) + 1 for text in texts[:at]) for at in range(len(texts))]
    passages = tuple(
        Passage(at, start, start + len(text), text, name, None, tuple(t for t in [row.get("title")] if t), None)
        for at, (row, start, text) in enumerate(zip(rows, starts, texts, strict=True))
    )
    identity = Identity(DocumentKind.DOCUMENT, name, name, (), ())
    return Entry("bench", Document(name, name, "txt", "\n".join(texts)), identity, (), passages)


def _ranking(search: Search, question: str, names: Mapping[str, list[str]]) -> list[str]:
    return [names[hit.document][hit.passage.ordinal] for hit in search.search(question, _DEPTH)]


def _measured(qrels: Qrels, found: Mapping[str, list[str]]) -> dict[str, float]:
    try:
        import ir_measures
    except ImportError as error:
        raise MissingExtra("ir-measures", "bench") from error
    # By rank and not by score: scores that tie would be put in another order than the one shown.
    ranked = {name: {hit: float(-rank) for rank, hit in enumerate(hits)} for name, hits in found.items()}
    measures = [ir_measures.parse_measure(name) for name in _MEASURES]
    result = ir_measures.calc_aggregate(measures, qrels, ranked)
    return {str(measure): float(result[measure]) for measure in measures}


def _questions(folder: Path) -> dict[str, str]:
    return {str(row["_id"]): str(row["text"]) for row in _lines(folder / "queries.jsonl")}


def _qrels(folder: Path) -> Qrels:
    table = folder / "qrels" / "test.tsv"
    rows: Iterable[Mapping[str, Any]]
    if table.exists():
        with table.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, delimiter="\t"))
    else:
        rows = _lines(folder / "qrels.jsonl")
    found: Qrels = {}
    try:
        for row in rows:
            found.setdefault(str(row["query-id"]), {})[str(row["corpus-id"])] = int(row["score"])
    except (KeyError, ValueError) as error:
        raise BadBench(folder, f"qrels: {error}") from error
    return found


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield _object(path, number, line)
    except (OSError, UnicodeDecodeError) as error:
        raise BadBench(path, type(error).__name__) from error


def _object(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except ValueError as error:
        raise BadBench(path, f"line {number}: {error}") from error
    fields = found.keys() if isinstance(found, dict) else set()
    if not any(needed <= fields for needed in ({"_id", "text"}, {"query-id", "corpus-id"})):
        raise BadBench(path, f"line {number}")
    row: dict[str, Any] = found
    return row


def _spread(names: list[str], limit: int | None) -> list[str]:
    """The same questions at each run, from all over the file: neighbours often ask about one passage."""
    if limit is None or limit >= len(names):
        return names
    return [names[at * len(names) // limit] for at in range(limit)]


def main(arguments: list[str] | None = None) -> int:
    """Print the measures of a folder. Exit code: 0, or 1 after one line that names the fault."""
    parser = argparse.ArgumentParser(prog="python -m index.retrieval_bench", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--data", type=Path, default=Path("data"))
    parser.add_argument("--limit", type=int, default=None)
    asked = parser.parse_args(arguments)
    try:
        measured = run(asked.folder, asked.data, asked.limit)
    except IndexingError as error:
        print(error, file=sys.stderr)
        return 1
    for name, value in measured.items():
        print(f"{name}\t{value:.4f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
